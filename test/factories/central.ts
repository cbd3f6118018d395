import type { CentralLogStatus, DeskLog, DeskVerification } from '../../src-shared/central-log.ts'

export function aCentralStatus(overrides: Partial<CentralLogStatus> = {}): CentralLogStatus {
  return { state: 'off', waitingRows: null, since: '2026-11-23T10:00:00.000Z', confirmedAt: null, code: null, ...overrides }
}

export function aDeskLog(overrides: Partial<DeskLog> = {}): DeskLog {
  return {
    installId: 'install-1', deskId: 'desk-1', machine: 'HELP-PC-07', rows: 120, head: 'ab'.repeat(32), attempts: 14, startedAt: '2026-11-01T08:00:00.000Z',
    receivedAt: '2026-11-23T10:00:00.000Z', receivedFrom: 'alex.agent@contoso.example', previousInstallId: null, previousReason: null, previousFindings: [], isHeld: false, isPresent: true, conflicts: 0, sealedRows: 118,
    ...overrides,
  }
}

export function aVerification(overrides: Partial<DeskVerification> = {}): DeskVerification {
  return {
    installId: 'install-1', phase: 'reading', rows: 0, totalRows: 120, findings: [], differing: 0, sealedRows: 0, checkedAt: null, code: null, ...overrides,
  }
}
