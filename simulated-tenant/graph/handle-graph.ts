import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../faults/fault.ts'
import type { Outcome } from '../faults/apply-fault.ts'
import { strikeAfter, strikeBefore } from '../faults/apply-fault.ts'
import { deliver } from '../http/deliver.ts'
import type { Reply } from '../http/reply.ts'
import { decoded, header, readBody } from '../http/request.ts'
import type { JournalEntry } from '../journal/journal.ts'
import type { TenantState } from '../state.ts'
import type { Decision, GraphRequest } from './batch.ts'
import { answerBatch } from './batch.ts'
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

/** A batch of twenty requests has room in it. */
const longestBody = 4 * 1024 * 1024
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

async function answer(setup: GraphSetup, asked: GraphRequest, trace: GraphTrace, entry: JournalEntry): Promise<Reply> {
  const { version, method, url } = asked
  const text = await asked.body()
  const token = await setup.checkToken(asked.headers['authorization'] ?? '')
  if (token.status === 'refused') {
    return graphError(trace, 401, 'InvalidAuthenticationToken', token.message, { 'www-authenticate': challengeHeader(setup) })
  }
  const { caller } = token
  entry.oid = caller.person.oid
  entry.scp = caller.scopes.join(' ')
  if (asked.settled !== undefined) return asked.settled(trace)
  const path = decoded(url.pathname.slice(version.length + 1)).replace(/\/$/, '')
  if (method === 'POST' && path === '/$batch' && !asked.isInBatch) {
    return answerBatch(asked, text, trace, (item) => answerWhole(setup, item))
  }
  const body = documentIn(text)
  if (body === null) return graphError(trace, 400, 'BadRequest', 'Unable to read JSON request payload.')
  return route({ state: setup.state, trace, version, url, caller, entry }, method, path, body, asked.headers)
}

/** Decides about one request, whole: journal, faults, token, route. What is left is to deliver it. */
async function answerWhole(setup: GraphSetup, asked: GraphRequest): Promise<Decision> {
  const { state } = setup
  const { method, url } = asked
  const clientRequestId = asked.headers['client-request-id'] ?? ''
  const requestId = newRequestId()
  const trace: GraphTrace = {
    requestId, clientRequestId: clientRequestId === '' ? requestId : clientRequestId, now: state.clock.now(),
  }
  const entry = state.journal.add({
    at: new Date(trace.now).toISOString(), part: 'graph', method, path: url.pathname, query: url.search.slice(1),
    clientRequestId: clientRequestId === '' ? null : clientRequestId,
  })
  entry.requestId = requestId
  entry.batch = asked.isInBatch

  const fault: Fault | null = asked.settled !== undefined ? null : state.faults.take(entry.method, `${url.pathname}${decoded(url.search)}`)
  entry.fault = fault?.kind ?? null
  const errorReply = (status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): Reply =>
    graphError(trace, status, code, message, headers)
  const early = fault === null ? null : await strikeBefore(fault, errorReply, () => claimsChallenge(setup, trace))
  const reply = early === null ? await answer(setup, asked, trace, entry) : null
  const outcome: Outcome = early ?? (reply === null
    ? { kind: 'reset' }
    : fault === null ? { kind: 'send', reply } : strikeAfter(fault, reply, url.href, errorReply))
  return { entry, trace, outcome, reply }
}

/** Handles one request below /v1.0 or /beta. */
export async function handleGraph(
  setup: GraphSetup, version: GraphVersion, request: IncomingMessage, response: ServerResponse
): Promise<void> {
  const { entry, trace, outcome, reply } = await answerWhole(setup, {
    version, method: request.method ?? 'GET', url: new URL(request.url ?? '/', setup.baseUrl), isInBatch: false,
    headers: Object.fromEntries(Object.keys(request.headers).map((name) => [name, header(request, name)])), body: () => readBody(request, longestBody),
  })
  deliver(response, outcome, reply, entry, traceHeaders(trace))
}
