/** The logs before the one that is written to: each names the one before it in its first row. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AttemptDoubt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry, EarlierFinding, PreviousLog } from '../../src-shared/audit.ts'
import { openAuditDatabaseToRead } from './audit-database.ts'
import type { AuditDatabase } from './audit-database.ts'
import { isBeginning, isUnchangedRow } from './believed-row.ts'
import { createChainVerifier } from './chain-verifier.ts'
import type { StoredRow } from './chain.ts'
import { mostFindings } from './log-state.ts'
import { createRowsDigest } from './rows-digest.ts'
import { isNameOfAside } from './set-aside.ts'

/** A log that is not written to any more, as its successor's first row describes it. */
export interface EarlierLog {
  readonly record: PreviousLog
  readonly database: AuditDatabase
  /**
   * Of a log that is not whole: false for a row that would end something and was changed, or is behind those that were known; and from the first row on
   * that something other than the console wrote.
   */
  isBelieved(row: StoredRow): boolean
  /** Whether this row does not verify. */
  isDoubtful(row: StoredRow): boolean
}

/** What is to be thought of one row of an earlier log. */
export interface RowStanding {
  readonly record: PreviousLog
  readonly isBelieved: boolean
  /** null: its log is whole. */
  readonly doubt: AttemptDoubt | null
}

/** Something that is not as it was when the log was set aside. */
export interface EarlierChange extends EarlierFinding {
  readonly record: PreviousLog
  /** Numbers of rows that do not verify, the first ones; none where all of them fit. */
  readonly rows: readonly number[]
}

export interface EarlierLogs {
  /** Oldest first. */
  readonly logs: readonly EarlierLog[]
  /** Where the row of logs ends that is not opened: gone, removed, or not to be opened; null: the first of all is there. */
  readonly end: PreviousLog | null
  /**
   * Reads all of them, hands over each row, and answers what is not as it was. What cannot be read of a broken log is left out. A closed log is
   * taken to be as it was until its last row says otherwise: then `startOver` is called, and every row is handed over once more.
   */
  verify(take: (row: StoredRow, standing: RowStanding) => void, startOver: () => void): readonly EarlierChange[]
  /** How many of those still there do not verify or were changed, as of the last verification. */
  doubtful(): number
  /** Whether one of those that could not be read when `changes` were found can be opened by now. */
  couldBeRead(changes: readonly EarlierChange[]): boolean
  close(): void
}

export const noEarlierLogs: EarlierLogs = { logs: [], end: null, verify: () => [], doubtful: () => 0, couldBeRead: () => false, close: () => undefined }

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
  const logs: OpenedLog[] = []
  const changes: EarlierChange[] = []
  const names = new Set<string>()
  let isOpen = true
  let unreadable = 0
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
      unreadable = 1
      if (record.digest !== null) changes.push(changeOf('earlier-log-changed', record, null))
      break
    }
    logs.unshift(earlierLogOf(record, opened.database))
    record = opened.previous
  }
  return {
    logs,
    end: record,
    verify: (take, startOver) => [...changes, ...verifyEach(logs, take, startOver)],
    doubtful: () => unreadable + logs.filter(({ isWhole }) => !isWhole).length,
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

function verifyEach(logs: readonly OpenedLog[], take: (row: StoredRow, standing: RowStanding) => void, startOver: () => void): readonly EarlierChange[] {
  for (const log of logs) log.isWhole = log.record.reason === 'closed'
  for (;;) {
    const assumed = logs.map(({ isWhole }) => isWhole)
    const changes = logs.flatMap((log) => verifyOne(log, take))
    if (logs.every(({ isWhole }, at) => isWhole === assumed[at])) return changes
    startOver()
  }
}

/** Leaves `isWhole` false for a closed log that is not as it was: what was handed over of it is to be judged anew. */
function verifyOne(log: OpenedLog, take: (row: StoredRow, standing: RowStanding) => void): readonly EarlierChange[] {
  const { record, database } = log
  const rows: number[] = []
  const digest = readEach(log, (row) => {
    const isDoubtful = log.isDoubtful(row)
    if (isDoubtful && rows.length < mostFindings) rows.push(row.seq)
    take(row, { record, isBelieved: log.isBelieved(row), doubt: log.isWhole ? null : isDoubtful ? 'row' : 'log' })
  })
  const isAsItWas = record.reason === 'closed' ? record.digest === digest && record.installId === database.installId : record.digest === null || record.digest === digest
  log.isWhole &&= isAsItWas
  return isAsItWas ? [] : [changeOf('earlier-log-changed', record, digest, rows)]
}

/** The digest of all rows; null where they cannot be read to the end: what was read up to there is shown. */
function readEach(log: OpenedLog, take: (row: StoredRow) => void): string | null {
  const digest = createRowsDigest()
  const verifier = createChainVerifier(log.record.installId)
  log.wrongRows.clear()
  const rows = log.database.rowsAfter(0)[Symbol.iterator]()
  for (;;) {
    let next: IteratorResult<StoredRow>
    try {
      next = rows.next()
    } catch {
      return null
    }
    if (next.done === true) return digest.value()
    digest.add(next.value)
    if (!log.isWhole && verifier.take(next.value).some(({ code }) => code.startsWith('row-'))) log.wrongRows.add(next.value.seq)
    take(next.value)
  }
}

const changeOf = (code: EarlierFinding['code'], record: PreviousLog, digest: string | null, rows: readonly number[] = []): EarlierChange => (
  { code, installId: record.installId, digest, record, rows }
)

interface OpenedLog extends EarlierLog {
  /** Closed whole, and as it was then. */
  isWhole: boolean
  /** Numbers of the rows that do not verify by themselves. */
  readonly wrongRows: Set<number>
}

const codesOfRows: ReadonlySet<string> = new Set(['row-changed', 'row-missing', 'row-out-of-place', 'row-foreign', 'row-unreadable', 'history-rewritten', 'witness-disagrees'])

function earlierLogOf(record: PreviousLog, database: AuditDatabase): OpenedLog {
  const forged = record.findings.filter(({ code, installId }) => code === 'row-not-ours' && installId === record.installId)
  const believedRows = Math.min(...forged.map(({ seq }) => (seq ?? 1) - 1))
  // Known when it was set aside, and not to be found by the rows alone: another record had another row at this number.
  const foundThen = new Set(record.findings.filter(({ code, installId }) => installId === record.installId && codesOfRows.has(code)).map(({ seq }) => seq))
  const log: OpenedLog = {
    record, database, isWhole: false, wrongRows: new Set(),
    isDoubtful: ({ seq }) => !log.isWhole && (seq > believedRows || seq > record.rows || log.wrongRows.has(seq) || foundThen.has(seq)),
    isBelieved: (row) => log.isWhole || (row.seq <= believedRows && ((row.seq <= record.rows && isUnchangedRow(row)) || isBeginningRow(row))),
  }
  return log
}

function isBeginningRow({ body }: StoredRow): boolean {
  try {
    return isBeginning(JSON.parse(body) as AuditEntry)
  } catch {
    return false
  }
}
