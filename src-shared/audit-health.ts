import type { PreviousLog } from './audit.ts'

/** Everything that can be wrong with a log. The renderer and the command each own a sentence for every code. */
export const auditFindingCodes = [
  'row-changed', // its hash is not that of its text
  'row-missing', // a number is left out
  'row-out-of-place', // right by itself, but it does not follow the row before it
  'row-foreign', // written for another log
  'row-not-ours', // its hash is right, but something other than this console wrote it
  'row-unreadable', // not a row: not JSON, or not in the canonical form
  'seal-forged', // a checkpoint whose signature does not verify with the key that was due
  'seal-wrong-epoch', // a checkpoint sealed out of turn: with the key of an earlier or later one
  'seal-does-not-fit', // a checkpoint over another number of rows or another head
  'seal-missing', // many rows in a row without a checkpoint, or fewer checkpoints than the second copy of the head knows
  'key-missing', // the log does not begin with the key that seals it
  'tail-missing', // the second copy of the head knows later rows
  'history-rewritten', // the second copy of the head knows another row at this number
  'head-copy-missing', // the second copy of the head is gone
  'head-copy-forged', // the second copy of the head was not written by this console
  'guards-missing', // tables or triggers were changed
  'file-damaged', // SQLite finds the file itself damaged
  'file-replaced', // another file has its name
  'file-missing', // it was there and is gone
  'witness-knows-more', // the central log has later rows of this log
  'witness-disagrees', // the central log has another row at this number
  'not-an-audit-log', // a file, but not a log of this console
  'earlier-log-changed', // a log that was set aside has other rows than it had then, or cannot be read
  'earlier-log-missing', // the file of a log that was set aside is gone
] as const
export type AuditFindingCode = (typeof auditFindingCodes)[number]

/** One thing that is wrong, and where. */
export interface AuditFinding {
  readonly code: AuditFindingCode
  /** Which log; null when it cannot be told. */
  readonly installId: string | null
  /** seq of the row; null: the file as a whole. */
  readonly seq: number | null
}

export interface AuditHealth {
  /**
   * `held`: rows that could not be written wait in memory. `unacknowledged`: this log is whole, but follows one that was broken, or one that
   * was changed after it was set aside, and no supervisor has acknowledged that yet. `broken`: not even a new log could be started. In all but `whole` actions on devices are held.
   */
  readonly status: 'whole' | 'broken' | 'unavailable' | 'held' | 'unacknowledged'
  readonly rows: number
  /** Rows waiting in memory because the disk refused them. */
  readonly heldRows: number
  /** seq of the first row that does not verify. */
  readonly brokenAt: number | null
  /** What is wrong, at most 20; of the earlier log while it is unacknowledged. */
  readonly findings: readonly AuditFinding[]
  /** The log that is waited for to be acknowledged. */
  readonly unacknowledged: PreviousLog | null
  /** Earlier logs still on this PC that do not verify or were changed, acknowledged or not. */
  readonly doubtfulLogs: number
  /** When every row was last verified; null: not yet. */
  readonly checkedAt: string | null
  /** The newest checkpoint: rows up to which it seals, and when. */
  readonly sealed: { readonly rows: number; readonly at: string } | null
  /** Where the sealing key really is kept: in the operating system's own store, or in a file that this user can read. */
  readonly keyStore: 'system' | 'file'
}
