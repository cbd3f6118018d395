import type { AuditLogs } from '../../src-shared/audit-retention.ts'
import type { AuditActor } from '../../src-shared/audit.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { PlainEvent } from './audit-log.ts'
import { heldBy } from './log-state.ts'
import { listLogs } from './retention.ts'
import type { VerifiedLog } from './verified-log-types.ts'

export interface LogRemoval {
  readonly installId: string
  readonly actor: AuditActor
  /** SHA-256, hex, of the copy that the person has, read a moment ago. */
  readonly copySha256: string
  /** Over the rows that it holds; see rows-digest.ts. */
  readonly copyDigest: string
  /** Of the policy, days; null: a log is never removed. */
  readonly keepDays: number | null
}

/** The logs of this desk: how one ends that is whole, and how it goes. */
export interface LogRetention {
  /** Every log, oldest first, as last verified; null when the log cannot be read. */
  logs(keepDays: number | null): AuditLogs | null
  /** Says who ends it (null: the console itself), seals the log, puts it beside and begins the next, which names it. Attempts go on there. 'audit-unacknowledged' while actions are held. */
  closeLog(actor: AuditActor | null): Answer
  /**
   * Removes the oldest log from this PC: first a row that says so, then the files; cut short in between, the next start goes on. Refusals:
   * 'log-not-removable' (see `keptBecause`), 'export-file-differs' when no export of the whole log was that file, or it holds other rows.
   */
  removeLog(removal: LogRemoval): Answer
}

/** `append` writes one row. */
export function createLogRetention(log: VerifiedLog, clock: Clock, append: (event: PlainEvent) => Answer<object>): LogRetention {
  function logs(keepDays: number | null): AuditLogs | null {
    log.read(() => null, null) // rows of another process, if any
    const source = log.retention()
    return source === null ? null : listLogs(source, keepDays, clock.wallMs())
  }

  function removeLog({ installId, actor, copySha256, copyDigest, keepDays }: LogRemoval): Answer {
    log.verify()
    if (heldBy(log.state) !== null) return refuse('audit-unacknowledged')
    const part = logs(keepDays)?.logs.find((one) => one.installId === installId)
    if (part?.keptBecause !== null || part.firstAt === null || part.lastAt === null) return refuse('log-not-removable')
    const { rows, hash, fileName, firstAt, lastAt } = part
    const removed = { installId, rows, hash }
    const source = log.retention()
    // The row says what was written from the log as it was then: whether that is what was verified, only its rows say.
    const isCopy = source?.earlier.logs.some(({ record }) => record.installId === installId && record.digest === copyDigest)
    if (isCopy !== true || source?.notes.exportOf(removed, copySha256) == null) return refuse('export-file-differs')
    const written = append({ kind: 'tombstone', actor, removed, fileName, firstAt, lastAt, copySha256 })
    if (written.status === 'refused') return written
    log.verify() // which removes what has a tombstone
    return { status: 'ok' }
  }

  function closeLog(actor: AuditActor | null): Answer {
    const asked = log.state.installId
    log.read(() => null, null)
    if (asked !== null && log.state.installId !== asked) return { status: 'ok' } // another process has just done it
    if (heldBy(log.state) !== null) return refuse('audit-unacknowledged')
    const written = append({ kind: 'closing', actor })
    return written.status === 'refused' ? written : log.conclude()
  }

  return { logs, closeLog, removeLog }
}
