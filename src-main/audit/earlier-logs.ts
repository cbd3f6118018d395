import { dirname, join } from 'node:path'
import type { PreviousLog } from '../../src-shared/audit.ts'
import { openAuditDatabaseToRead } from './audit-database.ts'
import type { AuditDatabase } from './audit-database.ts'
import type { StoredRow } from './chain.ts'

/** A log that is not written to any more, as its successor's first row describes it. */
export interface EarlierLog {
  readonly record: PreviousLog
  readonly database: AuditDatabase
  /** false from the first row on that something other than the console wrote. */
  isBelieved(row: StoredRow): boolean
}

/** The log that this one follows, as row 1 says; null when it follows none, or does not say. */
export function previousOf(database: AuditDatabase): PreviousLog | null {
  for (const row of database.rowsAfter(0)) return previousIn(row)
  return null
}

function previousIn(row: StoredRow): PreviousLog | null {
  try {
    const fields = JSON.parse(row.body) as { readonly kind?: string; readonly previous?: PreviousLog | null }
    return fields.kind === 'log-started' ? (fields.previous ?? null) : null
  } catch {
    return null
  }
}

/** The logs that were set aside before `database`, oldest first. What cannot be opened is left out, with all that it followed. */
export function openEarlierLogs(file: string, database: AuditDatabase): readonly EarlierLog[] {
  const opened: EarlierLog[] = []
  for (let previous = previousOf(database); previous !== null && previous.fileName !== null && opened.length < 100;) {
    const { fileName } = previous
    // A name in a row is not trusted with a path.
    if (!/^[\w.-]+$/.test(fileName)) break
    try {
      const earlier = openAuditDatabaseToRead(join(dirname(file), fileName))
      opened.unshift(earlierLogOf(previous, earlier))
      previous = previousOf(earlier)
    } catch {
      break
    }
  }
  return opened
}

function earlierLogOf(record: PreviousLog, database: AuditDatabase): EarlierLog {
  const forged = record.findings.filter(({ code, installId }) => code === 'row-not-ours' && installId === record.installId)
  const believedRows = Math.min(...forged.map(({ seq }) => (seq ?? 1) - 1))
  return { record, database, isBelieved: ({ seq }) => seq <= believedRows }
}
