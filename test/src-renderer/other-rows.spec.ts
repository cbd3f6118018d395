import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { otherChoiceGroups, otherChoices } from '../../src-renderer/messages/other-rows-words.ts'
import type { OtherChoice } from '../../src-renderer/messages/other-rows-words.ts'
import { useOtherRowsStore } from '../../src-renderer/stores/other-rows-store.ts'
import OtherRowsView from '../../src-renderer/views/OtherRowsView.vue'
import type { AuditEvent } from '../../src-shared/audit.ts'
import { otherKinds } from '../../src-shared/other-rows.ts'
import type { OtherEntry, OtherRowsPage, OtherRowsQuery } from '../../src-shared/other-rows.ts'
import { anAuditEntry, sam } from '../factories/audit.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const asRow = (event: AuditEvent, seq: number): OtherEntry => anAuditEntry(event, seq) as OtherEntry
const anExport = asRow({ kind: 'export', actor: sam, format: 'csv', filter: '{}', rows: 12, fileName: 'audit-2026-11.csv', sha256: 'ab'.repeat(32) }, 31)
const about = { installId: 'log-1', rows: 40, hash: 'cd'.repeat(32), reason: 'broken', findings: [], fileName: 'audit-1.broken.db', digest: null } as const
const anAcknowledgement = asRow({ kind: 'acknowledgement', actor: sam, about, text: 'The disk was restored from a backup' }, 30)
const aClosing = asRow({ kind: 'closing', actor: null }, 29)
const aRefusedSession = asRow({ kind: 'session', event: 'refused', actor: null, code: 'wrong-person' }, 28)
const aPage = (entries: readonly OtherEntry[], olderSeq: number | null = null): OtherRowsPage => (
  { entries, older: olderSeq === null ? null : { installId: 'install-1', seq: olderSeq } }
)

async function show(pageFor: (query: OtherRowsQuery) => OtherRowsPage = () => aPage([anExport, anAcknowledgement, aClosing, aRefusedSession])): Promise<VueWrapper> {
  fake().on('audit:events', (query) => ({ status: 'ok', page: pageFor(query) }))
  const view = await render(OtherRowsView, {}, '/audit/events')
  await flushPromises()
  return view
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}
const textsOf = (view: VueWrapper): readonly string[] => view.findAll('tbody tr').map((row) => row.text().replace(/\s+/g, ' '))
const statusOf = (view: VueWrapper): string => view.find('[role=status]').text()

describe('rows that belong to no attempt', () => {
  it('are told in words, with who did it and, folded, the exact values', async () => {
    const view = await show()
    const rows = textsOf(view)
    for (const text of ['Exported', 'saved 12 rows as CSV', 'row 31', 'Sam Other', 'sam.other@contoso.example', 'audit-2026-11.csv']) expect(rows[0]).toContain(text)
    expect(rows[1]).toContain('acknowledged it: The disk was restored from a backup')
    expect(rows[2]).toContain('The console')
    expect(rows[3]).toContain('Nobody signed in')
    expect(view.findAll('details').map((details) => details.attributes('open'))).toEqual([undefined, undefined, undefined, undefined])
    expect(view.find('details').findAll('dt').map((term) => term.text())).toEqual(['File', 'SHA-256', 'Filter', 'UTC', 'Hash of this row', 'In log'])
    expect(findButton(`Copy SHA-256: ${'ab'.repeat(32)}`).closest('details')).not.toBeNull()
    expect(statusOf(view)).toBe('4 rows, the newest')
  })

  it('are asked for fifty at a time, older and newer, by the place that main names', async () => {
    const view = await show(({ before }) => (before === null ? aPage([anExport, anAcknowledgement], 30) : before.seq === 30 ? aPage([aClosing], 29) : aPage([aRefusedSession])))
    expect(findButton('Newer rows').disabled).toBe(true)
    await press('Older rows')
    await press('Older rows')
    expect(textsOf(view)).toEqual([expect.stringContaining('row 28')])
    expect(statusOf(view)).toBe('1 row, page 3')
    expect(findButton('Older rows').disabled).toBe(true)
    expect(document.activeElement).toBe(view.find('[role=region]').element) // the button that was pressed can be pressed no more
    await press('Newer rows')
    await press('Newer rows')
    expect(textsOf(view)).toHaveLength(2)
    const place = (seq: number) => ({ installId: 'install-1', seq })
    expect(fake().asked('audit:events')).toEqual([null, place(30), place(29), place(30), null].map((before) => ({ kinds: [], before, limit: 50 })))
  })

  it('are narrowed to kinds, from the newest on', async () => {
    const view = await show(({ kinds }) => (kinds.length === 0 ? aPage([anExport], 31) : aPage([])))
    await press('Older rows')
    await view.find('select').setValue('logs')
    await flushPromises()
    expect(fake().asked('audit:events').at(-1)).toEqual({ kinds: ['log-started', 'closing', 'tombstone'], before: null, limit: 50 })
    expect(statusOf(view)).toBe('No rows')
    expect(view.text()).toContain('There are no such rows')
    expect(view.find('label').text()).toContain('Show')
  })

  it('have each kind behind exactly one choice, and each choice in the list', async () => {
    const listed = otherChoiceGroups.flatMap(({ choices }) => choices)
    expect(listed.flatMap((choice) => otherChoices[choice].kinds).toSorted()).toEqual([...otherKinds].sort())
    const view = await show()
    expect(view.findAll('option').map((option) => option.attributes('value'))).toEqual(['all', ...listed])
    expect(new Set<OtherChoice>(['all', ...listed])).toEqual(new Set(Object.keys(otherChoices)))
  })

  it('of another page or kind that comes late does not take the place of what was asked for last', async () => {
    let answerFirst: (page: OtherRowsPage) => void = () => undefined
    fake().on('audit:events', ({ kinds }) => (
      kinds.length === 0 ? new Promise((resolve) => { answerFirst = (page) => resolve({ status: 'ok', page }) }) : { status: 'ok', page: aPage([aClosing]) }
    ))
    const view = await render(OtherRowsView, {}, '/audit/events')
    await flushPromises()
    expect(statusOf(view)).toBe('Reading the log…')
    await view.find('select').setValue('logs')
    await flushPromises()
    answerFirst(aPage([anExport]))
    await flushPromises()
    expect(textsOf(view)).toEqual([expect.stringContaining('row 29')])
  })

  it('stay as they are shown when a page cannot be read, with the reason; nothing is left when the person leaves', async () => {
    const view = await show(() => aPage([anExport], 31))
    fake().on('audit:events', () => ({ status: 'refused', code: 'audit-unavailable' }))
    await press('Older rows')
    expect(view.find('[role=alert]').text()).toContain('audit-unavailable')
    expect(statusOf(view)).toBe('1 row, the newest')
    fake().on('audit:events', () => ({ status: 'ok', page: aPage([aClosing]) }))
    await press('Read the log again')
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(textsOf(view)).toEqual([expect.stringContaining('row 29')])
    useOtherRowsStore().clear()
    await flushPromises()
    expect(view.findAll('tbody tr')).toEqual([])
  })

  it('are not shown to whoever may not see them', async () => {
    fake().on('audit:events', () => ({ status: 'refused', code: 'not-allowed' }))
    const view = await render(OtherRowsView, {}, '/audit/events')
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('Your role does not cover this.')
  })
})
