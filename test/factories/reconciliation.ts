import type { IntuneLogEntry, Reconciliation } from '../../src-shared/reconciliation.ts'
import { alex, anAuditAttempt } from './audit.ts'

/** By default, what remoteActionAudits has for anAuditAttempt(). */
export function anIntuneEntry(overrides: Partial<IntuneLogEntry> = {}): IntuneLogEntry {
  const { target } = anAuditAttempt()
  return {
    source: 'remote-action-audits', id: 'entry-1', at: '2026-11-23T10:06:04.000Z', graphAction: 'resetPasscode', action: 'reset-passcode',
    deviceId: target.deviceId, deviceName: target.deviceName, initiatedBy: alex.upn, application: '', state: 'done', ...overrides,
  }
}

/** Both logs were read, and had nothing that the console does not know. */
export function aReconciliation(overrides: Partial<Reconciliation> = {}): Reconciliation {
  return {
    from: '2026-11-22T10:10:00.000Z', to: '2026-11-23T10:10:00.000Z', comparedAt: '2026-11-23T10:10:00.000Z',
    readings: [
      { source: 'remote-action-audits', entries: 1, unreadable: 0, code: null },
      { source: 'audit-events', entries: 0, unreadable: 0, code: null },
    ],
    attempts: [{ attempt: anAuditAttempt(), verdict: 'confirmed', entries: [anIntuneEntry()] }], outside: [], elsewhere: [], central: null, ...overrides,
  }
}
