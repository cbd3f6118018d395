import type { AttemptDoubt, AttemptFlag, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptFlags } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEntry } from '../../src-shared/audit.ts'
import type { AuditChoices, AuditFigures, AuditFilter, DeskQuery, RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { createColumns } from './attempt-columns.ts'
import { figuresOf } from './attempt-figures.ts'
import { createMatcher, eachMatch, textsOf } from './attempt-filter.ts'
import type { AttemptTest } from './attempt-filter.ts'
import { createSentBefore, flagsAtBegin, isRefusedInRow, isWithoutTicket, usualWorkingHours } from './attempt-flags.ts'
import type { WorkingHours } from './attempt-flags.ts'
import { doubted, foldEntry, isAwaitingApproval, isUnfinished, presented } from './attempt-fold.ts'
import type { AttemptEntry, FoldedAttempt } from './attempt-fold.ts'
import { isMadeLikeBeginning } from './believed-row.ts'
import { sentIntentOf } from './sent-intents.ts'
import type { SentIntent } from './sent-intents.ts'
import { createLocalTime, zoneOfThisPc } from './local-time.ts'

const largestWindow = 200
const mostRelated = 20
const nobody: AuditActor = { oid: '', tid: '', upn: '', displayName: '' }

interface Indexed {
  folded: FoldedAttempt
  /** Where it stands among all attempts, in the order in which they began. */
  readonly place: number
  /** Its agent's attempts, oldest first, and where it stands among them. */
  readonly ofAgent: Indexed[]
  readonly placeOfAgent: number
}

/**
 * The attempts of the whole log in memory, folded from its rows while they are verified. It is never stored, so there is no second
 * copy to trust: what the supervisor's page lists is what the chain holds. About 1.5 KB for each attempt.
 */
export interface AttemptIndex {
  /** `doubt`: what is to be said against this row. */
  add(entry: AuditEntry, doubt?: AttemptDoubt | null): void
  /** A row of this attempt that is not believed, if it ever began. */
  doubt(attemptId: string): void
  /** How many attempts there are. */
  count(): number
  /** The log in which those after the first `count` began does not verify. */
  doubtAfter(count: number): void
  clear(): void
  get(attemptId: string): FoldedAttempt | null
  query(query: DeskQuery, currentBootId: string): { readonly total: number; readonly attempts: readonly AuditAttempt[] }
  /** Newest first, those that began before `before` (null: all of them), at most `limit`; null when `before` never began. Costs what it passes, wherever it starts. */
  older(filter: AuditFilter, before: string | null, limit: number, currentBootId: string): readonly AuditAttempt[] | null
  /** null for an attempt that never began. */
  related(attemptId: string, currentBootId: string): RelatedAttempts | null
  figures(filter: AuditFilter, currentBootId: string): AuditFigures
  choices(): AuditChoices
  /** How many attempts one agent began. */
  attemptsOf(agent: AuditActor): number
  /** Requests whose end is not known, oldest first. */
  unfinished(): readonly FoldedAttempt[]
  /** Requests that a second administrator has to decide on, or has approved, oldest first. */
  awaitingApproval(): readonly FoldedAttempt[]
  isInFlight(deviceId: string, action: DeviceActionName): boolean
  /** Every request, oldest first. */
  sentIntents(): readonly SentIntent[]
}

/** An empty index. Days, hours and working hours are those of `timeZone`. */
export function createAttemptIndex(timeZone = zoneOfThisPc(), hours: WorkingHours = usualWorkingHours): AttemptIndex {
  const local = createLocalTime(timeZone)
  const { columns, ...filling } = createColumns(local)
  const byId = new Map<string, Indexed>()
  const inOrder: Indexed[] = [] // in which the attempts began
  const byAgent = new Map<string, Indexed[]>()
  const sent = createSentBefore()
  const intents: SentIntent[] = []
  const unfinishedIds = new Set<string>()
  const awaitingIds = new Set<string>()

  function add(entry: AuditEntry, doubt: AttemptDoubt | null = null): void {
    if (!('attemptId' in entry)) return
    const known = byId.get(entry.attemptId)
    const next = foldEntry(known?.folded ?? null, entry)
    if (next === null) return
    const folded = doubted(next, doubt)
    const statusBefore = known?.folded.attempt.status
    const indexed = known ?? begin(folded)
    indexed.folded = folded
    if (known !== undefined) filling.change(indexed.place, folded, entry.kind === 'intent')
    if (known === undefined) setFlags(indexed, flagsAtBegin(folded.attempt, sent, local, hours))
    if (entry.kind === 'intent' && isMadeLikeBeginning(entry)) noteSent(indexed, entry)
    if (folded.attempt.status !== statusBefore) flagRefusals(indexed)
    keep(unfinishedIds, entry.attemptId, isUnfinished(folded))
    keep(awaitingIds, entry.attemptId, isAwaitingApproval(folded))
  }

  function doubtOne(indexed: Indexed | undefined, doubt: AttemptDoubt): void {
    if (indexed !== undefined) indexed.folded = doubted(indexed.folded, doubt)
  }

  function begin(folded: FoldedAttempt): Indexed {
    const { attemptId, actor } = folded.attempt
    const key = `${actor.tid} ${actor.oid}`
    const ofAgent = byAgent.get(key) ?? []
    byAgent.set(key, ofAgent)
    const indexed: Indexed = { folded, place: filling.begin(folded), ofAgent, placeOfAgent: ofAgent.length }
    ofAgent.push(indexed)
    inOrder.push(indexed)
    byId.set(attemptId, indexed)
    return indexed
  }

  function noteSent(indexed: Indexed, entry: Extract<AttemptEntry, { kind: 'intent' }>): void {
    const { action, target, at } = entry
    intents.push(sentIntentOf(entry))
    sent.add(action, target, Date.parse(at))
    if (isWithoutTicket(indexed.folded.attempt)) setFlag(indexed, 'no-ticket', true)
  }

  /** An attempt's refusal makes or breaks a row of three up to two attempts later: an earlier one may be refused last. */
  function flagRefusals({ ofAgent, placeOfAgent }: Indexed): void {
    for (let last = placeOfAgent; last <= placeOfAgent + 2; last += 1) {
      const indexed = ofAgent[last]
      if (indexed === undefined) return
      setFlag(indexed, 'refusals-in-row', isRefusedInRow(ofAgent.slice(Math.max(0, last - 2), last + 1).map(({ folded }) => folded.attempt)))
    }
  }

  function setFlag(indexed: Indexed, flag: AttemptFlag, isSet: boolean): void {
    const { flags } = indexed.folded.attempt
    if (flags.includes(flag) === isSet) return
    setFlags(indexed, attemptFlags.filter((one) => (one === flag ? isSet : flags.includes(one))))
  }

  function setFlags(indexed: Indexed, flags: readonly AttemptFlag[]): void {
    indexed.folded = { ...indexed.folded, attempt: { ...indexed.folded.attempt, flags } }
    filling.setFlags(indexed.place, flags)
  }

  const foldedOf = (ids: ReadonlySet<string>): readonly FoldedAttempt[] => [...ids].flatMap((id) => byId.get(id)?.folded ?? [])
  const unfinished = (): readonly FoldedAttempt[] => foldedOf(unfinishedIds)

  /** A copy of a long log asks page by page with one filter; what its words are in is looked up once, and again only when there are other texts. */
  let lastMatcher: { readonly key: string; readonly isLetThrough: AttemptTest } | null = null
  function matcherOf(filter: AuditFilter, currentBootId: string): AttemptTest {
    const key = JSON.stringify([filter, currentBootId, textsOf(columns)])
    if (lastMatcher?.key !== key) lastMatcher = { key, isLetThrough: createMatcher(columns, filter, currentBootId) }
    return lastMatcher.isLetThrough
  }

  const shown = (place: number, currentBootId: string): readonly AuditAttempt[] => {
    const folded = inOrder[place]?.folded
    return folded === undefined ? [] : [presented(folded, currentBootId)]
  }

  function query({ filter, window }: DeskQuery, currentBootId: string) {
    const offset = wholeNumber(window.offset)
    const end = offset + Math.min(wholeNumber(window.limit), largestWindow)
    const places: number[] = []
    let total = 0
    eachMatch(columns, filter, currentBootId, (place) => {
      if (total >= offset && total < end) places.push(place)
      total += 1
    })
    return { total, attempts: places.flatMap((place) => shown(place, currentBootId)) }
  }

  function figures(filter: AuditFilter, currentBootId: string): AuditFigures {
    return figuresOf(columns, filter, currentBootId, (place) => inOrder[place]?.folded.attempt.actor ?? nobody)
  }

  function older(filter: AuditFilter, before: string | null, limit: number, currentBootId: string): readonly AuditAttempt[] | null {
    const below = before === null ? columns.count : byId.get(before)?.place
    if (below === undefined) return null
    const isLetThrough = matcherOf(filter, currentBootId)
    const most = Math.min(wholeNumber(limit), largestWindow)
    const attempts: AuditAttempt[] = []
    for (let place = below - 1; place >= 0 && attempts.length < most; place -= 1) {
      if (isLetThrough(place)) attempts.push(...shown(place, currentBootId))
    }
    return attempts
  }

  function related(attemptId: string, currentBootId: string): RelatedAttempts | null {
    const wanted = byId.get(attemptId)
    if (wanted === undefined) return null
    const others = (numbers: Uint32Array): AuditAttempt[] => {
      const found: AuditAttempt[] = []
      for (let place = columns.count - 1; place >= 0 && found.length < mostRelated; place -= 1) {
        if (place !== wanted.place && numbers[place] === numbers[wanted.place]) found.push(...shown(place, currentBootId))
      }
      return found
    }
    return { sameDevice: others(columns.device), sameUser: wanted.folded.attempt.target.userId === '' ? [] : others(columns.user) }
  }

  function choices(): AuditChoices {
    const agents = [...byAgent.values()].flatMap((ofAgent): AuditActor | readonly AuditActor[] => ofAgent.at(-1)?.folded.attempt.actor ?? [])
    return { agents: agents.sort((a, b) => a.displayName.localeCompare(b.displayName)) }
  }

  return {
    add,
    doubt: (attemptId) => doubtOne(byId.get(attemptId), 'row'),
    count: () => inOrder.length,
    doubtAfter: (count) => {
      for (let place = count; place < inOrder.length; place += 1) doubtOne(inOrder[place], 'log')
    },
    clear: () => {
      lastMatcher = null
      filling.clear()
      byId.clear()
      inOrder.length = 0
      byAgent.clear()
      sent.clear()
      intents.length = 0
      unfinishedIds.clear()
      awaitingIds.clear()
    },
    get: (attemptId) => byId.get(attemptId)?.folded ?? null,
    query,
    older,
    related,
    figures,
    choices,
    attemptsOf: ({ tid, oid }) => byAgent.get(`${tid} ${oid}`)?.length ?? 0,
    unfinished,
    sentIntents: () => intents,
    awaitingApproval: () => foldedOf(awaitingIds),
    isInFlight: (deviceId, action) =>
      unfinished().some(({ attempt }) => attempt.target.deviceId === deviceId && attempt.action === action),
  }
}

function keep(ids: Set<string>, id: string, isIn: boolean): void {
  if (isIn) ids.add(id)
  else ids.delete(id)
}

/** 0 for what is not a sensible count. */
const wholeNumber = (value: number) => (Number.isFinite(value) && value > 0 ? Math.floor(value) : 0)
