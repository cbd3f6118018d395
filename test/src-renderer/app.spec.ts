import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import App from '../../src-renderer/App.vue'
import ActionOutcome from '../../src-renderer/components/device-actions/ActionOutcome.vue'
import ActionSecret from '../../src-renderer/components/device-actions/ActionSecret.vue'
import { useDeviceStore } from '../../src-renderer/stores/device-store.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { useDirectoryStore } from '../../src-renderer/stores/directory-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { useAttemptStore } from '../../src-renderer/stores/attempt-store.ts'
import { useBulkStore } from '../../src-renderer/stores/bulk-store.ts'
import { useSelectionStore } from '../../src-renderer/stores/selection-store.ts'
import type { SessionState } from '../../src-shared/session.ts'
import { aDirectoryStatus, alexSignedIn, anAppInfo, samiraSignedIn, signedOut } from '../factories/bridge.ts'
import { anAuditHealth } from '../factories/audit.ts'
import { aBulkRun } from '../factories/bulk.ts'
import { aDeviceRow, anActionRecord, anOpenedDevice } from '../factories/devices.ts'
import { dialog, findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const alex = alexSignedIn as Extract<SessionState, { status: 'signed-in' }>

async function start(session: SessionState = alexSignedIn, path = '/devices') {
  fake().on('session:get', () => ({ status: 'ok', session }))
  const app = await render(App, {}, path)
  await flushPromises()
  return app
}

describe('ticked devices and a run over them', () => {
  it('are forgotten when the person leaves', async () => {
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 1, rows: [aDeviceRow()], revision: 1 } }))
    fake().on('directory:status', () => ({ status: 'ok', directory: aDirectoryStatus({ count: 1 }) }))
    fake().on('bulk:begin', () => ({ status: 'ok', run: aBulkRun() }))
    await start()
    const [selection, bulk] = [useSelectionStore(), useBulkStore()]
    selection.toggle(0)
    await bulk.begin('sync')
    expect([selection.count, bulk.run === null]).toEqual([1, false])
    fake().emit('session:changed', signedOut)
    await flushPromises()
    expect([selection.count, bulk.run]).toEqual([0, null])
  })
})

describe('signing in', () => {
  it('shows one button, then a wait that can be cancelled, then the console', async () => {
    const app = await start(signedOut)
    fake().on('session:sign-in', () => {
      fake().emit('session:changed', { status: 'signing-in' })
      return new Promise(() => undefined)
    })
    findButton('Sign in').click()
    await flushPromises()
    expect(app.text()).toContain('Continue in your browser')
    findButton('Cancel').click()
    await flushPromises()
    expect(fake().asked('session:cancel-sign-in')).toHaveLength(1)
    fake().emit('session:changed', alexSignedIn)
    await flushPromises()
    expect(app.find('[role=grid]').exists()).toBe(true)
  })

  it('says inline why it failed', async () => {
    const app = await start(signedOut)
    fake().on('session:sign-in', () => ({ status: 'refused', code: 'sign-in-declined' }))
    findButton('Sign in').click()
    await flushPromises()
    expect(app.find('[role=alert]').text()).toContain('declined')
  })

  it('tells somebody without a role who they are and what is missing, and lets them no further', async () => {
    const app = await start({ status: 'no-role', account: { ...alex.account, displayName: 'Nora Nobody', upn: 'nora@contoso.example', roles: [] } })
    for (const text of ['Nora Nobody', 'nora@contoso.example', 'Helpdesk.Agent', 'Helpdesk.Supervisor']) expect(app.text()).toContain(text)
    expect(app.find('[role=grid]').exists()).toBe(false)
    expect(fake().asked('directory:query')).toHaveLength(0)
    findButton('Sign out').click()
    await flushPromises()
    expect(hasButton('Sign in')).toBe(true)
  })

  it('goes back to the sign-in page with the reason when the session ends elsewhere, and forgets the devices', async () => {
    const app = await start()
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 1, rows: [aDeviceRow()], revision: 1 } }))
    useDirectoryStore().search('ana')
    await flushPromises()
    fake().emit('session:changed', { status: 'signed-out', code: 'session-ended' })
    await flushPromises()
    expect(app.find('[role=alert]').text()).toContain('Your session has ended.')
    expect(useDirectoryStore().rowAt(0)).toBeNull()
  })

  it('gives the same person back where they were when the session ended by itself, and nobody else', async () => {
    await start()
    const [directory, device] = [useDirectoryStore(), useDeviceStore()]
    for (const [code, next, text, openId] of [
      ['session-ended', alexSignedIn, 'ana', 'id'], ['session-ended', samiraSignedIn, '', null], [null, samiraSignedIn, '', null],
    ] as const) {
      directory.search('ana')
      await device.open('id')
      fake().emit('session:changed', { status: 'signed-out', code })
      await flushPromises()
      expect([directory.text, device.openId]).toEqual(['', null])
      fake().emit('session:changed', next)
      await flushPromises()
      expect([directory.text, device.openId]).toEqual([text, openId])
    }
  })

  it('keeps nothing of what was sent for whoever signs in next', async () => {
    await start()
    fake().emit('device-actions:changed', anActionRecord())
    fake().emit('session:changed', { status: 'signed-out', code: null })
    await flushPromises()
    expect(useDeviceActionsStore().newestFirst).toEqual([])
    expect(useDeviceActionsStore().bellCount).toBe(0)
  })
})

