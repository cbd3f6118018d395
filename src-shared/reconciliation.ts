import type { AuditAttempt } from './audit-attempts.ts'
import type { IntuneLogName } from './audit.ts'
import type { DeviceActionName } from './device-actions.ts'
import type { ErrorCode } from './error-codes.ts'

/** One action as Intune's own log has it. */
export interface IntuneLogEntry {
  readonly source: IntuneLogName
  readonly id: string
  readonly at: string
  /** Graph's word: remoteAction, or activityType. */
  readonly graphAction: string
  /** Ours; null for an action that the console does not have. */
  readonly action: DeviceActionName | null
  readonly deviceId: string
  readonly deviceName: string
  /** UPN of who asked for it, or the name of an application that acted by itself; "" when Intune does not say. */
  readonly initiatedBy: string
  /** Name of the app that asked; "" when Intune does not say (remoteActionAudits never does). */
  readonly application: string
  /** Graph's word for how it stands. */
  readonly state: string
}

/**
 * `confirmed`: Intune has it. `not-yet`: Intune does not have it, and it is so young that it may still come. `missing`: Intune should have it by now.
 * `not-comparable`: no log that would have it could be read.
 */
export type IntuneVerdict = 'confirmed' | 'not-yet' | 'missing' | 'not-comparable'

export interface ReconciledAttempt {
  readonly attempt: AuditAttempt
  readonly verdict: IntuneVerdict
  /** What was found for it, from either log. */
  readonly entries: readonly IntuneLogEntry[]
}

/** A log of Intune that was asked for, and what came of it. */
export interface IntuneLogReading {
  readonly source: IntuneLogName
  /** In the span that was asked for. */
  readonly entries: number
  /** Rows that could not be made sense of, and are missing from the comparison. */
  readonly unreadable: number
  /** Why it could not be read; null when it was. */
  readonly code: ErrorCode | null
}

/** Whether any desk sent this: who did what to which device, and when by Graph's clock (ISO 8601 UTC). */
export interface SentQuestion {
  readonly deviceId: string
  readonly action: DeviceActionName
  readonly upn: string
  readonly at: string
}

/** An attempt of the central log whose request was sent, or may have been, and when by its desk's clock. */
export interface AttemptAtDesk {
  readonly attempt: AuditAttempt
  readonly sentAt: string
}

/** What Intune has and the central log explains. */
export interface ActAtDesk {
  readonly attempt: AuditAttempt
  readonly entries: readonly IntuneLogEntry[]
}

/** A span of time, ISO 8601 UTC on this PC's clock; `to` is not in it. */
export interface ReconciliationRange {
  readonly from: string
  readonly to: string
}

/** The longest span that is compared at once. */
export const reconciliationLongestMs = 31 * 86_400_000

/** The console's sent requests beside Intune's own log. */
export interface Reconciliation extends ReconciliationRange {
  readonly comparedAt: string
  readonly readings: readonly IntuneLogReading[]
  readonly attempts: readonly ReconciledAttempt[]
  /** Done at another desk, or in an earlier log of this one, by the central log; newest first. */
  readonly elsewhere: readonly ActAtDesk[]
  /** `code`: why the central log could not be read, so that `outside` may hold other desks' work. null: the policy names none. */
  readonly central: { readonly code: ErrorCode | null } | null
  /** Done without any console whose log was looked into: in the admin center, by a script, with another copy. Newest first; both logs' rows of one act together. */
  readonly outside: readonly (readonly IntuneLogEntry[])[]
}
