/** What is read from the log and from those before it: attempts, their stories, and the requests that the tracker and the bell ask for. */
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry, AuditKind } from '../../src-shared/audit.ts'
import type { OtherRowsPage, OtherRowsQuery } from '../../src-shared/other-rows.ts'
import { presented } from './attempt-fold.ts'
import type { FoldedAttempt } from './attempt-fold.ts'
import type { StoredRow } from './chain.ts'
import type { ReadRow } from './log-reader.ts'
import { otherRows } from './other-rows.ts'
import type { VerifiedLog } from './verified-log-types.ts'

export type EntryOf<K extends AuditKind> = Extract<AuditEntry, { readonly kind: K }>

/** A request that was sent (or may have been) and the last that is known of it. */
export interface SentRequest {
  readonly intent: EntryOf<'intent'>
  readonly answer: EntryOf<'answer'> | null
  readonly outcome: EntryOf<'outcome'> | null
  /** What the agent wrote when they asked for it. */
  readonly attempt: EntryOf<'attempt'> | null
}

export interface UnfinishedIntent {
  readonly attempt: AuditAttempt
  readonly intent: EntryOf<'intent'>
  /** null: the console ended between the intent and the answer, or is between them now. */
  readonly answer: EntryOf<'answer'> | null
}

/** A request that Multi Admin Approval holds back. */
export interface AwaitedApproval extends UnfinishedIntent {
  readonly isApproved: boolean
}

/** Rows as they are kept, of the log `installId`. */
export interface StoredRows {
  readonly installId: string
  readonly rows: readonly StoredRow[]
}

const mostSettings = 10_000

export interface LogReading {
  attempt(attemptId: string): AuditAttempt | null
  story(attemptId: string): readonly AuditEntry[]
  unfinished(): readonly UnfinishedIntent[]
  awaitingApproval(): readonly AwaitedApproval[]
  recentIntents(limit: number): readonly SentRequest[]
  settings(): readonly EntryOf<'settings'>[]
  otherRows(query: OtherRowsQuery): OtherRowsPage | null
  storedRows(afterSeq: number, limit: number, installId: string | null): StoredRows | null
}

/** `bootId`: of the console that asks; attempts that an earlier one left open were interrupted. */
export function createLogReading(log: VerifiedLog, bootId: string): LogReading {
  function story(attemptId: string): readonly AuditEntry[] {
    return log.read((reader) => reader.rowsOfAttempt(attemptId).flatMap(entryOf), [])
  }

  function requestOf(attemptId: string): SentRequest | null {
    const rows = story(attemptId)
    const last = <K extends AuditKind>(kind: K) => rows.findLast((row): row is EntryOf<K> => row.kind === kind) ?? null
    const intent = last('intent')
    return intent === null ? null : { intent, answer: last('answer'), outcome: last('outcome'), attempt: last('attempt') }
  }

  function requestsOf(list: () => readonly FoldedAttempt[]): readonly UnfinishedIntent[] {
    log.read(() => null, null)
    return list().flatMap((folded) => {
      const request = requestOf(folded.attempt.attemptId)
      if (request === null) return []
      return { attempt: presented(folded, bootId), intent: request.intent, answer: request.answer }
    })
  }

  return {
    attempt(attemptId) {
      const folded = log.index.get(attemptId)
      return folded === null ? null : presented(folded, bootId)
    },
    story,
    unfinished: () => requestsOf(log.index.unfinished),
    awaitingApproval: () => requestsOf(log.index.awaitingApproval).map((request) => ({ ...request, isApproved: request.attempt.status === 'approved' })),
    recentIntents(limit) {
      const intents = log.read((reader) => reader.newestOfKind('intent', Math.max(0, Math.floor(limit))).flatMap(entryOf), [])
      return intents.flatMap((intent) => (intent.kind === 'intent' ? (requestOf(intent.attemptId) ?? []) : []))
    },
    settings: () => log.read((reader) => reader.newestOfKind('settings', mostSettings).flatMap(entryOf), [])
      .filter((entry) => entry.kind === 'settings').reverse(),
    otherRows: (query) => log.read((reader) => {
      const forged = log.state.findings.find(({ code }) => code === 'row-not-ours')
      return otherRows(reader.allLogs(forged === undefined ? null : (forged.seq ?? 1)), query)
    }, null),
    storedRows: (afterSeq, limit, installId) => log.read((reader) => {
      const one = reader.logOf(installId)
      if (one === null) return null
      try {
        return { installId: one.installId, rows: atMost(limit, one.rowsAfter(afterSeq)) }
      } catch (error) {
        if (one.isPresent) throw error
        return null // damaged pages of an earlier log say nothing of the present one
      }
    }, null),
  }
}

function atMost(limit: number, rows: Iterable<StoredRow>): readonly StoredRow[] {
  const taken: StoredRow[] = []
  if (limit > 0) {
    for (const row of rows) if (taken.push(row) >= limit) break
  }
  return taken
}

/** The row as the page and the tracker read it; nothing for a row too broken to read. */
function entryOf(row: StoredRow & Partial<ReadRow>): readonly AuditEntry[] {
  try {
    return [{ ...(JSON.parse(row.body) as object), hash: row.hash, ...(row.isDoubtful === true && { isDoubtful: true }) } as AuditEntry]
  } catch {
    return []
  }
}
