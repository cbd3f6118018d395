import type { AccountInfo, PublicClientApplication } from '@azure/msal-node'
import type { FreshSignInProof, SessionProof } from '../../src-shared/audit.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { fiveMinutesMs } from '../../src-shared/attempts.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Account, SessionState } from '../../src-shared/session.ts'
import type { FreshSignIn } from '../policy/check-fresh-sign-in.ts'
import { checkFreshSignIn } from '../policy/check-fresh-sign-in.ts'
import type { InteractiveResult, SignInInteractively } from './interactive.ts'
import { actionScopes, auditDataScope, readScopes } from './tenant.ts'
import type { ActionScope, Tenant } from './tenant.ts'

export interface SessionOptions {
  /** The tenant, once known; a refusal when the practice tenant did not start. */
  readonly tenant: () => Promise<Answer<{ tenant: Tenant }>>
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly openInBrowser: (url: string) => Promise<void>
  readonly onChanged: (state: SessionState) => void
  readonly onProblem: (where: string, cause: unknown) => void
}

/** Who is signed in, and the only holder of tokens. Nothing of it is written to disk. */
export interface Session {
  state(): SessionState
  /** The signed-in person, or null; null too while somebody must confirm. */
  account(): Account | null
  signIn(): Promise<Answer<{ session: SessionState }>>
  cancelSignIn(): void
  /** Opens the sign-in page that is being waited for once more. */
  openPageAgain(): Promise<Answer>
  signOut(code?: ErrorCode): void
  /**
   * Step 1 of a device action: drops the tokens, opens the sign-in page, and answers with the proof that `expected`
   * signed in after `challengedAtMs` (monotonic). Whoever else signs in gets no session.
   */
  confirmIdentity(expected: Account, challengedAtMs: number, scope: ActionScope, signal: AbortSignal): Promise<FreshSignIn>
  /** A token that can read. `rejected`: the last one got 401, so renew it. */
  accessToken(why: 'read' | 'rejected'): Promise<Answer<{ token: string }>>
  /** A token that can act, for an action that needs no fresh sign-in. It is given to the caller and kept nowhere: no read ever carries it. */
  actionToken(scope: ActionScope): Promise<Answer<{ token: string }>>
  /** A token that can read Intune's audit log as well; 'not-allowed' for who is no supervisor. Given to the caller and kept nowhere, as `actionToken`. */
  auditDataToken(): Promise<Answer<{ token: string }>>
  /**
   * The signed-in person's own token for the central log's database, with `scope` and nothing else: another resource than Graph. Given to the caller
   * and kept nowhere. 'central-denied' when the tenant does not give it, which ends no session.
   */
  databaseToken(scope: string): Promise<Answer<{ token: string }>>
  /** What proves who is signed in; null when nobody is. */
  proof(): SessionProof | null
}

interface Held {
  readonly account: Account
  readonly client: PublicClientApplication
  readonly msalAccount: AccountInfo
  /** Renewals under way, and the last of them; each session's own, so that nobody waits for the last person's. */
  readonly renewals: Map<RenewalCause, Promise<Answer<{ token: string }>>>
  lastRenewal: Promise<unknown>
  /** iat of the ID token of the sign-in, seconds. */
  readonly signedInAt: number
  /** True where this client may only read: what may act is signed in to for each action, and nothing of it is kept. */
  readonly hasActionClient: boolean
}

type RenewalCause = 'read' | 'rejected' | 'audit-data' | 'database' | ActionScope
/** The right that is asked for on top of reading devices. Its token is never kept. */
const extraScopes: Readonly<Partial<Record<RenewalCause, string>>> = { ...actionScopes, 'audit-data': auditDataScope }

const actingScopes = (scope: ActionScope): readonly string[] => ['openid', 'profile', actionScopes[scope]]

function scopesFor(why: RenewalCause): string[] {
  const extraScope = extraScopes[why]
  return extraScope === undefined ? [...readScopes] : [...readScopes, extraScope]
}

/** Loads what a sign-in needs, MSAL above all: not at the start of the app, which nobody waits for longer than needed, and ahead of the first sign-in. */
export async function loadSignIn(): Promise<SignInInteractively> {
  const { signInInteractively } = await import('./interactive.ts')
  return signInInteractively
}

