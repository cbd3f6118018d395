import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../faults/fault.ts'
import type { Outcome } from '../faults/apply-fault.ts'
import { strikeAfter, strikeBefore } from '../faults/apply-fault.ts'
import { deliver } from '../http/deliver.ts'
import type { Reply } from '../http/reply.ts'
import { decoded, header, readBody } from '../http/request.ts'
import type { JournalEntry } from '../journal/journal.ts'
import type { TenantState } from '../state.ts'
import type { TokenAnswer } from './check-token.ts'
import type { GraphTrace } from './errors.ts'
import { graphError, newRequestId, traceHeaders } from './errors.ts'
import type { GraphVersion } from './project-device.ts'
import { route } from './route.ts'

export interface GraphSetup {
  readonly state: TenantState
  readonly baseUrl: string
  /** The address of the authorize endpoint, for `www-authenticate`. */
  readonly authorizeUrl: string
  readonly checkToken: (authorization: string) => Promise<TokenAnswer>
}

const graphAppId = '00000003-0000-0000-c000-000000000000'

function challengeHeader(setup: GraphSetup, extra = ''): string {
  return `Bearer realm="", authorization_uri="${setup.authorizeUrl}", client_id="${graphAppId}"${extra}`
}

function claimsChallenge(setup: GraphSetup, trace: GraphTrace): Reply {
  const nbf = String(Math.floor(trace.now / 1000))
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: nbf } } })).toString('base64')
  return graphError(trace, 401, 'InvalidAuthenticationToken', 'Continuous access evaluation resulted in challenge with result: InteractionRequired', {
    'www-authenticate': challengeHeader(setup, `, error="insufficient_claims", claims="${claims}"`),
  })
}

/** The JSON document in a body; null when it is not one, undefined when there is none. */
function documentIn(text: string | null): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

async function answer(
  setup: GraphSetup, request: IncomingMessage, url: URL, version: GraphVersion, trace: GraphTrace, entry: JournalEntry
): Promise<Reply> {
  const body = documentIn(await readBody(request))
  const token = await setup.checkToken(header(request, 'authorization'))
  if (token.status === 'refused') {
    return graphError(trace, 401, 'InvalidAuthenticationToken', token.message, { 'www-authenticate': challengeHeader(setup) })
  }
  const { caller } = token
  entry.oid = caller.person.oid
  entry.scp = caller.scopes.join(' ')
  const path = decoded(url.pathname.slice(version.length + 1)).replace(/\/$/, '')
  if (body === null) return graphError(trace, 400, 'BadRequest', 'Unable to read JSON request payload.')
  const headers = Object.fromEntries(Object.keys(request.headers).map((name) => [name, header(request, name)]))
  return route({ state: setup.state, trace, version, url, caller, entry }, request.method ?? 'GET', path, body, headers)
}

/** Handles one request below /v1.0 or /beta, whole: journal, faults, token, route, answer. */
export async function handleGraph(
  setup: GraphSetup, version: GraphVersion, request: IncomingMessage, response: ServerResponse
): Promise<void> {
  const { state } = setup
  const url = new URL(request.url ?? '/', setup.baseUrl)
  const clientRequestId = header(request, 'client-request-id')
  const requestId = newRequestId()
  const trace: GraphTrace = {
    requestId, clientRequestId: clientRequestId === '' ? requestId : clientRequestId, now: state.clock.now(),
  }
  const entry = state.journal.add({
    at: new Date(trace.now).toISOString(), part: 'graph', method: request.method ?? 'GET', path: url.pathname,
    query: url.search.slice(1),
    clientRequestId: clientRequestId === '' ? null : clientRequestId,
  })
  entry.requestId = requestId

  const fault: Fault | null = state.faults.take(entry.method, `${url.pathname}${decoded(url.search)}`)
  entry.fault = fault?.kind ?? null
  const errorReply = (status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): Reply =>
    graphError(trace, status, code, message, headers)
  const early = fault === null ? null : await strikeBefore(fault, errorReply, () => claimsChallenge(setup, trace))
  const reply = early === null ? await answer(setup, request, url, version, trace, entry) : null
  const outcome: Outcome = early ?? (reply === null
    ? { kind: 'reset' }
    : fault === null ? { kind: 'send', reply } : strikeAfter(fault, reply, url.href, errorReply))
  deliver(response, outcome, reply, entry, traceHeaders(trace))
}
