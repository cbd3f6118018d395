import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { centralFinding, findingWords } from '../../src-renderer/messages/finding-words.ts'
import { desksOf } from '../../src-renderer/messages/desk-words.ts'
import { useDesksStore } from '../../src-renderer/stores/desks-store.ts'
import DesksView from '../../src-renderer/views/DesksView.vue'
import type { DeskLog, DeskVerification } from '../../src-shared/central-log.ts'
import { aDeskLog, aVerification } from '../factories/central.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const now = new Date('2026-11-23T12:00:00.000Z')
const at = (machine: string, overrides: Partial<DeskLog> = {}): DeskLog => aDeskLog({ installId: `log-${machine}`, deskId: `desk-${machine}`, machine, ...overrides })

async function show(...desks: readonly DeskLog[]): Promise<VueWrapper> {
  vi.useFakeTimers({ toFake: ['Date'], now })
  fake().on('audit:desks', () => ({ status: 'ok', desks }))
  const view = await render(DesksView, {}, '/audit/desks')
  await flushPromises()
  return view
}
async function press(name: string): Promise<void> {
  findButton(name).click()
  await flushPromises()
}
async function news(overrides: Partial<DeskVerification>): Promise<void> {
  fake().emit('audit:verify-changed', aVerification({ installId: 'log-A', ...overrides }))
  await flushPromises()
}
const concerns = (view: VueWrapper): string[] => view.findAll('ul[aria-label="Worth a look"] li p:first-child').map((word) => word.text())

