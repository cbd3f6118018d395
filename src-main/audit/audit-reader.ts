/**
 * Reads an audit log that somebody else writes, or that lies on a medium which cannot be written to. Never changes the file and
 * leaves nothing beside it.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { AuditFindingCode } from '../../src-shared/audit-health.ts'
import { applicationId, schemaSql, schemaVersion } from './audit-schema.ts'
import type { StoredRow } from './chain.ts'

/** How a database file is opened; can be handed to another thread. */
export interface ReaderSource {
  readonly file: string
  /** Nobody has it open: read as it lies, without the files that SQLite keeps beside it. */
  readonly isImmutable: boolean
}

export interface FoundSource {
  readonly source: ReaderSource
  /** Rows that lay in the file's -wal were read from a copy, because the file's own folder does not let SQLite work in it. */
  readonly isCopy: boolean
  /** Removes the copy, if one was made. */
  release(): void
}

export interface AuditReader {
  readonly installId: string
  /** `newer`, `other`: not a log that can be judged here. */
  readonly kind: 'ours' | 'older' | 'newer' | 'other'
  /** seq of the last row; 0 when there is none. */
  readonly lastSeq: number
  /** The smallest seq that is at least `seq`; null when there is none. */
  firstFrom(seq: number): number | null
  /** All at once: ask for some thousands at a time. */
  rowsBetween(first: number, last: number): readonly StoredRow[]
  /** What is wrong with the pages of the file, and with its tables and triggers. */
  faults(): readonly AuditFindingCode[]
  close(): void
}

/** Finds out how `file` can be read. Throws what SQLite throws when it cannot be opened at all. */
export function findSource(file: string): FoundSource {
  const wal = `${file}-wal`
  const keep = (isImmutable: boolean): FoundSource => ({ source: { file, isImmutable }, isCopy: false, release: () => undefined })
  if (!existsSync(wal)) return keep(true)
  if (canBeRead({ file, isImmutable: false })) return keep(false)
  if (statSync(wal).size === 0) return keep(true)
  const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'))
  const release = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'audit.db')
    copyFileSync(file, copy)
    copyFileSync(wal, `${copy}-wal`)
    return { source: { file: copy, isImmutable: false }, isCopy: true, release }
  } catch (error) {
    release()
    throw error
  }
}

/** Opens it. Throws what SQLite throws; see {@link isDamage}. */
export function openAuditReader(source: ReaderSource): AuditReader {
  const database = open(source)
  try {
    return wrap(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Whether an error says that the file itself is wrong, and not that it cannot be reached. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // SQLITE_ERROR 1 ("no such table"), SQLITE_CORRUPT 11, SQLITE_NOTADB 26; a number that is no safe integer was not written by the console.
  if ('errcode' in error && typeof error.errcode === 'number') return [1, 11, 26].includes(error.errcode & 0xff)
  return 'code' in error && error.code === 'ERR_OUT_OF_RANGE'
}

type RowAsArray = readonly [seq: number, body: string, hash: string]

function open({ file, isImmutable }: ReaderSource): DatabaseSync {
  const url = pathToFileURL(file)
  url.searchParams.set('mode', 'ro')
  if (isImmutable) url.searchParams.set('immutable', '1')
  const database = new DatabaseSync(url, { readOnly: true, timeout: 5000, allowExtension: false, enableDoubleQuotedStringLiterals: false, defensive: true })
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON')
  return database
}

function canBeRead(source: ReaderSource): boolean {
  let database: DatabaseSync | null = null
  try {
    database = open(source)
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return true
  } catch (error) {
    if (isDamage(error)) throw error
    return false
  } finally {
    database?.close()
  }
}

function wrap(database: DatabaseSync): AuditReader {
  const version = Number(oneValue(database, 'PRAGMA user_version'))
  const isOurs = oneValue(database, 'PRAGMA application_id') === applicationId
  const kind = !isOurs ? 'other' : version > schemaVersion ? 'newer' : version < schemaVersion ? 'older' : 'ours'
  if (kind === 'other' || kind === 'newer') {
    return { installId: '', kind, lastSeq: 0, firstFrom: () => null, rowsBetween: () => [], faults: () => [], close: () => database.close() }
  }
  const from = database.prepare('SELECT min(seq) AS seq FROM entries WHERE seq >= ?')
  const between = database.prepare('SELECT seq, body, hash FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq')
  // Halves the time of reading.
  between.setReturnArrays(true)
  return {
    installId: String(oneValue(database, "SELECT value FROM meta WHERE name = 'install_id'")),
    kind,
    lastSeq: Number(oneValue(database, 'SELECT max(seq) FROM entries') ?? 0),
    firstFrom: (seq) => (from.get(seq) as { seq: number | null }).seq,
    rowsBetween: (first, last) => (between.all(first, last) as unknown as readonly RowAsArray[]).map(([seq, body, hash]) => ({ seq, body, hash })),
    faults: () => faultsOf(database),
    close: () => database.close(),
  }
}

function faultsOf(database: DatabaseSync): readonly AuditFindingCode[] {
  const faults: AuditFindingCode[] = []
  if (oneValue(database, 'PRAGMA integrity_check(1)') !== 'ok') faults.push('file-damaged')
  const fresh = new DatabaseSync(':memory:')
  try {
    fresh.exec(schemaSql)
    if (schemaOf(database) !== schemaOf(fresh)) faults.push('guards-missing')
  } finally {
    fresh.close()
  }
  return faults
}

function schemaOf(database: DatabaseSync): string {
  return JSON.stringify(database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all())
}

function oneValue(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0]
}
