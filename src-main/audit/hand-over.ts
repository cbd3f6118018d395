/** From one log to the next: the first start, and what follows a log that is not written to any more. */
import { existsSync } from 'node:fs'
import type { LogHead, PreviousLog } from '../../src-shared/audit.ts'
import { openAuditDatabaseToRead, whileLocked } from './audit-database.ts'
import { identityOf } from './disk.ts'
import { previousOf } from './earlier-logs.ts'
import { createHeadCopy } from './head-copy.ts'
import { readKeyFile } from './key-file.ts'
import type { KeyProtection } from './key-file.ts'
import { setAside, startLog } from './set-aside.ts'
import type { LogFiles, RowStamp } from './set-aside.ts'

export interface HandOver {
  /** Makes the first log; false when there was one, which is gone. Throws what the disk throws. */
  makeFirst(): boolean
  /**
   * Sets the log aside and starts one that names it; nothing when another process of this console has done it already. `identity`: of the
   * file that was read. Throws what the disk throws; the log is where it was then.
   */
  startAnew(identity: string | null, previous: Omit<PreviousLog, 'fileName'>): void
  /** Is the file a log that says that it follows `installId`? */
  isSuccessorOf(installId: string): boolean
  /** The end of the log, by the second copy of its head, for one whose rows were never read. */
  copiedHead(): LogHead
}

export function createHandOver(files: LogFiles, protection: KeyProtection, stamp: () => RowStamp, busyTimeoutMs: number): HandOver {
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

  return {
    isSuccessorOf,
    makeFirst: () => whileLocked(files.lock, busyTimeoutMs, () => {
      if (existsSync(files.log)) return true
      const keys = readKeyFile(files.key, protection)
      if (keys?.isStarted === false) startLog(files, protection, stamp(), keys.previous, keys.deskId)
      else if (existsSync(files.key) || existsSync(files.head)) return false
      else startLog(files, protection, stamp(), null)
      return true
    }),
    startAnew: (identity, previous) => whileLocked(files.lock, busyTimeoutMs, () => {
      // Another process of this console may have done it while this one waited.
      if (identityOf(files.log) !== identity && isSuccessorOf(previous.installId)) return
      const deskId = readKeyFile(files.key, protection)?.deskId
      startLog(files, protection, stamp(), { ...previous, fileName: setAside(files) }, deskId)
    }),
    copiedHead() {
      const keys = readKeyFile(files.key, protection)
      const copy = keys === null ? 'missing' : createHeadCopy(files.head, keys.headKey).read()
      if (typeof copy === 'object') return { installId: copy.installId, rows: copy.seq, hash: copy.hash }
      return { installId: keys?.installId ?? '', rows: 0, hash: '' }
    },
  }
}
