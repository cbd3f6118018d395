import type { ActionState, ApprovalRequest, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AuditActor, AuditTarget } from '../../src-shared/audit.ts'
import type { ActionEffect, ActionParameters, SecretKind } from '../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'

export interface RecordFacts {
  readonly attemptId: string
  readonly target: AuditTarget
  readonly parameters: ActionParameters
  readonly effect: ActionEffect
  readonly actor: AuditActor
  readonly ticket: string
  readonly reason: string
  readonly requestedAt: string
  readonly updatedAt: string
  readonly state: ActionState
  readonly isFinal: boolean
  readonly code: ErrorCode | null
  readonly approval: ApprovalRequest | null
  readonly runId: string | null
  readonly isDoubtful?: boolean
}

/** What there is to show once an action is done; a secret is read from Intune only when it is asked for. */
export function fruitsOf(record: Pick<RecordFacts, 'state' | 'effect' | 'isDoubtful'>): { readonly secret: SecretKind | null; readonly hasLocation: boolean } {
  // Who may see it is who asked for it, and that is what cannot be relied on.
  const isDone = record.state === 'done' && record.isDoubtful !== true
  return { secret: isDone ? secretOf(record.effect) : null, hasLocation: isDone && record.effect === 'located' }
}

function secretOf(effect: ActionEffect): SecretKind | null {
  switch (effect) {
    case 'temporary-device-passcode':
    case 'temporary-work-profile-passcode':
      return 'temporary-passcode'
    case 'locked-with-pin':
      return 'unlock-pin'
    default:
      return null
  }
}

/** What the bell, the drawer and the Activity page show of one request. */
export function recordOf(facts: RecordFacts): DeviceActionRecord {
  const { target, actor, isDoubtful = false } = facts
  return {
    attemptId: facts.attemptId,
    action: facts.parameters.action,
    parameters: facts.parameters,
    deviceId: target.deviceId,
    deviceName: target.deviceName,
    serialNumber: target.serialNumber,
    userDisplayName: target.userDisplayName,
    kind: target.kind,
    effect: facts.effect,
    agentOid: actor.oid,
    agentName: actor.displayName,
    ticket: facts.ticket,
    reason: facts.reason,
    state: facts.state,
    isFinal: facts.isFinal,
    code: facts.code,
    requestedAt: facts.requestedAt,
    updatedAt: facts.updatedAt,
    lastSyncAt: target.lastSyncAt,
    ...fruitsOf(facts),
    approval: facts.approval,
    runId: facts.runId,
    ...(isDoubtful && { isDoubtful }),
  }
}
