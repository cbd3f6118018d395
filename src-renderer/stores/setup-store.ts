import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { SetupLook, SetupRequest, SetupRun } from '../../src-shared/setup.ts'
import { cancelSetup, checkSetup, lookForPolicy, onSetupChanged, openSetupPageAgain, practise, savePolicy } from '../api/setup-api.ts'

/** The first run: what was tried, and what came of it. Main does the trying; this is its mirror. */
export const useSetupStore = defineStore('setup', () => {
  const run = shallowRef<SetupRun | null>(null)
  const isChecking = shallowRef(false)
  const isSaved = shallowRef(false)
  const look = shallowRef<SetupLook | null>(null)
  const code = shallowRef<ErrorCode | null>(null)
  const isAtSignIn = computed(() => run.value?.steps.some(({ name, state }) => state === 'running' && (name === 'sign-in' || name === 'acting')) ?? false)
  const failed = computed(() => run.value?.steps.filter(({ state }) => state === 'failed').length ?? 0)
  onScopeDispose(onSetupChanged((changed) => { run.value = changed }))

  async function check(request: SetupRequest): Promise<void> {
    run.value = null
    code.value = null
    isSaved.value = false
    isChecking.value = true
    const answer = await checkSetup(request)
    isChecking.value = false
    if (answer.status === 'ok') run.value = answer.run
    else code.value = answer.code
  }

  async function told(answer: Promise<{ readonly status: 'ok' } | { readonly status: 'refused'; readonly code: ErrorCode }>): Promise<void> {
    const settled = await answer
    code.value = settled.status === 'ok' ? null : settled.code
  }

  async function save(): Promise<void> {
    const answer = await savePolicy()
    code.value = answer.status === 'ok' ? null : answer.code
    isSaved.value = answer.status === 'ok' && answer.isSaved
  }

  async function lookAgain(): Promise<void> {
    const answer = await lookForPolicy()
    code.value = answer.status === 'ok' ? null : answer.code
    look.value = answer.status === 'ok' ? answer.look : null
  }

  return {
    run, isChecking, isAtSignIn, isSaved, look, code, failed, check, save, lookAgain,
    cancel: () => told(cancelSetup()), reopen: () => told(openSetupPageAgain()), practise: (wanted: boolean) => told(practise(wanted)),
  }
})
