import { computed, onScopeDispose, ref } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { copyPasscode, revealPasscode } from '../api/device-actions-api.ts'
import { spell } from '../messages/phonetics.ts'
import type { Countdown } from '../stores/reset-passcode-store.ts'
import { useCountdown } from './use-countdown.ts'

/** Long enough to spell eight characters to somebody who types them. */
export const hiddenAgainMs = 60_000

/** A temporary passcode, held only while it is shown. Not in a store: it must not outlive the panel. */
export function useTemporaryPasscode(attemptId: () => string) {
  const passcode = ref<string | null>(null)
  const code = ref<ErrorCode | null>(null)
  const isReading = ref(false)
  const hiding = ref<Countdown | null>(null)
  const hiddenAgainInMs = useCountdown(() => hiding.value)
  /** How long the copy stays in the clipboard, as main said; null when there is no copy (any more). */
  const clipboardClearsInMs = ref<number | null>(null)
  const spelled = computed(() => (passcode.value === null ? [] : spell(passcode.value)))
  let hideTimer: ReturnType<typeof setTimeout> | undefined
  let clipboardTimer: ReturnType<typeof setTimeout> | undefined

  async function show(): Promise<void> {
    if (isReading.value) return
    isReading.value = true
    code.value = null
    const asked = attemptId()
    const answer = await revealPasscode(asked)
    isReading.value = false
    if (asked !== attemptId()) return
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    passcode.value = answer.passcode
    hiding.value = { remainingMs: hiddenAgainMs, receivedAt: performance.now() }
    clearTimeout(hideTimer)
    hideTimer = setTimeout(hide, hiddenAgainMs)
  }

  function hide(): void {
    clearTimeout(hideTimer)
    passcode.value = null
    hiding.value = null
  }

  async function copy(): Promise<void> {
    code.value = null
    const answer = await copyPasscode(attemptId())
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    clipboardClearsInMs.value = answer.clearsInMs
    clearTimeout(clipboardTimer)
    clipboardTimer = setTimeout(() => { clipboardClearsInMs.value = null }, answer.clearsInMs)
  }

  onScopeDispose(() => {
    hide()
    clearTimeout(clipboardTimer)
  })
  return { passcode, spelled, code, isReading, hiddenAgainInMs, clipboardClearsInMs, show, hide, copy }
}
