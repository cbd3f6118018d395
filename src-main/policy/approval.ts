import type { ApprovalDecision } from '../../src-shared/audit.ts'

/** A request for approval as it was read; `approvalStatus` is Graph's, verbatim. */
export interface ApprovalReport {
  readonly approvalStatus: string
  readonly expiresAt: string | null
}

/**
 * What has become of a request for approval; null while nobody has decided. A status that Graph may add later decides nothing. One that is
 * past its time is over, whatever the status still says.
 */
export function decisionOf({ approvalStatus, expiresAt }: ApprovalReport, nowMs: number): ApprovalDecision | null {
  switch (approvalStatus) {
    case 'approved':
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'completed':
      return approvalStatus
    default:
      return expiresAt !== null && Date.parse(expiresAt) < nowMs ? 'expired' : null
  }
}
