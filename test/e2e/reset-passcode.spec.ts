import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
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

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 2000 })])
})
afterAll(async () => {
  await Promise.all([browser.close(), tenant.stop()])
})
beforeEach(async () => {
  await tenant.control({ reset: true })
  running = await launchConsole({ tenant: tenant.address })
  agent = await sitDown(running, browser)
})
afterEach(async () => {
  expect(agent.complaints()).toEqual([])
  await agent.page.context().close()
  await running.stop()
})

/** What the tenant received: the only witness of what was sent. */
const resetsReceived = async () => (await tenant.journal()).filter(({ part, method }) => part === 'graph' && method !== 'GET')
const drawer = () => agent.page.getByRole('complementary', { name: 'Device details' })
const outcome = () => drawer().getByRole('region', { name: 'Passcode reset' })

/** Every byte that the console has left in its profile. */
function everythingOnDisk(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describe('resetting a passcode', () => {
  it('goes the whole way for an iPhone, and a supervisor sees it', async () => {
    await agent.signIn('Ada Okafor')
    await eventually(() => agent.page.getByRole('status', { name: 'Matches' }).innerText()).toMatch(/^2,000 devices/)
    await agent.openDevice('Rehearsal iPhone')
    await tenant.clearJournal()
    await agent.beginReset({ ticket: 'INC0815', reason: 'Forgot it over the weekend' })
    expect(await resetsReceived()).toEqual([])

    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    await agent.dialog().getByRole('timer', { name: 'Time left' }).waitFor()
    await agent.finishSignIn('Ada Okafor')
    const dialog = agent.dialog()
    await dialog.getByRole('heading', { name: /about to be removed/ }).waitFor()
    for (const text of ['Rehearsal iPhone', 'PRACT00001', 'Nora Halvorsen', scenarioDeviceIds.iPhone]) {
      expect(await dialog.innerText()).toContain(text)
    }
    expect(await dialog.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement)).toBe(true)
    await dialog.getByRole('button', { name: /Learn more about setting a new passcode/ }).or(dialog.getByRole('link', { name: /Learn more/ })).first().click()
    expect(await running.nextOpenedUrl()).toMatch(/^https:\/\//)
    expect(await resetsReceived()).toEqual([])

    await agent.confirmReset()
    await outcome().waitFor()
    expect(await resetsReceived()).toMatchObject([
      { method: 'POST', action: 'resetPasscode', deviceId: scenarioDeviceIds.iPhone, status: 204, effect: { accepted: true } },
    ])
    await tenant.control({ advanceMs: 60_000 })
    await eventually(() => outcome().innerText()).toMatch(/Done[\s\S]*none was created|none was created[\s\S]*Done/)
    expect(await outcome().innerText()).toContain('Touch ID')
    expect(await outcome().innerText()).toContain('Practice IT support')
    expect(await running.notifications()).toMatchObject([{ title: 'Reset Passcode: done' }])
    await agent.page.getByRole('button', { name: /^Notifications/ }).click()
    expect(await agent.page.getByText('Rehearsal iPhone').count()).toBeGreaterThan(0)
    await agent.page.keyboard.press('Escape')

    await agent.signOut()
    await agent.signIn('Sofia Marchetti')
    await agent.page.getByRole('link', { name: 'Audit log' }).click()
    const row = agent.page.getByRole('row').filter({ hasText: 'INC0815' })
    await row.waitFor()
    for (const text of ['Ada Okafor', 'Rehearsal iPhone', 'PRACT00001', 'Done']) expect(await row.innerText()).toContain(text)
    await row.getByRole('button').first().click()
    const story = agent.page.getByRole('main')
    for (const text of ['Forgot it over the weekend', '204']) await eventually(() => story.innerText()).toContain(text)
    expect(await resetsReceived()).toHaveLength(1)
  })

  it('gives an Android device a temporary passcode, shows it on request, and writes it nowhere', async () => {
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal Pixel')
    await agent.reachWarning('Ada Okafor')
    await agent.confirmReset()
    await outcome().waitFor()
    await tenant.control({ advanceMs: 60_000 })
    const secret = outcome().getByRole('region', { name: 'Temporary passcode' })
    await secret.getByRole('button', { name: 'Show' }).click()
    const shown = (await secret.getByLabel('Temporary passcode').last().innerText()).trim()
    expect(shown).toMatch(/^[A-Za-z0-9]{6,}$/)
    expect(await secret.getByRole('list', { name: 'Spelled out' }).innerText()).not.toBe('')
    await secret.getByRole('button', { name: 'Copy' }).click()
    await eventually(() => running.clipboardText()).toBe(shown)
    await running.advanceClock(30_000)
    await eventually(() => running.clipboardText()).toBe('')
    await secret.getByRole('button', { name: 'Copy' }).click()
    await eventually(() => running.clipboardText()).toBe(shown)
    await running.power('lock-screen')
    await eventually(() => running.clipboardText()).toBe('')
    const folder = running.userDataDir
    expect(everythingOnDisk(folder)).not.toContain(shown)
    expect(running.stdout().join('\n')).not.toContain(shown)
    await secret.getByRole('button', { name: 'Copy' }).click()
    await eventually(() => running.clipboardText()).toBe(shown)
    await agent.signOut()
    await eventually(() => running.clipboardText()).toBe('')
    expect(await resetsReceived()).toHaveLength(1)
  })

  it.each([
    ['Rehearsal work profile, token not active', /Not supported/],
    ['Rehearsal iPhone, wrong unlock token', /Failed/],
  ])('says how it ended on %s', async (device, state) => {
    await agent.signIn('Ada Okafor')
    await agent.openDevice(device)
    await agent.reachWarning('Ada Okafor')
    await agent.confirmReset()
    await outcome().waitFor()
    await tenant.control({ advanceMs: 60_000 })
    await eventually(() => outcome().innerText()).toMatch(state)
    expect(await resetsReceived()).toHaveLength(1)
  })

  it('leaves a device that is switched off pending, and says that it waits', async () => {
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone, switched off')
    await agent.reachWarning('Ada Okafor')
    await agent.confirmReset()
    await eventually(() => outcome().innerText()).toMatch(/Pending/)
    expect(await outcome().innerText()).toMatch(/wait/i)
  })

  it.each([
    ['Rehearsal iPhone, User Enrollment', /User Enrollment|user enrolment/i],
    ['Rehearsal old Android', /device administrator/i],
    ['Rehearsal MacBook', /Mac/],
    ['REHEARSAL-PC', /Windows/],
    ['Rehearsal iPhone, being wiped', /wipe|removed|removal/i],
  ])('says why %s cannot be reset and what to do instead, and sends nothing', async (device, why) => {
    await agent.signIn('Ada Okafor')
    await agent.openDevice(device)
    expect(await drawer().innerText()).toMatch(why)
    await agent.press('Reset Passcode', { force: true })
    expect(await agent.dialog().count()).toBe(0)
    expect(await resetsReceived()).toEqual([])
  })

  it('rehearses the stricter list of the Company Portal', async () => {
    await agent.signIn('Ada Okafor')
    await agent.page.getByRole('link', { name: 'Practice and settings' }).click()
    await agent.page.getByRole('radio', { name: /Company Portal/ }).check({ force: true })
    await agent.page.getByRole('link', { name: 'Devices' }).click()
    await agent.openDevice('Rehearsal scanner')
    await eventually(() => drawer().innerText()).toMatch(/factory/i)
    await agent.openDevice('Rehearsal iPhone')
    expect(await drawer().innerText()).not.toContain('Reset Passcode is not available')
  })

  it('opens the device of a scanned serial number, however fast Enter comes', async () => {
    await agent.signIn('Ada Okafor')
    await agent.page.getByRole('row').nth(5).waitFor()
    for (const [serial, name] of [['PRACT00009', 'Rehearsal iPhone, switched off'], ['24000500000003', 'Rehearsal scanner']] as const) {
      await agent.page.keyboard.press('/')
      await agent.page.keyboard.type(serial)
      await agent.page.keyboard.press('Enter')
      await drawer().getByRole('heading', { name, level: 2 }).waitFor()
    }
    await agent.page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
    await agent.page.keyboard.press('/')
    await agent.page.keyboard.type('rehearsal pix')
    await agent.page.keyboard.press('Enter')
    await agent.page.getByRole('status', { name: 'Matches' }).getByText(/^2 of/).waitFor()
    await eventually(() => agent.page.getByRole('grid', { name: 'Devices' }).evaluate((grid) => grid === document.activeElement)).toBe(true)
    expect(await drawer().count()).toBe(0)
  })

  it('shows the five commands in the order of the Company Portal, and the rest behind More (…)', async () => {
    await agent.signIn('Ada Okafor')
    await agent.page.setViewportSize({ width: 1800, height: 900 })
    await agent.openDevice('Rehearsal iPhone')
    const commands = drawer().getByRole('toolbar', { name: 'Device actions' })
    await eventually(() => commands.getByRole('button').allInnerTexts()).toEqual(['Rename', 'Remove', 'Reset Device', 'Reset Passcode', 'Remote Lock', 'More (…)'])
    await commands.getByRole('button', { name: 'More (…)' }).click()
    const items = await agent.page.getByRole('menuitem').allInnerTexts()
    for (const name of ['Sync', 'Restart', 'Locate', 'Delete record', 'Copy details for a ticket']) expect(items).toContain(name)
    await agent.page.keyboard.press('Escape')
  })

  it('lets an agent without the Intune permission know, and a person without a role no further', async () => {
    await agent.signIn('Mei Tanaka')
    await agent.openDevice('Rehearsal iPhone')
    expect(await drawer().innerText()).toMatch(/permission|role/i)
    await agent.signOut()
    await agent.signIn('Tom Becker')
    await agent.page.getByText(/no role/i).first().waitFor()
    expect(await agent.page.getByRole('grid').count()).toBe(0)
    expect(await agent.page.evaluate(() => window.helpdesk.directory.query({
      text: '', sort: { key: 'deviceName', direction: 'ascending' }, window: { offset: 0, limit: 1 },
    }))).toMatchObject({ status: 'refused', code: 'not-signed-in' })
    expect(await resetsReceived()).toEqual([])
  })

  it('is cancelled at every step without a trace at the tenant, and with one in the log', async () => {
    await agent.signIn('Priya Raman')
    await agent.openDevice('Rehearsal iPhone')
    await agent.beginReset({ ticket: 'CANCEL-1' })
    await agent.dialog().getByRole('button', { name: 'Cancel' }).click()
    await agent.dialog().waitFor({ state: 'detached' })
    await agent.reachWarning('Priya Raman')
    await agent.dialog().getByRole('button', { name: 'Cancel' }).click()
    await agent.dialog().waitFor({ state: 'detached' })
    expect(await resetsReceived()).toEqual([])
    await agent.page.getByRole('link', { name: 'Audit log' }).click()
    await eventually(() => agent.page.getByRole('row').filter({ hasText: 'Cancelled' }).count()).toBe(2)
  })
})
