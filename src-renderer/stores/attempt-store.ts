import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState, BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { BrakeFigures, ErrorCode, Refusal } from '../../src-shared/error-codes.ts'
import { beginAttempt, cancelAttempt, onAttemptChanged, sendAttempt, signOutForAttempt } from '../api/attempts-api.ts'
import { useDeviceActionsStore } from './device-actions-store.ts'

/** How much was left at a moment of this window's own clock (performance.now), which nobody can set. */
export interface Countdown { readonly remainingMs: number; readonly receivedAt: number }

/** Which dialog of an attempt is open. One union, so that two can never be open at once. */
export type AttemptDialog =
  | { readonly step: 'closed' }
  /** `completes`: the request that a second administrator has approved, and that is sent once more. */
  | { readonly step: 'start'; readonly opened: OpenedDevice; readonly action: DeviceActionName; readonly completes: DeviceActionRecord | null }
  | { readonly step: 'attempt'; readonly attempt: AttemptState; readonly countdown: Countdown | null }

/** What the first dialog asks for. */
export type AttemptRequest = Omit<BeginAttemptRequest, 'deviceId' | 'completes'>

/** An action on a device, from the ticket number to the press on the last button. Lives outside every page: it outlasts the session. */
export const useAttemptStore = defineStore('attempt', () => {
  const actions = useDeviceActionsStore()
  const dialog = shallowRef<AttemptDialog>({ step: 'closed' })
  /** A request of this dialog is under way; the dialog cannot be dismissed. */
  const running = shallowRef<'beginning' | 'sending' | 'cancelling' | null>(null)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  /** How far a brake of the policy was reached, where that is why. */
  const brake = shallowRef<BrakeFigures | null>(null)
  /** Grows when a request was sent: the drawer shows how it stands. */
  const sent = shallowRef<{ readonly deviceId: string; readonly attemptId: string } | null>(null)
  const isOpen = computed(() => dialog.value.step !== 'closed')
  /** The attempt that is sent by the press that began it; its dialog is shown only when it could not be sent. */
  let begun: AttemptState | null = null

  function listen(): void {
    onAttemptChanged(takeAttempt)
  }

  function takeAttempt(attempt: AttemptState): void {
    const current = dialog.value
    if (begun?.attemptId === attempt.attemptId) begun = attempt
    if (current.step !== 'attempt' || current.attempt.attemptId !== attempt.attemptId) return
    showAttempt(attempt)
  }

  function showAttempt(attempt: AttemptState): void {
    const countdown = attempt.remainingMs === null ? null : { remainingMs: attempt.remainingMs, receivedAt: performance.now() }
    dialog.value = { step: 'attempt', attempt, countdown }
  }

  function showRefusal(answer: Refusal | null): void {
    refusal.value = answer?.code ?? null
    brake.value = answer?.brake ?? null
  }

  function start(opened: OpenedDevice, action: DeviceActionName, completes: DeviceActionRecord | null = null): void {
    showRefusal(null)
    sent.value = null
    dialog.value = { step: 'start', opened, action, completes }
  }

  /** Continue, or the verb itself where nothing else has to be confirmed: then it is sent at once, by the same press. */
  async function begin(request: AttemptRequest): Promise<void> {
    const current = dialog.value
    if (current.step !== 'start' || running.value !== null) return
    running.value = 'beginning'
    showRefusal(null)
    const answer = await beginAttempt({ deviceId: current.opened.device.id, ...request, completes: current.completes?.attemptId ?? null })
    running.value = null
    if (answer.status === 'refused') showRefusal(answer)
    else if (isConfirmedAlready(answer.attempt)) await sendAtOnce(answer.attempt)
    else showAttempt(answer.attempt)
  }

  async function sendAtOnce(attempt: AttemptState): Promise<void> {
    begun = attempt
    running.value = 'sending'
    const answer = await sendAttempt(attempt.attemptId, null)
    running.value = null
    if (answer.status === 'refused') {
      showAttempt(begun)
      showRefusal(answer)
    } else takeSent(answer.action)
    begun = null
  }

  const isConfirmedAlready = (attempt: AttemptState): boolean => attempt.phase === 'warning' && !attempt.needsFreshSignIn && attempt.confirmation === null

  /** Step 1: main signs out and opens the sign-in page. Answers when that has ended; until then `attempt:changed` tells how it stands. */
  async function signOut(): Promise<void> {
    const current = dialog.value
    if (current.step !== 'attempt' || current.attempt.phase !== 'ready') return
    const { attemptId } = current.attempt
    showRefusal(null)
    showAttempt({ ...current.attempt, phase: 'signing-in', code: null })
    const answer = await signOutForAttempt(attemptId)
    const after = dialog.value
    if (after.step !== 'attempt' || after.attempt.attemptId !== attemptId) return
    if (answer.status === 'ok') {
      showAttempt(answer.attempt)
      return
    }
    showRefusal(answer)
    if (after.attempt.phase === 'signing-in') showAttempt({ ...after.attempt, phase: 'ready', remainingMs: null })
  }

  /** The one press that sends. `typed`: the last four characters, where they are asked for. */
  async function send(typed: string | null): Promise<void> {
    const current = dialog.value
    if (current.step !== 'attempt' || current.attempt.phase !== 'warning' || running.value !== null) return
    running.value = 'sending'
    showRefusal(null)
    const answer = await sendAttempt(current.attempt.attemptId, typed)
    running.value = null
    if (answer.status === 'refused') {
      showRefusal(answer)
      return
    }
    takeSent(answer.action)
  }

  function takeSent(record: DeviceActionRecord): void {
    actions.take(record, true)
    sent.value = { deviceId: record.deviceId, attemptId: record.attemptId }
    dialog.value = { step: 'closed' }
  }

  /** Cancel and Close. An attempt that has not ended is ended; a cancel that main refuses is shown, not swallowed. */
  async function cancel(): Promise<void> {
    const current = dialog.value
    if (running.value !== null) return
    if (current.step === 'attempt' && current.attempt.phase !== 'ended') {
      running.value = 'cancelling'
      const answer = await cancelAttempt(current.attempt.attemptId)
      running.value = null
      if (answer.status === 'refused' && answer.code !== 'attempt-unknown') {
        showRefusal(answer)
        const after = dialog.value
        if (after.step === 'attempt') showAttempt({ ...after.attempt, phase: 'ended', code: answer.code })
        return
      }
    }
    showRefusal(null)
    dialog.value = { step: 'closed' }
  }

  return { dialog, running, refusal, brake, sent, isOpen, listen, start, begin, signOut, send, cancel }
})
