import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess } from '../../factories/practice-tenant.ts'
import { eventually, sitDown } from '../harness/agent.ts'
import type { Agent } from '../harness/agent.ts'
import { launchBrowser } from '../harness/browser.ts'
import { launchConsole } from '../harness/console.ts'
import type { RunningConsole } from '../harness/console.ts'
import { electronBinary } from '../harness/electron-console.ts'
import { startLittleProxy } from './little-proxy.ts'
import type { LittleProxy } from './little-proxy.ts'

// On Electron the session takes the system's proxy, which no spec sets; on the stand-in Node's fetch takes it from the environment. What is proved is
// what the console makes of the answers, over real sockets and a real proxy.
const isElectron = process.env['HELPDESK_E2E_ELECTRON'] !== '0' && electronBinary() !== null

let browser: Browser
let tenant: TenantProcess
let proxy: LittleProxy
let running: RunningConsole
let agent: Agent
beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 200 })])
})
afterAll(async () => {
  await Promise.all([browser.close(), tenant.stop()])
})

describe.skipIf(isElectron)('behind a proxy, the agent', () => {
  beforeEach(async () => {
    proxy = await startLittleProxy()
    running = await launchConsole({ tenant: tenant.address, env: proxy.env })
    agent = await sitDown(running, browser)
  })
  afterEach(async () => {
    expect(agent.complaints()).toEqual([])
    await agent.page.context().close()
    await running.stop()
    await proxy.close()
  })
  const alert = () => agent.page.getByRole('alert')
  const press = (name: string) => agent.page.getByRole('button', { name, exact: true }).click()

  it('that works, signs in and reads devices through its tunnels', async () => {
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    expect(proxy.tunnels()).toBeGreaterThan(0)
  })

  it.each([
    ['that wants a sign-in of its own', 'wants-sign-in', 'The proxy of this network asks for a sign-in of its own'],
    ['of a captive portal, which answers everything with its page', 'portal-page', 'A page of this network answered'],
    ['of a captive portal, which sends everything to its login', 'portal-redirect', 'A page of this network answered'],
  ] as const)('%s, reads so on the sign-in page, signs in once that is over, and reads so in the list', async (_what, mood, words) => {
    proxy.become(mood)
    await press('Sign in')
    await eventually(() => alert().first().textContent()).toContain(words)
    expect(running.openedUrls()).toEqual([])
    proxy.become('works')
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    proxy.become(mood)
    await press('Refresh')
    await eventually(() => agent.page.locator('main').textContent()).toContain(words)
    // What was read before stays on the screen.
    expect(await agent.page.getByRole('gridcell', { name: 'Rehearsal iPhone', exact: true }).count()).toBe(1)
  })
})

interface Seen { readonly isDone: boolean; readonly text: string; readonly stderr: string }

/** Runs without-network.ts in a network namespace of its own, in which there is nothing but loopback. */
function lookWithoutNetwork(): Promise<Seen> {
  const script = join(import.meta.dirname, 'without-network.ts')
  const child = spawn('unshare', ['-rn', 'sh', '-c', 'ip link set lo up && exec "$0" "$1"', process.execPath, script], {
    // Chromium's sandbox does not start inside such a namespace.
    env: { ...process.env, HELPDESK_E2E_ELECTRON: '0' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ isDone: false, text: '', stderr: error.message }))
    child.on('close', () => {
      const line = stdout.split('\n').find((one) => one.startsWith('Alert: '))
      resolve({ isDone: line !== undefined, text: line ?? '', stderr })
    })
  })
}

it('with no network at all, the agent of an organisation reads so on the sign-in page', async ({ skip }) => {
  const seen = await lookWithoutNetwork()
  const isForbidden = /unshare|ENOENT|Operation not permitted|ip: not found|RTNETLINK/.test(seen.stderr)
  if (!seen.isDone && isForbidden) skip(`no network namespace can be made here: ${seen.stderr.trim().slice(0, 200)}`)
  expect(seen.stderr).toBe('')
  expect(seen.text).toContain('Your organisation’s services cannot be reached.')
  expect(seen.text).toContain('Check the network connection')
})
