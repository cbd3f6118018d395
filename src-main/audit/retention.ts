/** Which logs there are, and which of them may go. Only a whole log goes, the oldest first, after the policy's time and with a copy elsewhere. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AuditLogPart, AuditLogs, KeptBecause } from '../../src-shared/audit-retention.ts'
import type { LogHead, PreviousLog } from '../../src-shared/audit.ts'
import type { AuditDatabase } from './audit-database.ts'
import type { StoredRow } from './chain.ts'
import type { EarlierLogs } from './earlier-logs.ts'
import type { LogNotes } from './log-notes.ts'
import { removeFiles } from './set-aside.ts'

export interface RetentionSource {
  /** Of the log that is written to. */
  readonly file: string
  readonly present: AuditDatabase
  readonly isPresentWhole: boolean
  readonly earlier: EarlierLogs
  /** Logs that are not as they were, by name. */
  readonly changed: ReadonlySet<string>
  readonly notes: LogNotes
}

const dayMs = 86_400_000

/** Every log of this desk, oldest first. `keepDays`: of the policy; null: a log is never removed. `nowMs`: wall clock. */
export function listLogs({ file, present, isPresentWhole, earlier, changed, notes }: RetentionSource, keepDays: number | null, nowMs: number): AuditLogs {
  const folder = dirname(file)
  const { end } = earlier
  const lost = end?.fileName == null || notes.isRemoved(end.installId) || !existsSync(join(folder, end.fileName)) ? [] : [lostPart(end, join(folder, end.fileName), notes)]

  const parts = earlier.logs.map(({ record, database }, at): AuditLogPart => {
    const fileName = record.fileName ?? ''
    const isWhole = record.digest !== null && !changed.has(record.installId)
    const facts = factsOf(database, record)
    const copy = notes.exportOf(facts)
    const isOldest = at === 0 && lost.length === 0
    const isOldEnough = keepDays !== null && facts.lastAt !== null && Date.parse(facts.lastAt) + keepDays * dayMs <= nowMs
    const reasons: readonly (readonly [boolean, KeptBecause])[] = [
      [!isOldest, 'not-oldest'], [keepDays === null, 'no-retention'], [!isOldEnough, 'too-young'], [!isWhole, 'not-whole'], [copy === null, 'not-exported'],
    ]
    return {
      ...facts, fileName, state: record.reason, bytes: bytesOf(join(folder, fileName)), isWhole, exported: exportedOf(copy), ...seenOf(record, notes),
      keptBecause: reasons.find(([holds]) => holds)?.[1] ?? null,
    }
  })
  const facts = factsOf(present, { installId: present.installId, rows: 0, hash: '' })
  const here: AuditLogPart = {
    ...facts, fileName: file.slice(folder.length + 1), state: 'present', bytes: bytesOf(file), isWhole: isPresentWhole,
    exported: exportedOf(notes.lastExportOf(present.installId)), acknowledged: null, wrongRows: [], keptBecause: 'present',
  }
  const removed = notes.tombstones().map(({ removed: head, at, actor }) => ({ ...head, at, by: actor.displayName }))
  return { logs: [...lost, ...parts, here], keepDays, removed }
}

/** Closes the logs before this one and removes the files of those that have a tombstone; true when any were. What cannot be removed now goes at the next start. */
export function removeTombstoned(file: string, earlier: EarlierLogs, notes: LogNotes): boolean {
  const names = earlier.logs.flatMap(({ record: { installId, fileName }, database }) => (
    // What another log says of itself removes nothing.
    notes.isRemoved(installId) && database.installId === installId && fileName !== null ? fileName : []
  ))
  if (names.length === 0) return false
  earlier.close()
  try {
    for (const name of names) removeFiles(join(dirname(file), name))
  } catch {
    // Open in another program. The rest is read again.
  }
  return true
}

/** One that cannot even be opened; what it followed is not known. */
const lostPart = (record: PreviousLog, path: string, notes: LogNotes): AuditLogPart => ({
  installId: record.installId, rows: record.rows, hash: record.hash, fileName: record.fileName ?? '', state: record.reason, firstAt: null, lastAt: null, bytes: bytesOf(path),
  isWhole: false, exported: null, ...seenOf(record, notes), keptBecause: 'not-whole',
})

/** What was found of a log that was set aside, and who has seen it. */
function seenOf({ installId, findings }: PreviousLog, notes: LogNotes): Pick<AuditLogPart, 'acknowledged' | 'wrongRows'> {
  const entry = notes.acknowledgementOf(installId)
  return {
    acknowledged: entry === null ? null : { by: entry.actor.displayName, at: entry.at, text: entry.text },
    wrongRows: [...new Set(findings.flatMap(({ seq, installId: of }) => (seq === null || of !== installId ? [] : seq)))].sort((a, b) => a - b),
  }
}

function exportedOf(entry: ReturnType<LogNotes['exportOf']>): AuditLogPart['exported'] {
  return entry === null ? null : { fileName: entry.fileName, sha256: entry.sha256, at: entry.at, rows: entry.log?.rows ?? 0 }
}

/** The log as it is now; as it is remembered where it cannot be read. */
function factsOf(database: AuditDatabase, { installId, rows, hash }: LogHead): LogHead & Pick<AuditLogPart, 'firstAt' | 'lastAt'> {
  try {
    const last = database.lastRow()
    const head = { installId, rows: last?.seq ?? rows, hash: last?.hash ?? hash }
    return { ...head, firstAt: atOf(firstRowOf(database)), lastAt: atOf(last) }
  } catch {
    return { installId, rows, hash, firstAt: null, lastAt: null }
  }
}

function firstRowOf(database: AuditDatabase): StoredRow | null {
  for (const row of database.rowsAfter(0)) return row
  return null
}

function atOf(row: StoredRow | null): string | null {
  try {
    const at = row === null ? null : (JSON.parse(row.body) as { readonly at?: unknown }).at
    return typeof at === 'string' ? at : null
  } catch {
    return null
  }
}

const bytesOf = (file: string): number => ['', '-wal'].reduce((sum, suffix) => sum + (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
