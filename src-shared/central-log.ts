import type { AuditFinding } from './audit-health.ts'
import type { PreviousLog } from './audit.ts'
import type { ErrorCode } from './error-codes.ts'

/** Whose attempts are read: this desk's own log, or the central log of every desk. */
export const auditScopes = ['desk', 'service-desk'] as const
export type AuditScope = (typeof auditScopes)[number]

/** How this desk's copy in the central log stands. */
export interface CentralLogStatus {
  /**
   * `off`: the policy names none. `signed-out`: rows wait until somebody is signed in. `away`: the server cannot be reached; tried again.
   * `refused`: it does not let this agent in, or takes no rows from them. `disagrees`: it holds other or later rows of this log than this PC does.
   */
  readonly state: 'off' | 'signed-out' | 'connecting' | 'sending' | 'up-to-date' | 'away' | 'refused' | 'disagrees'
  /** Rows of this desk that the server does not have yet; null: not known before it was asked. */
  readonly waitingRows: number | null
  /** Since when it is in this state, ISO 8601 UTC. */
  readonly since: string
  /** When it last confirmed rows, or that it has them all; null: not in this run of the console. */
  readonly confirmedAt: string | null
  /** Why, in `away`, `refused` and `disagrees`. */
  readonly code: ErrorCode | null
}

/** One log of one desk, as the central log holds it. */
export interface DeskLog {
  readonly installId: string
  readonly deskId: string
  /** Name of the PC, for people. */
  readonly machine: string
  readonly rows: number
  /** Hash of the last row. */
  readonly head: string
  readonly attempts: number
  readonly startedAt: string
  readonly receivedAt: string
  /** The database login that sent the last rows. */
  readonly receivedFrom: string
  /** The log that it follows; null: it is the desk's first. */
  readonly previousInstallId: string | null
  /** Why that one ended, as this log's first row has it; null: it is the desk's first, or the row does not say. */
  readonly previousReason: PreviousLog['reason'] | null
  /** What was wrong with that one, as this log's first row has it; at most 20. */
  readonly previousFindings: readonly AuditFinding[]
  /** It follows a log that was broken or whose key was lost, and holds no acknowledgement of that yet: the desk's actions are held. */
  readonly isHeld: boolean
  /** The newest log of its desk. */
  readonly isPresent: boolean
  /** Rows that were sent and contradict what was there: the desk went back, or another writes in its name. */
  readonly conflicts: number
  /** Seconds between the desk's newest seal and its newest row are no finding; rows behind the seal are held by the chain alone. */
  readonly sealedRows: number | null
}

/** A desk's log, read from the central log and judged as the console judges its own. */
export interface DeskVerification {
  readonly installId: string
  readonly phase: 'reading' | 'done' | 'cancelled' | 'failed'
  readonly rows: number
  readonly totalRows: number
  /** At most 20. */
  readonly findings: readonly AuditFinding[]
  /** Attempts whose line in the list is not what their rows say. */
  readonly differing: number
  readonly sealedRows: number
  readonly checkedAt: string | null
  readonly code: ErrorCode | null
}
