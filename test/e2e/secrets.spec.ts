import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
import { createPracticeApplication, signIn } from '../factories/practice-client.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { eventually, sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'

let browser: Browser
let tenant: TenantProcess
let running: RunningConsole
let agent: Agent
/** Every message between main and the page, as it crossed. */
const messages: { readonly to: 'main' | 'page'; readonly text: string }[] = []

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 120 })])
  running = await launchConsole({ tenant: tenant.address })
  agent = await sitDown(running, browser)
  agent.page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => messages.push({ to: 'main', text: payload.toString() }))
    socket.on('framereceived', ({ payload }) => messages.push({ to: 'page', text: payload.toString() }))
  })
  await agent.page.reload()
  await agent.signIn('Ada Okafor')
})
afterAll(async () => {
  await running.stop()
  await Promise.all([browser.close(), tenant.stop()])
})

/** What Intune holds for the device, asked by the spec itself and not through the console. */
async function resultsOf(deviceId: string): Promise<readonly Record<string, unknown>[]> {
  const { result } = await signIn(await createPracticeApplication(tenant.address), 'ada.okafor@practice.example')
  const response = await fetch(`${tenant.address.graphBaseUrl}/v1.0/deviceManagement/managedDevices/${deviceId}?$select=id,deviceActionResults`, {
    headers: { authorization: `Bearer ${result.accessToken}` },
  })
  return (await response.json() as { deviceActionResults: Record<string, unknown>[] }).deviceActionResults
}

function everythingOnDisk(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

/** The secret by itself: six digits stand by chance in many a hash. */
const alone = (secret: string): RegExp => new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`)

/** In no file, no log, no line of output, and in no message but those that answer a look. */
function expectNowhere(secret: string, looks: number): void {
  expect(everythingOnDisk(running.userDataDir)).not.toMatch(alone(secret))
  expect([...running.stdout(), ...running.stderr()].join('\n')).not.toMatch(alone(secret))
  expect(messages.filter(({ to, text }) => to === 'main' && text.includes(secret))).toEqual([])
  if (running.runtime !== 'stand-in') return
  // What the stand-in puts on the browser's clipboard goes through the window's page, which is its own way and none of the console's.
  const told = messages.filter(({ to, text }) => to === 'page' && text.includes(secret) && !text.includes('"type":"clipboard-write"'))
  expect(told).toHaveLength(looks)
  for (const { text } of told) expect(text).toMatch(/"kind":"(temporary-passcode|unlock-pin)"/)
}

it('keeps a temporary passcode out of every file and every message but the one that shows it', async () => {
  await agent.openDevice('Rehearsal Pixel')
  await agent.reachWarning('Ada Okafor')
  await agent.confirmReset()
  await tenant.control({ advanceMs: 10_000 })
  const panel = agent.outcome('Passcode reset')
  await eventually(() => panel.innerText()).toMatch(/\bDone\b/)
  const planted = (await resultsOf(scenarioDeviceIds.androidFullyManaged)).map(({ passcode }) => passcode).find((passcode) => typeof passcode === 'string')
  expect(planted).toMatch(/^[A-Za-z0-9]{8,}$/)
  const secret = String(planted)
  expectNowhere(secret, 0)
  await panel.getByRole('button', { name: 'Show', exact: true }).click()
  await eventually(() => panel.locator('output').innerText()).toBe(secret)
  await panel.getByRole('button', { name: 'Hide', exact: true }).click()
  expect(await agent.page.content()).not.toContain(secret)
  expectNowhere(secret, 1)
  await panel.getByRole('button', { name: 'Copy', exact: true }).click()
  await eventually(() => running.clipboardText()).toBe(secret)
  // Copying does not tell the page.
  expectNowhere(secret, 1)
  await running.advanceClock(31_000)
  await eventually(() => running.clipboardText()).toBe('')
})

it('keeps the PIN that unlocks a Mac as secret as that', async () => {
  await agent.openDevice('Rehearsal MacBook')
  await agent.press('Remote Lock')
  await agent.dialog().getByRole('button', { name: 'Remote lock', exact: true }).click()
  await tenant.control({ advanceMs: 10_000 })
  const panel = agent.outcome('Remote lock')
  await eventually(() => panel.innerText()).toMatch(/\bDone\b/)
  const secret = String((await resultsOf(scenarioDeviceIds.mac)).map(({ unlockPin }) => unlockPin).find((pin) => typeof pin === 'string'))
  expect(secret).toMatch(/^\d{6}$/)
  expectNowhere(secret, 0)
  await panel.getByRole('button', { name: 'Show', exact: true }).click()
  await eventually(() => panel.locator('output').innerText()).toBe(secret)
  expectNowhere(secret, 1)
})

it('never writes down or hands back the PIN that an agent chose for a wipe', async () => {
  const secret = '907351'
  await agent.openDevice('Rehearsal MacBook')
  await agent.press('Reset Device')
  await agent.dialog().getByRole('textbox', { name: /Recovery PIN/ }).fill(secret)
  await agent.giveReason()
  await agent.proveIdentity('Ada Okafor')
  await agent.typeLastFour('000C')
  await agent.dialog().getByRole('button', { name: 'Reset device', exact: true }).click()
  await agent.outcome('Device reset').waitFor()
  expect((await tenant.journal()).find(({ action }) => action === 'wipe')?.body).toMatchObject({ macOsUnlockCode: '***' })
  const carried = messages.filter(({ text }) => text.includes(secret))
  if (running.runtime === 'stand-in') {
    expect(carried.map(({ to }) => to)).toEqual(['main'])
    expect(carried[0]?.text).toContain('attempt:begin')
  }
  expect(everythingOnDisk(running.userDataDir)).not.toMatch(alone(secret))
})
