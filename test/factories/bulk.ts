import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { BulkItem, BulkRun } from '../../src-shared/bulk-runs.ts'

/** One device of a run, ready to get it; override what the spec is about. */
export function aBulkItem(number: number, overrides: Partial<BulkItem> = {}): BulkItem {
  return {
    deviceId: `id-${number}`, deviceName: `Device ${number}`, serialNumber: `SN-${number}`, userDisplayName: `Person ${number}`, kind: 'windows',
    lastSyncAt: new Date().toISOString(), state: 'ready', reason: null, code: null, attemptId: null,
    ...overrides,
  }
}

/** A run over three devices that waits for the agent's word. */
export function aBulkRun(overrides: Partial<BulkRun> = {}): BulkRun {
  return {
    runId: 'run-1', action: 'sync', phase: 'review', ticket: '', reason: '', items: [aBulkItem(0), aBulkItem(1), aBulkItem(2)], code: null, isHeldBack: false,
    ...overrides,
  }
}

/** A sync that was sent to a laptop a minute before noon; override what the spec is about. */
export function aSyncRecord(overrides: Partial<DeviceActionRecord> = {}): DeviceActionRecord {
  return {
    attemptId: 'attempt-1', action: 'sync', parameters: { action: 'sync' }, deviceId: 'id-1', deviceName: 'Ana’s laptop', serialNumber: 'PF-1', userDisplayName: 'Ana Ruiz',
    kind: 'windows', effect: 'checks-in', agentOid: 'oid-alex', agentName: 'Alex Agent', ticket: 'INC-1042', reason: '', state: 'requested', isFinal: false, code: null,
    requestedAt: '2026-11-23T11:59:00.000Z', updatedAt: '2026-11-23T11:59:30.000Z', lastSyncAt: '2026-11-23T11:50:00.000Z', secret: null, hasLocation: false,
    approval: null, runId: null,
    ...overrides,
  }
}
