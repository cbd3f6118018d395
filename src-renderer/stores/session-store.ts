import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { Account, SessionState } from '../../src-shared/session.ts'
import { cancelSignIn, onSessionChanged, openPageAgain, readSession, signIn, signOut } from '../api/session-api.ts'

/** Who is signed in. Main owns the session; this is its mirror. */
export const useSessionStore = defineStore('session', () => {
  const session = shallowRef<SessionState | null>(null)
  /** The last person who was signed in: still named while that person confirms their identity. */
  const lastAccount = shallowRef<Account | null>(null)
  const requestCode = shallowRef<ErrorCode | null>(null)

  const account = computed(() => {
    const now = session.value
    return now !== null && 'account' in now ? now.account : null
  })
  const isSignedIn = computed(() => session.value?.status === 'signed-in')
  const isSupervisor = computed(() => lastAccount.value?.roles.includes('Helpdesk.Supervisor') ?? false)
  /** Whether the person who is signed in asked for this: only they may see its secret, or complete it. */
  const isRequester = (record: DeviceActionRecord): boolean => account.value?.oid === record.agentOid
  /** Why nobody is signed in, if there is a reason to tell. */
  const code = computed(() => (session.value?.status === 'signed-out' ? session.value.code ?? requestCode.value : requestCode.value))

  function take(state: SessionState): void {
    session.value = state
    if (state.status === 'signed-in') lastAccount.value = state.account
  }

  async function start(): Promise<void> {
    onSessionChanged(take)
    const answer = await readSession()
    if (answer.status === 'ok') take(answer.session)
    else {
      requestCode.value = answer.code
      take({ status: 'signed-out', code: answer.code })
    }
  }

  async function begin(): Promise<void> {
    requestCode.value = null
    const answer = await signIn()
    if (answer.status === 'ok') take(answer.session)
    else if (answer.code !== 'sign-in-cancelled') requestCode.value = answer.code
  }

  async function cancel(): Promise<void> {
    await cancelSignIn()
  }

  /** The tab of the sign-in page was closed: opens it once more. Answers why not. */
  async function reopen(): Promise<ErrorCode | null> {
    const answer = await openPageAgain()
    return answer.status === 'ok' ? null : answer.code
  }

  async function end(): Promise<void> {
    requestCode.value = null
    const answer = await signOut()
    if (answer.status === 'ok') take(answer.session)
    else requestCode.value = answer.code
  }

  return { session, account, lastAccount, isSignedIn, isSupervisor, isRequester, code, start, begin, cancel, reopen, end }
})
