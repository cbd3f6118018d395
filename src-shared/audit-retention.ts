import type { LogHead, PreviousLog } from './audit.ts'

/** One log of this desk: the one that is written to, or one before it. */
export interface AuditLogPart extends LogHead {
  readonly fileName: string
  /** `present`: written to. The others say why they ended. */
  readonly state: 'present' | PreviousLog['reason']
  /** Times of its first and last row, ISO 8601 UTC; null where they cannot be read. */
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly bytes: number
  /** Whether its rows are those that it had when it ended; the present one's: whether it verifies. */
  readonly isWhole: boolean
  /** The newest copy of it that a supervisor has taken out: of the present one with the rows that it had then, of another a whole one. null: none. */
  readonly exported: { readonly fileName: string; readonly sha256: string; readonly at: string; readonly rows: number } | null
  /** Who saw that it is not whole, by the newest row that says so; null: nobody, or there is nothing to see. */
  readonly acknowledged: { readonly by: string; readonly at: string; readonly text: string } | null
  /** Numbers of rows that did not verify when it was set aside, the first ones. */
  readonly wrongRows: readonly number[]
  /** Why it cannot be removed now; null: it can. */
  readonly keptBecause: KeptBecause | null
}

export const keptReasons = [
  'present', // it is written to
  'not-oldest', // an older one is still there
  'no-retention', // the policy keeps everything
  'too-young', // the policy keeps it longer
  'not-whole', // it is evidence
  'not-exported', // no whole copy was taken out
] as const
export type KeptBecause = (typeof keptReasons)[number]

export interface AuditLogs {
  /** Oldest first. */
  readonly logs: readonly AuditLogPart[]
  /** Days after which a closed log may be removed, by policy; null: never. */
  readonly keepDays: number | null
  /** Logs that were removed, oldest first. */
  readonly removed: readonly (LogHead & { readonly at: string; readonly by: string })[]
}
