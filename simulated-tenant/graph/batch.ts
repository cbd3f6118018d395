import type { Outcome } from '../faults/apply-fault.ts'
import { codeIn } from '../http/deliver.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { JournalEntry } from '../journal/journal.ts'
import type { BatchItem } from './batch-schema.ts'
import { readBatch } from './batch-schema.ts'
import type { GraphTrace } from './errors.ts'
import { graphError, traceHeaders } from './errors.ts'
import type { GraphVersion } from './project-device.ts'

/** What an answer depends on: a request of its own, or one of a `$batch`. */
export interface GraphRequest {
  readonly version: GraphVersion
  readonly method: string
  readonly url: URL
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as text; null when it is too long. To be read once. */
  readonly body: () => Promise<string | null>
  readonly isInBatch: boolean
  /** Set when nothing is to be done any more, and this is the answer. */
  readonly settled?: (trace: GraphTrace) => Reply
}

/** What was decided about a request, before it is delivered. */
export interface Decision {
  readonly entry: JournalEntry
  readonly trace: GraphTrace
  readonly outcome: Outcome
  /** The answer before a fault spoilt it. */
  readonly reply: Reply | null
}

interface ItemResponse {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Endpoints that only beta has. A v1.0 batch says 405 to them, where a request of its own gets a 400. */
const betaOnly = [
  /^\/deviceManagement\/managedDevices\/executeAction$/i,
  /^\/deviceManagement\/managedDevices(\/[^/]+|\('[^']+'\))\/(microsoft\.graph\.)?(setDeviceName|enableLostMode)$/i,
  /^\/deviceManagement\/(remoteActionAudits|operationApprovalRequests)(\/|\(|$)/i,
]

/** Header names as Graph writes them inside a batch; a client may look them up exactly so. */
function capitalized(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [
    /request-id$|^x-/.test(name) ? name : name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()), value,
  ]))
}

/** What is not JSON travels as base64. */
function bodyOf({ headers, body }: Reply): unknown {
  if (!(headers['content-type'] ?? '').startsWith('application/json')) return Buffer.from(body).toString('base64')
  try {
    return JSON.parse(body)
  } catch {
    return Buffer.from(body).toString('base64')
  }
}

/** Puts what was decided about an item into the batch's answer, and notes it. A connection of its own it has not. */
function responseOf(id: string, { entry, trace, outcome, reply }: Decision): ItemResponse {
  let sent: Reply
  switch (outcome.kind) {
    case 'send':
      sent = outcome.reply
      entry.answer = 'sent'
      entry.status = sent.status
      break
    case 'stall':
      sent = graphError(trace, 504, 'GatewayTimeout', 'The service did not answer in time.')
      entry.answer = 'stalled'
      entry.status = reply?.status ?? null
      break
    case 'reset':
    case 'cut':
      sent = graphError(trace, 502, 'BadGateway', 'The service broke off.')
      entry.answer = outcome.kind
      entry.status = reply?.status ?? null
  }
  if (outcome.kind === 'send') entry.graphCode = codeIn(sent)
  const head = { id, status: sent.status, headers: capitalized({ ...traceHeaders(trace), ...sent.headers }) }
  return sent.body === '' ? head : { ...head, body: bodyOf(sent) }
}

function failedDependency(trace: GraphTrace): Reply {
  return graphError(trace, 424, 'FailedDependency', 'A request that this one depends on has failed.')
}

function requestOf(batch: GraphRequest, item: BatchItem): GraphRequest {
  const { version } = batch
  const url = new URL(`${batch.url.origin}/${version}/${item.url.replace(/^\//, '')}`)
  const path = url.pathname.slice(version.length + 1)
  const own = Object.fromEntries(Object.entries(item.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const request: GraphRequest = {
    version, method: item.method, url, isInBatch: true,
    // Who asks is a matter of the batch, and only of the batch.
    headers: { ...own, authorization: batch.headers['authorization'] ?? '' },
    body: async () => item.body === undefined ? '' : JSON.stringify(item.body),
  }
  if (!url.pathname.startsWith(`/${version}/`) || /^[a-z]+:\/\//i.test(item.url)) {
    return { ...request, settled: (trace) => graphError(trace, 400, 'BadRequest', 'The url is not relative to the version of the batch.') }
  }
  if (version === 'v1.0' && betaOnly.some((endpoint) => endpoint.test(path))) {
    return { ...request, settled: (trace) => graphError(trace, 405, 'MethodNotAllowed', `'${path}' is not part of v1.0.`) }
  }
  return request
}

/**
 * Answers `POST /$batch`: up to twenty requests, each answered (`one`) as if it had come alone, after those that it depends on.
 * https://learn.microsoft.com/graph/json-batching
 */
export async function answerBatch(
  batch: GraphRequest, body: string | null, trace: GraphTrace, one: (request: GraphRequest) => Promise<Decision>
): Promise<Reply> {
  const read = readBatch(body)
  if (read.status === 'refused') return graphError(trace, 400, 'BadRequest', read.message)
  const responses = new Map<string, ItemResponse>()
  for (let waiting = read.items; waiting.length > 0; waiting = waiting.filter(({ id }) => !responses.has(id))) {
    for (const item of waiting.filter(({ dependsOn }) => dependsOn.every((id) => responses.has(id)))) {
      const failed = item.dependsOn.some((id) => (responses.get(id)?.status ?? 500) >= 400)
      const request = requestOf(batch, item)
      responses.set(item.id, responseOf(item.id, await one(failed ? { ...request, settled: failedDependency } : request)))
    }
  }
  // The order is not promised. Last come, first told: nobody is to count on the order of the requests.
  return json(200, { responses: [...responses.values()].reverse() })
}
