import type { ApprovableAction, ApprovalRequest } from '../approvals/approval-desk.ts'
import { approvableActions } from '../approvals/approval-desk.ts'
import type { Reply } from '../http/reply.ts'
import type { GraphCall, GraphHeaders } from './device-routes.ts'
import { graphError } from './errors.ts'

const justificationHeader = 'x-msft-approval-justification'
const codeHeader = 'x-msft-approval-code'

export type ApprovalAnswer =
  /** `request` is the approval that this uses up; null when none is needed. */
  | { readonly status: 'ok'; readonly request: ApprovalRequest | null }
  | { readonly status: 'refused'; readonly reply: Reply }

/**
 * Microsoft documents `ApprovalRequired` only. The other codes are this tenant's own; a client should take every 403 whose code
 * begins with "Approval" alike.
 */
const refusalOfStatus: Readonly<Record<Exclude<ApprovalRequest['status'], 'approved'>, readonly [code: string, sentence: string]>> = {
  needsApproval: ['ApprovalPending', 'The request has not been approved yet.'],
  rejected: ['ApprovalRejected', 'The request was rejected.'],
  cancelled: ['ApprovalCancelled', 'The request was cancelled.'],
  completed: ['ApprovalUsed', 'The approval was used already.'],
  expired: ['ApprovalExpired', 'The request has expired.'],
}

/** Which header of Multi Admin Approval a request carries. */
export function approvalHeaderOf(headers: GraphHeaders): 'justification' | 'code' | null {
  if (headers[codeHeader] !== undefined) return 'code'
  return headers[justificationHeader] === undefined ? null : 'justification'
}

/** The same parameters always give the same text, whatever their order. */
function canonical(body: unknown): string {
  return JSON.stringify(Object.entries(body ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)))
}

function justificationIn(text: string): string | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  const read = Buffer.from(text, 'base64').toString('utf8').trim()
  return read === '' || read.length > 1024 ? null : read
}

/** Lets through what needs no approval, or has it; asks for one, or says what is missing. */
export function checkApproval(call: GraphCall, action: string, deviceId: string, body: unknown, headers: GraphHeaders): ApprovalAnswer {
  const { state, trace, caller } = call
  const refuse = (status: number, code: string, sentence: string, extra: Record<string, string> = {}): ApprovalAnswer =>
    ({ status: 'refused', reply: graphError(trace, status, code, sentence, extra) })
  const approvable = approvableActions.find((known): known is ApprovableAction => known === action)
  if (approvable === undefined || !state.settings.approvalRequired.includes(approvable)) return { status: 'ok', request: null }

  const subject = { action: approvable, deviceId, body: canonical(body), oid: caller.person.oid }
  const code = headers[codeHeader]
  if (code !== undefined) {
    const request = state.approvals.find(code, trace.now)
    if (request === undefined) return refuse(403, 'ApprovalNotFound', 'There is no request with this approval code.')
    const isSame = request.action === subject.action && request.deviceId === subject.deviceId &&
      request.body === subject.body && request.oid === subject.oid
    if (!isSame) return refuse(403, 'ApprovalMismatch', 'The approval is for another request, or for another person.')
    if (request.status === 'approved') return { status: 'ok', request }
    return refuse(403, ...refusalOfStatus[request.status])
  }

  const header = headers[justificationHeader]
  if (header === undefined) return refuse(
    403, 'ApprovalJustificationRequired', `The header ${justificationHeader} is required for this operation.`
  )
  const justification = justificationIn(header)
  if (justification === null) return refuse(400, 'BadRequest', `The header ${justificationHeader} has to be Base64 of a text.`)
  const waits = state.approvals.list(trace.now).some((known) => known.deviceId === deviceId && known.status === 'needsApproval')
  if (waits) return refuse(403, 'ApprovalRequestPending', 'Another request for this object is waiting for approval.')
  const request = state.approvals.ask(subject, caller.person.displayName, justification, trace.now)
  state.audit.addEvent({
    at: trace.now, activityType: 'Create OperationApprovalRequest', operation: 'Create', category: 'Other',
    correlationId: trace.clientRequestId, actor: caller.person, isSuccess: true,
    resource: { type: 'OperationApprovalRequest', id: request.code, name: action, entraDeviceId: null },
  })
  return refuse(
    403, 'ApprovalRequired',
    `Approval Required. Request Approval using the request ID returned as part of the ${codeHeader} response header. ${codeHeader}: ${request.code}`,
    { [codeHeader]: request.code },
  )
}
