import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode, GraphReference, Refusal } from '../../src-shared/error-codes.ts'
import { codeOfAnswer, parseGraphError, referenceOf } from './graph-errors.ts'
import { parseJsonBody } from './json-body.ts'
import { fetchWithLimits } from '../http/limited-fetch.ts'
import type { FetchLimits, LimitedAnswer } from '../http/limited-fetch.ts'
import { noAnswerOf } from '../http/no-answer.ts'
import { retryAfterMs, retryDelayMs } from './retry-delay.ts'

export interface GraphClientOptions {
  /** Without a version: "https://graph.microsoft.com", or the practice tenant's. */
  readonly graphBaseUrl: string
  readonly fetch: typeof globalThis.fetch
  /** The access token; 'rejected' means that Graph answered 401 to the last one, so a cached one will not do. */
  readonly accessToken: (why: 'read' | 'rejected') => Promise<Answer<{ token: string }>>
  readonly clock: Clock
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** [0, 1). */
  readonly random: () => number
  readonly log?: (line: GraphLogLine) => void
  readonly limits?: Partial<ReadLimits>
}

export interface ReadLimits extends FetchLimits {
  readonly tries: number
  /** Milliseconds for all tries and waits of one read together. */
  readonly budgetMs: number
}

const defaultLimits: ReadLimits = { headersMs: 20_000, totalMs: 30_000, maxBytes: 16 * 1024 * 1024, tries: 5, budgetMs: 120_000 }

/** One line per try: no query, no header, no body, so no token, passcode or search text can be in it. */
export interface GraphLogLine {
  readonly method: 'GET'
  readonly path: string
  readonly tryNumber: number
  readonly code: ErrorCode | null
  readonly httpStatus: number | null
  readonly graphCode: string | null
  readonly requestId: string | null
  readonly clientRequestId: string | null
  readonly durationMs: number
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Called before each wait for another try. */
  readonly onPutOff?: (() => void) | undefined
  /** Graph's Prefer header, such as "include-unknown-enum-members". */
  readonly prefer?: string | undefined
}

export interface GraphClient {
  readonly clock: Clock
  readonly graphBaseUrl: string
  /** GETs a path ("/beta/…") or a link of Graph's own: the body as bytes, said to be JSON but not parsed. */
  get(pathOrLink: string, options?: ReadOptions): Promise<Answer<{ body: Uint8Array<ArrayBuffer>; reference: GraphReference }>>
  /** Like get, parsed. */
  getJson(pathOrLink: string, options?: ReadOptions): Promise<Answer<{ json: unknown; reference: GraphReference }>>
  /** Milliseconds by which the server's clock is ahead of this PC's (to the second), null before the first answer. */
  clockOffsetMs(): number | null
}

/** The absolute URL of a path or link when it lies on Graph's own origin, else null: nothing else ever gets the token. */
export function ownUrl(graphBaseUrl: string, pathOrLink: string): URL | null {
  const base = graphBaseUrl.replace(/\/+$/, '')
  const url = URL.parse(pathOrLink.startsWith('/') ? base + pathOrLink : pathOrLink)
  if (url === null || url.origin !== new URL(base).origin || url.username !== '' || url.password !== '') return null
  url.hash = ''
  return url
}

type Outcome =
  | { readonly next: 'done'; readonly body: Uint8Array<ArrayBuffer>; readonly reference: GraphReference }
  | { readonly next: 'refuse'; readonly refusal: Refusal }
  | { readonly next: 'new-token'; readonly refusal: Refusal }
  | { readonly next: 'retry'; readonly refusal: Refusal; readonly askedMs: number | null }

/** 500 is left out: Graph gives it for requests that it will not do better the second time. */
const worthRetrying = new Set([408, 429, 502, 503, 504])