describe('the desks page', () => {
  it('lists who sent last and when, rows, attempts and how far the log is sealed', async () => {
    const view = await show(at('A', { rows: 4800, attempts: 310, sealedRows: 4700 }))
    const row = view.find('tbody tr')
    for (const text of ['A', '2 hours ago', 'alex.agent@contoso.example', '4,800', '310', 'To row 4,700', 'None']) expect(row.text()).toContain(text)
    expect(row.findAll('time').map((time) => time.attributes('aria-label'))).toEqual([expect.stringMatching(/UTC$/), expect.stringContaining('2026-11-23 10:00:00 UTC')])
    expect(view.find('[role=status]').text()).toBe('1 desk')
    expect(concerns(view)).toEqual([])
  })

  it('puts first what deserves a look: rows that contradict, a log that ended without a seal, one that is missing, and silence', async () => {
    const view = await show(
      at('Fine'), at('Silent', { receivedAt: '2026-11-15T12:00:00.000Z' }), at('Gap', { previousInstallId: 'never-seen' }),
      at('Broken', { previousInstallId: 'old' }), at('Broken', { installId: 'old', isPresent: false, startedAt: '2026-10-01T08:00:00.000Z', rows: 90, sealedRows: 60 }),
      at('Held', { previousInstallId: 'older', previousReason: 'broken', isHeld: true }), at('Held', { installId: 'older', isPresent: false, startedAt: '2026-10-01T08:00:00.000Z', rows: 90, sealedRows: 60 }),
      at('Conflict', { conflicts: 2 }),
    )
    expect(view.findAll('tbody').map((body) => body.find('th .device-text').text())).toEqual(['Held', 'Conflict', 'Broken', 'Gap', 'Silent', 'Fine'])
    expect(concerns(view)).toEqual(['Actions are held', 'Contradicting rows', 'Log ended without a seal', 'Log before it missing', 'Silent for over a week'])
    expect(view.findAll('tbody')[1]?.text()).toContain('2 rows')
  })

  it('says of a desk that went back what was found, and that its actions are held until it is acknowledged; what it says of another PC is not said of this one', async () => {
    const earlier = at('A', { installId: 'old', isPresent: false, startedAt: '2026-10-01T08:00:00.000Z', rows: 90, sealedRows: 60 })
    const later = { previousInstallId: 'old', previousReason: 'broken', previousFindings: [{ code: 'witness-knows-more', installId: 'old', seq: 80 }] } as const
    const view = await show(at('A', { ...later, isHeld: true }), earlier)
    const look = view.find('ul[aria-label="Worth a look"]').text()
    for (const words of ['Its actions are held: no supervisor has acknowledged it yet', 'The central log has later rows of that PC’s log']) expect(look).toContain(words)
    expect(look).not.toContain('this PC')
    expect(desksOf([at('A', later), earlier], now.getTime())[0]?.concerns).toEqual(['broken'])
  })

  it('marks the desk that it is opened at', async () => {
    const part = { rows: 9, hash: '', fileName: 'audit.db', firstAt: null, lastAt: null, bytes: 1, isWhole: true, exported: null, acknowledged: null, wrongRows: [], keptBecause: 'present' } as const
    fake().on('audit:logs', () => ({ status: 'ok', logs: { logs: [{ ...part, installId: 'log-B', state: 'present' }], keepDays: null, removed: [] } }))
    const view = await show(at('A'), at('B'))
    expect(view.findAll('tbody th').map((cell) => cell.text().includes('This desk'))).toEqual([false, true])
  })

  it('takes a closed log, whose last row is its seal, for whole', () => {
    const closed = at('A', { installId: 'old', isPresent: false, startedAt: '2026-10-01T08:00:00.000Z', rows: 90, sealedRows: 89 })
    expect(desksOf([at('A', { previousInstallId: 'old', previousReason: 'closed' }), closed], now.getTime())[0]?.concerns).toEqual([])
  })

  it('folds the earlier logs under their desk', async () => {
    const view = await show(at('A', { previousInstallId: 'old' }), at('A', { installId: 'old', isPresent: false, startedAt: '2026-10-01T08:00:00.000Z', sealedRows: 119, rows: 120 }))
    expect(view.findAll('tbody th')).toHaveLength(1)
    expect(findButton('1 earlier log').getAttribute('aria-expanded')).toBe('false')
    await press('1 earlier log')
    expect(view.findAll('tbody th')).toHaveLength(2)
    expect([...document.querySelectorAll('tbody button')].some((button) => button.getAttribute('aria-label')?.startsWith('Check the log of A, begun ') === true)).toBe(true)
  })

  it('checks a log, shows how far it has come, and holds the other checks meanwhile', async () => {
    const view = await show(at('A'), at('B'))
    await press('Check the log of A')
    expect(fake().asked('audit:verify-desk')).toEqual([{ installId: 'log-A' }])
    await news({ rows: 1200, totalRows: 4800 })
    expect(view.text()).toContain('Checking: 1,200 of 4,800 rows')
    expect(view.find('[aria-label="Check"]').attributes('aria-valuenow')).toBe('25')
    expect(findButton('Check the log of B').disabled).toBe(true)
    await press('Cancel the check of A')
    expect(fake().asked('audit:cancel-verify')).toEqual([{ installId: 'log-A' }])
    await news({ phase: 'cancelled', rows: 1200, totalRows: 4800 })
    expect(view.text()).toContain('Cancelled after 1,200 rows: nothing is known about the rest.')
    expect(findButton('Check the log of B').disabled).toBe(false)
  })

  it('says that a log is whole, and how far it is sealed', async () => {
    const view = await show(at('A'))
    await press('Check the log of A')
    await news({ phase: 'done', rows: 4800, totalRows: 4800, sealedRows: 4790, checkedAt: '2026-11-23T11:00:00.000Z' })
    await news({ rows: 4700, totalRows: 4800 }) // late
    expect(view.find('.tone-good').text()).toBe('The chain is whole: 4,800 rows, sealed to row 4,790.')
    expect(view.text()).toContain('checked 1 hour ago')
  })

  it('says in words what is wrong, at which rows, and what is listed otherwise', async () => {
    const view = await show(at('A'))
    await press('Check the log of A')
    const findings = [{ code: 'row-changed', installId: 'log-A', seq: 4 }, { code: 'row-changed', installId: 'log-A', seq: 9 }, { code: 'seal-missing', installId: 'log-A', seq: null }] as const
    await news({ phase: 'done', rows: 120, findings, differing: 3, checkedAt: '2026-11-23T11:00:00.000Z' })
    expect(view.find('.tone-bad').text()).toContain('The chain is broken')
    expect(view.findAll('.check li').map((item) => item.text())).toEqual([`${centralFinding('row-changed')} Rows 4, 9.`, findingWords['seal-missing']])
    expect(view.text()).toContain('3 attempts are listed otherwise than their rows say.')
  })

  it('is not called good when the rows verify and an attempt is listed otherwise', async () => {
    const view = await show(at('A'))
    await press('Check the log of A')
    await news({ phase: 'done', rows: 120, differing: 1, checkedAt: '2026-11-23T11:00:00.000Z' })
    expect(view.find('.check .tone-good').exists()).toBe(false)
    expect(view.text()).toContain('1 attempt is listed otherwise than its rows say.')
  })

  it('says why a check was refused or failed', async () => {
    const view = await show(at('A'))
    fake().on('audit:verify-desk', () => ({ status: 'refused', code: 'verify-busy' }))
    await press('Check the log of A')
    expect(view.find('[role=alert]').text()).toContain('Another desk’s log is being checked.')
    fake().on('audit:verify-desk', ({ installId }) => ({ status: 'ok', verification: aVerification({ installId }) }))
    await press('Check the log of A')
    await news({ phase: 'failed', code: 'central-unreachable' })
    expect(view.find('[role=alert]').text()).toContain('The central log cannot be reached.')
  })

  it('says why the desks cannot be read, and reads them again', async () => {
    fake().on('audit:desks', () => ({ status: 'refused', code: 'central-untrusted' }))
    const view = await render(DesksView, {}, '/audit/desks')
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('central-untrusted')
    fake().on('audit:desks', () => ({ status: 'ok', desks: [] }))
    await press('Read them again')
    expect(view.text()).toContain('No desk has sent a row')
  })

  it('forgets one person’s checks before the next', async () => {
    await show(at('A'))
    await press('Check the log of A')
    useDesksStore().clear()
    await news({ phase: 'done', rows: 120, checkedAt: '2026-11-23T11:00:00.000Z' })
    expect([useDesksStore().checks, useDesksStore().logs]).toEqual([{}, null])
    expect(hasButton('Check the log of A')).toBe(false)
  })
})
