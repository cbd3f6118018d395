import { randomBytes } from 'node:crypto'
import type { AccountInfo } from '@azure/msal-node'
import { CryptoProvider, PublicClientApplication } from '@azure/msal-node'
import type { Clock } from '../../src-shared/clock.ts'
import type { Answer, ErrorCode, Refusal } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { discover } from './discovery.ts'
import type { Discovery } from './discovery.ts'
import { listenForRedirect } from './loopback.ts'
import { createNetworkClient } from './network-client.ts'
import type { Tenant } from './tenant.ts'
import { createIdTokenVerifier } from './verify-id-token.ts'
import type { VerifiedIdToken } from './verify-id-token.ts'

export interface InteractiveOptions {
  /** The tenant, once known. */
  readonly tenant: () => Promise<Answer<{ tenant: Tenant }>>
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly openInBrowser: (url: string) => Promise<void>
  readonly onProblem: (where: string, cause: unknown) => void
  /** The identity provider's own words when it refuses at the redirect; they may name a person, so they are not logged. */
  readonly onRefused?: ((description: string) => void) | undefined
}

export interface InteractiveRequest {
  /** The app registration that is signed in to: the one that may act is asked for only to act. */
  readonly client: 'everyday' | 'action'
  readonly scopes: readonly string[]
  /** null: whoever is signed in in the browser need not type anything. */
  readonly prompt: 'select_account' | 'login' | null
  /** Whose sign-in is expected; not with select_account (Entra refuses a hint beside it). */
  readonly loginHint: string | null
  /** Monotonic milliseconds at which the wait ends by itself, and with which code. */
  readonly deadlineMs: number
  readonly timeoutCode: ErrorCode
  /** Aborted with an ErrorCode as its reason. */
  readonly signal: AbortSignal
}

export interface InteractiveResult {
  readonly client: PublicClientApplication
  readonly msalAccount: AccountInfo
  readonly accessToken: string
  readonly token: VerifiedIdToken
  readonly nonce: string
  /** True where what may act is another app registration than what reads. */
  readonly hasActionClient: boolean
}

const deadlineCheckMs = 250

export type SignInInteractively = typeof signInInteractively

/**
 * One sign-in in the system browser: authorization code + PKCE (S256) + nonce, redirect to loopback by form_post,
 * with an MSAL client of its own that has no cache on disk. Ends at the deadline or when aborted, whatever is being
 * waited for; verifies the ID token. Never throws. auth_time is asked for as an essential claim, since Entra leaves it
 * out otherwise.
 */
export async function signInInteractively(
  options: InteractiveOptions,
  request: InteractiveRequest,
): Promise<Answer<{ result: InteractiveResult }>> {
  const wait = waitForEnd(options.clock, request)
  try {
    return await Promise.race([signIn(options, request, wait), wait.ended])
  } catch (cause) {
    options.onProblem('sign-in', cause)
    return refuse(codeOf(cause))
  } finally {
    wait.stop()
  }
}

async function signIn(
  options: InteractiveOptions,
  request: InteractiveRequest,
  wait: Wait,
): Promise<Answer<{ result: InteractiveResult }>> {
  const { fetch } = options
  const found = await options.tenant()
  if (found.status === 'refused') return found
  const hasActionClient = found.tenant.actionClientId !== undefined
  const tenant = request.client === 'action' ? { ...found.tenant, clientId: found.tenant.actionClientId ?? found.tenant.clientId } : found.tenant
  const discovered = await discover(fetch, tenant)
  if (discovered.status === 'refused') return discovered
  const client = createClient(options, tenant, discovered.discovery)
  const state = randomBytes(32).toString('base64url')
  const nonce = randomBytes(32).toString('base64url')
  const pkce = await new CryptoProvider().generatePkceCodes()
  const loopback = await listenForRedirect(state, options.onRefused)
  try {
    const url = await client.getAuthCodeUrl({
      scopes: [...request.scopes],
      redirectUri: loopback.redirectUri,
      responseMode: 'form_post',
      codeChallenge: pkce.challenge,
      codeChallengeMethod: 'S256',
      state,
      nonce,
      ...(request.prompt === null ? {} : { prompt: request.prompt }),
      claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }),
      ...(request.loginHint === null ? {} : { loginHint: request.loginHint }),
    })
    // Nobody waits for the page any more: do not open it.
    if (wait.hasEnded()) return await wait.ended
    try {
      await options.openInBrowser(url)
    } catch (cause) {
      options.onProblem('browser', cause)
      return refuse('browser-unavailable')
    }
    const redirected = await Promise.race([loopback.redirected, wait.ended])
    if (redirected.status === 'refused') return redirected
    const tokens = await client.acquireTokenByCode({
      scopes: [...request.scopes],
      redirectUri: loopback.redirectUri,
      code: redirected.code,
      codeVerifier: pkce.verifier,
      nonce,
    })
    if (tokens.account === null) return refuse('id-token-invalid')
    const verified = await createIdTokenVerifier(fetch, tenant, discovered.discovery)(tokens.idToken)
    if (verified.status === 'refused') return verified
    if (verified.token.claims.nonce !== nonce) return refuse('id-token-invalid')
    return {
      status: 'ok',
      result: { client, msalAccount: tokens.account, accessToken: tokens.accessToken, token: verified.token, nonce, hasActionClient },
    }
  } finally {
    loopback.close()
  }
}

function createClient(options: InteractiveOptions, tenant: Tenant, discovery: Discovery): PublicClientApplication {
  // MSAL refuses an http authority; the practice tenant's real (loopback) endpoints are in the metadata.
  const authority = tenant.isPractice ? `https://practice.invalid/${tenant.tenantId}` : tenant.authority
  return new PublicClientApplication({
    auth: {
      clientId: tenant.clientId,
      authority,
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: discovery.document,
    },
    system: { networkClient: createNetworkClient(options.fetch), loggerOptions: { piiLoggingEnabled: false } },
  })
}

interface Wait {
  readonly ended: Promise<Refusal>
  hasEnded(): boolean
  stop(): void
}

/** Resolves with a refusal at the deadline (monotonic) or when the signal aborts; polled, so that a machine that slept is noticed. */
function waitForEnd(clock: Clock, request: InteractiveRequest): Wait {
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false
  const ended = new Promise<Refusal>((resolve) => {
    const end = (code: ErrorCode): void => {
      hasEnded = true
      resolve(refuse(code))
    }
    const abort = (): void => end(request.signal.reason as ErrorCode)
    if (request.signal.aborted) abort()
    request.signal.addEventListener('abort', abort, { once: true })
    timer = setInterval(() => {
      if (clock.monotonicMs() >= request.deadlineMs) end(request.timeoutCode)
    }, deadlineCheckMs)
  })
  return { ended, hasEnded: () => hasEnded, stop: () => clearInterval(timer) }
}

function codeOf(cause: unknown): ErrorCode {
  const code = typeof cause === 'object' && cause !== null && 'errorCode' in cause ? String(cause.errorCode) : ''
  if (code === 'nonce_mismatch') return 'id-token-invalid'
  if (code === 'access_denied') return 'sign-in-declined'
  if (code === 'network_error' || code === 'endpoints_resolution_error') return 'tenant-unreachable'
  return 'sign-in-failed'
}
