/** How a log begins, and how one that is not written to any more is put beside its successor. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { PreviousLog } from '../../src-shared/audit.ts'
import { createAuditDatabase } from './audit-database.ts'
import { emptyHead } from './chain.ts'
import { createHeadCopy } from './head-copy.ts'
import { makeKeys, writeKeyFile } from './key-file.ts'
import type { KeyProtection } from './key-file.ts'
import { createRowMac } from './row-mac.ts'

export interface LogFiles {
  readonly log: string
  readonly key: string
  readonly head: string
  readonly lock: string
}

/** The files of the log at `log` (such as audit.db): audit.key, audit.head and audit.lock beside it. */
export function filesOf(log: string): LogFiles {
  const stem = log.replace(/\.db$/, '')
  return { log, key: `${stem}.key`, head: `${stem}.head`, lock: `${stem}.lock` }
}

/** When and in which run of the console a row is written. */
export interface RowStamp {
  readonly at: string
  readonly monotonicMs: number
  readonly bootId: string
}

/**
 * Makes a log of one row. The keys are on the disk first, and say that the log is being made and what it follows: cut short anywhere,
 * the next start makes it anew and still knows its predecessor.
 */
export function startLog(files: LogFiles, protection: KeyProtection, stamp: RowStamp, previous: PreviousLog | null, deskId: string = randomUUID()): void {
  const installId = randomUUID()
  const keys = makeKeys(installId, deskId, previous)
  const row = createRowMac(keys.rowKey).nextRow(emptyHead(installId), {
    kind: 'log-started', deskId, machine: hostname(), sealKey: keys.keys[0].publicKey, rowMac: 'hmac-sha256', previous, installId, ...stamp,
  })
  writeKeyFile(files.key, protection, keys)
  createHeadCopy(files.head, keys.headKey).write({ installId, seq: row.seq, hash: row.hash, epoch: 0 })
  createAuditDatabase(files.log, installId, row)
}

/**
 * Renames the log to the next free name beside it, and copies its keys and its head there; they are replaced when the new log is started.
 * Answers the name; null when there is no file. Throws what the disk throws; the log with its rows is where it was then, and the copies of its
 * keys and head may stay beside it.
 */
export function setAside(files: LogFiles): string | null {
  const to = freeName(files.log)
  const there = filesOf(to)
  if (existsSync(files.key)) copyFileSync(files.key, there.key)
  if (existsSync(files.head)) copyFileSync(files.head, there.head)
  // Before the log, and without it too: left behind they would be taken for those of the new one.
  for (const suffix of ['-wal', '-shm']) if (existsSync(files.log + suffix)) renameSync(files.log + suffix, to + suffix)
  if (!existsSync(files.log)) return null
  try {
    renameSync(files.log, to)
  } catch (error) {
    // Rows that are only in the -wal go back to their log.
    for (const suffix of ['-wal', '-shm']) if (existsSync(to + suffix)) renameSync(to + suffix, files.log + suffix)
    throw error
  }
  return basename(to)
}

function freeName(log: string): string {
  const stem = basename(log, '.db')
  for (let n = 1; ; n += 1) {
    const name = join(dirname(log), `${stem}-${n}.broken`)
    if (!['.db', '.key', '.head'].some((end) => existsSync(name + end))) return `${name}.db`
  }
}
