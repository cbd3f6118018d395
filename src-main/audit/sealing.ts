/** Seals a log with the keys of its key file. Everything here that writes is called while the log's write lock is held. */
import type { ChainSummary } from './chain-verifier.ts'
import type { ChainHead } from './chain.ts'
import { signCheckpoint } from './checkpoint.ts'
import { advanceKeys, keyStoreOf, readKeyFile, writeKeyFile } from './key-file.ts'
import type { KeyProtection, LogKeys } from './key-file.ts'

export interface CheckpointFields {
  readonly kind: 'checkpoint'
  readonly epoch: number
  readonly note: string
}

export interface Sealing {
  /** The keys as they are on the disk now; null when they are lost, or are not the ones that are due. */
  keysFor(summary: ChainSummary): LogKeys | null
  /**
   * Makes the key file hold the epoch that is due and the next, and nothing older. The log decides which is due, so it does not matter
   * which process sealed last or where it was killed. false: the keys are lost. Throws when the file cannot be written.
   */
  settle(summary: ChainSummary): boolean
  /** The row that seals every row up to `last`; null when the keys are lost. The key that it names is on the disk already. */
  checkpointOf(last: ChainHead, summary: ChainSummary): CheckpointFields | null
}

export function createSealing(keyFile: string, protection: KeyProtection): Sealing {
  function keysFor(summary: ChainSummary): LogKeys | null {
    const keys = readKeyFile(keyFile, protection)
    if (keys === null || keys.installId !== summary.installId) return null
    return keys.keys.some((key) => key.epoch === summary.epoch && key.publicKey === summary.dueKey) ? keys : null
  }

  function settled(summary: ChainSummary): LogKeys | null {
    const keys = keysFor(summary)
    if (keys === null) return null
    // Begun while the system's store could not be asked: moved there as soon as it can.
    const isMoving = keyStoreOf(keyFile) === 'file' && protection.keyStore() === 'system'
    if (keys.keys[0].epoch === summary.epoch && keys.isStarted && !isMoving) return keys
    const next = { ...(keys.keys[0].epoch === summary.epoch ? keys : advanceKeys(keys)), isStarted: true }
    writeKeyFile(keyFile, protection, next)
    return next
  }

  return {
    keysFor,
    settle: (summary) => settled(summary) !== null,
    checkpointOf(last, summary) {
      const keys = settled(summary)
      if (keys === null) return null
      const { installId, epoch } = summary
      const text = { installId, epoch, rows: last.seq, rootHash: last.hash, nextKey: keys.keys[1].publicKey }
      return { kind: 'checkpoint', epoch, note: signCheckpoint(text, keys.keys[0]) }
    },
  }
}
