import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { endFixtures, openPage, startFixture, type FixtureApp } from './fixture-app.ts'

let browser: Browser
let fixture: FixtureApp
let page: Page
const invoke = (channel: string, ...args: unknown[]): Promise<unknown> =>
  page.evaluate(([name, values]) => window.fixture.invoke(name, ...values), [channel, args] as const)

beforeAll(async () => {
  browser = await launchBrowser()
  fixture = await startFixture()
  page = await openPage(browser, fixture)
}, 60_000)
afterAll(async () => {
  await endFixtures()
  await browser.close()
})

describe('IPC', () => {
  it('brings values over and back as the structured clone algorithm does', async () => {
    const isSame = await page.evaluate(async () => {
      const sent = {
        when: new Date(1234), none: undefined, big: 12n, not: NaN, bytes: new Uint8Array([1, 2, 255]), map: new Map([['a', new Set([1])]]),
        list: [null, -0], $: 'a key of its own', text: '漢字 “quoted” 🙂', ['__proto__x']: { deep: [{ $: 'Date', v: 1 }] },
      }
      const back = (await window.fixture.invoke('echo', sent)) as typeof sent
      return [
        back.when instanceof Date && back.when.getTime() === 1234, 'none' in back && typeof back.none === 'undefined', back.big === 12n, Number.isNaN(back.not),
        back.bytes instanceof Uint8Array && back.bytes[2] === 255, back.map.get('a')?.has(1), Object.is(back.list[1], -0), back.$, back.text === sent.text,
        JSON.stringify(back['__proto__x']),
      ]
    })
    expect(isSame).toEqual([true, true, true, true, true, true, true, 'a key of its own', true, '{"deep":[{"$":"Date","v":1}]}'])
  })

  it.each([
    ['a handler that throws', 'fails', "Error invoking remote method 'fails': TypeError: no such device"],
    ['a channel without a handler', 'nothing-here', "Error invoking remote method 'nothing-here': Error: No handler registered for 'nothing-here'"],
    ['an answer that cannot be cloned', 'answers-function', "Error invoking remote method 'answers-function': Error: An object could not be cloned."],
  ])('says it in Electron\'s words: %s', async (_case, channel, message) => {
    await expect(invoke(channel)).rejects.toThrow(message)
  })

  it('refuses in the page what cannot be cloned, such as a reactive proxy of Vue', async () => {
    const message = await page.evaluate(async () => {
      try {
        await window.fixture.invoke('echo', new Proxy({ a: 1 }, {}))
        return 'sent'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(message).toBe('An object could not be cloned.')
  })

  it('delivers events of main until the listener is taken off', async () => {
    const seen = await page.evaluate(async () => {
      const values: unknown[] = []
      const off = window.fixture.onTick((value) => values.push(value))
      window.fixture.tell('one')
      await window.fixture.invoke('echo', null)
      off()
      window.fixture.tell('two')
      await window.fixture.invoke('echo', null)
      return values.map((value) => [(value as { at: Date }).at.getTime(), (value as { of: string }).of])
    })
    expect(seen).toEqual([[5, 'one']])
  })

  it('tells main which frame of which window asks, under the address of the app', async () => {
    await expect(invoke('frame')).resolves.toMatchObject({ url: 'fixture://app/index.html', origin: 'fixture://app', parent: null, isMain: true, isSender: true })
  })
})

describe('a member that is not here', () => {
  it.each(['app.relaunch', 'screen.getPrimaryDisplay', 'Tray.length2', 'session.fromPath', 'dialog.showMessageBox', 'Menu.sendActionToFirstResponder'])(
    'throws and names itself: %s', async (path) => {
      await expect(invoke('use', path)).resolves.toEqual({ message: `stand-in: ${path} is not implemented` })
    })

  it('refuses a session that would have to be kept on disk', async () => {
    await expect(invoke('partition', 'persist:one')).rejects.toThrow('stand-in: session.fromPartition is not implemented for persist: partitions')
    await expect(invoke('partition', 'one')).resolves.toBe(false)
  })

  it('throws for an event that nobody here knows', async () => {
    await expect(invoke('listen', 'swipe')).rejects.toThrow("stand-in: BrowserWindow event 'swipe' is not implemented")
  })

  it('throws in the preload script too', async () => {
    expect(await page.evaluate(() => window.fixture.reachFor('sendSync'))).toBe('stand-in: ipcRenderer.sendSync is not implemented')
    expect(await page.evaluate(() => window.fixture.requireNode())).toBe("stand-in: require('node:fs') in a preload script is not implemented")
  })
})

describe('the page', () => {
  it('has nothing of Node or Electron, and a bridge that it cannot change', async () => {
    const found = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
      isFrozen: Object.isFrozen(window.fixture),
      isReplaceable: Reflect.set(window, 'fixture', {}),
    }))
    expect(found).toEqual({ node: [], isFrozen: true, isReplaceable: false })
  })

  it('is under the app\'s own policy, widened by the address of the bridge and nothing else', async () => {
    const answer = await page.request.get(page.url())
    const socketUrl = fixture.url.replace('http:', 'ws:') + 'ws'
    expect(answer.headers()['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${socketUrl}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types fixture`)
  })

  it.each([
    // Not at once: what the test itself evaluates is exempt.
    ['an eval', () => new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(globalThis.eval('1 + 1'))
        } catch {
          reject(new Error('refused'))
        }
      })
    })],
    ['a string as markup', () => (document.createElement('div').innerHTML = '<b>x</b>')],
    ['a request to its own server', async () => String((await fetch('./hello.txt')).status)],
    ['a socket elsewhere', () => new Promise<string>((resolve, reject) => {
      document.addEventListener('securitypolicyviolation', () => reject(new Error('refused')), { once: true })
      const socket = new WebSocket(`ws://${location.host}/elsewhere`)
      socket.addEventListener('open', () => resolve('open'))
    })],
  ])('cannot do what that policy forbids: %s', async (_case, attempt) => {
    await expect(page.evaluate(attempt as () => Promise<string>)).rejects.toThrow()
  })

  it('asks main before a window opens, and an address that main opens is printed', async () => {
    await page.getByRole('link', { name: 'Help' }).click()
    expect(await fixture.stdout.next('Open: ')).toBe('https://example.com/help')
    await page.evaluate(() => window.open('https://evil.example/'))
    expect(await fixture.stdout.next('window-open https://evil')).toBe('.example/')
    expect(page.context().pages()).toHaveLength(1)
  })

  it('asks main before it leaves, by a link or by script', async () => {
    await page.getByRole('link', { name: 'Other page' }).click()
    expect(await fixture.stdout.next('will-navigate ')).toBe('fixture://app/other.html')
    await page.evaluate(() => location.assign('https://evil.example/away'))
    expect(await fixture.stdout.next('will-navigate ')).toBe('https://evil.example/away')
    await expect(invoke('frame')).resolves.toMatchObject({ url: 'fixture://app/index.html' })
  })

  it('tells main of a move within the document, and keeps its frame', async () => {
    await invoke('frame')
    await page.getByRole('link', { name: 'Devices' }).click()
    expect(await fixture.stdout.next('did-start-navigation {"url":"fixture://app/index.html#/devices"')).toContain('"isSameDocument":true')
    await expect(invoke('frame')).resolves.toMatchObject({ url: 'fixture://app/index.html#/devices', isKnown: true })
  })

  it('goes through the app\'s handler for everything, and the app can cancel a request', async () => {
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await page.request.fetch(new URL(path, page.url()).href, { method })).status()
    expect([await status('hello.txt'), await status('forbidden.txt'), await status('none.txt'), await status('hello.txt', 'POST'), await status('..%2fmain.js')])
      .toEqual([200, 403, 404, 405, 404])
    await expect(invoke('fetch-own')).resolves.toBe('hello\n')
  })
})

