import type { ApprovableAction, ApprovalRequest } from '../approvals/approval-desk.ts'
import { isoSeconds } from '../devices/iso-seconds.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { GraphCall } from './device-routes.ts'
import { forbidden } from './device-routes.ts'
import { graphError } from './errors.ts'

const approvalScopes = [
  'DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All', 'DeviceManagementRBAC.Read.All',
  'DeviceManagementRBAC.ReadWrite.All',
]
const policyTypeOf: Readonly<Record<ApprovableAction, string>> = {
  wipe: 'deviceWipe', retire: 'deviceRetire', delete: 'deviceDelete', resetPasscode: 'deviceResetPasscode', remoteLock: 'deviceLock',
}

function view(request: ApprovalRequest): Record<string, unknown> {
  const isDecided = request.status === 'approved' || request.status === 'rejected' || request.status === 'completed'
  return {
    id: request.code, requestDateTime: isoSeconds(request.requestedAt), expirationDateTime: isoSeconds(request.expiresAt),
    lastModifiedDateTime: isoSeconds(request.modifiedAt),
    requestor: { user: { id: request.oid, displayName: request.displayName } },
    // Nobody can approve a request of their own; in the practice tenant, the trainer is the other administrator.
    approver: isDecided ? { user: { id: '00000000-5eed-4000-a000-000000000001', displayName: 'Practice approver' } } : null,
    status: request.status, requestJustification: request.justification, approvalJustification: isDecided ? 'Practice' : null,
    requiredOperationApprovalPolicyTypes: [policyTypeOf[request.action]],
  }
}

/** Answers `GET /beta/deviceManagement/operationApprovalRequests`, all or one by `requestId`. */
export function listApprovalRequests(call: GraphCall): Reply {
  const { state, trace, version, url } = call
  const no = forbidden(call, approvalScopes, null)
  if (no !== null) return no
  const filter = url.searchParams.get('$filter')
  const code = /^(?:requestId|id) +eq +'?([0-9a-f-]{36})'?$/i.exec(filter ?? '')?.[1]?.toLowerCase()
  if (filter !== null && code === undefined && state.settings.unsupportedFilter === 'reject') {
    return graphError(trace, 400, 'BadRequest', 'Invalid filter clause')
  }
  const found = state.approvals.list(trace.now).filter((request) => code === undefined || request.code === code)
  return json(200, {
    '@odata.context': `${url.origin}/${version}/$metadata#deviceManagement/operationApprovalRequests`, value: found.map(view),
  })
}
