import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEntry, AuditEvent, AuditTarget, SignInProof } from '../../src-shared/audit.ts'
import type { ExportProgress } from '../../src-shared/audit-export.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { GraphReference } from '../../src-shared/error-codes.ts'
import { aDeviceDetails } from './devices.ts'

export const alex: AuditActor = { oid: 'oid-alex', tid: 'tid-practice', upn: 'alex.agent@contoso.example', displayName: 'Alex Agent' }
export const sam: AuditActor = { oid: 'oid-sam', tid: 'tid-practice', upn: 'sam.other@contoso.example', displayName: 'Sam Other' }

export const aProof: SignInProof = {
  method: 'fresh-sign-in', authenticatedAt: '2026-11-23T10:05:41.000Z', issuedAt: '2026-11-23T10:05:42.000Z', signInTookMs: 21_400,
}

export const aReference: GraphReference = {
  httpStatus: 204, graphCode: null, requestId: 'e3c1b0a4-req', clientRequestId: '99f2-client', serverDate: '2026-11-23T10:06:00.000Z',
}

export function anAuditTarget(overrides: Partial<AuditTarget> = {}): AuditTarget {
  const device = aDeviceDetails()
  return {
    deviceId: device.id, deviceName: device.deviceName, serialNumber: device.serialNumber, kind: device.kind, userId: device.userId,
    userPrincipalName: device.userPrincipalName, userDisplayName: device.userDisplayName, enrolledAt: device.enrolledAt, lastSyncAt: device.lastSyncAt,
    ...overrides,
  }
}

export function anAuditAttempt(overrides: Partial<AuditAttempt> = {}): AuditAttempt {
  return {
    attemptId: 'attempt-1', startedAt: '2026-11-23T10:05:00.000Z', endedAt: '2026-11-23T10:07:00.000Z', firstSeq: 2, action: 'reset-passcode',
    actor: alex, target: anAuditTarget(), ticket: 'INC-1042', reason: 'Forgot it after the holiday', parameters: { action: 'reset-passcode' }, proof: aProof,
    answer: { result: 'requested', reference: aReference }, status: 'done', code: null, reveals: 0, notes: 0, signedOff: null, flags: [], doubt: null, desk: null, ...overrides,
  }
}

export function anAuditHealth(overrides: Partial<AuditHealth> = {}): AuditHealth {
  return { status: 'whole', rows: 7, heldRows: 0, brokenAt: null, findings: [], unacknowledged: null, doubtfulLogs: 0, checkedAt: '2026-11-23T10:00:00.000Z',
    sealed: { rows: 6, at: '2026-11-23T09:59:00.000Z' }, keyStore: 'system', ...overrides }
}

export function anExport(overrides: Partial<ExportProgress> = {}): ExportProgress {
  return { exportId: 'export-1', format: 'csv', phase: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, isRowHeld: false, code: null, ...overrides }
}

/** Adds what the log adds to every row. */
export function anAuditEntry(event: AuditEvent, seq = 1): AuditEntry {
  return {
    ...event, seq, at: new Date(Date.parse('2026-11-23T10:05:00.000Z') + seq * 15_000).toISOString(), installId: 'install-1', bootId: 'boot-1',
    monotonicMs: seq * 15_000, prevHash: `hash-${seq - 1}`, hash: `hash-${seq}`,
  }
}

/** A whole attempt, from asking to the end. */
export function aStory(): readonly AuditEntry[] {
  const base = { attemptId: 'attempt-1', actor: alex } as const
  const target = anAuditTarget()
  const events: readonly AuditEvent[] = [
    { ...base, kind: 'attempt', action: 'reset-passcode', target, ticket: 'INC-1042', reason: 'Forgot it after the holiday', profile: 'graph-admin' },
    { ...base, kind: 'refusal', stage: 'sign-in', code: 'wrong-person', otherPerson: sam, reference: null },
    { ...base, kind: 'fresh-sign-in', proof: aProof },
    {
      ...base, kind: 'intent', action: 'reset-passcode', target, effect: 'passcode-removed', permitId: 'permit-1', proof: aProof,
      request: 'POST /v1.0/deviceManagement/managedDevices/{id}/resetPasscode', clientRequestId: '99f2-client', previousResultAt: null,
    },
    { attemptId: 'attempt-1', kind: 'answer', result: 'requested', code: null, reference: aReference, clockOffsetMs: -400 },
    { attemptId: 'attempt-1', kind: 'outcome', state: 'done', code: null, graphState: 'done', graphErrorCode: 0 },
    { ...base, kind: 'reveal' },
  ]
  return events.map((event, index) => anAuditEntry(event, index + 2))
}
