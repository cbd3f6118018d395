import type { AuditFinding } from '../../src-shared/audit-health.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { WorkingHours } from './attempt-flags.ts'
import type { AttemptIndex } from './attempt-index.ts'
import type { DatabaseFailure } from './audit-database.ts'
import type { KeyProtection } from './key-file.ts'
import type { LogReader } from './log-reader.ts'
import type { LogState } from './log-state.ts'
import type { LogTransaction, WritePoint } from './log-transaction.ts'
import type { RetentionSource } from './retention.ts'
import type { RowStamp } from './set-aside.ts'

export interface VerifiedLogOptions {
  readonly file: string
  /** How long a call waits for another process, milliseconds. */
  readonly busyTimeoutMs: number
  readonly protection: KeyProtection
  readonly workingHours: WorkingHours | undefined
  readonly stamp: () => RowStamp
  readonly onPoint: (point: WritePoint) => void
}

/**
 * The database together with what has been verified of it: every row is checked once as it is read, whoever wrote it, and nothing is
 * written behind a tail that does not fit. A log found broken is set aside and followed by a new one; where that cannot be done it stays
 * broken until the console starts again. What is unavailable is tried again.
 */
export interface VerifiedLog {
  readonly index: AttemptIndex
  readonly state: Readonly<LogState>
  /** Runs `work` in one transaction, durable when it answers ok; rolled back when it answers a refusal. Runs it again in the new log when the old one is found broken. */
  write<T extends object>(work: (transaction: LogTransaction) => Answer<T>): Answer<T>
  /** Seals what is not sealed yet; nothing when all is. */
  seal(): void
  /** Why the last {@link write} was refused with 'audit-unavailable'. */
  lastFailure(): DatabaseFailure | null
  /** Commits something that leaves no row. */
  tryWriting(): Answer
  /** Reads with every row known to the index; `otherwise` when the log cannot be read. */
  read<T>(work: (reader: LogReader) => T, otherwise: T): T
  verify(): void
  /** Of a log that holds actions: was it acknowledged in another process, or can an earlier log that was away, or held by another program, be read again? */
  recheck(): void
  /** Somebody elsewhere holds other or later rows of the log `installId`. The present one is set aside like any that is broken; of an earlier one nothing can be done here. */
  dispute(finding: AuditFinding): void
  /** Ends the log, whole and sealed, and begins the next. */
  conclude(): Answer
  /** What the list of logs is made of; null when the log cannot be read. */
  retention(): RetentionSource | null
  close(): void
}
