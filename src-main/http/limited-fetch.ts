import { provesNothingWasSent, saysRedirect } from './network-errors.ts'

export interface FetchLimits {
  /** Milliseconds until the status line and headers are there (name lookup, connection and first byte together). */
  readonly headersMs: number
  /** Milliseconds until the last byte of the body is there, counted from the start. */
  readonly totalMs: number
  /** The body's greatest size in bytes, after decompression. */
  readonly maxBytes: number
}

export interface LimitedRequest {
  readonly fetch: typeof globalThis.fetch
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly limits: FetchLimits
  readonly signal?: AbortSignal | undefined
}

export type LimitedAnswer =
  | { readonly status: 'answered'; readonly httpStatus: number; readonly headers: Headers; readonly body: Uint8Array<ArrayBuffer> }
  | {
      readonly status: 'failed'
      readonly why: 'network' | 'timeout' | 'too-large' | 'redirected' | 'aborted'
      /** True only when the error proves that no byte of the request left this PC. */
      readonly neverSent: boolean
      /** Set when the status line arrived and only the body failed. */
      readonly httpStatus: number | null
      readonly headers: Headers | null
      readonly error: unknown
    }

type Why = Extract<LimitedAnswer, { status: 'failed' }>['why']

/**
 * One request, one answer, never a throw: the whole body in memory, within time and size; redirects are refused, nothing is retried, and
 * neither cookies, HTTP authentication nor a cache take part (`omit` also keeps Chromium from answering a 401 by sending the request again).
 */
export async function fetchWithLimits(request: LimitedRequest): Promise<LimitedAnswer> {
  const { limits, signal } = request
  const stop = new AbortController()
  const stopped: { by: Why | null } = { by: null }
  let response: Response | null = null
  const stopFor = (why: Why): void => {
    stopped.by ??= why
    stop.abort()
  }
  const failed = (why: Why, neverSent: boolean, error: unknown): LimitedAnswer => ({
    status: 'failed', why, neverSent, error, httpStatus: response?.status ?? null, headers: response?.headers ?? null,
  })
  if (signal?.aborted === true) return failed('aborted', true, signal.reason)

  const onAbort = (): void => stopFor('aborted')
  signal?.addEventListener('abort', onAbort, { once: true })
  const headersTimer = setTimeout(() => stopFor('timeout'), Math.min(limits.headersMs, limits.totalMs))
  const totalTimer = setTimeout(() => stopFor('timeout'), limits.totalMs)
  // A fetch that forgets its signal must not hold the caller up: every wait races against the signal itself.
  const stopSignal = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true })
  })
  stopSignal.catch(() => undefined)
  try {
    const pending = request.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: stop.signal,
    })
    pending.catch(() => undefined)
    response = await Promise.race([pending, stopSignal])
    clearTimeout(headersTimer)
    const body = await readBody(response, limits.maxBytes, stopSignal)
    if (body === 'too-large') {
      stop.abort()
      return failed('too-large', false, new Error('the body is larger than allowed'))
    }
    return { status: 'answered', httpStatus: response.status, headers: response.headers, body }
  } catch (error) {
    if (stopped.by !== null) return failed(stopped.by, false, error)
    if (saysRedirect(error)) return failed('redirected', false, error)
    return failed('network', response === null && provesNothingWasSent(error), error)
  } finally {
    clearTimeout(headersTimer)
    clearTimeout(totalTimer)
    signal?.removeEventListener('abort', onAbort)
  }
}

async function readBody(response: Response, maxBytes: number, stopped: Promise<never>): Promise<Uint8Array<ArrayBuffer> | 'too-large'> {
  if (response.body === null) return new Uint8Array(0)
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return 'too-large'
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const next = await Promise.race([reader.read(), stopped])
    if (next.done) break
    size += next.value.byteLength
    if (size > maxBytes) {
      reader.cancel().catch(() => undefined)
      return 'too-large'
    }
    chunks.push(next.value)
  }
  // A buffer of its own, so that it can be transferred to another thread whole.
  const body = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return body
}