it('runs electron-store unchanged, in the profile that was chosen', async () => {
  await expect(invoke('remember', { theme: 'dark' })).resolves.toEqual({ path: join(fixture.userDataDir, 'preferences.json'), kept: { theme: 'dark' } })
  expect(JSON.parse(await readFile(join(fixture.userDataDir, 'preferences.json'), 'utf8'))).toEqual({ theme: 'dark' })
})

it('shows a notification outside the app\'s own page, and tells main of the click', async () => {
  await invoke('notify')
  const line = JSON.parse(await fixture.stdout.next('Notification: ')) as { id: number }
  expect(line).toMatchObject({ title: 'Passcode removed', body: 'iPhone of Ada' })
  expect(await page.getByText('Passcode removed').count()).toBe(0)
  await fixture.ask({ type: 'notification-click', notification: line.id })
  await fixture.stdout.next('notification clicked')
})

describe('the save dialog', () => {
  const properties = ['showOverwriteConfirmation']
  /** Waits for the dialog, which is no part of the app's page, and answers it as a person would. */
  async function type(path: string): Promise<void> {
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(path)
    await page.keyboard.press('Enter')
  }
  const isOpen = (): Promise<unknown> => page.waitForFunction(() => document.activeElement?.localName === 'stand-in-dialog')
  const isClosed = (): Promise<unknown> => page.waitForFunction(() => document.querySelector('stand-in-dialog') === null)

  it('offers the app\'s own path, and answers what was saved under', async () => {
    const path = join(fixture.userDataDir, 'offered.csv')
    const answer = invoke('save-dialog', { title: 'Export', defaultPath: path, filters: [{ name: 'CSV', extensions: ['csv'] }] })
    await isOpen()
    await page.keyboard.press('Enter')
    await expect(answer).resolves.toEqual({ canceled: false, filePath: path })
    await isClosed()
  })

  it('answers canceled on Escape, over a window too', async () => {
    const answer = invoke('save-dialog', {}, true)
    await isOpen()
    await page.keyboard.press('Escape')
    await expect(answer).resolves.toEqual({ canceled: true, filePath: '' })
    await isClosed()
  })

  it('asks again for a path that is not whole, a folder that is not there, and before it replaces a file', async () => {
    const path = join(fixture.userDataDir, 'there.csv')
    await writeFile(path, 'kept')
    const answer = invoke('save-dialog', { defaultPath: 'x.csv', properties })
    const again = async (typed: string): Promise<void> => {
      const before = await page.evaluateHandle(() => document.querySelector('stand-in-dialog'))
      await type(typed)
      await page.waitForFunction((old) => ![null, old].includes(document.querySelector('stand-in-dialog')), before)
    }
    await isOpen()
    await again('only-a-name.csv')
    await again(join(fixture.userDataDir, 'no-such-folder', 'x.csv'))
    await again(fixture.userDataDir)
    await again(path)
    await page.keyboard.press('Enter')
    await expect(answer).resolves.toEqual({ canceled: false, filePath: path })
    expect(await readFile(path, 'utf8')).toBe('kept')
  })

  it('refuses what it cannot do, by name', async () => {
    await expect(invoke('save-dialog', { message: 'x' })).rejects.toThrow('stand-in: dialog.showSaveDialog with message is not implemented')
    await expect(invoke('save-dialog', { properties: ['treatPackageAsDirectory'] })).rejects.toThrow('with treatPackageAsDirectory is not implemented')
  })
})
