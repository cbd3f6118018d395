import type { AttemptFlag, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptFlags } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEntry } from '../../src-shared/audit.ts'
import type { AuditChoices, AuditFigures, AuditFilter, DeskQuery, RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { figuresOf } from './attempt-figures.ts'
import { testOf } from './attempt-filter.ts'
import { createSentBefore, flagsAtBegin, isRefusedInRow, isWithoutTicket, usualWorkingHours } from './attempt-flags.ts'
import type { WorkingHours } from './attempt-flags.ts'
import { foldEntry, isAwaitingApproval, isUnfinished, presented, searchTextOf } from './attempt-fold.ts'
import type { AttemptEntry, FoldedAttempt } from './attempt-fold.ts'
import { createLocalTime, zoneOfThisPc } from './local-time.ts'

const largestWindow = 200
const mostRelated = 20

interface Indexed {
  folded: FoldedAttempt
  readonly startedMs: number
  /** Where it stands among all attempts, in the order in which they began. */
  readonly order: number
  /** Its agent's attempts, oldest first, and where it stands among them. */
  readonly ofAgent: Indexed[]
  readonly place: number
  /** Made when first searched, dropped when the attempt changes. */
  searchText: string | null
}

/**
 * The attempts of the whole log in memory, folded from its rows while they are verified. It is never stored, so there is no second
 * copy to trust: what the supervisor's page lists is what the chain holds. About 1.5 KB for each attempt.
 */
export interface AttemptIndex {
  add(entry: AuditEntry): void
  clear(): void
  get(attemptId: string): FoldedAttempt | null
  query(query: DeskQuery, currentBootId: string): { readonly total: number; readonly attempts: readonly AuditAttempt[] }
  /** Newest first, those that began before `before` (null: all of them), at most `limit`; null when `before` never began. Costs what it passes, wherever it starts. */
  older(filter: AuditFilter, before: string | null, limit: number, currentBootId: string): readonly AuditAttempt[] | null
  /** null for an attempt that never began. */
  related(attemptId: string, currentBootId: string): RelatedAttempts | null
  figures(filter: AuditFilter, currentBootId: string): AuditFigures
  choices(): AuditChoices
  /** Requests whose end is not known, oldest first. */
  unfinished(): readonly FoldedAttempt[]
  /** Requests that a second administrator has to decide on, or has approved, oldest first. */
  awaitingApproval(): readonly FoldedAttempt[]
  isInFlight(deviceId: string, action: DeviceActionName): boolean
}

/** An empty index. Days, hours and working hours are those of `timeZone`. */
export function createAttemptIndex(timeZone = zoneOfThisPc(), hours: WorkingHours = usualWorkingHours): AttemptIndex {
  const local = createLocalTime(timeZone)
  const byId = new Map<string, Indexed>()
  const inOrder: Indexed[] = [] // in which the attempts began
  const byAgent = new Map<string, Indexed[]>()
  const sent = createSentBefore()
  const unfinishedIds = new Set<string>()
  const awaitingIds = new Set<string>()

  function add(entry: AuditEntry): void {
    if (!('attemptId' in entry)) return
    const known = byId.get(entry.attemptId)
    const folded = foldEntry(known?.folded ?? null, entry)
    if (folded === null) return
    const indexed = known ?? begin(folded)
    const statusBefore = known?.folded.attempt.status
    indexed.folded = folded
    indexed.searchText = null
    if (known === undefined) setFlags(indexed, flagsAtBegin(folded.attempt, sent, local, hours))
    if (entry.kind === 'intent') noteSent(indexed, entry)
    if (folded.attempt.status !== statusBefore) flagRefusals(indexed)
    keep(unfinishedIds, entry.attemptId, isUnfinished(folded))
    keep(awaitingIds, entry.attemptId, isAwaitingApproval(folded))
  }

  function begin(folded: FoldedAttempt): Indexed {
    const { attemptId, actor, startedAt } = folded.attempt
    const key = `${actor.tid} ${actor.oid}`
    const ofAgent = byAgent.get(key) ?? []
    byAgent.set(key, ofAgent)
    const indexed: Indexed = { folded, startedMs: Date.parse(startedAt), order: inOrder.length, ofAgent, place: ofAgent.length, searchText: null }
    ofAgent.push(indexed)
    inOrder.push(indexed)
    byId.set(attemptId, indexed)
    return indexed
  }

  function noteSent(indexed: Indexed, { action, target, at }: Extract<AttemptEntry, { kind: 'intent' }>): void {
    sent.add(action, target, Date.parse(at))
    if (isWithoutTicket(indexed.folded.attempt)) setFlag(indexed, 'no-ticket', true)
  }

  /** An attempt's refusal makes or breaks a row of three up to two attempts later: an earlier one may be refused last. */
  function flagRefusals({ ofAgent, place }: Indexed): void {
    for (let last = place; last <= place + 2; last += 1) {
      const indexed = ofAgent[last]
      if (indexed === undefined) return
      setFlag(indexed, 'refusals-in-row', isRefusedInRow(ofAgent.slice(Math.max(0, last - 2), last + 1).map(({ folded }) => folded.attempt)))
    }
  }

  const foldedOf = (ids: ReadonlySet<string>): readonly FoldedAttempt[] => [...ids].flatMap((id) => byId.get(id)?.folded ?? [])
  const unfinished = (): readonly FoldedAttempt[] => foldedOf(unfinishedIds)

  function* matching(filter: AuditFilter, currentBootId: string, below = inOrder.length): Generator<AuditAttempt> {
    const isLetThrough = testOf(filter)
    for (let i = below - 1; i >= 0; i -= 1) {
      const indexed = inOrder[i]
      if (indexed === undefined) return
      const attempt = presented(indexed.folded, currentBootId)
      if (isLetThrough(attempt, indexed.startedMs, () => (indexed.searchText ??= searchTextOf(attempt)))) yield attempt
    }
  }

  function query({ filter, window }: DeskQuery, currentBootId: string) {
    const offset = wholeNumber(window.offset)
    const limit = Math.min(wholeNumber(window.limit), largestWindow)
    const attempts: AuditAttempt[] = []
    let total = 0
    for (const attempt of matching(filter, currentBootId)) {
      if (total >= offset && attempts.length < limit) attempts.push(attempt)
      total += 1
    }
    return { total, attempts }
  }

  function older(filter: AuditFilter, before: string | null, limit: number, currentBootId: string): readonly AuditAttempt[] | null {
    const below = before === null ? inOrder.length : byId.get(before)?.order
    if (below === undefined) return null
    const most = Math.min(wholeNumber(limit), largestWindow)
    const attempts: AuditAttempt[] = []
    if (most > 0) for (const attempt of matching(filter, currentBootId, below)) if (attempts.push(attempt) >= most) break
    return attempts
  }

  function related(attemptId: string, currentBootId: string): RelatedAttempts | null {
    const wanted = byId.get(attemptId)?.folded.attempt.target
    if (wanted === undefined) return null
    const newest = (isWanted: (attempt: AuditAttempt) => boolean): AuditAttempt[] => {
      const found: AuditAttempt[] = []
      for (let i = inOrder.length - 1; i >= 0 && found.length < mostRelated; i -= 1) {
        const folded = inOrder[i]?.folded
        if (folded !== undefined && folded.attempt.attemptId !== attemptId && isWanted(folded.attempt)) found.push(presented(folded, currentBootId))
      }
      return found
    }
    return {
      sameDevice: newest(({ target }) => target.deviceId === wanted.deviceId),
      sameUser: wanted.userId === '' ? [] : newest(({ target }) => target.userId === wanted.userId),
    }
  }

  function choices(): AuditChoices {
    const agents = [...byAgent.values()].flatMap((ofAgent): AuditActor | readonly AuditActor[] => ofAgent.at(-1)?.folded.attempt.actor ?? [])
    return { agents: agents.sort((a, b) => a.displayName.localeCompare(b.displayName)) }
  }

  return {
    add,
    clear: () => {
      byId.clear()
      inOrder.length = 0
      byAgent.clear()
      sent.clear()
      unfinishedIds.clear()
      awaitingIds.clear()
    },
    get: (attemptId) => byId.get(attemptId)?.folded ?? null,
    query,
    older,
    related,
    figures: (filter, currentBootId) => figuresOf(matching(filter, currentBootId), local),
    choices,
    unfinished,
    awaitingApproval: () => foldedOf(awaitingIds),
    isInFlight: (deviceId, action) =>
      unfinished().some(({ attempt }) => attempt.target.deviceId === deviceId && attempt.action === action),
  }
}

function setFlag(indexed: Indexed, flag: AttemptFlag, isSet: boolean): void {
  const { flags } = indexed.folded.attempt
  if (flags.includes(flag) === isSet) return
  setFlags(indexed, attemptFlags.filter((one) => (one === flag ? isSet : flags.includes(one))))
}

function setFlags(indexed: Indexed, flags: readonly AttemptFlag[]): void {
  indexed.folded = { ...indexed.folded, attempt: { ...indexed.folded.attempt, flags } }
}

function keep(ids: Set<string>, id: string, isIn: boolean): void {
  if (isIn) ids.add(id)
  else ids.delete(id)
}

/** 0 for what is not a sensible count. */
const wholeNumber = (value: number) => (Number.isFinite(value) && value > 0 ? Math.floor(value) : 0)