/** Creates the session, signed out. */
export function createSession(options: SessionOptions): Session {
  const { clock } = options
  let state: SessionState = { status: 'signed-out', code: null }
  let held: Held | null = null
  let waiting: AbortController | null = null
  /** The sign-in page that is being waited for. */
  let page: string | null = null

  function become(next: SessionState): void {
    state = next
    options.onChanged(next)
  }

  function adopt(result: InteractiveResult): void {
    const { account } = result.token
    if (account.roles.length === 0) {
      result.client.clearCache()
      held = null
      become({ status: 'no-role', account })
      return
    }
    held = {
      account, client: result.client, msalAccount: result.msalAccount, renewals: new Map(), lastRenewal: Promise.resolve(),
      signedInAt: result.token.claims.iat, hasActionClient: result.hasActionClient,
    }
    become({ status: 'signed-in', account })
  }

  function drop(code: ErrorCode | null): void {
    held?.client.clearCache()
    held = null
    become({ status: 'signed-out', code })
  }

  async function interactive(
    request: Omit<Parameters<SignInInteractively>[1], 'signal'>,
    abort: AbortController,
  ): Promise<Answer<{ result: InteractiveResult }>> {
    waiting?.abort('sign-in-cancelled' satisfies ErrorCode)
    waiting = abort
    page = null
    const openInBrowser = (url: string): Promise<void> => {
      page = url
      return options.openInBrowser(url)
    }
    const signInInteractively = await loadSignIn()
    const answer = await signInInteractively({ ...options, openInBrowser }, { ...request, signal: abort.signal })
    if (waiting === abort) page = null
    // A sign-in that was overtaken by a later one, or ended just now, must not take effect.
    if (waiting !== abort) return refuse('sign-in-cancelled')
    return answer.status === 'ok' && abort.signal.aborted ? refuse(abort.signal.reason as ErrorCode) : answer
  }

  return {
    state: () => state,
    account: () => (state.status === 'signed-in' ? state.account : null),

    signIn: async () => {
      if (state.status === 'confirming') return refuse('sign-in-busy')
      held?.client.clearCache()
      held = null
      become({ status: 'signing-in' })
      const abort = new AbortController()
      const answer = await interactive(
        {
          client: 'everyday',
          scopes: readScopes,
          prompt: 'select_account',
          loginHint: null,
          deadlineMs: clock.monotonicMs() + fiveMinutesMs,
          timeoutCode: 'sign-in-timed-out',
        },
        abort,
      )
      if (waiting !== abort) return refuse('sign-in-cancelled')
      waiting = null
      if (answer.status === 'refused') {
        drop(answer.code)
        return answer
      }
      adopt(answer.result)
      return { status: 'ok', session: state }
    },

    cancelSignIn: () => waiting?.abort('sign-in-cancelled' satisfies ErrorCode),

    openPageAgain: async () => {
      if (page === null) return refuse('attempt-unknown')
      try {
        await options.openInBrowser(page)
        return { status: 'ok' }
      } catch (cause) {
        options.onProblem('browser', cause)
        return refuse('browser-unavailable')
      }
    },

    signOut: (code) => {
      const abort = waiting
      waiting = null
      abort?.abort('sign-in-cancelled' satisfies ErrorCode)
      drop(code ?? null)
    },

    confirmIdentity: async (expected, challengedAtMs, scope, signal) => {
      if (state.status === 'confirming' || state.status === 'signing-in') {
        return { ...refuse('sign-in-busy'), otherPerson: null }
      }
      return confirm(expected, challengedAtMs, scope, signal)
    },

    accessToken: (why) => renew(why),
    actionToken: (scope) => (held?.hasActionClient === true ? signInToAct(held, scope) : renew(scope)),
    auditDataToken: async () => {
      if (held === null) return refuse('not-signed-in')
      return held.account.roles.includes('Helpdesk.Supervisor') ? renew('audit-data') : refuse('not-allowed')
    },
    databaseToken: (scope) => renew('database', [scope]),
    proof: () => (held === null ? null : { method: 'session', issuedAt: new Date(held.signedInAt * 1000).toISOString() }),
  }

  function renew(why: RenewalCause, scopes = scopesFor(why)): Promise<Answer<{ token: string }>> {
    const from = held
    if (from === null) return Promise.resolve(refuse('not-signed-in'))
    // Refresh tokens rotate: two renewals at once would make the second look like theft. So one at a time, shared.
    const shared = from.renewals.get(why)
    if (shared !== undefined) return shared
    const answer = from.lastRenewal.then(() => acquireSilently(from, why, scopes))
    from.renewals.set(why, answer)
    from.lastRenewal = answer.finally(() => from.renewals.delete(why))
    return answer
  }

  async function confirm(expected: Account, challengedAtMs: number, scope: ActionScope, signal: AbortSignal): Promise<FreshSignIn> {
    // Where another app registration acts, the reading session is put aside and comes back with whoever it belongs to.
    const aside = held?.hasActionClient === true ? held : null
    if (aside === null) held?.client.clearCache()
    held = null
    const dropAll = (code: ErrorCode): void => {
      aside?.client.clearCache()
      drop(code)
    }
    const abort = new AbortController()
    signal.addEventListener('abort', () => abort.abort(signal.reason), { once: true })
    become({ status: 'confirming', account: expected })
    const answer = await interactive(
      {
        client: 'action',
        scopes: aside === null ? [...readScopes, actionScopes[scope]] : actingScopes(scope),
        prompt: 'login',
        loginHint: expected.upn,
        deadlineMs: challengedAtMs + fiveMinutesMs,
        timeoutCode: 'five-minutes-over',
      },
      abort,
    )
    if (waiting !== abort) {
      aside?.client.clearCache()
      return { ...refuse('sign-in-cancelled'), otherPerson: null }
    }
    waiting = null
    if (answer.status === 'refused') {
      dropAll(answer.code)
      return { ...answer, otherPerson: null }
    }
    const { result } = answer
    const tookMs = clock.monotonicMs() - challengedAtMs
    const checked = checkFreshSignIn(result.token.claims, {
      oid: expected.oid,
      tid: expected.tid,
      nonce: result.nonce,
      tookMs,
    })
    const { auth_time: authTime, iat } = result.token.claims
    if (checked.status === 'refused' || authTime === undefined) {
      const code = checked.status === 'refused' ? checked.code : 'auth-time-missing'
      result.client.clearCache()
      dropAll(code)
      return { ...refuse(code), otherPerson: code === 'wrong-person' ? result.token.account : null }
    }
    if (aside === null) {
      forgetAccessTokens(result.client)
      adopt(result)
    } else {
      result.client.clearCache()
      held = aside
      become({ status: 'signed-in', account: aside.account })
    }
    if (state.status !== 'signed-in') return { ...refuse('no-role'), otherPerson: null }
    const proof: FreshSignInProof = {
      method: 'fresh-sign-in',
      authenticatedAt: new Date(authTime * 1000).toISOString(),
      issuedAt: new Date(iat * 1000).toISOString(),
      signInTookMs: Math.round(tookMs),
    }
    return { status: 'ok', proof, privilegedToken: result.accessToken, account: aside?.account ?? result.token.account }
  }

  /** A token for one action, from the app registration that may act: the browser answers by itself where the person is signed in there. */
  async function signInToAct(from: Held, scope: ActionScope): Promise<Answer<{ token: string }>> {
    const abort = new AbortController()
    const answer = await interactive({
      client: 'action', scopes: actingScopes(scope), prompt: null, loginHint: from.account.upn, deadlineMs: clock.monotonicMs() + fiveMinutesMs, timeoutCode: 'sign-in-timed-out',
    }, abort)
    if (waiting !== abort) return refuse('sign-in-cancelled')
    waiting = null
    if (answer.status === 'refused') return answer
    const { client, token, accessToken } = answer.result
    client.clearCache()
    if (token.claims.oid !== from.account.oid || token.claims.tid !== from.account.tid) return refuse('wrong-person')
    return held === from ? { status: 'ok', token: accessToken } : refuse('not-signed-in')
  }

  async function acquireSilently(from: Held, why: RenewalCause, scopes: string[]): Promise<Answer<{ token: string }>> {
    if (held !== from) return refuse('not-signed-in')
    const isExtra = why !== 'read' && why !== 'rejected'
    try {
      const found = await from.client.acquireTokenSilent({ account: from.msalAccount, scopes, forceRefresh: why !== 'read' })
      if (isExtra) forgetAccessTokens(from.client)
      return held === from ? { status: 'ok', token: found.accessToken } : refuse('not-signed-in')
    } catch (cause) {
      options.onProblem('token renewal', cause)
      // Another resource can have conditions of its own: that says nothing about the session.
      if (why === 'database' && (isNotConsented(cause) || isRefusedByTenant(cause))) return refuse('central-denied')
      // The right is missing, not the session: reading goes on.
      if (isExtra && isNotConsented(cause)) return refuse('graph-missing-scope')
      if (!isRefusedByTenant(cause)) return refuse('tenant-unreachable')
      if (held === from) drop('session-ended')
      return refuse('session-ended')
    }
  }
}

/**
 * Takes the access tokens out of a client's memory and leaves the rest: the one that may act belongs to its attempt
 * alone, and MSAL would otherwise hand it out for every read, since it covers more than a read asks for.
 */
function forgetAccessTokens(client: PublicClientApplication): void {
  const cache = client.getTokenCache()
  const rest: unknown = { ...(JSON.parse(cache.serialize()) as object), AccessToken: {} }
  client.clearCache()
  cache.deserialize(JSON.stringify(rest))
}

/** The organisation has not granted a scope: AADSTS65001 comes as consent_required, or as invalid_grant with that beside it. */
export function isNotConsented(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false
  const codes = ['errorCode', 'subError'].map((name) => (cause as Record<string, unknown>)[name])
  return codes.includes('consent_required') || codes.includes('invalid_scope')
}

/** A revoked refresh token comes as InteractionRequiredAuthError or as ServerError invalid_grant; both mean "sign in again". */
function isRefusedByTenant(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false
  const name = 'name' in cause ? String(cause.name) : ''
  const code = 'errorCode' in cause ? String(cause.errorCode) : ''
  return name === 'InteractionRequiredAuthError' || (name === 'ServerError' && code === 'invalid_grant') || code === 'no_tokens_found'
}
