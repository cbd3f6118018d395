import type { FreshSignInProof } from '../../src-shared/audit.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'

/** How step 1 of a device action ended: with a proof and a token that may act, or refused. */
export type FreshSignIn =
  | { readonly status: 'ok'; readonly proof: FreshSignInProof; readonly privilegedToken: string; readonly account: Account }
  /** `otherPerson`: who signed in instead. */
  | (Refusal & { readonly otherPerson: Account | null })

/** What an ID token says about a sign-in, times in seconds since 1970 as the identity provider signed them. */
export interface SignInClaims {
  readonly oid: string
  readonly tid: string
  readonly nonce: string | undefined
  readonly iat: number
  /** undefined when the token has no auth_time, which proves nothing. */
  readonly auth_time: number | undefined
}

/** What was asked for when the sign-in page was opened. */
export interface SignInChallenge {
  readonly oid: string
  readonly tid: string
  readonly nonce: string
  /** Milliseconds on the monotonic clock from opening the page to holding the token. */
  readonly tookMs: number
}

/** Whole seconds are signed, and the provider's own servers differ by a little: how far auth_time may lie before the challenge or after iat. */
export const signInToleranceSeconds = 10

/**
 * Decides whether an ID token (already verified: signature, issuer, audience) proves that the same person has just
 * typed their credentials. Only times signed by the server are compared with each other: the challenge began
 * `tookMs` before `iat`, whatever this PC's clock says. An absent auth_time is refused: iat is renewed by every silent
 * token and proves nothing (https://openid.net/specs/openid-connect-core-1_0.html#IDToken).
 */
export function checkFreshSignIn(claims: SignInClaims, challenge: SignInChallenge): Answer {
  if (claims.nonce !== challenge.nonce) return refuse('id-token-invalid')
  if (claims.oid !== challenge.oid || claims.tid !== challenge.tid) return refuse('wrong-person')
  if (claims.auth_time === undefined || !Number.isFinite(claims.auth_time)) return refuse('auth-time-missing')
  if (claims.auth_time > claims.iat + signInToleranceSeconds) return refuse('auth-time-in-future')
  const challengedAt = claims.iat - challenge.tookMs / 1000
  if (claims.auth_time < challengedAt - signInToleranceSeconds) return refuse('auth-time-stale')
  return { status: 'ok' }
}
