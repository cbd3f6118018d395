import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { strikeAfter, strikeBefore } from '../faults/apply-fault.ts'
import { deliver } from '../http/deliver.ts'
import type { Reply } from '../http/reply.ts'
import { json, send } from '../http/reply.ts'
import { header, readBody, withBody } from '../http/request.ts'
import { rememberEntry } from '../journal/entry-of-request.ts'
import type { JournalEntry } from '../journal/journal.ts'
import type { TenantState } from '../state.ts'
import type { GrantStore } from './grant-store.ts'
import { consentRefusal } from './consent-refusal.ts'
import { rewriteAuthorize, rewriteTokenBody } from './rewrite.ts'
import { handleSignIn } from './sign-in.ts'

export interface EntraSetup {
  readonly state: TenantState
  readonly provider: Provider
  readonly grants: GrantStore
  readonly graphBaseUrl: string
}

type Mounted = IncomingMessage & { originalUrl?: string }

/** Waits for the answer that somebody else writes into `response`, and keeps it off the wire. */
function capture(response: ServerResponse, write: () => Promise<void>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const end = response.end.bind(response)
    response.end = ((chunk?: unknown) => {
      response.end = end
      const headers: Record<string, string> = {}
      for (const [name, value] of Object.entries(response.getHeaders())) {
        if (name !== 'content-length' && typeof value === 'string') headers[name] = value
      }
      response.removeHeader('content-length')
      resolve({
        status: response.statusCode, headers, body: Buffer.isBuffer(chunk) || typeof chunk === 'string' ? chunk.toString() : '',
      })
      return response
    }) as typeof response.end
    write().catch(reject)
  })
}

/** Hands the request to whoever answers below the authority. */
async function pass(
  setup: EntraSetup,
  request: IncomingMessage,
  response: ServerResponse,
  below: string,
  query: URLSearchParams,
  entry: JournalEntry
): Promise<void> {
  const { state, provider, grants, graphBaseUrl } = setup
  rememberEntry(request, entry)
  if (below.startsWith('/sign-in/')) return handleSignIn(provider, state, request, response)
  const token = request.method === 'POST' && /^\/oauth2\/v2\.0\/(token|devicecode)$/.test(below)
  const tokenBody = token ? rewriteTokenBody(await readBody(request) ?? '', graphBaseUrl, grants) : null
  const refusal = tokenBody === null ? null : consentRefusal(new URLSearchParams(tokenBody), state)
  if (refusal !== null) {
    send(response, refusal)
    return
  }
  const mounted: Mounted = tokenBody === null ? request : withBody(request, tokenBody)
  rememberEntry(mounted, entry)
  const rewritten = below === '/oauth2/v2.0/authorize' ? rewriteAuthorize(query, state.entra, graphBaseUrl) : query
  // Discovery is the only address that hangs under /v2.0; the provider is told that it, too, sits at the authority.
  const path = below === '/v2.0/.well-known/openid-configuration' ? '/.well-known/openid-configuration' : below
  const search = rewritten.size > 0 ? `?${rewritten.toString()}` : ''
  mounted.url = `${path}${search}`
  mounted.originalUrl = `/${state.tenantId}${path}${search}`
  await provider.callback()(mounted, response)
}

/** Handles one request below the authority, whole: journal, faults, answer. */
export async function handleEntra(setup: EntraSetup, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state } = setup
  const url = new URL(request.url ?? '/', setup.graphBaseUrl)
  const clientRequestId = header(request, 'client-request-id') || url.searchParams.get('client-request-id')
  const entry = state.journal.add({
    at: new Date(state.clock.now()).toISOString(), part: 'entra', method: request.method ?? 'GET', path: url.pathname,
    query: url.search.slice(1),
    clientRequestId: clientRequestId === '' ? null : clientRequestId,
  })
  const below = url.pathname.slice(state.tenantId.length + 1)
  const fault = state.faults.take(entry.method, `${url.pathname}${url.search}`)
  entry.fault = fault?.kind ?? null
  if (fault === null) {
    response.once('close', () => {
      entry.status = response.headersSent ? response.statusCode : null
      entry.answer = response.writableFinished ? 'sent' : 'cut'
    })
    await pass(setup, request, response, below, url.searchParams, entry)
    return
  }
  const errorReply = (status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): Reply =>
    json(
      status,
      { error: fault.graphCode ?? (status < 500 ? 'invalid_request' : 'server_error'), error_description: `${code}: ${message}` },
      headers
    )
  const early = await strikeBefore(fault, errorReply, () => errorReply(401, 'insufficient_claims', 'A new sign-in is needed.'))
  const decided = early === null ? await capture(
    response, () => pass(setup, request, response, below, url.searchParams, entry)
  ) : null
  const outcome = early ?? (decided === null ? { kind: 'reset' } as const : strikeAfter(fault, decided, url.href, errorReply))
  deliver(response, outcome, decided, entry)
}
