import type { AttemptStatus } from '../../src-shared/audit-attempts.ts'
import { attemptFlags, attemptStatuses } from '../../src-shared/audit-attempts.ts'
import type { AuditActor } from '../../src-shared/audit.ts'
import type { AuditFigures, AuditFilter, OutcomeCounts } from '../../src-shared/audit-query.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import { presentedStatus } from './attempt-columns.ts'
import type { AttemptColumns } from './attempt-columns.ts'
import { eachMatch } from './attempt-filter.ts'

const dayMs = 86_400_000
const mostDays = 366
const mostAgents = 50

type Counts = { -readonly [K in keyof OutcomeCounts]: OutcomeCounts[K] }

const outcomeOf: Readonly<Record<AttemptStatus, keyof OutcomeCounts>> = {
  done: 'landed', completed: 'landed', failed: 'failed', 'not-supported': 'failed', refused: 'stopped', cancelled: 'stopped',
  interrupted: 'stopped', open: 'open', requested: 'open', unknown: 'open', 'awaiting-approval': 'open', approved: 'open',
}
const outcomes = attemptStatuses.map((status) => outcomeOf[status])
const none = (): Counts => ({ landed: 0, failed: 0, stopped: 0, open: 0 })

/** Counts what a filter lets through. `actorAt`: who began the attempt at a place. */
export function figuresOf(columns: AttemptColumns, filter: AuditFilter, currentBootId: string, actorAt: (place: number) => AuditActor): AuditFigures {
  const boot = columns.boots.find(currentBootId)
  const perDay = new Map<number, Counts>()
  const perHour = Array.from({ length: 24 }, () => 0)
  const agents = new Map<number, { readonly newestPlace: number; total: number; readonly counts: Counts; flagged: number }>()
  const perStatus = new Uint32Array(attemptStatuses.length)
  const perAction = new Uint32Array(deviceActionNames.length)
  const perFlags = new Uint32Array(1 << attemptFlags.length)
  let total = 0
  eachMatch(columns, filter, currentBootId, (place) => {
    total += 1
    const status = presentedStatus(columns, place, boot)
    const outcome = outcomes[status] ?? 'open'
    const flags = columns.flags[place] ?? 0
    kept(perDay, columns.day[place] ?? 0, none)[outcome] += 1
    add(perHour, columns.hour[place])
    const agent = kept(agents, columns.agentKey[place] ?? 0, () => ({ newestPlace: place, total: 0, counts: none(), flagged: 0 }))
    agent.total += 1
    agent.counts[outcome] += 1
    if (flags !== 0) agent.flagged += 1
    add(perStatus, status)
    add(perAction, columns.action[place])
    add(perFlags, flags)
  })
  const perAgent = [...agents.values()].map(({ newestPlace, ...rest }) => ({ agent: actorAt(newestPlace), ...rest }))
  return {
    total, ofNewest: null, perDay: daysOf(perDay), perHour,
    perAgent: perAgent.sort((a, b) => b.total - a.total || a.agent.displayName.localeCompare(b.agent.displayName)).slice(0, mostAgents),
    perStatus: named(attemptStatuses, perStatus), perAction: named(deviceActionNames, perAction),
    perFlag: named(attemptFlags, attemptFlags.map((_, bit) => perFlags.reduce((sum, count, flags) => ((flags >> bit) & 1 ? sum + count : sum), 0))),
  }
}

/** Without gaps, oldest first. The clock may have been put back, so the last day need not be the newest attempt's. */
function daysOf(perDay: ReadonlyMap<number, OutcomeCounts>): AuditFigures['perDay'] {
  if (perDay.size === 0) return []
  const days = [...perDay.keys()].sort((a, b) => a - b)
  const last = days.at(-1) ?? 0
  const first = Math.max(days[0] ?? 0, last - mostDays + 1)
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    day: new Date((first + i) * dayMs).toISOString().slice(0, 10), counts: perDay.get(first + i) ?? none(),
  }))
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function add(counts: number[] | Uint32Array, index: number | undefined): void {
  if (index !== undefined) counts[index] = (counts[index] ?? 0) + 1
}

/** The counts that are not 0, under their names. */
function named<Name extends string>(names: readonly Name[], counts: ArrayLike<number>): Partial<Record<Name, number>> {
  const entries = names.flatMap((name, index): [Name, number][] => ((counts[index] ?? 0) > 0 ? [[name, counts[index] ?? 0]] : []))
  return Object.fromEntries(entries) as Partial<Record<Name, number>>
}
