import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { actionEffects, deviceActionNames, type DeviceActionName } from '../../src-shared/device-actions.ts'
import type { SessionState } from '../../src-shared/session.ts'
import ActionOutcome from '../../src-renderer/components/device-actions/ActionOutcome.vue'
import OutcomeList from '../../src-renderer/components/device-actions/OutcomeList.vue'
import { effectResults, failedNextSteps } from '../../src-renderer/messages/effect-words.ts'
import { errorMessages } from '../../src-renderer/messages/error-messages.ts'
import { notDoneWords, stateSentence } from '../../src-renderer/messages/outcome-words.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { useSessionStore } from '../../src-renderer/stores/session-store.ts'
import { alexSignedIn, samiraSignedIn } from '../factories/bridge.ts'
import { anActionRecord, anOpenedDevice } from '../factories/devices.ts'
import { findButton, hasButton, render, useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const effectOf: Readonly<Record<DeviceActionName, DeviceActionRecord['effect']>> = {
  rename: 'device-renamed', remove: 'company-data-removed', 'reset-device': 'factory-reset', 'reset-passcode': 'passcode-removed', 'remote-lock': 'locked',
  sync: 'checks-in', restart: 'restarts', locate: 'located', 'delete-record': 'retired-and-deleted', 'set-management-name': 'management-name-changed',
}
const aRecordOf = (action: DeviceActionName, overrides: Partial<DeviceActionRecord> = {}): DeviceActionRecord => anActionRecord({ action, effect: effectOf[action], ...overrides })

async function show(record: DeviceActionRecord, session: SessionState = alexSignedIn) {
  fake().on('session:get', () => ({ status: 'ok', session }))
  await useSessionStore().start()
  return render(ActionOutcome, { record })
}

describe.each(deviceActionNames)('the outcome of %s', (action) => {
  it('is not called done when Graph has only accepted it', async () => {
    const text = (await show(aRecordOf(action))).find('.sentences').text()
    expect(text).toMatch(/^Intune accepted the request\. The .+ not .+ yet\./)
    expect(text).not.toContain(effectResults[effectOf[action]])
  })

  it('says that a row of it does not verify', async () => {
    expect((await show(aRecordOf(action, { isDoubtful: true }))).text()).toContain('A row of this attempt does not verify.')
    expect((await show(aRecordOf(action))).text()).not.toContain('does not verify')
  })

  it('says what was done when it is done', async () => {
    expect((await show(aRecordOf(action, { state: 'done', isFinal: true }))).text()).toContain(effectResults[effectOf[action]])
  })

  it('says what was not done and what to do next when the device reports a failure', async () => {
    const text = (await show(aRecordOf(action, { state: 'failed', isFinal: true, code: 'device-reported-failure' }))).text()
    expect(text).toContain(`${notDoneWords(action)}.`)
    expect(text).toContain(failedNextSteps[effectOf[action]])
  })

  it('says that nothing is done before a second administrator has approved it', () => {
    const sentence = stateSentence(aRecordOf(action, { state: 'awaiting-approval' }))
    expect(sentence).toMatch(/^Your organisation wants a second administrator to approve this\. The .+ not .+ yet\.$/)
  })
})

describe('every effect', () => {
  it.each(actionEffects)('%s has whole sentences before, after and for a failure', (effect) => {
    for (const sentence of [effectResults[effect], failedNextSteps[effect]]) expect(sentence).toMatch(/^[A-Z].+\.$/)
  })
})

describe('how long it may take', () => {
  it('is told from the last check-in while the device is waited for', async () => {
    const lastSyncAt = new Date(Date.now() - 3 * 86_400_000).toISOString()
    expect((await show(aRecordOf('restart', { lastSyncAt }))).text()).toContain('Last check-in 3 days ago: it will wait until the device is online.')
  })

  it('is not told where Intune alone does it', async () => {
    expect((await show(aRecordOf('set-management-name'))).text()).not.toContain('check-in')
  })
})

describe('a request that a second administrator decides on', () => {
  const approval = { requestedAt: '2026-11-23T10:06:00.000Z', expiresAt: '2026-11-26T10:06:00.000Z' }

  it('says that Intune notifies nobody and when it expires, and shows no waiting for the device', async () => {
    const outcome = await show(aRecordOf('remove', { state: 'awaiting-approval', approval, code: 'approval-required' }))
    expect(outcome.text()).toContain('Intune notifies nobody: tell an approver yourself.')
    expect(outcome.find('section[aria-label="Approval"] time[datetime="2026-11-26T10:06:00.000Z"]').exists()).toBe(true)
    expect(outcome.find('[role=progressbar]').exists()).toBe(false)
    expect(hasButton('Send the approved request')).toBe(false)
  })

  it('can be sent by the agent who asked, once it is approved', async () => {
    const record = aRecordOf('remove', { state: 'approved', approval })
    const outcome = await show(record)
    findButton('Send the approved request').click()
    expect(outcome.emitted('complete')).toEqual([[record]])
  })

  it('cannot be sent by anybody else', async () => {
    const outcome = await show(aRecordOf('remove', { state: 'approved', approval }), samiraSignedIn)
    expect(hasButton('Send the approved request')).toBe(false)
    expect(outcome.text()).toContain('Only Alex Agent can send it.')
  })

  it.each(['approval-rejected', 'approval-expired', 'approval-cancelled'] as const)('ends with the reason and the next step when it is %s', async (code) => {
    const text = (await show(aRecordOf('remove', { state: 'failed', isFinal: true, code }))).text()
    for (const sentence of ['The device was not removed.', ...Object.values(errorMessages[code])]) expect(text).toContain(sentence)
  })
})

describe('the unlock PIN of a Mac', () => {
  const record = aRecordOf('remote-lock', { effect: 'locked-with-pin', state: 'done', isFinal: true, secret: 'unlock-pin' })

  it('is hidden until it is asked for, spelled out, and says how long it is kept', async () => {
    fake().on('device-actions:reveal-secret', () => ({ status: 'ok', kind: 'unlock-pin', secret: '402913' }))
    const outcome = await show(record)
    expect(outcome.text()).toContain('It is shown until another action replaces it, at most 30 days.')
    expect(outcome.text()).not.toContain('402913')
    findButton('Show').click()
    await flushPromises()
    expect(outcome.find('output[aria-label="Unlock PIN"]').text()).toBe('402913')
    expect(outcome.findAll('ol[aria-label="Spelled out"] li').map((item) => item.text())).toEqual(['4 four', '0 zero', '2 two', '9 nine', '1 one', '3 three'])
  })
})

describe('where a device is', () => {
  const record = aRecordOf('locate', { state: 'done', isFinal: true, hasLocation: true })

  it('is read only when it is asked for, can be copied, and is hidden again after a minute', async () => {
    const outcome = await show(record)
    expect(fake().asked('device-actions:read-location')).toHaveLength(0)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
    findButton('Show').click()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    expect(fake().asked('device-actions:read-location')).toEqual([{ attemptId: 'attempt-1' }])
    for (const text of ['51.507400', '-0.127800', '35 metres', 'Hidden again in 60 s']) expect(outcome.text()).toContain(text)
    expect(outcome.find('svg.plot').attributes('aria-label')).toBe('The device is most probably within 35 metres of this point.')
    findButton('Copy coordinates: 51.507400, -0.127800').click()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    expect(fake().asked('app:copy-text')).toEqual([{ text: '51.507400, -0.127800' }])
    vi.advanceTimersByTime(60_000)
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    expect(outcome.html()).not.toContain('51.507400')
  })

  it('is shown to nobody but the agent who asked', async () => {
    const outcome = await show(record, samiraSignedIn)
    expect(hasButton('Show')).toBe(false)
    expect(outcome.text()).toContain('Only Alex Agent can show it.')
  })

  it('says inline why there is none', async () => {
    fake().on('device-actions:read-location', () => ({ status: 'refused', code: 'no-location-yet' }))
    const outcome = await show(record)
    findButton('Show').click()
    await flushPromises()
    expect(outcome.find('[role=alert]').text()).toContain(errorMessages['no-location-yet'].what)
  })
})

describe('several actions on one device', () => {
  it('show the newest that is open first, and fold the others away', async () => {
    const actions = useDeviceActionsStore()
    actions.take(aRecordOf('sync', { attemptId: 'a', state: 'done', isFinal: true, requestedAt: '2026-11-23T12:00:00.000Z' }), false)
    actions.take(aRecordOf('remote-lock', { attemptId: 'b', requestedAt: '2026-11-23T11:00:00.000Z' }), false)
    actions.take(aRecordOf('locate', { attemptId: 'c', state: 'done', isFinal: true, requestedAt: '2026-11-23T13:00:00.000Z' }), false)
    const list = await render(OutcomeList, { records: actions.ofDevice(anActionRecord().deviceId), opened: anOpenedDevice() })
    expect(list.findAll('section.outcome').map((section) => section.attributes('aria-label'))).toEqual(['Remote lock', 'Location request', 'Sync'])
    const folded = list.find<HTMLDetailsElement>('details.earlier')
    expect(folded.element.open).toBe(false)
    expect(folded.find('summary').text()).toBe('2 other actions on this device')
  })

  it.each([
    ['device-renamed', true], ['intune-name-changed', false],
  ] as const)('after %s a restart is offered: %s', async (effect, isOffered) => {
    const record = aRecordOf('rename', { effect, parameters: { action: 'rename', deviceName: 'PC-2' } })
    const list = await render(OutcomeList, { records: [record], opened: anOpenedDevice() })
    expect(list.text()).toContain('PC-2')
    expect(hasButton('Restart the device')).toBe(isOffered)
    if (isOffered) {
      findButton('Restart the device').click()
      expect(list.emitted('act')).toEqual([['restart']])
    }
  })
})
