import { request } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { endFixtures, newProfile, openPage, spawnFixture, startFixture } from './fixture-app.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterEach(endFixtures)
afterAll(() => browser.close())

const frameOf = { channel: 'frame' }

describe('the window', () => {
  it('closes with its page; the last window ends the app, in Electron\'s order, with exit code 0', async () => {
    const fixture = await startFixture()
    const page = await openPage(browser, fixture)
    await fixture.stdout.next('event ready-to-show')
    await page.close()
    expect(await fixture.ended).toBe(0)
    expect(fixture.stdout.startingWith('event ')).toEqual(['ready-to-show', 'loaded', 'closed', 'window-all-closed', 'before-quit', 'will-quit'])
  })

  it('stays open over a reload, which main hears of as a navigation with a new frame', async () => {
    const fixture = await startFixture()
    const page = await openPage(browser, fixture)
    await fixture.stdout.next('did-start-navigation ')
    await page.evaluate(({ channel }) => window.fixture.invoke(channel), frameOf)
    await page.reload()
    expect(JSON.parse(await fixture.stdout.next('did-start-navigation '))).toEqual({ url: 'fixture://app/index.html', isSameDocument: false, isMainFrame: true })
    const frame = await page.evaluate(({ channel }) => window.fixture.invoke(channel), frameOf)
    expect(frame).toMatchObject({ isMain: true, isKnown: false, firstIsDestroyed: true })
    expect(fixture.stdout.startingWith('event closed')).toEqual([])
    await page.context().close()
  })

  it('has one page only: a second tab is told so, and the first goes on', async () => {
    const fixture = await startFixture()
    const first = await openPage(browser, fixture)
    const second = await browser.newPage()
    await second.goto(fixture.url)
    await second.getByText('already open in another tab').waitFor()
    expect(await first.evaluate(() => window.fixture.invoke('echo', 'still here'))).toBe('still here')
    expect(fixture.stdout.startingWith('did-start-navigation')).toHaveLength(1)
    await first.context().close()
    await second.context().close()
  })

  it('says in the page that the app is gone, and lets the page be, when the process is killed', async () => {
    const fixture = await startFixture()
    const page = await openPage(browser, fixture)
    await fixture.kill9()
    await page.locator('stand-in-corner').waitFor({ state: 'attached' })
    expect(await page.getByRole('heading').textContent()).toBe('Fixture object')
    await page.context().close()
  })
})

describe('a second copy with the same profile', () => {
  it('does not get the lock and ends; the first hears what it was started with', async () => {
    const first = await startFixture()
    const second = spawnFixture(first.userDataDir, ['--from-the-second'])
    expect(await second.ended).toBe(0)
    expect(second.stdout.startingWith('lock ')).toEqual(['false'])
    expect(second.stdout.startingWith('Already running: ')).toEqual([first.url])
    expect(JSON.parse(await first.stdout.next('second-instance '))).toMatchObject({ last: '--from-the-second', data: { from: 'fixture' } })
  })

  it('gets the lock at once when the first was killed', async () => {
    const first = await startFixture()
    await first.kill9()
    const second = await startFixture(first.userDataDir)
    expect(second.stdout.startingWith('lock ')).toEqual(['true'])
  })

  it('is free to run on another profile', async () => {
    const first = await startFixture()
    const second = await startFixture(await newProfile())
    expect(second.url).not.toBe(first.url)
  })
})

describe('a utility process', () => {
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  const startChild = async () => {
    const fixture = await startFixture()
    const page = await openPage(browser, fixture)
    await page.evaluate(() => window.fixture.invoke('fork'))
    const pid = Number(await fixture.stdout.next('child spawned '))
    await fixture.stdout.next('child says args one env yes')
    expect(await fixture.stdout.next('child sent ')).toBe('{"got":{"hello":"child"}}')
    return { fixture, pid, page }
  }

  it('has its arguments, environment, pipes and messages, and ends with the app', async () => {
    const { fixture, pid, page } = await startChild()
    expect(isAlive(pid)).toBe(true)
    await fixture.stop()
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
    await page.context().close()
  })

  it('ends when the app is killed and can do nothing about it', async () => {
    const { fixture, pid, page } = await startChild()
    await fixture.kill9()
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
    await page.context().close()
  })
})

describe('the server', () => {
  const get = (url: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      }).on('error', reject).end()
    })
  const upgrade = (url: string, origin?: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, origin === undefined ? {} : { origin })
      socket.on('open', () => resolve('open'))
      socket.on('error', (error) => resolve(error.message))
    })

  it('refuses a wrong key, another name in Host, and another site\'s Origin, for pages and sockets', async () => {
    const { url } = await startFixture()
    const { host, origin, pathname } = new URL(url)
    const wrongKey = `${origin}/${'A'.repeat(pathname.length - 2)}/`
    expect({
      right: await get(url),
      noKey: await get(`${origin}/`),
      wrongKey: await get(wrongKey),
      wrongHost: await get(url, { Host: `evil.example:${host.split(':')[1] ?? ''}` }),
      localhostName: await get(url, { Host: host.replace('127.0.0.1', 'localhost') }),
      wrongOrigin: await get(url, { Origin: 'https://evil.example' }),
    }).toEqual({ right: 302, noKey: 404, wrongKey: 404, wrongHost: 421, localhostName: 421, wrongOrigin: 403 })
    const socketUrl = `${url.replace('http:', 'ws:')}ws`
    expect(await upgrade(socketUrl, 'https://evil.example')).toContain('403')
    expect(await upgrade(`${wrongKey.replace('http:', 'ws:')}ws`, origin)).toContain('404')
    // A browser always names the page that opens a socket: without a name it is no page of ours.
    expect(await upgrade(socketUrl)).toContain('403')
    expect(await upgrade(socketUrl, origin)).toBe('open')
  })
})

it('lets a spec be the machine: power events reach the app', async () => {
  const fixture = await startFixture()
  await fixture.ask({ type: 'power', event: 'suspend' })
  await fixture.ask({ type: 'power', event: 'lock-screen' })
  expect(fixture.stdout.startingWith('power ')).toEqual(['suspend', 'lock-screen'])
})
