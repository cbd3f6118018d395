import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createConsoleRouter } from '../../src-renderer/router/router.ts'
import { useReconciliationStore } from '../../src-renderer/stores/reconciliation-store.ts'
import AuditView from '../../src-renderer/views/AuditView.vue'
import IntuneLogView from '../../src-renderer/views/IntuneLogView.vue'
import type { Reconciliation } from '../../src-shared/reconciliation.ts'
import { anAuditAttempt, sam } from '../factories/audit.ts'
import { aReconciliation, anIntuneEntry } from '../factories/reconciliation.ts'
import { held } from './support/held.ts'
import { findButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const dayMs = 86_400_000

async function show() {
  const view = await render(IntuneLogView, {}, '/audit/intune')
  await flushPromises()
  return view
}

async function compared(change: Partial<Reconciliation>) {
  fake().on('audit:reconcile', () => ({ status: 'ok', reconciliation: aReconciliation(change) }))
  const view = await show()
  await view.find('form').trigger('submit')
  await flushPromises()
  return view
}

describe('the page beside Intune’s logs', () => {
  it('asks for nothing until somebody does, and says what it is for', async () => {
    const view = await show()
    expect(fake().asked('audit:reconcile')).toEqual([])
    expect(view.text()).toContain('Compare to see what was done outside this console')
  })

  it.each([['day', 1], ['week', 7], ['month', 30]] as const)('asks for a %s', async (period, days) => {
    const view = await show()
    await view.find('select').setValue(period)
    await view.find('form').trigger('submit')
    await flushPromises()
    const [asked] = fake().asked('audit:reconcile')
    expect(Date.parse(asked?.to ?? '') - Date.parse(asked?.from ?? '')).toBe(days * dayMs)
  })

  it('says that it is reading, and cannot be asked twice meanwhile', async () => {
    const answer = held<{ status: 'ok'; reconciliation: Reconciliation }>()
    fake().on('audit:reconcile', answer.handler)
    const view = await show()
    await view.find('form').trigger('submit')
    await view.find('form').trigger('submit')
    expect(fake().asked('audit:reconcile')).toHaveLength(1)
    expect(view.find('[role=status]').text()).toBe('Reading Intune’s logs…')
    expect(view.find('select').attributes('disabled')).toBeDefined()
    expect(view.find('button[type=submit]').classes()).toContain('v-btn--loading')
    answer.answer(0, { status: 'ok', reconciliation: aReconciliation() })
    await flushPromises()
    expect(view.find('[role=status]').text()).toContain('0 done outside, 0 missing, 1 confirmed.')
  })

  it('lists first what was done outside: when, what, on which device, who, and with what', async () => {
    const remote = anIntuneEntry({ initiatedBy: sam.upn, deviceName: 'Front desk iPad' })
    const event = anIntuneEntry({ ...remote, source: 'audit-events', id: 'event-1', graphAction: 'resetPasscode ManagedDevice', application: 'Microsoft Intune portal' })
    const view = await compared({ outside: [[event, remote], [anIntuneEntry({ id: 'other', action: null, graphAction: 'shutDown', initiatedBy: '', application: '' })], [anIntuneEntry({ id: 'wordless', action: null, graphAction: 'unknown' })]] })
    const section = view.find('section[aria-labelledby=intune-outside]')
    expect(section.find('h2').text()).toBe('Done outside this console (3)')
    const [first, second, third] = section.findAll('tbody tr').map((row) => row.text())
    for (const text of ['Reset Passcode', 'resetPasscode ManagedDevice, resetPasscode', 'Front desk iPad', sam.upn, 'Microsoft Intune portal', 'Intune’s audit log and Intune’s list of remote actions']) expect(first).toContain(text)
    for (const text of ['shutDown', 'Intune does not say who', 'Intune does not say with which application']) expect(second).toContain(text)
    expect(third).toContain('An action that Intune has no word for')
  })

  it('then what Intune does not have; what is in order stays folded, with its count', async () => {
    const of = (attemptId: string, verdict: Reconciliation['attempts'][number]['verdict']) => ({ attempt: anAuditAttempt({ attemptId }), verdict, entries: [] })
    const view = await compared({ attempts: [of('a', 'missing'), of('b', 'not-yet'), of('c', 'confirmed'), of('d', 'confirmed'), of('e', 'not-comparable')] })
    expect(view.find('section[aria-labelledby=intune-missing] h2').text()).toBe('Intune does not have it (1)')
    expect(view.findAll('section[aria-labelledby=intune-missing] tbody tr')).toHaveLength(1)
    expect(view.findAll('details').map((one) => [one.find('summary').text(), one.attributes('open')])).toEqual([
      ['Could not be compared (1)', undefined], ['Not in Intune’s logs yet (1)', undefined], ['Confirmed by Intune (2)', undefined],
    ])
  })

  it('says that nothing was found, in words', async () => {
    const view = await compared({ attempts: [] })
    expect(view.text()).toContain('Every action in the logs that were read was sent by this console.')
    expect(view.text()).toContain('Intune has everything that this console sent')
  })

  it('says which log could not be read and why, and how many rows were lost', async () => {
    const view = await compared({ readings: [
      { source: 'remote-action-audits', entries: 1, unreadable: 2, code: null }, { source: 'audit-events', entries: 0, unreadable: 0, code: 'graph-missing-role' },
    ] })
    const [remote, events] = view.findAll('.readings li').map((line) => line.text())
    expect(remote).toBe('Intune’s list of remote actions: 1 action on a device. 2 rows could not be understood and are left out.')
    expect(events).toContain('Intune’s audit log could not be read. Your role in Intune does not cover it: ask for the permission Audit data / Read.')
  })

  it('says why nothing could be compared, and keeps no older answer beside it', async () => {
    const view = await compared({})
    fake().on('audit:reconcile', () => ({ status: 'refused', code: 'intune-log-unavailable' }))
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(view.find('[role=alert]').text()).toContain('Neither of Intune’s own logs could be read.')
    expect(view.find('.readings').exists()).toBe(false)
  })

  it('opens an attempt into its story', async () => {
    const view = await compared({ attempts: [{ attempt: anAuditAttempt(), verdict: 'missing', entries: [] }] })
    view.find('section[aria-labelledby=intune-missing] tbody button').element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await flushPromises()
    expect(fake().asked('audit:story')).toEqual([{ attemptId: 'attempt-1', deskId: null }])
    expect(view.find('aside[aria-label="Story of the attempt"]').exists()).toBe(true)
    findButton('Close the story').click()
    await flushPromises()
    expect(view.find('aside').exists()).toBe(false)
  })

  it('lists what was done at another desk apart, with the desk’s name, and opens its story there', async () => {
    const attempt = anAuditAttempt({ desk: { deskId: 'desk-2', machine: 'PC-WEST' } })
    const view = await compared({ central: { code: null }, elsewhere: [{ attempt, entries: [anIntuneEntry()] }] })
    const section = view.find('section[aria-labelledby=intune-elsewhere]')
    expect(section.find('h2').text()).toBe('At another desk (1)')
    expect(section.text()).toContain('At PC-WEST')
    expect(view.find('[role=status]').text()).toContain('0 done outside, 1 at another desk, 0 missing, 1 confirmed.')
    await section.find('tbody button').trigger('click')
    await flushPromises()
    expect(fake().asked('audit:story')).toEqual([{ attemptId: 'attempt-1', deskId: 'desk-2' }])
  })

  it('says that the central log could not be read, and what that means for what is outside', async () => {
    const view = await compared({ central: { code: 'central-unreachable' }, outside: [[anIntuneEntry()]] })
    expect(view.findAll('.readings li').at(-1)?.text()).toContain('The central log could not be read, so what was done outside may hold other desks’ work.')
    expect(view.find('section[aria-labelledby=intune-outside]').text()).toContain('with a console on another PC')
    expect(view.find('section[aria-labelledby=intune-elsewhere]').exists()).toBe(false)
  })

  it('is one step from the audit log, and back', async () => {
    const log = await render(AuditView, {}, '/audit')
    expect(log.find('a[href="/audit/intune"]').text()).toBe('Compare with Intune')
    const view = await show()
    expect(view.find('a[href="/audit"]').text()).toBe('Back to the audit log')
    expect(createConsoleRouter().resolve('/audit/intune').name).toBe('audit-intune')
  })
})

describe('what was compared for one person', () => {
  it('is forgotten with them, and not brought back by an answer that comes late', async () => {
    const answer = held<{ status: 'ok'; reconciliation: Reconciliation }>()
    fake().on('audit:reconcile', answer.handler)
    const store = useReconciliationStore()
    const comparing = store.compare()
    store.clear()
    answer.answer(0, { status: 'ok', reconciliation: aReconciliation() })
    await comparing
    expect([store.reconciliation, store.isComparing]).toEqual([null, false])
  })
})
