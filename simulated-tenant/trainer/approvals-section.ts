import type { ApprovalRequest } from '../approvals/approval-desk.ts'
import type { TenantState } from '../state.ts'
import { approvalDeeds } from './deeds.ts'
import { buttonsOf, foreign, tableOf, timeOf } from './parts.ts'

/** The device's name in the list, or its id when it is not there any more. */
function nameOf(state: TenantState, { deviceId }: ApprovalRequest): string {
  return state.devices.get(deviceId)?.properties.deviceName ?? deviceId
}

function decision(state: TenantState, request: ApprovalRequest, hidden: Readonly<Record<string, string>>): string {
  if (request.status !== 'needsApproval') return '–'
  const { action, code, displayName } = request
  return buttonsOf(approvalDeeds, { ...hidden, code }, `${action} of ${nameOf(state, request)}, for ${displayName}`)
}

function rowOf(state: TenantState, request: ApprovalRequest, hidden: Readonly<Record<string, string>>): readonly string[] {
  const { action, displayName, justification, status, requestedAt, expiresAt } = request
  return [
    foreign(action), foreign(displayName), foreign(justification), foreign(status), timeOf(requestedAt), timeOf(expiresAt),
    decision(state, request, hidden),
  ]
}

const columns = ['Action', 'Asked by', 'Why', 'State', 'Asked', 'Expires', 'Decide']

/** What waits for a second administrator in the whole tenant; the trainer is that administrator. */
export function waitingApprovals(state: TenantState, hidden: Readonly<Record<string, string>>): string {
  const waiting = state.approvals.list(state.clock.now()).filter(({ status }) => status === 'needsApproval')
  const { approvalRequired } = state.settings
  const rule = approvalRequired.length === 0 ? 'No action needs an approval' : `These actions need an approval: ${approvalRequired.join(', ')}`
  const rows = waiting.map((request) => {
    const name = foreign(nameOf(state, request))
    const isThere = state.devices.get(request.deviceId) !== undefined
    const device = isThere ? `<a href="/practice/devices/${encodeURIComponent(request.deviceId)}">${name}</a>` : name
    return [device, ...rowOf(state, request, hidden)]
  })
  return section(`<p>${rule}. ${waiting.length === 0 ? 'Nothing waits.' : `${waiting.length} waiting.`}</p>`,
    rows.length === 0 ? '' : tableOf({ caption: 'Approvals', columns: ['Device', ...columns], rows }))
}

/** All that was asked to be approved for one device, newest first. */
export function approvalsOf(state: TenantState, id: string, hidden: Readonly<Record<string, string>>): string {
  const rows = state.approvals.list(state.clock.now()).filter(({ deviceId }) => deviceId === id)
    .map((request) => rowOf(state, request, hidden))
  return rows.length === 0 ? section('<p>Nobody asked for an approval for this device.</p>', '')
    : section('', tableOf({ caption: 'Approvals', columns, rows }))
}

function section(sentence: string, table: string): string {
  return `<section aria-labelledby="approvals"><h2 id="approvals">Approvals</h2>${sentence}${table}</section>`
}
