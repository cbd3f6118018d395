/** From one log to the next: the first start, and what follows a log that is not written to any more. */
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LogHead, PreviousLog } from '../../src-shared/audit.ts'
import { openAuditDatabaseToRead, whileLocked } from './audit-database.ts'
import { identityOf } from './disk.ts'
import { previousOf } from './earlier-logs.ts'
import { createHeadCopy } from './head-copy.ts'
import { makeKeys, readKeyFile, writeKeyFile } from './key-file.ts'
import type { KeyProtection, LogKeys } from './key-file.ts'
import { readPlan } from './planned-hand-over.ts'
import { digestOfLog } from './rows-digest.ts'
import { beginLog, moveAside, moveBack, namesOfAside, nextName, putWalBack } from './set-aside.ts'
import type { HandOverPoint, LogFiles, RowStamp } from './set-aside.ts'

export interface HandOver {
  /** Goes on with what a killed console began. Throws what the disk throws. */
  finish(): void
  /** Makes the first log; false when there was one, which is gone. Throws what the disk throws. */
  makeFirst(): boolean
  /**
   * Sets the log aside and starts one that names it; nothing when another process of this console has done it already. `identity`: of the
   * file that was read; `head`: as far as it was read, null for none. Throws what the disk throws; the log is where it was then, or
   * {@link finish} goes on.
   */
  startAnew(identity: string | null, head: LogHead | null, why: Pick<PreviousLog, 'reason' | 'findings'>): void
  /**
   * Puts a log aside that is whole and sealed, and starts one that names it. `digest`: of its rows as they were verified. false: it has others
   * now, and is where it was. Throws what the disk throws, as {@link startAnew} does.
   */
  close(head: LogHead, digest: string): boolean
  /** Is the file a log that says that it follows `installId`? */
  isSuccessorOf(installId: string): boolean
}

export interface HandOverOptions {
  readonly files: LogFiles
  readonly protection: KeyProtection
  readonly stamp: () => RowStamp
  /** How long another process is waited for, milliseconds. */
  readonly busyTimeoutMs: number
  readonly onPoint: (point: HandOverPoint) => void
}

/**
 * What is to be done is on the disk before it is begun: the keys of the next log, which name the one that is set aside, in a file of their
 * own. A console killed anywhere in between leaves it there, and the next start goes on: the log keeps its name, and its successor names it.
 */
export function createHandOver({ files, protection, stamp, busyTimeoutMs, onPoint }: HandOverOptions): HandOver {
  const begin = (keys: LogKeys): void => beginLog(files, protection, stamp(), keys, onPoint)

  function finishLocked(): void {
    if (!existsSync(files.next)) return
    const keys = readPlan(files, protection)
    const name = keys?.previous?.fileName ?? null
    const wasMoved = name !== null && existsSync(join(dirname(files.log), name))
    if (existsSync(files.log) && name !== null && !wasMoved) putWalBack(files, name)
    // Nothing was moved, and the log is judged anew; or all was done but this.
    if (existsSync(files.log) || keys === null) rmSync(files.next)
    else carryOut(makeKeys(keys.installId, keys.deskId, keys.previous)) // with keys that lay in no file before
  }

  /** false: a log that was to be closed is not as it was when that was decided; it is where it was, and is judged anew. */
  function carryOut(keys: LogKeys): boolean {
    const { previous } = keys
    if (previous?.fileName != null) moveAside(files, previous.fileName, onPoint)
    const found = previous === null ? null : asItIs(previous)
    const isAsPlanned = previous?.reason !== 'closed' || (found?.fileName != null && found.digest === previous.digest)
    if (isAsPlanned) begin({ ...keys, previous: found })
    else if (found?.fileName != null) moveBack(files, found.fileName)
    rmSync(files.next)
    return isAsPlanned
  }

  /** Writes down what is to be done, and does it. */
  function plan(old: LogKeys | null, previous: PreviousLog): boolean {
    const keys = makeKeys(randomUUID(), old?.deskId ?? randomUUID(), previous)
    writeKeyFile(files.next, protection, keys)
    try {
      onPoint('hand-over-planned')
      return carryOut(keys)
    } catch (error) {
      if (existsSync(files.log)) rmSync(files.next, { force: true })
      throw error
    }
  }

  const nameFor = (why: 'broken' | 'closed', old: LogKeys | null): string => nextName(files.log, why, old?.previous?.fileName ?? null)

  /** With the rows as they are when nobody writes to them any more. */
  function asItIs(previous: PreviousLog): PreviousLog {
    const file = previous.fileName === null ? null : join(dirname(files.log), previous.fileName)
    if (file === null || !existsSync(file)) return { ...previous, fileName: null, digest: null }
    return { ...previous, digest: digestOfLog(file, busyTimeoutMs) }
  }

  function isSuccessorOf(installId: string): boolean {
    try {
      const other = openAuditDatabaseToRead(files.log)
      try {
        return previousOf(other)?.installId === installId
      } finally {
        other.close()
      }
    } catch {
      return false
    }
  }

  /** The end of the log, by the second copy of its head, for one whose rows were never read. */
  function copiedHead(keys: LogKeys | null): LogHead {
    const copy = keys === null ? 'missing' : createHeadCopy(files.head, keys.headKey).read()
    if (typeof copy === 'object') return { installId: copy.installId, rows: copy.seq, hash: copy.hash }
    return { installId: keys?.installId ?? '', rows: 0, hash: '' }
  }

  return {
    isSuccessorOf,
    finish() {
      if (existsSync(files.next)) whileLocked(files.lock, busyTimeoutMs, finishLocked)
    },
    makeFirst: () => whileLocked(files.lock, busyTimeoutMs, () => {
      finishLocked()
      if (existsSync(files.log)) return true
      const keys = readKeyFile(files.key, protection)
      // Logs that were put aside were followed by one.
      const isFollowing = (keys?.previous ?? null) === null && namesOfAside(files.log).length > 0
      const isGone = isFollowing || (keys?.isStarted ?? (existsSync(files.key) || existsSync(files.head)))
      if (!isGone) begin(makeKeys(randomUUID(), keys?.deskId ?? randomUUID(), keys?.previous ?? null))
      return !isGone
    }),
    startAnew: (identity, head, why) => whileLocked(files.lock, busyTimeoutMs, () => {
      finishLocked()
      const old = readKeyFile(files.key, protection)
      const known = head ?? copiedHead(old)
      // Another process of this console may have done it while this one waited.
      if (identityOf(files.log) !== identity && isSuccessorOf(known.installId)) return
      plan(old, { ...known, ...why, fileName: nameFor('broken', old), digest: null })
    }),
    close: (head, digest) => whileLocked(files.lock, busyTimeoutMs, () => {
      finishLocked()
      const old = readKeyFile(files.key, protection)
      if (old?.installId !== head.installId) return false
      return plan(old, { ...head, reason: 'closed', findings: [], fileName: nameFor('closed', old), digest })
    }),
  }
}
