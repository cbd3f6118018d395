import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import SelectionBar from '../../src-renderer/components/bulk/SelectionBar.vue'
import StartNotices from '../../src-renderer/components/sign-in/StartNotices.vue'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { timeAndDay } from '../../src-renderer/messages/time-words.ts'
import { useAppStore } from '../../src-renderer/stores/app-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import type { ShownActionRules } from '../../src-shared/action-rules.ts'
import { aDirectoryStatus, anAppInfo } from '../factories/bridge.ts'
import { aDeviceRow, anAttemptState } from '../factories/devices.ts'
import { button, field, isHeld, openDialog, press, reasonOf, type } from './support/dialog-fields.ts'
import { dialog, findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const demanding: ShownActionRules = { stepUp: ['sync'], isTicketRequired: true, ticketExample: 'INC0012345' }
async function underPolicy(rules: ShownActionRules): Promise<void> {
  fake().on('app:info', () => ({ status: 'ok', info: anAppInfo({ rules }) }))
  await useAppStore().start()
}

describe('a ticket that the policy demands', () => {
  it('is asked for with its example, and holds the button until it is typed', async () => {
    await underPolicy(demanding)
    await openDialog('restart')
    expect(dialog().textContent).toContain('Such as INC0012345')
    expect([isHeld('Restart'), reasonOf('Restart')]).toEqual([true, 'Type the ticket number first.'])
    await press('Restart')
    expect(fake().asked('attempt:begin')).toEqual([])
    await type('Ticket number (required)', 'INC0012345')
    expect(isHeld('Restart')).toBe(false)
  })
  it('is shown as it should be beside main’s refusal', async () => {
    fake().on('attempt:begin', () => ({ status: 'refused', code: 'ticket-wrong' }))
    await underPolicy(demanding)
    await openDialog('restart')
    await type('Ticket number (required)', 'inc')
    await press('Restart')
    expect(dialog().textContent).toContain(errorMessages['ticket-wrong'].what)
    expect(dialog().textContent).toContain('A ticket number looks like INC0012345.')
  })
  it('is asked for no more than before where there is no policy', async () => {
    await openDialog('restart')
    expect(field('Ticket number').getAttribute('aria-required')).toBe('false')
    expect(isHeld('Restart')).toBe(false)
  })
})

describe('a fresh sign-in that the policy adds', () => {
  it('begins with Continue, not with the verb', async () => {
    fake().on('attempt:begin', ({ parameters }) => ({ status: 'ok', attempt: anAttemptState({ action: parameters.action, parameters, phase: 'ready', needsFreshSignIn: true }) }))
    await underPolicy({ ...demanding, isTicketRequired: false })
    await openDialog('sync')
    expect([hasButton('Continue'), hasButton('Sync')]).toEqual([true, false])
    await press('Continue')
    expect(dialog().textContent).toContain('Confirm it’s you')
    expect(fake().asked('attempt:send')).toEqual([])
  })
  it('keeps an action out of runs, and says why', async () => {
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 1, rows: [aDeviceRow()], revision: 1 } }))
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: 1 }) }))
    await underPolicy(demanding)
    await render(SelectionBar)
    await useDirectoryStore().load()
    await flushPromises()
    useSelectionStore().toggle(0)
    await flushPromises()
    expect([findButton('Sync').getAttribute('aria-disabled'), findButton('Restart').getAttribute('aria-disabled')]).toEqual(['true', 'false'])
    findButton('Sync').click()
    await flushPromises()
    expect(fake().asked('bulk:begin')).toEqual([])
  })
})

describe('a brake of the policy', () => {
  const brake = { limit: 20, count: 20, since: new Date(Date.now() - 3_000_000).toISOString(), nextAt: new Date(Date.now() + 600_000).toISOString() }
  const sentence = (): string => `20 of 20 since ${timeAndDay(brake.since, Date.now())}. The next is possible at ${timeAndDay(brake.nextAt, Date.now())}.`
  it('says how many, since when, and when the next is possible', async () => {
    fake().on('attempt:begin', () => ({ status: 'refused', code: 'brake-agent-hour', brake }))
    await openDialog('reset-passcode')
    await press('Continue')
    expect(dialog().textContent).toContain(errorMessages['brake-agent-hour'].what)
    expect(dialog().textContent).toContain(sentence())
  })
  it('says it too when it was reached by the last press', async () => {
    fake().on('attempt:begin', ({ parameters }) => ({ status: 'ok', attempt: anAttemptState({ action: parameters.action, parameters, phase: 'warning', needsFreshSignIn: false }) }))
    fake().on('attempt:send', () => {
      fake().emit('attempt:changed', anAttemptState({ action: 'restart', parameters: { action: 'restart' }, phase: 'ended', code: 'brake-machine-day' }))
      return { status: 'refused', code: 'brake-machine-day', brake }
    })
    await openDialog('restart')
    await press('Restart')
    expect(dialog().textContent).toContain('has stopped')
    expect(dialog().textContent).toContain(sentence())
    expect(button('Close')).toBeDefined()
  })
})

it('names the file and the permission by which others can write the policy', async () => {
  const notice = { kind: 'policy-writable', file: '/etc/helpdesk-console/policy.json', detail: 'everybody can write /etc/helpdesk-console/policy.json (mode 666)' } as const
  fake().on('app:info', () => ({ status: 'ok', info: anAppInfo({ notices: [notice] }) }))
  await useAppStore().start()
  const page = await render(StartNotices)
  await flushPromises()
  for (const words of [notice.file, notice.detail, 'You can sign in and look; actions on devices are held.']) expect(page.text()).toContain(words)
})
