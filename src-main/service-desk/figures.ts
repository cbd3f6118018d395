import type { AttemptFlag, AttemptStatus } from '../../src-shared/audit-attempts.ts'
import { attemptFlags } from '../../src-shared/audit-attempts.ts'
import type { AuditActor } from '../../src-shared/audit.ts'
import type { AuditFigures, AuditFilter, OutcomeCounts } from '../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { conditionsOf, noTicket, offHours, refusalsInRow, repeatDevice, repeatUser } from './attempt-conditions.ts'
import type { DeskHours } from './attempt-conditions.ts'
import { statusOf } from './attempt-line.ts'
import type { Ask, SqlRow } from './desk-connection.ts'
import { createSqlValues } from './sql-text.ts'

const dayMs = 86_400_000
const mostDays = 366
const mostAgents = 50
/** Flags look at other attempts for each: counted over all of a large service desk the charts would take minutes. */
const mostCounted = 20_000
const none: OutcomeCounts = { landed: 0, failed: 0, stopped: 0, open: 0 }

const counts = `count(*) AS total, count(*) FILTER (WHERE status IN ('done', 'completed')) AS landed, count(*) FILTER (WHERE status IN ('failed', 'not-supported')) AS failed,
  count(*) FILTER (WHERE status IN ('refused', 'cancelled', 'interrupted')) AS stopped, ${attemptFlags.map((flag) => `count(*) FILTER (WHERE "${flag}") AS "${flag}"`).join(', ')},
  count(*) FILTER (WHERE ${attemptFlags.map((flag) => `"${flag}"`).join(' OR ')}) AS flagged`

/** The same counts as src-main/audit/attempt-figures.ts, over every desk, of the newest {@link mostCounted} attempts that match. */
export async function readFigures(ask: Ask, filter: AuditFilter, desk: DeskHours): Promise<AuditFigures> {
  const values = createSqlValues()
  const { plain, around, words, branches } = conditionsOf(filter, values, desk)
  const all = [...plain, ...around, ...words, ...(branches.length === 0 ? [] : [`(${branches.join(' OR ')})`])]
  const local = `(a.started_at AT TIME ZONE ${values.add(desk.timeZone)})`
  const flags: Readonly<Record<AttemptFlag, string>> = {
    'repeat-device': repeatDevice, 'repeat-user': repeatUser, 'off-hours': offHours(values, desk), 'refusals-in-row': refusalsInRow, 'no-ticket': noTicket,
  }
  const rows = await ask(`WITH matching AS MATERIALIZED (
      SELECT ${local}::date::text AS day, extract(hour FROM ${local})::int AS hour, a.agent_oid AS oid, a.actor ->> 'tid' AS tid, a.status, a.action,
        ${attemptFlags.map((flag) => `coalesce(${flags[flag]}, false) AS "${flag}"`).join(', ')}
      FROM (SELECT a.* FROM helpdesk_audit.attempts a ${all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`}
        ORDER BY a.started_at DESC, a.attempt_id DESC LIMIT ${mostCounted}) a)
    SELECT grouping(day, hour, oid, status, action) AS set, day, hour, oid, tid, status, action, ${counts}
    FROM matching GROUP BY GROUPING SETS ((), (day), (hour), (oid, tid), (status), (action))`, values.values)
  const set = (number: number): readonly SqlRow[] => rows.filter((row) => row['set'] === number)
  const [whole] = set(31)
  const perHour = Array.from({ length: 24 }, () => 0)
  for (const row of set(23)) perHour[Number(row['hour'])] = Number(row['total'])
  const flagged = attemptFlags.map((flag) => [flag, Number(whole?.[flag] ?? 0)] as const).filter(([, count]) => count > 0)
  const total = Number(whole?.['total'] ?? 0)
  return {
    total, ofNewest: total < mostCounted ? null : mostCounted, perDay: daysOf(set(15)), perHour, perAgent: await agentsOf(ask, set(27)),
    perStatus: perStatusOf(set(29)),
    perAction: Object.fromEntries(set(30).map((row) => [row['action'] as DeviceActionName, Number(row['total'])])),
    perFlag: Object.fromEntries(flagged),
  }
}

function perStatusOf(rows: readonly SqlRow[]): AuditFigures['perStatus'] {
  const totals: Partial<Record<AttemptStatus, number>> = {}
  for (const row of rows) totals[statusOf(row['status'])] = (totals[statusOf(row['status'])] ?? 0) + Number(row['total'])
  return totals
}

async function agentsOf(ask: Ask, rows: readonly SqlRow[]): Promise<AuditFigures['perAgent']> {
  const most = rows.toSorted((a, b) => Number(b['total']) - Number(a['total'])).slice(0, 2 * mostAgents)
  const named = await ask('SELECT oid, tid, upn, display_name FROM helpdesk_audit.agents WHERE oid = ANY($1)', [most.map((row) => row['oid'])])
  const agents = new Map(named.map((row) => [`${String(row['tid'])} ${String(row['oid'])}`, agentOf(row)]))
  return most.map((row) => ({
    agent: agents.get(`${String(row['tid'])} ${String(row['oid'])}`) ?? agentOf({ ...row, upn: '', display_name: String(row['oid']) }),
    total: Number(row['total']), counts: countsOf(row), flagged: Number(row['flagged']),
  })).sort((a, b) => b.total - a.total || a.agent.displayName.localeCompare(b.agent.displayName)).slice(0, mostAgents)
}

/** An agent as the table `agents` has them. */
export const agentOf = (row: SqlRow): AuditActor =>
  ({ oid: String(row['oid']), tid: String(row['tid']), upn: String(row['upn']), displayName: String(row['display_name']) })

function countsOf(row: SqlRow): OutcomeCounts {
  const [total, landed, failed, stopped] = [Number(row['total']), Number(row['landed']), Number(row['failed']), Number(row['stopped'])]
  return { landed, failed, stopped, open: total - landed - failed - stopped }
}

/** Without gaps, oldest first. */
function daysOf(rows: readonly SqlRow[]): AuditFigures['perDay'] {
  const perDay = new Map(rows.map((row) => [Date.parse(`${String(row['day'])}T00:00:00Z`) / dayMs, countsOf(row)]))
  if (perDay.size === 0) return []
  const days = [...perDay.keys()].sort((a, b) => a - b)
  const last = days.at(-1) ?? 0
  const first = Math.max(days[0] ?? 0, last - mostDays + 1)
  return Array.from({ length: last - first + 1 }, (_, i) => ({ day: new Date((first + i) * dayMs).toISOString().slice(0, 10), counts: perDay.get(first + i) ?? none }))
}
