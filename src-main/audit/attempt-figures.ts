import type { AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditFigures, OutcomeCounts } from '../../src-shared/audit-query.ts'
import type { LocalTime } from './local-time.ts'

const dayMs = 86_400_000
const mostDays = 366
const mostAgents = 50

type Counts = { -readonly [K in keyof OutcomeCounts]: OutcomeCounts[K] }

const outcomeOf: Readonly<Record<AttemptStatus, keyof OutcomeCounts>> = {
  done: 'landed', completed: 'landed', failed: 'failed', 'not-supported': 'failed', refused: 'stopped', cancelled: 'stopped',
  interrupted: 'stopped', open: 'open', requested: 'open', unknown: 'open', 'awaiting-approval': 'open', approved: 'open',
}
const none = (): Counts => ({ landed: 0, failed: 0, stopped: 0, open: 0 })

/** Counts attempts, given newest first, by the days and hours of one zone. */
export function figuresOf(attempts: Iterable<AuditAttempt>, local: LocalTime): AuditFigures {
  const perDay = new Map<number, Counts>()
  const perHour = Array.from({ length: 24 }, () => 0)
  const agents = new Map<string, { agent: AuditAttempt['actor']; total: number; counts: Counts; flagged: number }>()
  const perStatus = new Map<AttemptStatus, number>()
  const perAction = new Map<AuditAttempt['action'], number>()
  const perFlag = new Map<AuditAttempt['flags'][number], number>()
  let total = 0
  for (const attempt of attempts) {
    total += 1
    const time = local(Date.parse(attempt.startedAt))
    const outcome = outcomeOf[attempt.status]
    kept(perDay, Math.floor(time.getTime() / dayMs), none)[outcome] += 1
    perHour[time.getUTCHours()] = (perHour[time.getUTCHours()] ?? 0) + 1
    const { actor } = attempt
    const row = kept(agents, `${actor.tid} ${actor.oid}`, () => ({ agent: actor, total: 0, counts: none(), flagged: 0 }))
    row.total += 1
    row.counts[outcome] += 1
    if (attempt.flags.length > 0) row.flagged += 1
    count(perStatus, attempt.status)
    count(perAction, attempt.action)
    for (const flag of attempt.flags) count(perFlag, flag)
  }
  return {
    total, perDay: daysOf(perDay), perHour,
    perAgent: [...agents.values()].sort((a, b) => b.total - a.total || a.agent.displayName.localeCompare(b.agent.displayName)).slice(0, mostAgents),
    perStatus: Object.fromEntries(perStatus), perAction: Object.fromEntries(perAction), perFlag: Object.fromEntries(perFlag),
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

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}
