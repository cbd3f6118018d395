import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { AnswerOf } from '../../src-shared/ipc-contract.ts'
import { useAttemptStore } from '../../src-renderer/stores/attempt-store.ts'
import { useDeviceActionsStore } from '../../src-renderer/stores/device-actions-store.ts'
import { anActionRecord, anAttemptState, anOpenedDevice } from '../factories/devices.ts'
import { held } from './support/held.ts'
import { useFakeBridge } from './support/render.ts'

const fake = useFakeBridge()
const aRequest = { parameters: { action: 'reset-passcode' }, ticket: '', reason: '', recoveryPin: null } as const

describe('the attempt store', () => {
  it('sends by the press that began it only what needs neither a fresh sign-in nor typing', async () => {
    const attempts = useAttemptStore()
    for (const attempt of [
      { phase: 'warning', needsFreshSignIn: false, confirmation: { of: 'serialNumber', length: 4 } }, { phase: 'ready', needsFreshSignIn: true }, { phase: 'warning', needsFreshSignIn: true },
    ] as const) {
      fake().on('attempt:begin', () => ({ status: 'ok', attempt: anAttemptState(attempt) }))
      attempts.start(anOpenedDevice(), 'remove')
      await attempts.begin({ ...aRequest, parameters: { action: 'remove' } })
      expect(attempts.dialog.step).toBe('attempt')
    }
    expect(fake().asked('attempt:send')).toHaveLength(0)
  })

  it('keeps the first dialog while it sends, and shows how the attempt stood last when that is refused', async () => {
    const answers = held<AnswerOf<'attempt:send'>>()
    fake().on('attempt:begin', () => ({ status: 'ok', attempt: anAttemptState({ action: 'sync', phase: 'warning', needsFreshSignIn: false }) }))
    fake().on('attempt:send', answers.handler)
    const attempts = useAttemptStore()
    attempts.listen()
    attempts.start(anOpenedDevice(), 'sync')
    void attempts.begin({ ...aRequest, parameters: { action: 'sync' } })
    await flushPromises()
    expect([attempts.dialog.step, attempts.running]).toEqual(['start', 'sending'])
    fake().emit('attempt:changed', anAttemptState({ action: 'sync', phase: 'ended', needsFreshSignIn: false, code: 'device-changed' }))
    answers.answer(0, { status: 'refused', code: 'device-changed' })
    await flushPromises()
    expect(attempts.dialog).toMatchObject({ step: 'attempt', attempt: { phase: 'ended' } })
    expect(attempts.refusal).toBe('device-changed')
  })

  it('takes only the states of its own attempt', async () => {
    const attempts = useAttemptStore()
    attempts.listen()
    attempts.start(anOpenedDevice(), 'reset-passcode')
    await attempts.begin(aRequest)
    fake().emit('attempt:changed', anAttemptState({ attemptId: 'somebody-else', phase: 'warning' }))
    expect(attempts.dialog).toMatchObject({ step: 'attempt', attempt: { phase: 'ready' } })
  })

  it('sends once, whatever is pressed while it is sending', async () => {
    fake().on('attempt:begin', () => ({ status: 'ok', attempt: anAttemptState({ phase: 'warning', remainingMs: 1000 }) }))
    const answers = held<AnswerOf<'attempt:send'>>()
    fake().on('attempt:send', answers.handler)
    const attempts = useAttemptStore()
    attempts.start(anOpenedDevice(), 'reset-passcode')
    await attempts.begin(aRequest)
    void attempts.send(null)
    void attempts.send(null)
    void attempts.cancel()
    answers.answer(0, { status: 'ok', action: anActionRecord() })
    await flushPromises()
    expect(fake().asked('attempt:send')).toHaveLength(1)
    expect(fake().asked('attempt:cancel')).toHaveLength(0)
    expect(attempts.dialog.step).toBe('closed')
    expect(useDeviceActionsStore().newestFirst).toHaveLength(1)
  })

  it('cannot send before step 2', async () => {
    const attempts = useAttemptStore()
    attempts.start(anOpenedDevice(), 'reset-passcode')
    await attempts.send(null)
    await attempts.begin(aRequest)
    await attempts.send(null)
    expect(fake().asked('attempt:send')).toHaveLength(0)
  })

  it('ignores the end of a sign-in whose dialog was cancelled meanwhile', async () => {
    const answers = held<AnswerOf<'attempt:sign-out'>>()
    fake().on('attempt:sign-out', answers.handler)
    const attempts = useAttemptStore()
    attempts.start(anOpenedDevice(), 'reset-passcode')
    await attempts.begin(aRequest)
    void attempts.signOut()
    await attempts.cancel()
    answers.answer(0, { status: 'ok', attempt: anAttemptState({ phase: 'warning', remainingMs: 1000 }) })
    await flushPromises()
    expect(attempts.dialog.step).toBe('closed')
  })

  it('shows a cancel that main refused instead of swallowing it', async () => {
    fake().on('attempt:cancel', () => ({ status: 'refused', code: 'audit-unavailable' }))
    const attempts = useAttemptStore()
    attempts.start(anOpenedDevice(), 'reset-passcode')
    await attempts.begin(aRequest)
    await attempts.cancel()
    expect(attempts.isOpen).toBe(true)
    expect(attempts.refusal).toBe('audit-unavailable')
    await attempts.cancel()
    expect(attempts.isOpen).toBe(false)
  })
})
