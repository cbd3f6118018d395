import type { AuditEntry } from '../../src-shared/audit.ts'
import type { AttemptIndex } from './attempt-index.ts'
import type { AuditDatabase } from './audit-database.ts'
import { createChainVerifier } from './chain-verifier.ts'
import type { ChainSummary, ChainVerifier } from './chain-verifier.ts'
import type { ChainHead, StoredRow } from './chain.ts'
import type { Findings } from './log-state.ts'

/** The rows that were read so far: each is checked once, and folded into the attempts. */
export interface KnownRows {
  /** null: nothing has been read. */
  summary(): ChainSummary | null
  /** Where the rows of `source` stand as far as they are known. */
  headOf(source: AuditDatabase): ChainHead
  /** Rows behind the newest checkpoint. */
  unsealed(): number
  /** All of them are read anew. */
  begin(source: AuditDatabase): void
  /** Checks and folds the rows after those that are known. Rows behind a broken one are still shown: a supervisor must see them. */
  follow(source: AuditDatabase): void
  /** The same for one row that is on the disk already. */
  take(source: AuditDatabase, row: StoredRow): void
  /** Shows the attempts of a log that is not written to any more, as far as it can be read. */
  foldEarlier(log: AuditDatabase): void
  forget(): void
}

export function createKnownRows(index: AttemptIndex, { state, report, find }: Findings): KnownRows {
  let chain: ChainVerifier | null = null

  const chainOf = (source: AuditDatabase): ChainVerifier => (chain ??= createChainVerifier(source.installId))

  function take(source: AuditDatabase, row: StoredRow): void {
    const verifier = chainOf(source)
    const findings = verifier.take(row)
    report(findings)
    if (!fold(row) && findings.length === 0) find('row-unreadable', row.seq)
    state.rows = row.seq
    state.sealed = verifier.summary().sealed
  }

  /** false for a body that is no entry of ours. */
  function fold(row: StoredRow): boolean {
    try {
      const entry = { ...(JSON.parse(row.body) as object), hash: row.hash } as AuditEntry
      index.add(entry)
      if (entry.kind === 'acknowledgement' && entry.about.installId === state.unacknowledged?.installId) state.unacknowledged = null
      return true
    } catch {
      return false
    }
  }

  return {
    summary: () => chain?.summary() ?? null,
    headOf: (source) => chainOf(source).summary().head,
    unsealed: () => state.rows - (state.sealed === null ? 0 : state.sealed.rows + 1),
    begin(source) {
      chain = createChainVerifier(source.installId)
      Object.assign(state, { installId: source.installId, rows: 0, sealed: null })
      index.clear()
    },
    follow(source) {
      for (const row of source.rowsAfter(chain?.summary().head.seq ?? 0)) take(source, row)
    },
    take,
    foldEarlier(log) {
      try {
        for (const row of log.rowsAfter(0)) fold(row)
      } catch {
        // What can be read of a broken log is shown.
      }
    },
    forget: () => void (chain = null),
  }
}

/** Whether the row that is known is in the log under its number. */
export function isStillThere(source: AuditDatabase, known: ChainHead): boolean {
  if (known.seq === 0) return true
  for (const row of source.rowsAfter(known.seq - 1)) return row.seq === known.seq && row.hash === known.hash
  return false
}
