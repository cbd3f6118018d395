import { checkFreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { FreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { DeviceActionsOptions } from '../../../src-main/create-device-actions.ts'
import { fiveMinutesMs } from '../../../src-shared/attempts.ts'
import type { Answer, ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'

export interface Person extends Account {
  readonly token: string
}

/** How a sign-in page answers: as it should, with an old session's time, without a time, with somebody else's nonce, or not at all. */
export type SignInMode = 'fresh' | 'stale' | 'no-auth-time' | 'bad-nonce' | 'declined'

/** Whoever is in front of the console, as far as signing in goes. */
export interface WalkIdentity {
  readonly session: DeviceActionsOptions['session']
  readonly readToken: () => Promise<Answer<{ token: string }>>
  /** Resolves when step 1 has opened the sign-in page, or will not. */
  pageOpened(): Promise<void>
  isPageOpen(): boolean
  /** Somebody signs in on the page that step 1 has opened. */
  answerPage(person: Person, mode: SignInMode): Promise<void>
  /** Somebody signs in from the start page. */
  signIn(person: Person, mode: SignInMode): Promise<void>
  leave(): void
}

/** An identity provider that is played, and judged by the console's own rule: quick enough for a thousand walks. */
export function playedIdentity(clock: MovableClock, first: Person | null): WalkIdentity {
  let account: Person | null = first
  let page: { readonly expected: Account; readonly challengedAtMs: number; readonly answer: (answer: FreshSignIn) => void } | null = null
  const token = async () => (account === null ? refuse('not-signed-in') : { status: 'ok' as const, token: account.token })
  return {
    readToken: token,
    session: {
      account: () => account,
      actionToken: token,
      proof: () => (account === null ? null : { method: 'session', issuedAt: new Date(clock.wallMs()).toISOString() }),
      confirmIdentity: (expected, challengedAtMs, _scope, signal) => {
        account = null
        return new Promise((resolve) => {
          const answer = (given: FreshSignIn): void => {
            page = null
            resolve(given)
          }
          page = { expected, challengedAtMs, answer }
          signal.addEventListener('abort', () => answer({ ...refuse(signal.reason as ErrorCode), otherPerson: null }), { once: true })
        })
      },
    },
    pageOpened: async () => undefined,
    isPageOpen: () => page !== null,
    answerPage: async (person, mode) => {
      const open = page
      if (open === null) throw new Error('no sign-in page is open')
      const iat = Math.floor(clock.wallMs() / 1000)
      const tookMs = clock.monotonicMs() - open.challengedAtMs
      const refused = (code: ErrorCode, otherPerson: Account | null = null): void => open.answer({ ...refuse(code), otherPerson })
      if (mode === 'declined' || tookMs >= fiveMinutesMs) {
        refused(mode === 'declined' ? 'sign-in-declined' : 'five-minutes-over')
        return
      }
      const authTime = mode === 'stale' ? iat - Math.ceil(tookMs / 1000) - 3600 : mode === 'no-auth-time' ? undefined : iat
      const checked = checkFreshSignIn(
        { oid: person.oid, tid: person.tid, nonce: mode === 'bad-nonce' ? 'other' : 'nonce', iat, auth_time: authTime },
        { oid: open.expected.oid, tid: open.expected.tid, nonce: 'nonce', tookMs },
      )
      if (checked.status === 'refused') {
        refused(checked.code, checked.code === 'wrong-person' ? person : null)
        return
      }
      account = person
      const time = new Date(iat * 1000).toISOString()
      open.answer({
        status: 'ok', account: person, privilegedToken: person.token,
        proof: { method: 'fresh-sign-in', authenticatedAt: time, issuedAt: time, signInTookMs: Math.round(tookMs) },
      })
    },
    signIn: async (person, mode) => {
      account = mode === 'declined' ? null : person
    },
    leave: () => {
      account = null
    },
  }
}
