import type { AuditEntry } from '../../src-shared/audit.ts'
import type { AttemptIndex } from './attempt-index.ts'
import type { AuditDatabase } from './audit-database.ts'
import { isBeginning, isUnchangedRow } from './believed-row.ts'
import { createChainVerifier } from './chain-verifier.ts'
import type { ChainSummary, ChainVerifier } from './chain-verifier.ts'
import type { ChainHead, StoredRow } from './chain.ts'
import type { EarlierChange, EarlierLogs } from './earlier-logs.ts'
import type { KeyStore } from './key-file.ts'
import type { LogNotes } from './log-notes.ts'
import type { Findings } from './log-state.ts'
import { createRowsDigest } from './rows-digest.ts'
import type { RowMac } from './row-mac.ts'

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
  /** From here on rows count as the console's own only with its MAC; null: its key is not known, and no row is believed to lift a hold. */
  trust(rowMac: RowMac | null): void
  /** The row that follows `head`. Throws when the key of the rows is not known. */
  next(head: ChainHead, fields: Readonly<Record<string, unknown>>): StoredRow
  /** The same as {@link follow} for one row that is on the disk already. */
  take(source: AuditDatabase, row: StoredRow): void
  /** Shows the attempts of the logs that are not written to any more, as far as they can be read, and learns what is not as it was with them. */
  foldEarlier(logs: EarlierLogs): void
  /** The log that is written to does not verify, and is shown where it is. */
  doubtPresent(): void
  /** Whether this row of the log that is written to does not verify. */
  isDoubtful(row: StoredRow): boolean
  /** Over all that are known; see rows-digest.ts. */
  digest(): string
  /** Where the key was kept when the log began, as row 1 says. */
  beganIn(): KeyStore | null
  /** Earlier logs that are not as they were, acknowledged or not. */
  changed(): ReadonlySet<string>
  forget(): void
}

export function createKnownRows(index: AttemptIndex, notes: LogNotes, { state, report, find }: Findings): KnownRows {
  let chain: ChainVerifier | null = null
  let rowMac: RowMac | null = null
  /** From the first row on that something else wrote: the console writes nothing behind such a row, so none of them is its own. */
  let isForged = false
  let beganIn: KeyStore | null = null
  let digest = createRowsDigest()
  let changed: ReadonlySet<string> = new Set()
  /** Attempts of earlier logs. */
  let earlierAttempts = 0
  const wrongRows = new Set<number>()

  const chainOf = (source: AuditDatabase): ChainVerifier => (chain ??= createChainVerifier(source.installId))

  function take(source: AuditDatabase, row: StoredRow): void {
    const verifier = chainOf(source)
    const findings = verifier.take(row)
    report(findings)
    const entry = entryOf(row)
    // Where a row stands does not say who wrote it: one in the wrong place is looked at as well.
    const isUnchanged = findings.length === 0 || isUnchangedRow(row)
    const isOurs = isUnchanged && isOwnRow(row, entry)
    const isWrong = isForged || findings.some(({ code }) => code.startsWith('row-')) || (isUnchanged && !isOurs && rowMac !== null)
    if (isWrong) wrongRows.add(row.seq)
    if (entry !== null && !isForged && (isUnchanged || isBeginning(entry))) index.add(entry, isWrong ? 'row' : null)
    else if (entry !== null && 'attemptId' in entry) index.doubt(entry.attemptId)
    if (entry !== null && isOurs && findings.length === 0) heed(entry)
    digest.add(row)
    state.rows = row.seq
    state.sealed = verifier.summary().sealed
  }

  /** Of a row whose text is as its hash says: did this console write it? Found when not. */
  function isOwnRow(row: StoredRow, entry: AuditEntry | null): boolean {
    if (isForged || rowMac === null) return false
    if (entry === null) find('row-unreadable', row.seq)
    else if (rowMac.isOurs(row, entry.mac)) return true
    else {
      isForged = true
      find('row-not-ours', row.seq)
    }
    return false
  }

  /** What nobody has acknowledged, and no tombstone explains. */
  const isOpen = (change: EarlierChange): boolean =>
    !notes.isAcknowledged(change) && !(change.code === 'earlier-log-missing' && notes.isRemoved(change.installId))

  /** What a row of the console itself says about the log. */
  function heed(entry: AuditEntry): void {
    if (entry.kind === 'log-started') beganIn = entry.keyStore ?? null
    if (entry.kind === 'acknowledgement' && entry.about.installId === state.unacknowledged?.installId) state.unacknowledged = null
    notes.take(entry)
    if (state.earlier.length > 0) state.earlier = state.earlier.filter(isOpen)
  }

  return {
    summary: () => chain?.summary() ?? null,
    headOf: (source) => chainOf(source).summary().head,
    unsealed: () => state.rows - (state.sealed === null ? 0 : state.sealed.rows + 1),
    begin(source) {
      chain = createChainVerifier(source.installId)
      digest = createRowsDigest()
      Object.assign(state, { installId: source.installId, rows: 0, sealed: null })
      isForged = false
      wrongRows.clear()
      beganIn = null
      notes.clear()
      index.clear()
    },
    follow(source) {
      for (const row of source.rowsAfter(chain?.summary().head.seq ?? 0)) take(source, row)
    },
    trust: (mac) => void (rowMac = mac),
    next(head, fields) {
      if (rowMac === null) throw new Error('the key of the rows is not known')
      return rowMac.nextRow(head, fields)
    },
    take,
    doubtPresent: () => index.doubtAfter(earlierAttempts),
    isDoubtful: ({ seq }) => wrongRows.has(seq),
    digest: () => digest.value(),
    beganIn: () => beganIn,
    changed: () => changed,
    foldEarlier(logs) {
      const told = new Map<string, AuditEntry[]>()
      const changes = logs.verify((row, { record: { installId, reason }, isBelieved, doubt }) => {
        const entry = entryOf(row)
        if (entry === null) return
        if (!isBelieved) {
          if ('attemptId' in entry) index.doubt(entry.attemptId)
          return
        }
        index.add(entry, doubt)
        if (reason === 'closed' && isAboutLogs(entry)) told.set(installId, [...(told.get(installId) ?? []), entry])
      }, () => {
        told.clear()
        index.clear()
      })
      // A closed log was whole when it ended. Is it as it was then, it is still believed; of a broken one nothing is that lifts a hold.
      for (const change of changes) told.delete(change.installId)
      for (const entry of [...told.values()].flat()) notes.take(entry)
      state.earlier = changes.filter(isOpen)
      state.doubtfulLogs = logs.doubtful()
      earlierAttempts = index.count()
      changed = new Set(changes.map(({ installId }) => installId))
    },
    forget() {
      chain = null
      rowMac = null
    },
  }
}

const isAboutLogs = ({ kind }: AuditEntry): boolean => kind === 'acknowledgement' || kind === 'tombstone' || kind === 'export'

/** null for a body that is no entry of ours. */
function entryOf(row: StoredRow): AuditEntry | null {
  try {
    const fields: unknown = JSON.parse(row.body)
    return typeof fields === 'object' && fields !== null ? ({ ...fields, hash: row.hash } as AuditEntry) : null
  } catch {
    return null
  }
}

/** Whether the row that is known is in the log under its number. */
export function isStillThere(source: AuditDatabase, known: ChainHead): boolean {
  if (known.seq === 0) return true
  for (const row of source.rowsAfter(known.seq - 1)) return row.seq === known.seq && row.hash === known.hash
  return false
}