describe('the console', () => {
  it('marks the practice tenant always, and never a real one', async () => {
    const app = await start()
    expect(app.find('section[aria-label="Practice tenant"]').exists()).toBe(true)
    fake().emit('app:info-changed', anAppInfo({ isPractice: false }))
    await flushPromises()
    expect(app.find('section[aria-label="Practice tenant"]').exists()).toBe(false)
  })

  it('shows the audit log to supervisors only', async () => {
    const asAgent = await start(alexSignedIn, '/audit')
    expect(asAgent.find('nav').text()).not.toContain('Audit log')
    expect(asAgent.find('[role=grid]').exists()).toBe(true)
    asAgent.unmount()
    const asAgentBeside = await start(alexSignedIn, '/audit/intune')
    expect(asAgentBeside.find('[role=grid]').exists()).toBe(true)
    asAgentBeside.unmount()
    const asSupervisor = await start(samiraSignedIn)
    expect(asSupervisor.find('nav').text()).toContain('Audit log')
  })

  it('stays on the screen while the agent is signed out underneath an open dialog', async () => {
    const app = await start()
    void useDeviceStore().open('id')
    useAttemptStore().start(anOpenedDevice(), 'reset-passcode')
    await flushPromises()
    findButton('Continue').click()
    await flushPromises()
    for (const state of [{ status: 'confirming', account: alex.account }, { status: 'signing-in' }, signedOut] as const) {
      fake().emit('session:changed', state)
      await flushPromises()
      expect(dialog().textContent).toContain('Confirm it’s you')
      expect(app.find('aside[aria-label="Device details"]').exists()).toBe(true)
    }
    findButton('Cancel').click()
    await flushPromises()
    expect(hasButton('Sign in')).toBe(true)
    expect(useDeviceStore().opened).toBeNull()
  })

  it('reads the list anew when the same person is back, without closing what was open', async () => {
    await start()
    await useDeviceStore().open('id')
    useAttemptStore().start(anOpenedDevice(), 'reset-passcode')
    await flushPromises()
    fake().on('directory:query', () => ({ status: 'refused', code: 'not-signed-in' }))
    useDirectoryStore().search('ana')
    fake().emit('session:changed', { status: 'confirming', account: alex.account })
    fake().emit('directory:changed', aDirectoryStatus({ phase: 'empty', count: 0, revision: 99 }))
    await flushPromises()
    expect(document.querySelector('.app [role=alert]')).toBeNull()
    const before = fake().asked('directory:query').length
    fake().on('directory:query', () => ({ status: 'ok', page: { total: 1, rows: [aDeviceRow()], revision: 1 } }))
    fake().emit('session:changed', alexSignedIn)
    await flushPromises()
    expect(useDirectoryStore().code).toBeNull()
    expect(fake().asked('directory:query').length).toBeGreaterThan(before)
    expect(useDirectoryStore().text).toBe('ana')
    expect(useDirectoryStore().total).toBe(1)
    expect(useDeviceStore().opened).not.toBeNull()
  })

  it('has one search box that / and Ctrl+K go to, and ? lists the keys', async () => {
    await start()
    const search = document.querySelector<HTMLInputElement>('input[type=search]')!
    for (const init of [{ key: '/' }, { key: 'k', ctrlKey: true }]) {
      search.blur()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
      expect(document.activeElement).toBe(search)
    }
    search.blur()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))
    await flushPromises()
    expect(dialog().textContent).toContain('No single key starts anything on a device.')
  })

  it('refreshes with F5 instead of reloading the window', async () => {
    await start()
    const event = new KeyboardEvent('keydown', { key: 'F5', bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    await flushPromises()
    expect(event.defaultPrevented).toBe(true)
    expect(fake().asked('directory:refresh')).toHaveLength(1)
  })

  it('shows a banner as long as the audit log is not well', async () => {
    const app = await start()
    fake().emit('audit:health-changed', anAuditHealth({ status: 'held', heldRows: 2 }))
    await flushPromises()
    expect(app.find('.health[role=alert]').text()).toContain('actions on devices are held')
    fake().emit('audit:health-changed', anAuditHealth())
    await flushPromises()
    expect(app.find('.health[role=alert]').exists()).toBe(false)
  })

  it('shows in the drawer, the bell and a toast how a request stands: sent is not done', async () => {
    const app = await start()
    await useDeviceStore().open(anActionRecord().deviceId)
    fake().emit('device-actions:changed', anActionRecord())
    await flushPromises()
    const outcome = app.find('section[aria-label="Passcode reset"]')
    expect(outcome.text()).toContain('Requested')
    expect(outcome.text()).toContain('has not been reset yet')
    expect(app.find('[aria-label=News]').text()).toContain('It is not done yet.')
    expect(hasButton('Notifications: 1 waiting')).toBe(true)
    fake().emit('device-actions:changed', anActionRecord({ state: 'done', isFinal: true, updatedAt: '2026-11-23T10:09:00.000Z' }))
    await flushPromises()
    expect(outcome.text()).toContain('The passcode was removed; none was created. Touch ID or Face ID must be set up again.')
    expect(outcome.text()).toContain('Still need help?')
    expect(hasButton('Notifications: 1 ended')).toBe(true)
  })
})

