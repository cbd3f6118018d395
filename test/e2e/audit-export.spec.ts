import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAuditLog } from '../../src-main/audit/audit-log.ts'
import { systemClock } from '../../src-main/clock.ts'
import { alex, anAuditTarget } from '../factories/audit.ts'
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
const profile = mkdtempSync(join(tmpdir(), 'export-profile-'))

/** What people could have called their devices, and worse. */
const names = ['Ana’s iPhone 📱', '<script>document.title = 1</script>', 'جهاز منى', '漢字のiPhone', '"><img src=x>', `long ${'x'.repeat(300)}`, 'a\u202eb', '</table>{{7*7}}']
const tickets = Array.from({ length: 40 }, (_, index) => `INC70${String(index).padStart(2, '0')}`)

/** Attempts of before, as a console of this profile wrote them. */
function writeHistory(): void {
  const log = openAuditLog({ file: join(profile, 'audit', 'practice', 'audit.db'), bootId: 'boot-before', clock: systemClock })
  for (const [index, ticket] of tickets.entries()) {
    const name = names[index % names.length] ?? ''
    const target = anAuditTarget({ deviceName: name, userDisplayName: name, serialNumber: `SERIAL${index}` })
    const reason = index % 10 === 0 ? `${name}, and much more to say about it. `.repeat(30) : name
    const answer = log.append({ kind: 'attempt', attemptId: `before-${index}`, action: 'restart', actor: alex, target, ticket, reason, profile: 'graph-admin' })
    if (answer.status === 'refused') throw new Error(answer.code)
  }
  log.close()
}

beforeAll(async () => {
  writeHistory()
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 20 })])
  running = await launchConsole({ tenant: tenant.address, userDataDir: profile })
  agent = await sitDown(running, browser)
  await agent.signIn('Sofia Marchetti')
  await agent.page.getByRole('link', { name: 'Audit log' }).click()
})
afterAll(async () => {
  await running.stop()
  await Promise.all([browser.close(), tenant.stop()])
  for (const made of [folder, profile]) rmSync(made, { recursive: true, force: true })
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
    await dialog.getByText('saved.').waitFor({ timeout: 60_000 }) // a report starts a browser of its own
  }
  await dialog.getByRole('button', { name: 'Close' }).click()
}

it('a supervisor saves the whole log, and then the copy for spreadsheets, each once the file was chosen', async ({ skip }) => {
  if (running.runtime === 'electron') skip('the system’s own save dialog cannot be driven from here')
  const [whole, sheet] = [join(folder, 'log.jsonl'), join(folder, 'log.csv')]
  await exportAs(/present log/, null)
  expect(readdirSync(folder)).toEqual([])
  await exportAs(/present log/, whole)
  const lines = readFileSync(whole, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { body?: string; format?: string; rows?: number })
  expect(lines[0]?.format).toBe('helpdesk-console-audit/1')
  expect(lines.at(-1)?.rows).toBe(lines.length - 2)
  expect(lines.filter(({ body }) => body?.includes('"kind":"app-started"'))).toHaveLength(1)
  await exportAs(/Spreadsheet/, sheet)
  expect(readFileSync(sheet, 'utf8')).toContain('"Attempt id"')
  // The first export has its row by now.
  rmSync(whole)
  await exportAs(/present log/, whole)
  expect(readFileSync(whole, 'utf8')).toContain('\\"fileName\\":\\"log.jsonl\\"')
  expect(existsSync(sheet)).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['log.csv', 'log.jsonl'])
  expect(agent.complaints()).toEqual([])
})

it('a supervisor saves a report to print, with every attempt in it, whatever its device and its user are called', async ({ skip }) => {
  if (running.runtime === 'electron') skip('the system’s own save dialog cannot be driven from here')
  const [report, whole] = [join(folder, 'report.pdf'), join(folder, 'after.jsonl')]
  await exportAs(/Report/, report)
  const file = readFileSync(report)
  expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  const pdf = await getDocumentProxy(new Uint8Array(file))
  const { totalPages, text } = await extractText(pdf, { mergePages: false })
  // Five of the forty fill a page each, more or less; the others go several to a page.
  expect(totalPages).toBeGreaterThan(4)
  expect(totalPages).toBeLessThan(15)
  text.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of ${totalPages}`))
  const all = text.join('\n')
  expect(tickets.filter((ticket) => !all.includes(ticket))).toEqual([])
  for (const seen of ['<script>document.title', 'a⟪U+202E⟫b', 'Sofia Marchetti', 'The chain was whole.', 'Every attempt']) expect(all).toContain(seen)
  expect(all.match(/x/g)?.length).toBeGreaterThan(300 * 2 * 5) // a long name is nowhere cut
  expect((await pdf.getMarkInfo())?.Marked).toBe(true) // for who listens to it
  await pdf.cleanup()

  await exportAs(/present log/, whole)
  const rows = readFileSync(whole, 'utf8').split('\n').filter((line) => line.includes('\\"format\\":\\"pdf\\"'))
  expect(rows).toHaveLength(1)
  expect(rows[0]).toContain(createHash('sha256').update(file).digest('hex'))
  expect(readdirSync(folder).filter((name) => !['report.pdf', 'after.jsonl', 'log.csv', 'log.jsonl'].includes(name))).toEqual([])
  expect(agent.complaints()).toEqual([])
})
