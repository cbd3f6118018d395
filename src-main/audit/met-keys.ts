import { existsSync } from 'node:fs'
import type { AuditDatabase } from './audit-database.ts'
import type { ChainHead } from './chain.ts'
import { createHeadCopy } from './head-copy.ts'
import type { CopiedHead, HeadCopy } from './head-copy.ts'
import { keyStoreOf, readKeyFile } from './key-file.ts'
import type { KeyProtection, LogKeys } from './key-file.ts'
import { isStillThere } from './known-rows.ts'
import type { KnownRows } from './known-rows.ts'
import type { Findings } from './log-state.ts'
import { createRowMac } from './row-mac.ts'
import { createSealing } from './sealing.ts'
import type { CheckpointFields } from './sealing.ts'
import type { LogFiles } from './set-aside.ts'

/** The keys of the log that is written to, and the second copy of its head. */
export interface MetKeys {
  /** false: {@link read} and {@link meet} come before anything else. */
  readonly areMet: boolean
  /** Before any row is read: the key that the console's own rows are known by. */
  read(source: AuditDatabase): void
  /** The head as it is copied now; null while its key is not known. */
  copied(): CopiedHead | 'missing' | 'forged' | null
  /** When all rows were read: are the keys that are due here, and does the second copy of the head agree? */
  meet(source: AuditDatabase): void
  /** Does the copy of the head agree with the rows that are known? */
  judge(source: AuditDatabase, copied: CopiedHead | 'missing' | 'forged'): void
  copyHead(): void
  /** The key file is brought to the epoch that is due; what went wrong, or null. Put off to the next time when the disk or another process is in the way. */
  settle(source: AuditDatabase): unknown
  /** The row that seals all up to `last`; null when the keys are lost, which is found then. */
  checkpointOf(last: ChainHead): CheckpointFields | null
  forget(): void
}

export function createMetKeys(files: LogFiles, protection: KeyProtection, rows: KnownRows, { state, find, isBroken }: Findings): MetKeys {
  const sealing = createSealing(files.key, protection)
  let present: LogKeys | null = null
  let headCopy: HeadCopy | null = null
  let areMet = false

  function loseKeys(): void {
    if (!isBroken()) state.ending = 'key-lost'
    find('key-missing')
  }

  function meet(source: AuditDatabase): void {
    if ((rows.summary()?.dueKey ?? null) === null && !existsSync(files.key) && !existsSync(files.head)) {
      if (!isBroken()) find('key-missing')
      return
    }
    if (present === null || headCopy === null) {
      loseKeys()
      return
    }
    // The copy may be newer than what was read above: read it, then read on.
    const copied = headCopy.read()
    rows.follow(source)
    judge(source, copied)
    const summary = rows.summary()
    if (isBroken() || summary === null) return
    if (sealing.keysFor(summary) === null) {
      if (present.keys[0].epoch > summary.epoch) find('seal-missing')
      else loseKeys()
      return
    }
    // Only somebody who could not ask the system's store has a reason to put the key of such a log into a plain file.
    if (rows.beganIn() === 'system' && keyStoreOf(files.key) === 'file') {
      loseKeys()
      return
    }
    settle(source)
    state.keyStore = keyStoreOf(files.key)
    copyHead()
    areMet = true
  }

  function judge(source: AuditDatabase, copied: CopiedHead | 'missing' | 'forged'): void {
    if (copied === 'missing') find('head-copy-missing')
    else if (copied === 'forged' || copied.installId !== source.installId) find('head-copy-forged')
    else if (copied.seq > state.rows) find('tail-missing', state.rows + 1)
    else if (!isStillThere(source, copied)) find('history-rewritten', copied.seq)
    else if (copied.epoch > (rows.summary()?.epoch ?? copied.epoch)) find('seal-missing')
  }

  function settle(source: AuditDatabase): unknown {
    try {
      source.inTransaction(() => {
        rows.follow(source)
        const summary = rows.summary()
        if (summary !== null && !isBroken()) sealing.settle(summary)
      }, () => false)
      return null
    } catch (error) {
      return error
    }
  }

  function copyHead(): void {
    const summary = rows.summary()
    if (summary === null || headCopy === null) return
    const { installId, head, epoch } = summary
    headCopy.write({ installId, seq: head.seq, hash: head.hash, epoch })
  }

  return {
    get areMet() {
      return areMet
    },
    read(source) {
      state.keyStore = keyStoreOf(files.key)
      const keys = readKeyFile(files.key, protection)
      present = keys?.installId === source.installId ? keys : null
      headCopy = present === null ? null : createHeadCopy(files.head, present.headKey)
      rows.trust(present === null ? null : createRowMac(present.rowKey))
    },
    copied: () => headCopy?.read() ?? null,
    meet, judge, copyHead, settle,
    checkpointOf(last) {
      const summary = rows.summary()
      const fields = summary === null ? null : sealing.checkpointOf(last, summary)
      if (fields !== null) return fields
      state.ending = 'key-lost'
      find('key-missing')
      return null
    },
    forget() {
      present = headCopy = null
      areMet = false
    },
  }
}
