/** The files of a log, how one is put aside, and how one begins. */
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createAuditDatabase } from './audit-database.ts'
import { emptyHead } from './chain.ts'
import { createHeadCopy } from './head-copy.ts'
import { keyStoreOf, writeKeyFile } from './key-file.ts'
import type { KeyProtection, LogKeys } from './key-file.ts'
import { createRowMac } from './row-mac.ts'

export interface LogFiles {
  readonly log: string
  readonly key: string
  readonly head: string
  readonly lock: string
  /** The keys of the log that is to follow, while one is put aside. */
  readonly next: string
}

/** The files of the log at `log` (such as audit.db): audit.key, audit.head, audit.lock and audit.next beside it. */
export function filesOf(log: string): LogFiles {
  const stem = log.replace(/\.db$/, '')
  return { log, key: `${stem}.key`, head: `${stem}.head`, lock: `${stem}.lock`, next: `${stem}.next` }
}

/** When and in which run of the console a row is written. */
export interface RowStamp {
  readonly at: string
  readonly monotonicMs: number
  readonly bootId: string
}

/** Where a console can be killed while one log follows another; for specs. */
export type HandOverPoint =
  | 'hand-over-planned' | 'hand-over-wal-moved' | 'hand-over-log-moved' | 'hand-over-keys-written' | 'hand-over-head-written' | 'hand-over-log-begun'

/**
 * Makes a log of one row. The keys are on the disk first, and say that the log is being made: cut short anywhere, the next start makes it
 * anew. Throws what the disk throws.
 */
export function beginLog(files: LogFiles, protection: KeyProtection, stamp: RowStamp, keys: LogKeys, onPoint: (point: HandOverPoint) => void): void {
  const { installId, deskId, previous } = keys
  writeKeyFile(files.key, protection, keys)
  onPoint('hand-over-keys-written')
  const row = createRowMac(keys.rowKey).nextRow(emptyHead(installId), {
    kind: 'log-started', deskId, machine: hostname(), sealKey: keys.keys[0].publicKey, rowMac: 'hmac-sha256', keyStore: keyStoreOf(files.key), previous,
    installId, ...stamp,
  })
  createHeadCopy(files.head, keys.headKey).begin({ installId, seq: row.seq, hash: row.hash, epoch: 0 })
  onPoint('hand-over-head-written')
  createAuditDatabase(files.log, installId, row)
  onPoint('hand-over-log-begun')
}

/**
 * Renames the log to `name` beside it, with a copy of its head; its keys stay behind, to be replaced: what is kept holds no private key.
 * Nothing where there is no file. Throws what the disk throws; the log with its rows is where it was then.
 */
export function moveAside(files: LogFiles, name: string, onPoint: (point: HandOverPoint) => void): void {
  const to = join(dirname(files.log), name)
  if (existsSync(files.log) && existsSync(to)) throw new Error('another file has the name that the log is to be given')
  if (existsSync(files.head) && !existsSync(filesOf(to).head)) copyFileSync(files.head, filesOf(to).head)
  // Before the log, and without it too: left behind they would be taken for those of the new one.
  for (const suffix of walSuffixes) if (existsSync(files.log + suffix)) renameSync(files.log + suffix, to + suffix)
  onPoint('hand-over-wal-moved')
  if (!existsSync(files.log)) return
  try {
    renameSync(files.log, to)
  } catch (error) {
    putWalBack(files, name)
    throw error
  }
  onPoint('hand-over-log-moved')
}

/** Rows that are only in the -wal go back to their log, which could not be moved. */
export function putWalBack(files: LogFiles, name: string): void {
  const from = join(dirname(files.log), name)
  for (const suffix of walSuffixes) if (existsSync(from + suffix)) renameSync(from + suffix, files.log + suffix)
}

const walSuffixes = ['-wal', '-shm'] as const

/**
 * A name for a log that is put aside: audit-1.closed.db, audit-2.broken.db, … Never one that was given before, though its log was removed:
 * `last` is the name of the log before, and rows name logs by it.
 */
export function nextName(log: string, why: 'broken' | 'closed', last: string | null): string {
  const stem = basename(log, '.db')
  const present = readdirSync(dirname(log))
  const numbers = [...present, last ?? ''].map((name) => (
    name.startsWith(`${stem}-`) ? Number(/^(\d{1,9})\.(?:broken|closed)\./.exec(name.slice(stem.length + 1))?.[1] ?? 0) : 0
  ))
  let number = Math.max(0, ...numbers) + 1
  // Somebody may have made up numbers without end.
  while (present.includes(`${stem}-${number}.${why}.db`)) number += 1
  return `${stem}-${number}.${why}.db`
}

/** Whether `name` is one that {@link nextName} gives: of a log that was put aside beside the one at `log`, and of nothing else. */
export function isNameOfAside(log: string, name: string): boolean {
  const stem = basename(log, '.db')
  return typeof name === 'string' && name.startsWith(`${stem}-`) && /^\d{1,10}\.(?:broken|closed)\.db$/.test(name.slice(stem.length + 1))
}

/** Logs that were put aside beside the one at `log`, and are there. */
export function namesOfAside(log: string): readonly string[] {
  return existsSync(dirname(log)) ? readdirSync(dirname(log)).filter((name) => isNameOfAside(log, name)) : []
}

/** The log goes back to its name. */
export function moveBack(files: LogFiles, name: string): void {
  const from = join(dirname(files.log), name)
  renameSync(from, files.log)
  putWalBack(files, name)
  rmSync(filesOf(from).head, { force: true })
}

/** Removes a log that was put aside. Its rows last: as long as they are there, the next start knows that it has to go. Throws what the disk throws. */
export function removeFiles(file: string): void {
  const { log, key, head } = filesOf(file)
  for (const each of [key, head, `${log}-wal`, `${log}-shm`, log]) rmSync(each, { force: true })
}
