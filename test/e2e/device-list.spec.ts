import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './harness/agent.ts'
import { useDesk } from './harness/desk.ts'

const desk = useDesk({ devices: 700, seed: 5 })
const folder = mkdtempSync(join(tmpdir(), 'devices-'))
beforeEach(async () => {
  await desk.agent.signIn('Ada Okafor')
  await eventually(() => matches()).toBe('700 devices')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const matches = (): Promise<string> => desk.agent.page.getByRole('status', { name: 'Matches' }).innerText()
const focused = (): Promise<string> => desk.agent.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.localName ?? '')
const filters = () => desk.agent.page.getByRole('group', { name: 'Filters' })

/** Ticks a value, and answers how many devices it was said to leave. */
async function filterBy(facet: string, value: string): Promise<number> {
  await filters().getByRole('button', { name: new RegExp(`^${facet}`) }).click()
  const box = filters().getByRole('checkbox', { name: new RegExp(`^${value} \\d`) })
  const count = Number(/(\d+) devices/.exec(await box.evaluate((input) => input.closest('label')?.textContent ?? ''))?.[1])
  await box.check()
  await desk.agent.page.keyboard.press('Escape')
  return count
}

describe('the device list', () => {
  it('is narrowed by what the counts promised, and taken out as CSV by an agent, which a supervisor finds in the log', async ({ skip }) => {
    const android = await filterBy('Platform', 'Android')
    await eventually(() => matches()).toBe(`${android} of 700 devices match`)
    const personal = await filterBy('Ownership', 'Personal')
    expect(personal).toBeLessThan(android)
    await eventually(() => matches()).toBe(`${personal} of 700 devices match`)
    if (desk.running.runtime === 'electron') skip('the system’s own save dialog cannot be driven from here')
    const { page } = desk.agent
    const file = join(folder, 'android.csv')
    await page.getByRole('button', { name: 'Export or copy' }).click()
    await page.getByRole('menuitem', { name: `Export all ${personal} found as CSV…` }).click()
    await page.waitForFunction(() => document.activeElement?.localName === 'stand-in-dialog')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(file)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText(`${personal} devices saved.`).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    expect(await focused()).toBe('Export or copy')
    expect(existsSync(file)).toBe(true)
    const lines = readFileSync(file, 'utf8').split('\r\n').filter((line) => line !== '')
    expect(lines[0]).toContain('"Device name"')
    expect(lines.slice(1).filter((line) => line.includes('"Android'))).toHaveLength(personal)
    await filters().getByRole('button', { name: 'Clear filters' }).click()
    await eventually(() => matches()).toBe('700 devices')
    await desk.agent.signOut()
    await desk.agent.signIn('Sofia Marchetti')
    await page.getByRole('link', { name: 'Audit log' }).click()
    const rows = await page.evaluate(async () => window.helpdesk.audit.events({ kinds: ['device-export'], before: null, limit: 10 }))
    expect(rows).toMatchObject({ status: 'ok', page: { entries: [{ actor: { displayName: 'Ada Okafor' }, to: 'file', rows: personal, fileName: 'android.csv' }] } })
  })

  it('is where it was after another page, and gives the focus back to the button of a dialog', async () => {
    const { page } = desk.agent
    const grid = page.getByRole('grid', { name: 'Devices' })
    const place = (): Promise<number> => grid.evaluate((element) => element.scrollTop)
    await grid.evaluate((element) => { element.scrollTop = 36 * 300 })
    await page.locator('[role=row][aria-rowindex="302"]').waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByRole('link', { name: 'Devices' }).click()
    await page.locator('[role=row][aria-rowindex="302"]').waitFor()
    expect(await place()).toBe(36 * 300)
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save this view…' }).click()
    await page.getByRole('textbox', { name: 'Save what is shown now as' }).fill('Everything')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Views, now Everything' }).waitFor()
    await eventually(focused).toBe('Views, now Everything')
  })

  it('is searched for the serial number that stands in a pasted ticket', async () => {
    const { page } = desk.agent
    const box = page.getByRole('searchbox', { name: /Search devices/ })
    await box.focus()
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'INC0042 lost phone\nThe caller says it is PRACT00001, and that nobody has it.')
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    await eventually(() => box.inputValue()).toBe('PRACT00001')
    await eventually(() => matches()).toBe('1 of 700 devices match')
    await box.press('Enter')
    await page.getByRole('complementary').getByText('Rehearsal iPhone').first().waitFor()
  })
})
