import type { AuditActor, AuditTarget } from '../../src-shared/audit.ts'
import type { ActionState, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { ResetPasscodeEffect } from '../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'

export interface RecordFacts {
  readonly attemptId: string
  readonly target: AuditTarget
  readonly effect: ResetPasscodeEffect
  readonly actor: AuditActor
  readonly requestedAt: string
  readonly updatedAt: string
  readonly state: ActionState
  readonly isFinal: boolean
  readonly code: ErrorCode | null
}

/** What the bell and the drawer show of one request; a temporary passcode can be asked for once an Android device is done. */
export function recordOf(facts: RecordFacts): DeviceActionRecord {
  const { target, actor } = facts
  return {
    attemptId: facts.attemptId,
    action: 'reset-passcode',
    deviceId: target.deviceId,
    deviceName: target.deviceName,
    serialNumber: target.serialNumber,
    userDisplayName: target.userDisplayName,
    kind: target.kind,
    effect: facts.effect,
    agentOid: actor.oid,
    agentName: actor.displayName,
    state: facts.state,
    isFinal: facts.isFinal,
    code: facts.code,
    requestedAt: facts.requestedAt,
    updatedAt: facts.updatedAt,
    lastSyncAt: target.lastSyncAt,
    hasTemporaryPasscode: facts.state === 'done' && facts.effect !== 'passcode-removed',
  }
}
