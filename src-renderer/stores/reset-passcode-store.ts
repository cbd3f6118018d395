import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { OpenedDevice } from '../../src-shared/availability.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { beginReset, cancelReset, onAttemptChanged, sendReset, signOutForReset } from '../api/reset-passcode-api.ts'
import { useDeviceActionsStore } from './device-actions-store.ts'

/** How much was left at a moment of this window's own clock (performance.now), which nobody can set. */
export interface Countdown { readonly remainingMs: number; readonly receivedAt: number }

/** Which dialog of the reset is open. One union, so that two can never be open at once. */
export type ResetDialog =
  | { readonly step: 'closed' }
  | { readonly step: 'start'; readonly opened: OpenedDevice }
  | { readonly step: 'attempt'; readonly attempt: AttemptState; readonly countdown: Countdown | null }

/** The reset of a passcode, from the ticket number to the press on "Reset passcode". Lives outside every page: it outlasts the session. */
export const useResetPasscodeStore = defineStore('reset-passcode', () => {
  const actions = useDeviceActionsStore()
  const dialog = shallowRef<ResetDialog>({ step: 'closed' })
  /** A request of this dialog is under way; the dialog cannot be dismissed. */
  const running = shallowRef<'beginning' | 'sending' | 'cancelling' | null>(null)
  /** Why the last press was refused. */
  const refusal = shallowRef<ErrorCode | null>(null)
  /** Grows when a request was sent: the drawer shows how it stands. */
  const sent = shallowRef<{ readonly deviceId: string; readonly attemptId: string } | null>(null)
  const isOpen = computed(() => dialog.value.step !== 'closed')

  function listen(): void {
    onAttemptChanged(takeAttempt)
  }

  function takeAttempt(attempt: AttemptState): void {
    const current = dialog.value
    if (current.step !== 'attempt' || current.attempt.attemptId !== attempt.attemptId) return
    showAttempt(attempt)
  }

  function showAttempt(attempt: AttemptState): void {
    const countdown = attempt.remainingMs === null ? null : { remainingMs: attempt.remainingMs, receivedAt: performance.now() }
    dialog.value = { step: 'attempt', attempt, countdown }
  }

  function start(opened: OpenedDevice): void {
    refusal.value = null
    sent.value = null
    dialog.value = { step: 'start', opened }
  }

  async function begin(ticket: string, reason: string): Promise<void> {
    const current = dialog.value
    if (current.step !== 'start' || running.value !== null) return
    running.value = 'beginning'
    refusal.value = null
    const answer = await beginReset({ deviceId: current.opened.device.id, ticket, reason })
    running.value = null
    if (answer.status === 'ok') showAttempt(answer.attempt)
    else refusal.value = answer.code
  }

  /** Step 1: main signs out and opens the sign-in page. Answers when that has ended; until then `attempt:changed` tells how it stands. */
  async function signOut(): Promise<void> {
    const current = dialog.value
    if (current.step !== 'attempt' || current.attempt.phase !== 'ready') return
    const { attemptId } = current.attempt
    refusal.value = null
    showAttempt({ ...current.attempt, phase: 'signing-in', code: null })
    const answer = await signOutForReset(attemptId)
    const after = dialog.value
    if (after.step !== 'attempt' || after.attempt.attemptId !== attemptId) return
    if (answer.status === 'ok') {
      showAttempt(answer.attempt)
      return
    }
    refusal.value = answer.code
    if (after.attempt.phase === 'signing-in') showAttempt({ ...after.attempt, phase: 'ready', remainingMs: null })
  }

  /** Step 2: the one press that sends. */
  async function send(): Promise<void> {
    const current = dialog.value
    if (current.step !== 'attempt' || current.attempt.phase !== 'warning' || running.value !== null) return
    running.value = 'sending'
    refusal.value = null
    const answer = await sendReset(current.attempt.attemptId)
    running.value = null
    if (answer.status === 'refused') {
      refusal.value = answer.code
      return
    }
    actions.take(answer.action, true)
    sent.value = { deviceId: answer.action.deviceId, attemptId: answer.action.attemptId }
    dialog.value = { step: 'closed' }
  }

  /** Cancel and Close. An attempt that has not ended is ended; a cancel that main refuses is shown, not swallowed. */
  async function cancel(): Promise<void> {
    const current = dialog.value
    if (running.value !== null) return
    if (current.step === 'attempt' && current.attempt.phase !== 'ended') {
      running.value = 'cancelling'
      const answer = await cancelReset(current.attempt.attemptId)
      running.value = null
      if (answer.status === 'refused' && answer.code !== 'attempt-unknown') {
        refusal.value = answer.code
        const after = dialog.value
        if (after.step === 'attempt') showAttempt({ ...after.attempt, phase: 'ended', code: answer.code })
        return
      }
    }
    refusal.value = null
    dialog.value = { step: 'closed' }
  }

  return { dialog, running, refusal, sent, isOpen, listen, start, begin, signOut, send, cancel }
})
