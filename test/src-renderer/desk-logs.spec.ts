import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { keptWords, sizeInWords } from '../../src-renderer/messages/log-words.ts'
import DeskLogsView from '../../src-renderer/views/DeskLogsView.vue'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { AuditLogPart, AuditLogs } from '../../src-shared/audit-retention.ts'
import { anExport } from '../factories/audit.ts'
import { press as pressIn } from './support/dialog-fields.ts'
import { dialog, findButton, hasButton, nameOf, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const aLog = (overrides: Partial<AuditLogPart> = {}): AuditLogPart => ({
  installId: 'log-1', rows: 1204, hash: 'ab'.repeat(32), fileName: 'audit-1.db', state: 'closed', firstAt: '2026-01-01T08:00:00.000Z', lastAt: '2026-06-01T08:00:00.000Z', bytes: 4_200_000,
  isWhole: true, exported: { fileName: 'copy-1.jsonl', sha256: 'cd'.repeat(32), at: '2026-06-02T08:00:00.000Z', rows: 1204 }, acknowledged: null, wrongRows: [], keptBecause: null, ...overrides,
})
const present = aLog({ installId: 'log-2', fileName: 'audit.db', state: 'present', exported: null, keptBecause: 'present' })
const answerOf = (logs: readonly AuditLogPart[], overrides: Partial<AuditLogs> = {}) => ({ status: 'ok', logs: { logs, keepDays: 365, removed: [], ...overrides } }) as const

async function show(logs: readonly AuditLogPart[] = [aLog(), present], overrides: Partial<AuditLogs> = {}): Promise<VueWrapper> {
  fake().on('audit:logs', () => answerOf(logs, overrides))
  const view = await render(DeskLogsView, {}, '/audit/logs')
  await flushPromises()
  return view
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}

describe('the logs of this desk', () => {
  it('are listed with what they hold, how they ended, where the copy is and why they stay; the newest first', async () => {
    const view = await show([aLog(), aLog({ installId: 'log-3', fileName: 'audit-3.db', state: 'broken', isWhole: false, exported: null, keptBecause: 'not-whole' }), present])
    const rows = view.findAll('tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
    expect(rows).toHaveLength(3)
    for (const text of ['audit.db', 'Written to now', 'Not exported', keptWords.present]) expect(rows[0]).toContain(text)
    for (const text of ['Ended: it was broken', 'It does not verify.', keptWords['not-whole']]) expect(rows[1]).toContain(text)
    for (const text of ['audit-1.db', 'Closed and sealed', '1,204', '4.2 MB', 'copy-1.jsonl', 'It can be removed.']) expect(rows[2]).toContain(text)
    expect(view.text()).toContain('keeps a closed log for at least 365 days')
  })

  it('say which rows did not verify, and who has seen that', async () => {
    const view = await show([aLog({ state: 'broken', wrongRows: [7, 9], acknowledged: { by: 'Sofia Marchetti', at: '2026-06-02T08:00:00.000Z', text: 'SEC-1, looked at with IT' } }), present])
    const [first, second] = view.findAll('tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
    expect(second).toContain('Rows 7, 9 do not verify.')
    expect(second).toMatch(/Acknowledged by Sofia Marchetti, 2 Jun 2026, .*: SEC-1, looked at with IT/)
    expect(first).not.toContain('Acknowledged')
  })

  it('say up to which row the one that is written to was exported', async () => {
    const log = aLog()
    const view = await show([log, { ...present, exported: { ...log.exported!, rows: 1100 } }])
    const [first, second] = view.findAll('tbody tr').map((row) => row.text())
    expect(first).toContain('Up to row 1,100')
    expect(second).not.toContain('Up to row')
  })

  it('are all kept where the organisation says nothing', async () => {
    const view = await show([aLog({ keptBecause: 'not-oldest' }), present], { keepDays: null })
    expect(view.text()).toContain(keptWords['no-retention'])
    expect(view.text()).not.toContain('the oldest goes first')
    expect(view.text()).toContain('none can be removed from this PC')
    expect(hasButton('Remove audit.db from this PC')).toBe(false)
  })

  it('are exported whole, one by one; when the copy is there the list is read again', async () => {
    const view = await show()
    await press('Export audit-1.db')
    expect(fake().asked('audit:export')).toEqual([{ format: 'jsonl', filter: everyAttempt, scope: 'desk', installId: 'log-1' }])
    expect(findButton('Export audit.db').disabled).toBe(true)
    fake().emit('audit:export-changed', anExport({ format: 'jsonl', phase: 'writing', rows: 301, totalRows: 1204 }))
    await flushPromises()
    expect(view.text()).toContain('Exporting: 301 of 1,204 rows, 25%')
    fake().emit('audit:export-changed', anExport({ format: 'jsonl', phase: 'done', rows: 1204, totalRows: 1204, file: '/home/sam/copy.jsonl' }))
    await flushPromises()
    expect(view.text()).toContain('1,204 rows saved.')
    expect(fake().asked('audit:logs')).toHaveLength(2)
  })

  it('show an export that was begun before the page was opened', async () => {
    fake().on('audit:current-export', () => ({ status: 'ok', export: anExport({ format: 'jsonl', phase: 'writing', rows: 301, totalRows: 1204 }) }))
    const view = await show()
    expect(view.text()).toContain('Exporting: 301 of 1,204 rows, 25%')
    await press('Cancel export')
    expect(fake().asked('audit:cancel-export')).toEqual([{ exportId: 'export-1' }])
  })

  it('say why an export was refused', async () => {
    const view = await show()
    fake().on('audit:export', () => ({ status: 'refused', code: 'not-allowed' }))
    await press('Export audit-1.db')
    expect(view.find('[role=alert]').text()).toContain('Your role does not cover this.')
  })

  it('are closed after it was said what that does; Cancel has the focus', async () => {
    const view = await show([present])
    fake().on('audit:close-log', () => answerOf([aLog({ ...present, state: 'closed', keptBecause: 'too-young' }), aLog({ installId: 'log-9', fileName: 'audit-9.db', state: 'present', keptBecause: 'present' })]))
    await press('Close this log…')
    expect(document.activeElement).toBe(findButton('Cancel', dialog()))
    expect(dialog().textContent).toContain('sealed to its last row')
    expect(fake().asked('audit:close-log')).toEqual([])
    await pressIn('Close this log')
    expect(fake().asked('audit:close-log')).toHaveLength(1)
    expect(document.querySelector('dialog[open]')).toBeNull()
    expect(view.find('[role=status]').text()).toBe('Closed. A new log has begun.')
    expect(view.findAll('tbody tr')).toHaveLength(2)
  })

  it('say why one could not be closed', async () => {
    await show([present])
    fake().on('audit:close-log', () => ({ status: 'refused', code: 'audit-unavailable' }))
    await press('Close this log…')
    await pressIn('Close this log')
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('audit-unavailable')
  })

  it('are removed in two steps: what will be gone, then the copy; the focus is on Cancel in both', async () => {
    const view = await show()
    fake().on('audit:remove-log', () => answerOf([present], { removed: [{ installId: 'log-1', rows: 1204, hash: 'ab'.repeat(32), at: '2026-11-23T10:00:00.000Z', by: 'Samira Supervisor' }] }))
    await press('Remove audit-1.db from this PC')
    expect(nameOf(dialog())).toBe('Remove this log from this PC?')
    for (const text of ['audit-1.db', '1,204 rows', 'leave this desk’s list']) expect(dialog().textContent).toContain(text)
    expect(document.activeElement).toBe(findButton('Cancel', dialog()))
    await pressIn('Remove…')
    expect(dialog().textContent).toContain('if it differs, nothing is removed')
    expect(document.activeElement).toBe(findButton('Cancel', dialog()))
    expect(fake().asked('audit:remove-log')).toEqual([])
    await pressIn('Choose the copy and remove')
    expect(fake().asked('audit:remove-log')).toEqual([{ installId: 'log-1' }])
    expect(view.find('[role=status]').text()).toBe('Removed from this PC.')
    expect(view.find('section[aria-labelledby=removed-logs]').text()).toContain('by Samira Supervisor')
    expect(document.activeElement).toBe(view.find('h1').element)
  })

  it('stay when the copy is another file, with the reason', async () => {
    await show()
    fake().on('audit:remove-log', () => ({ status: 'refused', code: 'export-file-differs' }))
    await press('Remove audit-1.db from this PC')
    await pressIn('Remove…')
    await pressIn('Choose the copy and remove')
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('This file is not a copy of that log')
    await pressIn('Cancel')
    expect(hasButton('Remove audit-1.db from this PC')).toBe(true)
    await press('Remove audit-1.db from this PC')
    expect(dialog().querySelector('[role=alert]')).toBeNull()
  })

  it('say why they cannot be read', async () => {
    fake().on('audit:logs', () => ({ status: 'refused', code: 'not-allowed' }))
    const view = await render(DeskLogsView, {}, '/audit/logs')
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('Your role does not cover this.')
  })

  it.each([[0, '0 bytes'], [999, '999 bytes'], [1000, '1 kB'], [4_240_000, '4.2 MB'], [3_000_000_000, '3 GB']] as const)('give %i bytes as %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words)
  })
})
