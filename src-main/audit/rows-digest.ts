/** One hash over all rows of a log that is not written to any more: whether any of it was changed since. */
import { createHash } from 'node:crypto'
import { openAuditDatabase, openAuditDatabaseToRead } from './audit-database.ts'
import type { AuditDatabase } from './audit-database.ts'
import type { StoredRow } from './chain.ts'

export interface RowsDigest {
  add(row: StoredRow): void
  /** SHA-256 in hex over a line `[seq,body,hash]` in JSON for each row. */
  value(): string
}

export function createRowsDigest(): RowsDigest {
  const digest = createHash('sha256')
  return {
    add: ({ seq, body, hash }) => void digest.update(`${JSON.stringify([seq, body, hash])}\n`),
    value: () => digest.copy().digest('hex'),
  }
}

/**
 * Of the log at `file`; null when its rows cannot be read. Waits up to `busyTimeoutMs` for a process that had it open under its old name
 * and is still writing; none begins to write to it anew, because the name is gone.
 */
export function digestOfLog(file: string, busyTimeoutMs: number): string | null {
  return digestWith(() => openAuditDatabase(file, busyTimeoutMs), (log) => log.inTransaction(() => digestOf(log), () => false))
    ?? digestWith(() => openAuditDatabaseToRead(file), digestOf)
}

function digestWith(open: () => AuditDatabase, work: (log: AuditDatabase) => string): string | null {
  try {
    const log = open()
    try {
      return work(log)
    } finally {
      log.close()
    }
  } catch {
    return null
  }
}

function digestOf(log: AuditDatabase): string {
  const digest = createRowsDigest()
  for (const row of log.rowsAfter(0)) digest.add(row)
  return digest.value()
}