describe('the steps to a new passcode', () => {
  it.each(['requested', 'pending'] as const)('wait under “When it is done” while the request is %s', async (state) => {
    const outcome = await render(ActionOutcome, { record: anActionRecord({ state }) })
    const details = outcome.find<HTMLDetailsElement>('details')
    expect(details.element.open).toBe(false)
    expect(details.find('summary').text()).toBe('When it is done')
    expect(details.text()).toContain('Wake the device; it opens without a passcode.')
    expect(outcome.findAll('ol')).toHaveLength(1)
  })

  it('stand open when it is done', async () => {
    const outcome = await render(ActionOutcome, { record: anActionRecord({ state: 'done', isFinal: true }) })
    expect(outcome.find('details').exists()).toBe(false)
    expect(outcome.find('ol').text()).toContain('Wake the device; it opens without a passcode.')
  })

  it.each([
    ['unknown', false], ['unknown', true], ['failed', true], ['not-supported', true],
  ] as const)('are left out when it is %s (final: %s)', async (state, isFinal) => {
    const outcome = await render(ActionOutcome, { record: anActionRecord({ state, isFinal }) })
    expect(outcome.text()).not.toContain('Wake the device')
  })
})

describe('a reset that failed', () => {
  it.each([
    ['passcode-removed', 'wrong unlock token'],
    ['temporary-device-passcode', 'ask an Intune administrator'],
    ['temporary-work-profile-passcode', 'ask an Intune administrator'],
  ] as const)('says so once, and what to do after %s', async (effect, next) => {
    const record = anActionRecord({ effect, state: 'failed', isFinal: true, code: 'device-reported-failure' })
    const words = (await render(ActionOutcome, { record })).find('.sentences').text()
    expect(words.match(/reported|not reset|keeps its passcode/g)).toEqual(['not reset', 'reported', 'keeps its passcode'])
    expect(words).toContain(next)
  })
})

