/**
 * The only file that imports node:sqlite. It knows SQL and SQLite's errors; what the rows mean is known by audit-log.ts.
 * Every function here may throw what SQLite throws; {@link failureOf} says which kind of bad day it is.
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { applicationId, schemaSql, schemaVersion } from './audit-schema.ts'
import type { StoredRow } from './chain.ts'

/** Before 3.51.3 two connections could corrupt a WAL database while it was reset (SQLite's release notes). */
const oldestSqlite = [3, 51, 3] as const

export interface AuditDatabase {
  readonly installId: string
  lastRow(): StoredRow | null
  rowsAfter(seq: number): Iterable<StoredRow>
  rowsOfAttempt(attemptId: string): readonly StoredRow[]
  /** The newest rows of one kind, newest first. */
  newestOfKind(kind: string, limit: number): readonly StoredRow[]
  /** The newest rows of several kinds before `seq`, newest first. */
  newestOfKinds(kinds: readonly string[], seq: number, limit: number): readonly StoredRow[]
  hasPermit(permitId: string): boolean
  insert(row: StoredRow): void
  /** BEGIN IMMEDIATE … COMMIT; rolled back when `work` throws or when `isKept` says no to what it answered. */
  inTransaction<T>(work: () => T, isKept: (result: T) => boolean): T
  /** Commits something, durably, that leaves no row. */
  tryWriting(): void
  /** What is wrong with the file itself (pages, indexes, tables, triggers), or null. */
  damage(): string | null
  close(): void
}

export type DatabaseFailure =
  | 'damaged' // not a database, not ours, or corrupt: a person must look
  | 'full'
  | 'unavailable' // locked, read-only, I/O: may pass

/** Thrown for a file that is a database, but not an audit log of this console. */
class NotAnAuditLog extends Error {}
/** Thrown for the log of a newer console, which is left alone. */
class NewerAuditLog extends NotAnAuditLog {}

/** What a damaged file that could not even be opened is called; null: it is a newer console's and to be left where it is. */
export function findingOf(error: unknown): 'not-an-audit-log' | 'file-damaged' | null {
  if (error instanceof NewerAuditLog) return null
  const isNoDatabase = typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 26
  return error instanceof NotAnAuditLog || isNoDatabase ? 'not-an-audit-log' : 'file-damaged'
}

export function failureOf(error: unknown): DatabaseFailure {
  if (error instanceof NotAnAuditLog) return 'damaged'
  // SQLITE_FULL 13, SQLITE_CORRUPT 11, SQLITE_NOTADB 26, SQLITE_SCHEMA 17, SQLITE_ERROR 1 ("no such table"); extended codes carry these in the low byte.
  const code = typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
  if (code === 13) return 'full'
  return code === 11 || code === 26 || code === 1 ? 'damaged' : 'unavailable'
}

/**
 * Makes a new log of one row at `file`. It is made under another name and moved into place whole, so that a file at `file` that is
 * empty or half made is never the work of a crash and can be reported as damage.
 */
export function createAuditDatabase(file: string, installId: string, firstRow: StoredRow): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unfinished = `${file}.${randomUUID()}.new`
  try {
    const database = new DatabaseSync(unfinished, { allowExtension: false })
    try {
      chmodSync(unfinished, 0o600)
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN; ${schemaSql}`)
      const insert = database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)')
      insert.run('install_id', installId)
      insert.run('segment', '1')
      database.prepare('INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)').run(firstRow.seq, firstRow.body, firstRow.hash)
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`)
    } finally {
      database.close()
    }
    moveIntoPlace(unfinished, file)
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  }
}

/** Never over a log that somebody else made meanwhile: a link fails where a rename would replace. */
function moveIntoPlace(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (existsSync(to)) return
    if (!(error instanceof Error)) throw error
    renameSync(from, to) // a file system without hard links
  }
}

/**
 * Runs `work` while no other process does the same on `file`, which is made. The lock is SQLite's own, so that it ends with the process
 * that holds it, however that ends.
 */
export function whileLocked<T>(file: string, busyTimeoutMs: number, work: () => T): T {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Nothing is ever written into it. What somebody else wrote is taken out, and a lock that is held on it stays what it is.
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) truncateSync(file)
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, allowExtension: false })
  try {
    chmodSync(file, 0o600)
    database.exec('BEGIN EXCLUSIVE')
    return work()
  } finally {
    database.close()
  }
}

