import type { AuditDatabase } from './audit-database.ts'
import { isUnchangedRow } from './believed-row.ts'
import type { StoredRow } from './chain.ts'
import type { EarlierLog } from './earlier-logs.ts'

/** A row, and whether it does not verify. */
export interface ReadRow extends StoredRow {
  readonly isDoubtful: boolean
}

/** One log as it is read a page at a time. */
export interface ReadableLog extends Pick<AuditDatabase, 'installId' | 'newestOfKinds'> {
  isBelieved(row: StoredRow): boolean
}

/** Rows of this log and of those that were set aside before it. */
export interface LogReader extends Pick<AuditDatabase, 'newestOfKind'> {
  /** Oldest first; each with whether it does not verify. */
  rowsOfAttempt(attemptId: string): readonly ReadRow[]
  /** All of them, newest first. Of the present one, rows from `firstForged` (seq) on are not believed; null: all are its own. */
  allLogs(firstForged: number | null): readonly ReadableLog[]
  /** The log that is written to alone, or one before it; null when there is none of that name. */
  logOf(installId: string | null): (Pick<AuditDatabase, 'installId' | 'rowsAfter'> & { readonly isPresent: boolean }) | null
}

/** `earlier`: oldest first. Of each only what is believed is read, and nothing of one with damaged pages: that says nothing of the present log. */
export function readerOf(present: AuditDatabase, earlier: readonly EarlierLog[], isDoubtful: (row: StoredRow) => boolean): LogReader {
  return {
    rowsOfAttempt: (attemptId) => [
      ...earlier.flatMap((log) => readable(() => judged(log.database.rowsOfAttempt(attemptId).filter(log.isBelieved), log.isDoubtful))),
      ...judged(present.rowsOfAttempt(attemptId), isDoubtful),
    ],
    newestOfKind: (kind, limit) => [
      ...present.newestOfKind(kind, limit), ...earlier.toReversed().flatMap((log) => readable(() => log.database.newestOfKind(kind, limit).filter(log.isBelieved))),
    ].slice(0, limit),
    allLogs: (firstForged) => [
      {
        installId: present.installId, newestOfKinds: (...asked) => present.newestOfKinds(...asked),
        isBelieved: (row) => (firstForged === null || row.seq < firstForged) && isUnchangedRow(row),
      },
      ...earlier.toReversed().map(({ record, database, isBelieved }) => (
        { installId: record.installId, newestOfKinds: (...asked: Parameters<AuditDatabase['newestOfKinds']>) => readable(() => database.newestOfKinds(...asked)), isBelieved }
      )),
    ],
    logOf: (installId) => {
      const isPresent = installId === null || installId === present.installId
      const database = isPresent ? present : earlier.find(({ record }) => record.installId === installId)?.database
      return database === undefined ? null : { installId: database.installId, rowsAfter: (seq) => database.rowsAfter(seq), isPresent }
    },
  }
}

const judged = (rows: readonly StoredRow[], isDoubtful: (row: StoredRow) => boolean): readonly ReadRow[] => rows.map((row) => ({ ...row, isDoubtful: isDoubtful(row) }))

function readable<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read()
  } catch {
    return []
  }
}
