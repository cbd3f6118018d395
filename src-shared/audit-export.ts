import type { ExportFormat } from './audit.ts'
import type { AuditFilter } from './audit-query.ts'
import type { AuditScope } from './central-log.ts'
import type { ErrorCode } from './error-codes.ts'

/** `csv`: one line for each attempt that the filter lets through. `pdf`: the same as a report to print. `jsonl`: every row of the log as it is in the chain, which verifies. */
export interface ExportRequest {
  readonly format: ExportFormat
  readonly filter: AuditFilter
  readonly scope: AuditScope
  /** Only of `jsonl`: one log of this desk, whole; null: the present one. */
  readonly installId: string | null
}

/** A report is one document in the browser's memory, for which it takes about 0.6 MB for each attempt while it prints: so many at most. */
export const mostReportAttempts = 2_000

/** How an export stands. One at a time. */
export interface ExportProgress {
  readonly exportId: string
  readonly format: ExportFormat
  /** `choosing`: the system's save dialog is open. */
  readonly phase: 'choosing' | 'writing' | 'checking' | 'done' | 'cancelled' | 'failed'
  readonly rows: number
  /** null while it is not known. */
  readonly totalRows: number | null
  readonly bytes: number
  /** Where it was written; null before and when nothing is left of it. */
  readonly file: string | null
  /** The file is there, and the log could not take its row yet: the row waits in memory. */
  readonly isRowHeld: boolean
  readonly code: ErrorCode | null
}