/**
 * The one client for reads. Retries 429, 502, 503, 504, network errors and time-outs with back-off, honours Retry-After, renews the token
 * once on 401, and gives up after five tries or two minutes. Expected failures are refusals with Graph's reference; it never throws.
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { clock, graphBaseUrl } = options
  const limits: ReadLimits = { ...defaultLimits, ...options.limits }
  let offsetMs: number | null = null

  const judge = (answer: LimitedAnswer, clientRequestId: string): Outcome => {
    const noAnswer = noAnswerOf(answer)
    if (answer.status === 'failed') {
      const refusal = (code: ErrorCode): Refusal => refuse(code, referenceOf(answer.httpStatus, answer.headers, null, clientRequestId))
      if (answer.why === 'aborted') return { next: 'refuse', refusal: refusal('interrupted') }
      if (noAnswer === null) return { next: 'refuse', refusal: refusal('graph-bad-response') }
      if (noAnswer !== 'tenant-unreachable') return { next: 'refuse', refusal: refusal(noAnswer) }
      return { next: 'retry', refusal: refusal('tenant-unreachable'), askedMs: null }
    }
    const { httpStatus, headers, body } = answer
    // Nor is its Date the server's.
    if (noAnswer !== null) return { next: 'refuse', refusal: refuse(noAnswer, referenceOf(httpStatus, headers, null, clientRequestId)) }
    const serverMs = Date.parse(headers.get('date') ?? '')
    // Date is cut to the second: half a second is the best guess of what was cut.
    if (!Number.isNaN(serverMs)) offsetMs = serverMs + 500 - clock.wallMs()
    const contentType = headers.get('content-type')
    const isJson = contentType === null || /\bjson\b/i.test(contentType)
    if (httpStatus >= 200 && httpStatus < 300) {
      const reference = referenceOf(httpStatus, headers, null, clientRequestId)
      return isJson ? { next: 'done', body, reference } : { next: 'refuse', refusal: refuse('graph-bad-response', reference) }
    }
    const error = parseGraphError(body)
    const code = codeOfAnswer(httpStatus, error, headers)
    const refusal = refuse(code, referenceOf(httpStatus, headers, error, clientRequestId))
    if (httpStatus === 401) return { next: 'new-token', refusal }
    if (worthRetrying.has(httpStatus)) {
      const nowMs = Number.isNaN(serverMs) ? clock.wallMs() : serverMs
      return { next: 'retry', refusal, askedMs: retryAfterMs(headers.get('retry-after'), nowMs) }
    }
    // A 4xx page in HTML comes from something between here and Graph: it says nothing about the device or the role.
    if (httpStatus < 500 && !isJson) return { next: 'refuse', refusal: refuse('graph-bad-response', refusal.reference) }
    return { next: 'refuse', refusal }
  }

  const get: GraphClient['get'] = async (pathOrLink, { signal, prefer, onPutOff } = {}) => {
    const url = ownUrl(graphBaseUrl, pathOrLink)
    if (url === null) return refuse('graph-foreign-link')
    const startedMs = clock.monotonicMs()
    const leftMs = (): number => limits.budgetMs - (clock.monotonicMs() - startedMs)
    let isRenewed = false
    let why: 'read' | 'rejected' = 'read'
    for (let tryNumber = 1; ; tryNumber += 1) {
      const token = await options.accessToken(why)
      if (token.status !== 'ok') return token
      const clientRequestId = randomUUID()
      const tryStartedMs = clock.monotonicMs()
      const answer = await fetchWithLimits({
        fetch: options.fetch,
        url: url.href,
        method: 'GET',
        headers: {
          accept: 'application/json', authorization: `Bearer ${token.token}`, 'client-request-id': clientRequestId, ...(prefer === undefined ? {} : { prefer }),
        },
        limits: { ...limits, totalMs: Math.max(1, Math.min(limits.totalMs, leftMs())) },
        signal,
      })
      const outcome = judge(answer, clientRequestId)
      const reference = outcome.next === 'done' ? outcome.reference : outcome.refusal.reference
      options.log?.({
        method: 'GET',
        path: url.pathname,
        tryNumber,
        code: outcome.next === 'done' ? null : outcome.refusal.code,
        httpStatus: reference?.httpStatus ?? null,
        graphCode: reference?.graphCode ?? null,
        requestId: reference?.requestId ?? null,
        clientRequestId,
        durationMs: Math.round(clock.monotonicMs() - tryStartedMs),
      })
      if (outcome.next === 'done') return { status: 'ok', body: outcome.body, reference: outcome.reference }
      if (outcome.next === 'refuse' || tryNumber >= limits.tries) return outcome.refusal
      if (outcome.next === 'new-token') {
        if (isRenewed) return outcome.refusal
        isRenewed = true
        why = 'rejected'
        continue
      }
      why = 'read'
      const delayMs = retryDelayMs(tryNumber + 1, outcome.askedMs, options.random)
      if (delayMs >= leftMs()) return outcome.refusal
      onPutOff?.()
      await options.sleep(delayMs, signal)
      if (signal?.aborted === true) return refuse('interrupted', outcome.refusal.reference)
    }
  }

  return {
    clock,
    graphBaseUrl,
    get,
    getJson: async (pathOrLink, readOptions) => {
      const answer = await get(pathOrLink, readOptions)
      if (answer.status !== 'ok') return answer
      const json = parseJsonBody(answer.body)
      return json === undefined ? refuse('graph-bad-response', answer.reference) : { status: 'ok', json, reference: answer.reference }
    },
    clockOffsetMs: () => offsetMs,
  }
}
