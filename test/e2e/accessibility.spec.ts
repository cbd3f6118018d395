import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'

let browser: Browser
let tenant: TenantProcess
let running: RunningConsole
let agent: Agent

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 300 })])
  running = await launchConsole({ tenant: tenant.address })
  agent = await sitDown(running, browser)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([running.stop(), tenant.stop()])
})

/** What axe finds wrong, in light and in dark, as one line each. */
async function faults(): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await agent.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await agent.page.locator(`.v-application.v-theme--${colorScheme}`).waitFor()
    // A colour that is still on its way is neither the old one nor the new one.
    await agent.page.evaluate(async () => {
      // One that stands still never ends either.
      const isEnding = (animation: Animation): boolean => animation.playState === 'running' && animation.effect?.getComputedTiming().endTime !== Infinity
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await Promise.allSettled(document.getAnimations().filter(isEnding).map((animation) => animation.finished))
    })
    // axe drives its frames from a page of its own, which the console does not allow; there are no frames to look into.
    const { violations } = await new AxeBuilder({ page: agent.page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).analyze()
    found.push(...violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`))
  }
  return found
}

describe('accessibility, in light and dark', () => {
  it('holds on the sign-in page', async () => {
    await agent.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await faults()).toEqual([])
  })
  it('holds on the grid, and on a device that can be reset and one that cannot', async () => {
    await agent.signIn('Priya Raman')
    await agent.page.getByRole('status', { name: 'Matches' }).getByText(/devices/).waitFor()
    await agent.page.getByRole('row').nth(5).waitFor()
    expect(await faults()).toEqual([])
    await agent.openDevice('Rehearsal Pixel')
    expect(await faults()).toEqual([])
    await agent.openDevice('Rehearsal MacBook')
    expect(await faults()).toEqual([])
  })
  it('holds in every step of the reset', async () => {
    await agent.openDevice('Rehearsal Pixel')
    await agent.beginReset()
    expect(await faults()).toEqual([])
    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    await agent.dialog().getByRole('timer', { name: 'Time left' }).waitFor()
    expect(await faults()).toEqual([])
    await agent.finishSignIn('Priya Raman')
    await agent.dialog().getByRole('heading', { name: /about to be removed/ }).waitFor()
    expect(await faults()).toEqual([])
    await agent.confirmReset()
    await tenant.control({ advanceMs: 60_000 })
    await agent.page.getByRole('button', { name: 'Show', exact: true }).last().click()
    await agent.page.getByRole('list', { name: 'Spelled out' }).waitFor()
    expect(await faults()).toEqual([])
  })
  it.each([
    ['REHEARSAL-PC', 'Rename'], ['REHEARSAL-PC', 'Remove'], ['REHEARSAL-PC', 'Reset Device'], ['Rehearsal MacBook', 'Reset Device'], ['Rehearsal MacBook', 'Remote Lock'],
    ['Rehearsal iPhone', 'Locate'], ['Rehearsal headset', 'Delete record'],
  ] as const)('holds in the dialog of %s, %s', async (device, command) => {
    await agent.openDevice(device)
    await agent.press(command)
    await agent.dialog().getByRole('button', { name: 'Cancel', exact: true }).waitFor()
    expect(await faults()).toEqual([])
    await agent.dialog().getByRole('button', { name: 'Cancel', exact: true }).click()
  })
  it('holds where the last four characters are typed, and on what comes of it', async () => {
    await agent.openDevice('Rehearsal iPhone')
    await agent.press('Remove')
    await agent.giveReason()
    await agent.dialog().getByRole('textbox', { name: /last four/ }).waitFor()
    expect(await faults()).toEqual([])
    await agent.typeLastFour('0001')
    await agent.dialog().getByRole('button', { name: 'Remove', exact: true }).click()
    await agent.outcome('Removal').waitFor()
    expect(await faults()).toEqual([])
  })
  it('holds in a run over many devices, and on the Activity page', async () => {
    await agent.page.getByRole('searchbox', { name: /Search devices/ }).fill('rehearsal')
    await agent.page.getByRole('row').nth(5).waitFor()
    await agent.page.getByRole('grid').getByRole('columnheader').getByRole('checkbox').click()
    await agent.page.getByRole('group', { name: 'Selected devices' }).getByRole('button', { name: 'Sync' }).click()
    const dialog = agent.page.locator('dialog[open]')
    const start = dialog.getByRole('button', { name: /^Sync \d+ devices$/ })
    await start.waitFor()
    expect(await faults()).toEqual([])
    await start.click()
    await dialog.getByRole('button', { name: 'Close', exact: true }).waitFor()
    expect(await faults()).toEqual([])
    await dialog.getByRole('button', { name: 'Close', exact: true }).click()
    await agent.page.getByRole('link', { name: 'Activity' }).click()
    await agent.page.getByRole('main').getByRole('row').nth(1).waitFor()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('link', { name: 'Devices' }).click()
  })
  it('holds on the audit log, on an attempt’s story, on the charts and their tables, beside Intune’s log, on the logs of this desk, on the rows of no attempt, and on the settings', async () => {
    await agent.page.getByRole('link', { name: 'Audit log' }).click()
    const row = agent.page.getByRole('row').filter({ hasText: 'INC0042' })
    await row.waitFor()
    expect(await faults()).toEqual([])
    await row.getByRole('button').first().click()
    await agent.page.getByText('Caller forgot the passcode').first().waitFor()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('button', { name: 'Charts', exact: true }).click()
    await agent.page.getByRole('img', { name: /^By agent/ }).waitFor()
    await agent.page.getByRole('button', { name: /Show as table.*By agent/ }).click()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('link', { name: 'Compare with Intune' }).click()
    await agent.page.getByRole('button', { name: 'Compare with Intune' }).click()
    await agent.page.locator('summary').filter({ hasText: 'Confirmed by Intune' }).click()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('link', { name: 'Back to the audit log' }).click()
    await agent.page.getByRole('link', { name: 'Logs of this desk' }).click()
    await agent.page.getByRole('heading', { name: 'Logs of this desk' }).waitFor()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('link', { name: 'Back to the audit log' }).click()
    await agent.page.getByRole('link', { name: 'Other rows' }).click()
    await agent.page.getByRole('row').filter({ hasText: 'Log started' }).locator('summary').click()
    expect(await faults()).toEqual([])
    await agent.page.getByRole('link', { name: 'Practice and settings' }).click()
    await agent.page.getByRole('radio').first().waitFor()
    expect(await faults()).toEqual([])
  })
})

describe('the keyboard alone', () => {
  it('finds a device, opens it and reaches its commands', async () => {
    const { page } = agent
    await page.getByRole('link', { name: 'Devices' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Rehearsal scanner')
    await page.getByRole('status', { name: 'Matches' }).getByText(/^1 of/).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Device details' })
    await drawer.getByRole('heading', { name: 'Rehearsal scanner' }).waitFor()
    const reset = drawer.getByRole('button', { name: 'Reset Passcode', exact: true })
    await reset.waitFor()
    for (let presses = 0; presses < 40; presses += 1) {
      if (await reset.evaluate((button) => button === document.activeElement)) break
      await page.keyboard.press(presses % 8 === 7 ? 'Tab' : 'ArrowRight')
      if (await reset.evaluate((button) => button === document.activeElement)) break
      if (presses % 2 === 1) await page.keyboard.press('Tab')
    }
    expect(await reset.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await agent.dialog().waitFor()
    // Nothing behind an open dialog answers to a key.
    await agent.dialog().getByRole('button', { name: 'Cancel' }).focus()
    await page.keyboard.press('?')
    await page.keyboard.press('Control+k')
    expect(await page.locator('dialog[open]').count()).toBe(1)
    expect(await agent.dialog().evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await agent.dialog().waitFor({ state: 'detached' })
    expect(await reset.evaluate((button) => button === document.activeElement)).toBe(true)
  })
})
