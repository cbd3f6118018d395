/** The logs before the one that is written to: each names the one before it in its first row. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AuditEntry, EarlierFinding, PreviousLog } from '../../src-shared/audit.ts'
import { openAuditDatabaseToRead } from './audit-database.ts'
import type { AuditDatabase } from './audit-database.ts'
import { isBeginning, isUnchangedRow } from './believed-row.ts'
import type { StoredRow } from './chain.ts'
import { createRowsDigest } from './rows-digest.ts'
import { isNameOfAside } from './set-aside.ts'

/** A log that is not written to any more, as its successor's first row describes it. */
export interface EarlierLog {
  readonly record: PreviousLog
  readonly database: AuditDatabase
  /** false for a row that was changed and would end something, and from the first row on that something other than the console wrote. */
  isBelieved(row: StoredRow): boolean
}

/** Something that is not as it was when the log was set aside. */
export interface EarlierChange extends EarlierFinding {
  readonly record: PreviousLog
}

export interface EarlierLogs {
  /** Oldest first. */
  readonly logs: readonly EarlierLog[]
  /** Where the row of logs ends that is not opened: gone, removed, or not to be opened; null: the first of all is there. */
  readonly end: PreviousLog | null
  /** Reads all of them, hands over each row that is believed, and answers what is not as it was. What cannot be read of a broken log is left out. */
  verify(take: (row: StoredRow, record: PreviousLog) => void): readonly EarlierChange[]
  /** Whether one of those that could not be read when `changes` were found can be opened by now. */
  couldBeRead(changes: readonly EarlierChange[]): boolean
  close(): void
}

export const noEarlierLogs: EarlierLogs = { logs: [], end: null, verify: () => [], couldBeRead: () => false, close: () => undefined }

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

const mostLogs = 1_000

/** Opens those before `database`, which is at `file`. What cannot be opened is left out, with all that it followed. */
export function openEarlierLogs(file: string, database: AuditDatabase): EarlierLogs {
  const logs: EarlierLog[] = []
  const changes: EarlierChange[] = []
  const names = new Set<string>()
  let isOpen = true
  let record = previousOf(database)
  // What is closed has a file: no console says otherwise.
  if (record?.reason === 'closed' && record.fileName === null) changes.push(changeOf('earlier-log-missing', record, null))
  while (record?.fileName != null && logs.length < mostLogs) {
    const path = join(dirname(file), record.fileName)
    // In a changed log the name may be of any file, or lead in a circle.
    if (!isNameOfAside(file, record.fileName) || names.has(record.fileName) || !existsSync(path)) {
      changes.push(changeOf('earlier-log-missing', record, null))
      break
    }
    names.add(record.fileName)
    const opened = openOne(path)
    if (opened === null) {
      if (record.digest !== null) changes.push(changeOf('earlier-log-changed', record, null))
      break
    }
    logs.unshift(earlierLogOf(record, opened.database))
    record = opened.previous
  }
  return {
    logs,
    end: record,
    verify: (take) => [...changes, ...logs.flatMap((log) => verifyOne(log, take))],
    couldBeRead: (found) => found.some(({ digest, record: { fileName } }) => digest === null && fileName !== null && canBeOpened(file, fileName)),
    close: () => {
      for (const { database: each } of isOpen ? logs : []) each.close()
      isOpen = false
    },
  }
}

function openOne(path: string): { readonly database: AuditDatabase; readonly previous: PreviousLog | null } | null {
  let database: AuditDatabase | null = null
  try {
    database = openAuditDatabaseToRead(path)
    return { database, previous: previousOf(database) }
  } catch {
    database?.close()
    return null
  }
}

function canBeOpened(file: string, name: string): boolean {
  const path = join(dirname(file), name)
  const opened = isNameOfAside(file, name) && existsSync(path) ? openOne(path) : null
  opened?.database.close()
  return opened !== null
}

function verifyOne({ record, database, isBelieved }: EarlierLog, take: (row: StoredRow, record: PreviousLog) => void): readonly EarlierChange[] {
  const rows = createRowsDigest()
  let digest: string | null = null
  try {
    for (const row of database.rowsAfter(0)) {
      rows.add(row)
      if (isBelieved(row)) take(row, record)
    }
    digest = rows.value()
  } catch {
    // Damaged pages. What was read up to them is shown.
  }
  const isAsItWas = record.reason === 'closed' ? record.digest === digest && record.installId === database.installId : record.digest === null || record.digest === digest
  return isAsItWas ? [] : [changeOf('earlier-log-changed', record, digest)]
}

const changeOf = (code: EarlierFinding['code'], record: PreviousLog, digest: string | null): EarlierChange => (
  { code, installId: record.installId, digest, record }
)

function earlierLogOf(record: PreviousLog, database: AuditDatabase): EarlierLog {
  const forged = record.findings.filter(({ code, installId }) => code === 'row-not-ours' && installId === record.installId)
  const believedRows = Math.min(...forged.map(({ seq }) => (seq ?? 1) - 1))
  const isBelieved = (row: StoredRow): boolean => (
    row.seq <= believedRows && (record.reason === 'closed' || isUnchangedRow(row) || isBeginningRow(row))
  )
  return { record, database, isBelieved }
}

function isBeginningRow({ body }: StoredRow): boolean {
  try {
    return isBeginning(JSON.parse(body) as AuditEntry)
  } catch {
    return false
  }
}
