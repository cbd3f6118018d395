import type { ErrorCode, GraphReference } from '../../src-shared/error-codes.ts'
import type { DeviceRequest } from './device-requests.ts'
import { approvalCodeOf, codeOfAnswer, parseGraphError, referenceOf } from './graph-errors.ts'
import type { GraphError } from './graph-errors.ts'
import { ownUrl } from './http-client.ts'
import { fetchWithLimits } from '../http/limited-fetch.ts'

/** Only src-main/device-actions may import this file: there, an intent has been written and a permit consumed before anything is sent. */

export interface WriteOptions {
  readonly graphBaseUrl: string
  /**
   * Must open a connection of its own for every call. Chromium's network stack, and so Electron's net.fetch, sends a request of any method
   * again by itself when a connection that it reused breaks before the answer (HttpNetworkTransaction::ShouldResendRequest: "we resend a
   * request only if we reused a keep-alive connection"): a POST could arrive twice. On a fresh connection it does not. Node's fetch
   * never sends a POST again.
   */
  readonly fetch: typeof globalThis.fetch
  readonly request: DeviceRequest
  readonly token: string
  /** Multi Admin Approval: why (plain text), or the code of what was approved. */
  readonly approval: ApprovalHeader | null
  /** A GUID, already written with the intent, by which Microsoft can find the request. */
  readonly clientRequestId: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export type ApprovalHeader = { readonly kind: 'justification'; readonly text: string } | { readonly kind: 'code'; readonly code: string }

/** `requested`: Graph took it (it is queued, not done). `refused`: it was certainly not accepted. `unknown`: it may or may not have been. `approval-required`: nothing is done until a second administrator approves. */
export type WriteAnswer =
  | { readonly status: 'requested'; readonly reference: GraphReference }
  | { readonly status: 'refused' | 'unknown'; readonly code: ErrorCode; readonly reference: GraphReference }
  | { readonly status: 'approval-required'; readonly approvalCode: string; readonly reference: GraphReference }

const noError: GraphError = { code: null, message: '', requestId: null }

/** Statuses in the 4xx range that are about waiting, not about the request: whether it was processed stays open. */
const undecided = new Set([408, 499])

/** The headers of Multi Admin Approval (https://learn.microsoft.com/en-us/intune/fundamentals/role-based-access-control/multi-admin-approval-graph-api). */
function approvalHeaders(approval: ApprovalHeader | null): Record<string, string> {
  if (approval === null) return {}
  return approval.kind === 'code'
    ? { 'x-msft-approval-code': approval.code }
    : { 'x-msft-approval-justification': Buffer.from(approval.text, 'utf8').toString('base64') }
}

/** Sends one write exactly once: not again after 401, 429, a time-out or a broken connection. Never throws. */
export async function sendDeviceRequest(options: WriteOptions): Promise<WriteAnswer> {
  const { clientRequestId, request } = options
  const unsent = (code: ErrorCode): WriteAnswer => ({ status: 'refused', code, reference: referenceOf(null, null, null, clientRequestId) })
  const url = ownUrl(options.graphBaseUrl, request.path)
  if (url === null) return unsent('unexpected')

  const answer = await fetchWithLimits({
    fetch: options.fetch,
    url: url.href,
    method: request.method,
    headers: {
      'accept': 'application/json',
      'authorization': `Bearer ${options.token}`,
      'client-request-id': clientRequestId,
      // Leaves no idle connection behind that a later request could trip over.
      'connection': 'close',
      ...approvalHeaders(options.approval),
      ...(request.body === null ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === null ? {} : { body: JSON.stringify(request.body) }),
    limits: { headersMs: options.timeoutMs, totalMs: options.timeoutMs, maxBytes: 1024 * 1024 },
    signal: options.signal,
  })

  const { httpStatus, headers } = answer
  const error = answer.status === 'answered' ? parseGraphError(answer.body) : noError
  const reference = referenceOf(httpStatus, headers, error, clientRequestId)
  if (httpStatus === null || headers === null) {
    if (answer.status !== 'failed' || !answer.neverSent) return { status: 'unknown', code: 'graph-silent', reference }
    return { status: 'refused', code: answer.why === 'aborted' ? 'interrupted' : 'tenant-unreachable', reference }
  }
  // From here on a status line arrived; a body that broke off does not take it back.
  if (httpStatus >= 200 && httpStatus < 300) {
    // A page in HTML with status 200 was made by something between here and Graph.
    const isPage = /\bhtml\b/i.test(headers.get('content-type') ?? '')
    return isPage ? { status: 'unknown', code: 'graph-silent', reference } : { status: 'requested', reference }
  }
  if (httpStatus < 400 || httpStatus >= 500 || undecided.has(httpStatus)) return { status: 'unknown', code: 'graph-silent', reference }
  const approvalCode = approvalCodeOf(httpStatus, error, headers)
  // The code that was sent is said back when it is not accepted: that is no new request for approval.
  if (approvalCode !== null && options.approval?.kind !== 'code') return { status: 'approval-required', approvalCode, reference }
  return { status: 'refused', code: codeOfAnswer(httpStatus, error, headers), reference }
}