describe('the temporary passcode', () => {
  const record = anActionRecord({ effect: 'temporary-device-passcode', state: 'done', isFinal: true, secret: 'temporary-passcode' })

  async function showPanel(session: SessionState = alexSignedIn) {
    fake().on('session:get', () => ({ status: 'ok', session }))
    await useSessionStore().start()
    return render(ActionSecret, { record, kind: 'temporary-passcode' })
  }

  it('is dots until it is asked for, is spelled out, and hides again after 60 seconds that are counted down', async () => {
    const panel = await showPanel()
    expect(panel.text()).not.toContain('K7mQ2x')
    expect(fake().asked('device-actions:reveal-secret')).toHaveLength(0)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
    findButton('Show').click()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    expect(panel.find('output').text()).toBe('K7mQ2x')
    expect(panel.findAll('ol li').map((item) => item.text())).toEqual([
      'K capital Kilo', '7 seven', 'm small mike', 'Q capital Quebec', '2 two', 'x small x-ray',
    ])
    expect(panel.text()).toContain('Hidden again in 60 s')
    vi.advanceTimersByTime(18_000)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    expect(panel.text()).toContain('Hidden again in 42 s')
    vi.advanceTimersByTime(41_999)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    expect(panel.text()).toContain('K7mQ2x')
    vi.advanceTimersByTime(1)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    expect(panel.html()).not.toContain('K7mQ2x')
    expect(panel.text()).not.toContain('Hidden again')
  })

  it('of one device is not shown in the panel of another that was opened while it was asked for', async () => {
    let answer: (value: { status: 'ok'; kind: 'temporary-passcode'; secret: string }) => void = () => undefined
    fake().on('device-actions:reveal-secret', () => new Promise((resolve) => (answer = resolve)))
    const panel = await showPanel()
    findButton('Show').click()
    await flushPromises()
    await panel.setProps({ record: { ...record, attemptId: 'attempt-2' } })
    answer({ status: 'ok', kind: 'temporary-passcode', secret: 'K7mQ2x' })
    await flushPromises()
    expect(panel.html()).not.toContain('K7mQ2x')
  })

  it('is copied by main, which says when it leaves the clipboard; the window never puts it there itself', async () => {
    const panel = await showPanel()
    findButton('Copy').click()
    await flushPromises()
    expect(fake().asked('device-actions:copy-secret')).toEqual([{ attemptId: 'attempt-1' }])
    expect(fake().asked('app:copy-text')).toHaveLength(0)
    expect(panel.text()).toContain('It leaves the clipboard in 30 seconds.')
  })

  it('no longer says that it is in the clipboard once it has left it', async () => {
    const panel = await showPanel()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    findButton('Copy').click()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    vi.advanceTimersByTime(29_999)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    expect(panel.text()).toContain('leaves the clipboard')
    vi.advanceTimersByTime(1)
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    expect(panel.text()).not.toContain('clipboard')
  })

  it('is not offered to anybody but the agent who asked for the reset, who is named', async () => {
    const panel = await showPanel(samiraSignedIn)
    expect([hasButton('Show'), hasButton('Copy')]).toEqual([false, false])
    expect(panel.text()).toContain('Only Alex Agent can show it. If they are not available, reset the passcode again.')
  })

  it('goes from the screen when somebody else is signed in', async () => {
    const panel = await showPanel()
    findButton('Show').click()
    await flushPromises()
    expect(panel.text()).toContain('K7mQ2x')
    fake().emit('session:changed', samiraSignedIn)
    await flushPromises()
    expect(panel.html()).not.toContain('K7mQ2x')
  })

  it('says inline why it cannot be shown yet', async () => {
    fake().on('device-actions:reveal-secret', () => ({ status: 'refused', code: 'no-passcode-yet' }))
    const panel = await showPanel()
    findButton('Show').click()
    await flushPromises()
    expect(panel.find('[role=alert]').text()).toContain('There is no temporary passcode to show.')
  })
})
