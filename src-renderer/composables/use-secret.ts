import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { copySecret, revealSecret } from '../api/device-actions-api.ts'
import { spell } from '../messages/phonetics.ts'
import type { Countdown } from '../stores/attempt-store.ts'
import { useCountdown } from './use-countdown.ts'

/** Long enough to spell eight characters to somebody who types them. */
export const hiddenAgainMs = 60_000

/** Something that is read when it is asked for, shown for a minute and held no longer. Not in a store: it must not outlive the panel. */
export function useShownForAMinute<T>(attemptId: () => string, read: (attemptId: string) => Promise<{ status: 'ok'; value: T } | { status: 'refused'; code: ErrorCode }>) {
  const value = shallowRef<T | null>(null)
  const code = ref<ErrorCode | null>(null)
  const isReading = ref(false)
  const hiding = ref<Countdown | null>(null)
  const hiddenAgainInMs = useCountdown(() => hiding.value)
  let hideTimer: ReturnType<typeof setTimeout> | undefined

  async function show(): Promise<void> {
    if (isReading.value) return
    isReading.value = true
    code.value = null
    const asked = attemptId()
    const answer = await read(asked)
    isReading.value = false
    if (asked !== attemptId()) return
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    value.value = answer.value
    hiding.value = { remainingMs: hiddenAgainMs, receivedAt: performance.now() }
    clearTimeout(hideTimer)
    hideTimer = setTimeout(hide, hiddenAgainMs)
  }

  function hide(): void {
    clearTimeout(hideTimer)
    value.value = null
    hiding.value = null
  }

  onScopeDispose(hide)
  return { value, code, isReading, hiddenAgainInMs, show, hide }
}

/** A temporary passcode or a PIN, and its copy in the clipboard. */
export function useSecret(attemptId: () => string) {
  const { value: secret, code, ...rest } = useShownForAMinute(attemptId, async (asked) => {
    const answer = await revealSecret(asked)
    return answer.status === 'ok' ? { status: 'ok', value: answer.secret } : answer
  })
  /** How long the copy stays in the clipboard, as main said; null when there is no copy (any more). */
  const clipboardClearsInMs = ref<number | null>(null)
  const spelled = computed(() => (secret.value === null ? [] : spell(secret.value)))
  let clipboardTimer: ReturnType<typeof setTimeout> | undefined

  async function copy(): Promise<void> {
    code.value = null
    const answer = await copySecret(attemptId())
    if (answer.status === 'refused') {
      code.value = answer.code
      return
    }
    clipboardClearsInMs.value = answer.clearsInMs
    clearTimeout(clipboardTimer)
    clipboardTimer = setTimeout(() => { clipboardClearsInMs.value = null }, answer.clearsInMs)
  }

  onScopeDispose(() => clearTimeout(clipboardTimer))
  return { secret, spelled, code, clipboardClearsInMs, copy, ...rest }
}