/** Opens the log at `file`, which must exist, to be read only: a log that was set aside is never written to. */
export function openAuditDatabaseToRead(file: string): AuditDatabase {
  const database = new DatabaseSync(file, { readOnly: true, allowExtension: false, enableDoubleQuotedStringLiterals: false })
  try {
    return wrap(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens the log at `file`, which must exist. Waits up to `busyTimeoutMs` for another process. */
export function openAuditDatabase(file: string, busyTimeoutMs: number): AuditDatabase {
  const url = pathToFileURL(file)
  url.searchParams.set('mode', 'rw') // never create: a missing log is noticed, not replaced by an empty one
  const database = new DatabaseSync(url, {
    timeout: busyTimeoutMs, allowExtension: false, enableForeignKeyConstraints: true, enableDoubleQuotedStringLiterals: false, defensive: true,
  })
  try {
    database.exec('PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
    assertOurs(database)
    return wrap(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function assertOurs(database: DatabaseSync): void {
  const version = String(oneValue(database, 'SELECT sqlite_version()'))
  const parts = version.split('.').map(Number)
  const difference = oldestSqlite.map((part, index) => (parts[index] ?? 0) - part).find((d) => d !== 0) ?? 0
  if (difference < 0) throw new Error(`SQLite ${version} is older than ${oldestSqlite.join('.')}`)
  if (oneValue(database, 'PRAGMA application_id') !== applicationId) throw new NotAnAuditLog('not an audit log')
  if (Number(oneValue(database, 'PRAGMA user_version')) > schemaVersion) throw new NewerAuditLog('written by a newer console')
  if (oneValue(database, 'PRAGMA user_version') !== schemaVersion) throw new NotAnAuditLog('written by another version of the console')
  // A build of SQLite that ignores these would lose acknowledged rows, or let rows be replaced.
  if (oneValue(database, 'PRAGMA synchronous') !== 2) throw new Error('SQLite does not write through')
  if (oneValue(database, 'PRAGMA recursive_triggers') !== 1) throw new Error('SQLite does not guard the rows')
  if (oneValue(database, 'PRAGMA journal_mode') !== 'wal') throw new NotAnAuditLog('the journal mode was changed')
}

function wrap(database: DatabaseSync): AuditDatabase {
  const installId = oneValue(database, "SELECT value FROM meta WHERE name = 'install_id'")
  if (typeof installId !== 'string') throw new NotAnAuditLog('no install_id')
  const last = database.prepare('SELECT seq, body, hash FROM entries ORDER BY seq DESC LIMIT 1')
  const after = database.prepare('SELECT seq, body, hash FROM entries WHERE seq > ? ORDER BY seq')
  const ofAttempt = database.prepare('SELECT seq, body, hash FROM entries WHERE attempt_id = ? ORDER BY seq')
  const ofKind = database.prepare('SELECT seq, body, hash FROM entries WHERE kind = ? ORDER BY seq DESC LIMIT ?')
  // Which rows they are is read from the index alone: of a long log few texts are wanted.
  const ofKinds = database.prepare(`
    SELECT seq, body, hash FROM entries
    WHERE seq IN (SELECT seq FROM entries WHERE kind IN (SELECT value FROM json_each(?)) AND seq < ? ORDER BY seq DESC LIMIT ?) ORDER BY seq DESC`)
  const permit = database.prepare('SELECT 1 FROM entries WHERE permit_id = ?')
  const insert = database.prepare('INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)')

  function inTransaction<T>(work: () => T, isKept: (result: T) => boolean): T {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec(isKept(result) ? 'COMMIT' : 'ROLLBACK')
      return result
    } finally {
      if (database.isTransaction) database.exec('ROLLBACK')
    }
  }

  return {
    installId,
    lastRow: () => asRows(last.all())[0] ?? null,
    *rowsAfter(seq) {
      for (const row of after.iterate(seq)) yield row as unknown as StoredRow
    },
    rowsOfAttempt: (attemptId) => asRows(ofAttempt.all(attemptId)),
    newestOfKind: (kind, limit) => asRows(ofKind.all(kind, limit)),
    newestOfKinds: (kinds, seq, limit) => asRows(ofKinds.all(JSON.stringify(kinds), seq, limit)),
    hasPermit: (permitId) => permit.get(permitId) !== undefined,
    insert: (row) => void insert.run(row.seq, row.body, row.hash),
    inTransaction,
    tryWriting: () => inTransaction(() => database.exec('UPDATE write_probe SET tries = tries + 1'), () => true),
    damage: () => damageOf(database),
    close: () => database.close(),
  }
}

/** A damaged file can fail the check itself; its rows are read all the same. */
export function isDamaged(source: AuditDatabase): boolean {
  try {
    return source.damage() !== null
  } catch (error) {
    if (failureOf(error) !== 'damaged') throw error
    return true
  }
}

function damageOf(database: DatabaseSync): string | null {
  const pages = oneValue(database, 'PRAGMA integrity_check(1)')
  if (pages !== 'ok') return String(pages)
  const fresh = new DatabaseSync(':memory:')
  try {
    fresh.exec(schemaSql)
    return schemaOf(database) === schemaOf(fresh) ? null : 'tables or triggers were changed'
  } finally {
    fresh.close()
  }
}

function schemaOf(database: DatabaseSync): string {
  return JSON.stringify(database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all())
}

// The columns are those named in the statements above, and STRICT tables hold their types.
const asRows = (rows: readonly unknown[]) => rows as readonly StoredRow[]

function oneValue(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0]
}
