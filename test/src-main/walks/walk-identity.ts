import { checkFreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { FreshSignIn } from '../../../src-main/policy/check-fresh-sign-in.ts'
import { createSession } from '../../../src-main/sign-in/session.ts'
import type { DeviceActionsOptions } from '../../../src-main/create-device-actions.ts'
import { fiveMinutesMs } from '../../../src-shared/attempts.ts'
import type { Answer, ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { PracticeTenantAddress } from '../../../src-shared/practice-tenant.ts'
import type { Account } from '../../../src-shared/session.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'
import { signInThroughPage } from '../../factories/practice-sign-in.ts'
import { tenantRemote } from '../../factories/practice-tenant.ts'

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

const knobs = {
  fresh: { authTime: 'on-request' }, stale: { authTime: 'stale' }, 'no-auth-time': { authTime: 'never' }, 'bad-nonce': { badNonce: true }, declined: {},
} as const
const wellBehaved = { authTime: 'on-request', badNonce: false } as const

/** The console's own session: real MSAL against the practice tenant's sign-in page, filled in over HTTP. */
export function realIdentity(clock: MovableClock, address: PracticeTenantAddress): WalkIdentity {
  const { control } = tenantRemote(address)
  let url: string | null = null
  let wakeUp: () => void = () => undefined
  const session = createSession({
    tenant: async () => ({
      status: 'ok',
      tenant: { authority: address.authority, tenantId: address.tenantId, clientId: address.clientId, graphBaseUrl: address.graphBaseUrl, name: 'Practice', isPractice: true },
    }),
    fetch: globalThis.fetch, clock,
    openInBrowser: async (opened) => {
      url = opened
      wakeUp()
    },
    onChanged: (state) => {
      if (state.status === 'signing-in' || state.status === 'confirming') return
      url = null
      wakeUp()
    },
    onProblem: () => undefined,
  })
  const opened = (): Promise<void> => (url !== null ? Promise.resolve() : new Promise((resolve) => (wakeUp = resolve)))
  async function fillIn(person: Person, mode: SignInMode): Promise<void> {
    const page = url
    url = null
    if (page === null) return
    await control({ entra: knobs[mode] })
    // A page that nobody waits for any more has nowhere to deliver to.
    await signInThroughPage(page, person.upn, { decline: mode === 'declined' }).catch(() => undefined)
    // The tokens are fetched after the page has delivered: until then the tenant goes on misbehaving.
    while (['confirming', 'signing-in'].includes(session.state().status)) await new Promise((resolve) => setTimeout(resolve, 2))
    await control({ entra: wellBehaved })
  }
  return {
    session,
    readToken: () => session.accessToken('read'),
    pageOpened: opened,
    isPageOpen: () => session.state().status === 'confirming',
    answerPage: fillIn,
    signIn: async (person, mode) => {
      const signedIn = session.signIn()
      await opened()
      await fillIn(person, mode === 'bad-nonce' ? 'declined' : mode)
      await signedIn
    },
    leave: () => session.signOut(),
  }
}
