import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { useAuditStore } from '../../src-renderer/stores/audit-store.ts'
import { healthBanner } from '../../src-renderer/messages/broken-log-words.ts'
import { findingWords } from '../../src-renderer/messages/finding-words.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import { plainWipe } from '../../src-shared/device-actions.ts'
import { anAuditAttempt, anAuditHealth, anAuditTarget, sam } from '../factories/audit.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()

function log(attempts = [anAuditAttempt()], total = attempts.length): void {
  fake().on('audit:attempts', () => ({ status: 'ok', page: { total, isTotalExact: true, attempts, health: anAuditHealth() } }))
}

async function show() {
  const view = await render(AuditView, {}, '/audit')
  await flushPromises()
  return view
}

describe('the audit page', () => {
  it('lists who, which device, how they proved themselves, what Graph said and how it ended', async () => {
    log()
    const view = await show()
    const row = view.find('tbody tr').text()
    for (const text of ['Alex Agent', 'Ana’s iPhone', 'F2LXK0ANA1', 'Ana Ruiz', 'INC-1042', 'Fresh sign-in', 'Accepted (204)', 'Done']) expect(row).toContain(text)
  })

  it('gives the local date and time of an attempt; how long ago and UTC are on hover, and told to who listens', async () => {
    log()
    const view = await show()
    const button = view.find('tbody button')
    const at = new Date('2026-11-23T10:05:00.000Z')
    const [day, clock] = [at.getDate(), `${String(at.getHours()).padStart(2, '0')}:05`]
    expect(button.text()).toBe(`${day} Nov 2026, ${clock}`)
    expect(button.attributes('aria-label')).toMatch(new RegExp(`^${day} Nov 2026, ${clock}, .+: story of Ana’s iPhone$`))
    expect(button.attributes('aria-description')).toBe('2026-11-23 10:05:00 UTC')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    button.element.dispatchEvent(new Event('pointerenter'))
    vi.runAllTimers()
    expect(document.querySelector('.tip')?.textContent).toMatch(/^.+ · 2026-11-23 10:05:00 UTC$/)
  })

  it('lists refusals and cancellations with the reason, and says that nothing was sent', async () => {
    log([
      anAuditAttempt({ attemptId: 'a', status: 'refused', code: 'wrong-person', answer: null, proof: null }),
      anAuditAttempt({ attemptId: 'b', status: 'cancelled', answer: null, proof: null }),
    ])
    const view = await show()
    const [refused, cancelled] = view.findAll('tbody tr').map((row) => row.text())
    expect(refused).toContain('Refused')
    expect(refused).toContain('Somebody else signed in.')
    expect(cancelled).toContain('Cancelled')
    expect(cancelled).toContain('Nothing sent')
  })

  it('says in words what is worth a look, and what supervisors have said', async () => {
    log([anAuditAttempt({ flags: ['off-hours', 'no-ticket'], notes: 2, signedOff: { by: sam, at: '2026-11-23T12:00:00.000Z' } })])
    const view = await show()
    expect(view.findAll('tbody tr li').map((mark) => mark.text())).toEqual(['Outside hours', 'No ticket', '2 notes', 'Signed off'])
  })

  it('marks attempts whose rows do not verify, with an icon and words', async () => {
    log([anAuditAttempt({ doubt: 'row' }), anAuditAttempt({ attemptId: 'b', doubt: 'log' }), anAuditAttempt({ attemptId: 'c' })])
    const view = await show()
    expect(view.findAll('tbody tr').map((row) => row.findAll('li').map((mark) => [mark.text(), mark.find('.v-icon').exists()]))).toEqual([
      [['Changed row', true]], [['Log does not verify', true]], [],
    ])
    expect(view.findAll('tbody tr li').map((mark) => mark.classes().find((name) => name.startsWith('tone-')))).toEqual(['tone-bad', 'tone-warn'])
  })

  it('says beside the whole chain how many earlier logs do not verify, and leads to them', async () => {
    log()
    fake().on('audit:health', () => ({ status: 'ok', health: anAuditHealth({ doubtfulLogs: 1 }) }))
    const view = await show()
    expect(view.find('.health').text()).toContain('Chain whole')
    expect(view.find('.health a').text()).toBe('1 earlier log does not verify')
    expect(view.find('.health a').attributes('href')).toMatch(/audit\/logs$/)
    expect(view.find('.health a .status').classes()).toContain('tone-warn')
  })

  it('calls what became of an approval by its name', async () => {
    log([
      anAuditAttempt({ attemptId: 'a', status: 'failed', code: 'approval-rejected' }), anAuditAttempt({ attemptId: 'b', status: 'failed', code: 'approval-expired' }),
      anAuditAttempt({ attemptId: 'c', status: 'cancelled', code: 'approval-cancelled' }),
    ])
    const view = await show()
    expect(view.findAll('tbody .status').map((status) => status.text())).toEqual(['Rejected', 'Expired', 'Withdrawn'])
  })

  it('claims no erasing of a device whose wipe has no choices', async () => {
    const wiped = { action: 'reset-device', parameters: { action: 'reset-device', wipe: plainWipe } } as const
    log([
      anAuditAttempt({ ...wiped, attemptId: 'a', target: anAuditTarget({ kind: 'android-fully-managed' }) }),
      anAuditAttempt({ ...wiped, attemptId: 'b', target: anAuditTarget({ kind: 'windows' }) }),
    ])
    const view = await show()
    const [android, windows] = view.findAll('tbody tr').map((row) => row.text())
    expect(android).toContain('Reset Device')
    expect(android).not.toContain('Erase everything')
    expect(windows).toContain('Erase everything')
  })

  it('opens a row into its whole story, with request ids that can be copied', async () => {
    log()
    const view = await show()
    view.find('tbody button').element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await flushPromises()
    const story = view.find('aside[aria-label="Story of the attempt"]')
    expect(story.findAll('li')).toHaveLength(7)
    expect(story.text()).toContain('Sam Other (sam.other@contoso.example)')
    findButton('Copy request-id: e3c1b0a4-req').click()
    await flushPromises()
    expect(fake().asked('app:copy-text')).toEqual([{ text: 'e3c1b0a4-req' }])
  })

  it('shows whether the chain is whole and when that was checked', async () => {
    log()
    const view = await show()
    expect(view.text()).toContain('Chain whole')
    useAuditStore().listen()
    fake().emit('audit:health-changed', anAuditHealth({ status: 'broken', brokenAt: 4 }))
    await flushPromises()
    expect(view.text()).toContain('Chain broken')
    expect(view.text()).toContain('first bad row 4')
  })

  it('shows how far the log is sealed', async () => {
    log()
    const view = await show()
    expect(view.find('.health').text()).toContain('sealed to row 6')
    expect(view.find('.health').text()).not.toContain('in a file')
  })

  it('says that the sealing key lies in a file where the operating system cannot keep it', async () => {
    log()
    fake().on('audit:attempts', () => ({ status: 'ok', page: { total: 0, isTotalExact: true, attempts: [], health: anAuditHealth({ keyStore: 'file' }) } }))
    fake().on('audit:health', () => ({ status: 'ok', health: anAuditHealth({ keyStore: 'file' }) }))
    const view = await show()
    expect(view.find('.health').text()).toContain('the sealing key lies in a file')
  })

  it('says what is wrong with an earlier log, one sentence for each thing, and takes the acknowledgement', async () => {
    log()
    const view = await show()
    useAuditStore().listen()
    const findings = [{ code: 'row-changed', installId: 'old', seq: 4 }, { code: 'row-changed', installId: 'old', seq: 9 }, { code: 'tail-missing', installId: 'old', seq: 20 }] as const
    const unacknowledged = { installId: 'old', rows: 20, hash: 'ab', reason: 'broken', findings, fileName: 'audit-1.broken.db', digest: null } as const
    fake().emit('audit:health-changed', anAuditHealth({ status: 'unacknowledged', brokenAt: 4, findings, unacknowledged }))
    await flushPromises()
    expect(view.findAll('.note li').map((item) => item.text())).toEqual([findingWords['row-changed'], findingWords['tail-missing']])
    expect(view.find('.note').text()).toContain('does not verify. It was set aside')
    expect(view.find('.note').text()).toContain('Rows 4, 9, 20 of audit-1.broken.db')
    expect(view.find('.health').text()).not.toContain('first bad row') // it is one of the earlier log's
    expect(findButton('Acknowledge').getAttribute('aria-disabled')).toBe('true')
    await view.find('.note form').trigger('submit')
    expect(fake().asked('audit:acknowledge')).toEqual([])
    await view.find('.note textarea').setValue('  Restored from backup. ')
    await view.find('.note form').trigger('submit')
    await flushPromises()
    expect(fake().asked('audit:acknowledge')).toEqual([{ text: 'Restored from backup.' }])
    expect(view.find('.note').exists()).toBe(false)
  })

  it('says of a closed log that it was changed since, in the banner too', async () => {
    log()
    const view = await show()
    useAuditStore().listen()
    const findings = [{ code: 'earlier-log-changed', installId: 'old', seq: 12 }] as const
    const unacknowledged = { installId: 'old', rows: 20, hash: 'ab', reason: 'closed', findings, fileName: 'audit-1.closed.db', digest: 'cd' } as const
    const health = anAuditHealth({ status: 'unacknowledged', findings, unacknowledged })
    fake().emit('audit:health-changed', health)
    await flushPromises()
    for (const text of [view.find('.note').text(), healthBanner(health)]) {
      expect(text).toContain('was closed, and changed since.')
      expect(text).toContain('Row 12 of audit-1.closed.db')
      expect(text).not.toContain('set aside')
    }
  })

  it('says why an acknowledgement was not taken, and keeps the words', async () => {
    log()
    fake().on('audit:acknowledge', () => ({ status: 'refused', code: 'audit-unavailable' }))
    const view = await show()
    useAuditStore().listen()
    const unacknowledged = { installId: 'old', rows: 0, hash: '', reason: 'key-lost', findings: [], fileName: null, digest: null } as const
    fake().emit('audit:health-changed', anAuditHealth({ status: 'unacknowledged', unacknowledged }))
    await flushPromises()
    await view.find('.note textarea').setValue('seen')
    await view.find('.note form').trigger('submit')
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('audit-unavailable')
    expect((view.find('.note textarea').element as HTMLTextAreaElement).value).toBe('seen')
  })

  it('pages through more than one page', async () => {
    log([anAuditAttempt()], 120)
    await show()
    findButton('Older attempts').click()
    await flushPromises()
    expect(fake().asked('audit:attempts').at(-1)?.window).toEqual({ offset: 50, limit: 50 })
  })

  it('says why the log could not be read, and stays', async () => {
    fake().on('audit:attempts', () => ({ status: 'refused', code: 'not-allowed' }))
    const view = await show()
    expect(view.find('[role=alert]').text()).toContain('Your role does not cover this.')
  })
})
