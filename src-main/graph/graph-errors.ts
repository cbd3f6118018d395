import type { ErrorCode, GraphReference } from '../../src-shared/error-codes.ts'

/** What an error answer of Graph says, as far as it can be read. */
export interface GraphError {
  /** `error.code`, or the code that Intune nests inside when the outer one is "UnknownError"; null when the body is not Graph's. */
  readonly code: string | null
  /** The innermost message; it is never shown, and read only to tell a missing scope from a missing role. */
  readonly message: string
  readonly requestId: string | null
}

const noError: GraphError = { code: null, message: '', requestId: null }

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const asText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 400) : null)

/** Reads Graph's error body; Intune puts a JSON document of its own inside `message` and sometimes the real code with it. Never throws. */
export function parseGraphError(body: Uint8Array): GraphError {
  const document = parseObject(new TextDecoder().decode(body))
  if (document === null || typeof document['error'] !== 'object' || document['error'] === null) return noError
  const error = asObject(document['error'])
  const outerMessage = typeof error['message'] === 'string' ? error['message'] : ''
  const inner = outerMessage.startsWith('{') ? parseObject(outerMessage) : null
  const outerCode = asText(error['code'])
  const innerCode = inner === null ? null : (asText(inner['ErrorCode']) ?? asText(inner['CustomApiErrorPhrase']))
  return {
    code: outerCode === null || outerCode === 'UnknownError' ? (innerCode ?? outerCode) : outerCode,
    message: inner === null ? outerMessage : (asText(inner['Message']) ?? outerMessage),
    requestId: asText(asObject(error['innerError'])['request-id']),
  }
}

/** What support needs to find this answer again. `clientRequestId` is the one that was sent. */
export function referenceOf(httpStatus: number | null, headers: Headers | null, error: GraphError | null, clientRequestId: string): GraphReference {
  const date = Date.parse(headers?.get('date') ?? '')
  return {
    httpStatus,
    graphCode: error?.code ?? null,
    requestId: headers?.get('request-id')?.slice(0, 400) ?? error?.requestId ?? null,
    clientRequestId,
    serverDate: Number.isNaN(date) ? null : new Date(date).toISOString(),
  }
}

/**
 * The console's code for an answer that is not 2xx. Branches on the status and on Graph's code. The one exception: a missing scope and a
 * missing Intune role are both 403 "Forbidden", and only the text names the scopes ("Application must have one of the following scopes");
 * a wording that changes makes it `graph-missing-role`, which sends the agent to the same administrator.
 */
export function codeOfAnswer(httpStatus: number, error: GraphError, headers: Headers): ErrorCode {
  switch (httpStatus) {
    case 401:
      return 'graph-unauthorized'
    case 403:
      // Conditional access may ask for a stronger token with a 403 too; no role is missing then.
      if (headers.get('www-authenticate')?.includes('insufficient_claims') === true) return 'graph-unauthorized'
      return approvalProblem(error) ?? (/following scopes|application is not authorized/i.test(error.message) ? 'graph-missing-scope' : 'graph-missing-role')
    case 404:
      return 'device-not-found'
    case 429:
      return 'graph-throttled'
    default:
      if (httpStatus >= 500) return 'graph-unavailable'
      return approvalProblem(error) ?? (httpStatus >= 400 ? 'graph-rejected' : 'graph-bad-response')
  }
}

const approvalHeader = 'x-msft-approval-justification'
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * The code under which a second administrator finds the request, from the 403 "ApprovalRequired" of Multi Admin Approval: its header, or
 * the message that repeats it. null for every other answer.
 */
export function approvalCodeOf(httpStatus: number, error: GraphError, headers: Headers): string | null {
  if (httpStatus !== 403 || error.code !== 'ApprovalRequired') return null
  const text = headers.get('x-msft-approval-code') ?? error.message
  return guid.exec(text)?.[0].toLowerCase() ?? null
}

/** What Multi Admin Approval objects to; null when the answer is not about it. Only "ApprovalRequired" is documented, the rest is read tolerantly. */
function approvalProblem(error: GraphError): ErrorCode | null {
  if (error.message.toLowerCase().includes(approvalHeader)) return 'approval-justification-missing'
  if (error.code === null || !/approval/i.test(error.code)) return null
  return /pending|exist|duplicate/i.test(error.code) ? 'approval-pending' : 'approval-refused'
}
