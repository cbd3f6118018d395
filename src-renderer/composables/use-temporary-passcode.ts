import { computed, onScopeDispose, ref } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { copyPasscode, revealPasscode } from '../api/device-actions-api.ts'
import { spell } from '../messages/phonetics.ts'

export const hiddenAgainMs = 30_000

/** A temporary passcode, held only while it is shown. Not in a store: it must not outlive the panel. */
export function useTemporaryPasscode(attemptId: () => string) {
  const passcode = ref<string | null>(null)
  const code = ref<ErrorCode | null>(null)
  const isReading = ref(false)
  const clipboardClearsInMs = ref<number | null>(null)
  const spelled = computed(() => (passcode.value === null ? [] : spell(passcode.value)))
  let timer: ReturnType<typeof setTimeout> | undefined

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
    clearTimeout(timer)
    timer = setTimeout(hide, hiddenAgainMs)
  }

  function hide(): void {
    clearTimeout(timer)
    passcode.value = null
  }

  async function copy(): Promise<void> {
    code.value = null
    const answer = await copyPasscode(attemptId())
    if (answer.status === 'ok') clipboardClearsInMs.value = answer.clearsInMs
    else code.value = answer.code
  }

  onScopeDispose(hide)
  return { passcode, spelled, code, isReading, clipboardClearsInMs, show, hide, copy }
}
