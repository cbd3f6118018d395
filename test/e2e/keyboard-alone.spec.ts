import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { eventually, sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'
import { reach, reachAndPress, reachAndType } from './harness/keyboard.ts'

let browser: Browser
let tenant: TenantProcess
let running: RunningConsole
let agent: Agent

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 120 })])
  running = await launchConsole({ tenant: tenant.address })
  agent = await sitDown(running, browser)
  await agent.page.getByRole('button', { name: 'Sign in', exact: true }).focus()
  await agent.page.keyboard.press('Enter')
  await signInByKeyboard('Priya Raman')
  await agent.page.getByRole('button', { name: /^Account:/ }).waitFor()
  await agent.page.getByRole('status', { name: 'Matches' }).getByText(/^120 devices/).waitFor()
})
afterAll(async () => {
  await running.stop()
  await Promise.all([browser.close(), tenant.stop()])
})
beforeEach(async () => {
  await tenant.clearJournal()
})
afterEach(() => {
  expect(agent.complaints()).toEqual([])
})

async function signInByKeyboard(name: string): Promise<void> {
  const tab = await agent.openSignInPage()
  await reachAndPress(tab, tab.getByRole('button', { name: new RegExp(`^Sign in as ${name}\\b`) }))
  await tab.getByText('close this tab').waitFor()
  await tab.close()
  await agent.page.bringToFront()
}

interface Way {
  readonly action: string
  readonly serial: string
  /** What the journal calls it. */
  readonly call: string
  readonly verb: string
  readonly inMenu?: boolean
  /** Fields of the first dialog, by name, and what is typed into them. */
  readonly fields?: readonly (readonly [RegExp, string])[]
  readonly boxes?: boolean
  readonly isConfirmed?: 'typed' | 'signed in' | 'both'
}

const reason = [/Reason/, 'Asked for by the caller'] as const
const ways: readonly Way[] = [
  { action: 'Rename', serial: 'PF00000D', call: 'setDeviceName', verb: 'Rename', fields: [[/New device name/, 'FRONT-DESK']] },
  { action: 'Change management name', serial: 'PRACT00002', call: 'updateManagedDevice', verb: 'Change name', inMenu: true, fields: [[/New management name/, 'Shared iPad 2']] },
  { action: 'Sync', serial: 'PRACT00001', call: 'syncDevice', verb: 'Sync', inMenu: true },
  { action: 'Restart', serial: 'PRACT00001', call: 'rebootNow', verb: 'Restart', inMenu: true },
  { action: 'Locate', serial: '40000FDH200004', call: 'locateDevice', verb: 'Locate', inMenu: true },
  { action: 'Remote Lock', serial: 'PRACT00001', call: 'remoteLock', verb: 'Remote lock' },
  { action: 'Reset Passcode', serial: 'PRACT00001', call: 'resetPasscode', verb: 'Remove passcode', isConfirmed: 'signed in' },
  { action: 'Remove', serial: 'PF00000D', call: 'retire', verb: 'Remove', boxes: true, fields: [reason], isConfirmed: 'typed' },
  { action: 'Reset Device', serial: 'PRACT00001', call: 'wipe', verb: 'Reset device', fields: [reason], isConfirmed: 'both' },
  { action: 'Delete record', serial: '2G0YC000000005', call: 'delete', verb: 'Delete record', inMenu: true, fields: [reason], isConfirmed: 'both' },
]

it.each(ways)('does $action without a mouse, from the search to the request', async ({ serial, action, call, verb, inMenu, fields, boxes, isConfirmed }) => {
  const { page } = agent
  const drawer = page.getByRole('complementary', { name: 'Device details' })
  const inDialog = (name: string): Locator => agent.dialog().getByRole('button', { name, exact: true })
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(serial)
  await page.keyboard.press('Enter')
  await drawer.getByText(serial, { exact: true }).first().waitFor()
  const toolbar = drawer.getByRole('toolbar', { name: 'Device actions' })
  await toolbar.waitFor()
  const command = toolbar.getByRole('button', { name: action, exact: true })
  if (inMenu !== true && await command.isVisible()) await reachAndPress(page, command)
  else {
    await reachAndPress(page, toolbar.getByRole('button', { name: 'More (…)' }))
    await reachAndPress(page, page.getByRole('menuitem', { name: action, exact: true }), 'ArrowDown')
  }
  // Cancel has the focus: Enter alone changes nothing.
  await inDialog('Cancel').waitFor()
  await reach(page, inDialog('Cancel'), 'Tab', 1)
  for (const box of boxes === true ? await agent.dialog().getByRole('checkbox').all() : []) {
    await reach(page, box)
    await page.keyboard.press('Space')
  }
  for (const [name, text] of fields ?? []) await reachAndType(page, agent.dialog().getByRole('textbox', { name }), text)
  if (isConfirmed === undefined) await reachAndPress(page, inDialog(verb))
  else {
    await reachAndPress(page, inDialog('Continue'))
    if (isConfirmed !== 'typed') {
      await agent.dialog().getByRole('heading', { name: 'Confirm it’s you' }).waitFor()
      await reachAndPress(page, inDialog('Sign out'))
      await signInByKeyboard('Priya Raman')
    }
    await agent.dialog().getByRole('heading', { name: /about to be/ }).waitFor()
    if (isConfirmed !== 'signed in') await reachAndType(page, agent.dialog().getByRole('textbox', { name: /last four/ }), serial.slice(-4))
    await reachAndPress(page, inDialog(verb))
  }
  await eventually(async () => (await tenant.journal()).filter(({ method, part }) => part === 'graph' && method !== 'GET').map((entry) => [entry.action, entry.effect?.accepted]))
    .toEqual([[call, true]])
  await agent.dialog().waitFor({ state: 'detached' })
  // It lands before the next one is tried on the same device.
  await tenant.control({ advanceMs: 20_000 })
  await running.advanceClock(5000)
  await eventually(() => drawer.getByRole('region').getByRole('progressbar', { name: 'Waiting for the device' }).count()).toBe(0)
})
