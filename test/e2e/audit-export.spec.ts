import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
const folder = mkdtempSync(join(tmpdir(), 'export-'))

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 20 })])
  running = await launchConsole({ tenant: tenant.address })
  agent = await sitDown(running, browser)
  await agent.signIn('Sofia Marchetti')
  await agent.page.getByRole('link', { name: 'Audit log' }).click()
})
afterAll(async () => {
  await running.stop()
  await Promise.all([browser.close(), tenant.stop()])
  rmSync(folder, { recursive: true, force: true })
})

/** Chooses a format and answers the save dialog, as far as this runtime's can be reached: Electron's is the system's own. */
async function exportAs(format: RegExp, path: string | null): Promise<void> {
  const { page } = agent
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: format }).check()
  await dialog.getByRole('button', { name: 'Choose a file…' }).click()
  await page.waitForFunction(() => document.activeElement?.localName === 'stand-in-dialog')
  if (path === null) {
    await page.keyboard.press('Escape')
    await dialog.getByText('Nothing is left of the file.').waitFor()
  } else {
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(path)
    await page.keyboard.press('Enter')
    await dialog.getByText('saved.').waitFor()
  }
  await dialog.getByRole('button', { name: 'Close' }).click()
}

it('a supervisor saves the whole log, and then the copy for spreadsheets, each once the file was chosen', async ({ skip }) => {
  if (running.runtime === 'electron') skip('the system’s own save dialog cannot be driven from here')
  const [whole, sheet] = [join(folder, 'log.jsonl'), join(folder, 'log.csv')]
  await exportAs(/Whole log/, null)
  expect(readdirSync(folder)).toEqual([])
  await exportAs(/Whole log/, whole)
  const lines = readFileSync(whole, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { body?: string; format?: string; rows?: number })
  expect(lines[0]?.format).toBe('helpdesk-console-audit/1')
  expect(lines.at(-1)?.rows).toBe(lines.length - 2)
  expect(lines.filter(({ body }) => body?.includes('"kind":"app-started"'))).toHaveLength(1)
  await exportAs(/Spreadsheet/, sheet)
  expect(readFileSync(sheet, 'utf8')).toContain('"Attempt id"')
  // The first export has its row by now.
  rmSync(whole)
  await exportAs(/Whole log/, whole)
  expect(readFileSync(whole, 'utf8')).toContain('\\"fileName\\":\\"log.jsonl\\"')
  expect(existsSync(sheet)).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['log.csv', 'log.jsonl'])
  expect(agent.complaints()).toEqual([])
})
