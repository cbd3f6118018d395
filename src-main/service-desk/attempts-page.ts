import type { Clock } from '../../src-shared/clock.ts'
import type { AuditFilter, AuditQuery, BesideAttempt } from '../../src-shared/audit-query.ts'
import { conditionsOf } from './attempt-conditions.ts'
import type { DeskHours } from './attempt-conditions.ts'
import { linesOf } from './attempt-line.ts'
import type { Ask, SqlRow } from './desk-connection.ts'
import { createSqlValues } from './sql-text.ts'
import type { SqlValues } from './sql-text.ts'

const largestWindow = 200
/** So far matches are counted; more of them are "at least so many". */
const mostCounted = 10_000
/** So many of the newest attempts are read through for a word before the index of words is asked: a common word is found there at once. */
const readThrough = 5_000
/** The same for what looks at other attempts for each. */
const lookedAround = 1_000
const countedForMs = 60_000

const newestFirst = 'a.started_at DESC, a.attempt_id DESC'
const oldestFirst = 'a.started_at, a.attempt_id'

interface MatchCount {
  readonly total: number
  readonly isTotalExact: boolean
}

export interface PageRows extends MatchCount {
  readonly rows: readonly SqlRow[]
}

export interface PageReader {
  /** Some attempts of every desk, newest first, and how many there are. Rows are those of attempt-line.ts. */
  read(ask: Ask, query: AuditQuery): Promise<PageRows>
  forget(): void
}

/** Counts once for a filter, and reads on from there for a minute. */
export function createPageReader(desk: DeskHours, clock: Clock): PageReader {
  let known: { readonly key: string; readonly untilMs: number; readonly count: MatchCount } | null = null

  async function count(ask: Ask, { filter, beside }: AuditQuery): Promise<MatchCount> {
    const key = JSON.stringify(filter)
    if (beside !== null && known?.key === key && clock.monotonicMs() < known.untilMs) return known.count
    const counted = await countMatches(ask, filter, desk)
    known = { key, untilMs: clock.monotonicMs() + countedForMs, count: counted }
    return counted
  }

  async function read(ask: Ask, query: AuditQuery): Promise<PageRows> {
    const limit = Math.min(Math.max(Math.floor(query.window.limit), 0), largestWindow)
    const { beside } = query
    const offset = beside === null ? Math.max(Math.floor(query.window.offset), 0) : 0
    const found = await readRows(ask, query.filter, { beside, offset, limit: limit + 1 }, desk)
    const hasMore = found.length > limit
    const rows = found.slice(0, limit)
    if (beside?.direction === 'newer') rows.reverse()
    // The end was reached, so all have been seen.
    if (beside === null && !hasMore && (rows.length > 0 || offset === 0)) return { rows, total: offset + rows.length, isTotalExact: true }
    const counted = await count(ask, query)
    return found.length === 0 ? { rows, ...counted } : { rows, ...counted, total: Math.max(counted.total, offset + found.length) }
  }

  return { read, forget: () => { known = null } }
}

interface Stretch { readonly beside: BesideAttempt | null; readonly offset: number; readonly limit: number }

async function readRows(ask: Ask, filter: AuditFilter, { beside, offset, limit }: Stretch, desk: DeskHours): Promise<readonly SqlRow[]> {
  const isNewer = beside?.direction === 'newer'
  const order = isNewer ? oldestFirst : newestFirst
  const values = createSqlValues()
  const { plain, around, words, branches } = conditionsOf(filter, values, desk)
  const near = beside === null ? [] : [`(a.started_at, a.attempt_id) ${isNewer ? '>' : '<'} (${values.add(beside.startedAt)}::timestamptz, ${values.add(beside.attemptId)})`]
  const wanted = [...plain, ...around, ...near]
  const skip = `OFFSET ${values.add(offset)} LIMIT ${values.add(limit)}`
  if (words.length === 0) {
    const source = branches.length === 0 ? inOrder(wanted, order) : merged(branches, wanted, order, offset + limit, values)
    return ask(linesOf(`${source} ${skip}`, order), values.values)
  }
  const all = [...wanted, ...(branches.length === 0 ? [] : [`(${branches.join(' OR ')})`])]
  const newest = `${inOrder(all, order)} LIMIT ${readThrough}`
  const found = await ask(linesOf(`SELECT * FROM (${newest}) a WHERE ${words.join(' AND ')} ORDER BY ${order} ${skip}`, order), values.values)
  if (found.length === limit) return found
  return ask(`WITH found AS MATERIALIZED (${selected([...all, ...words])}) ${linesOf(`SELECT * FROM found a ORDER BY ${order} ${skip}`, order)}`, values.values)
}

/** How many match, without ever reading more than a page may cost. */
async function countMatches(ask: Ask, filter: AuditFilter, desk: DeskHours): Promise<MatchCount> {
  const values = createSqlValues()
  const { plain, around, words, branches } = conditionsOf(filter, values, desk)
  const all = [...plain, ...(branches.length === 0 ? [] : [`(${branches.join(' OR ')})`])]
  if (all.length + around.length + words.length === 0) {
    const [row] = await ask('SELECT coalesce(sum(attempts), 0) AS total FROM helpdesk_audit.logs')
    return { total: Number(row?.['total'] ?? 0), isTotalExact: true }
  }
  if (words.length + around.length === 0) {
    const [row] = await ask(`SELECT count(*) AS total FROM (SELECT FROM helpdesk_audit.attempts a WHERE ${all.join(' AND ')} LIMIT ${mostCounted + 1}) matching`, values.values)
    const total = Number(row?.['total'] ?? 0)
    return { total: Math.min(total, mostCounted), isTotalExact: total <= mostCounted }
  }
  // The newest are counted, and whether they were all.
  const most = around.length > 0 ? lookedAround : readThrough
  const [row] = await ask(`SELECT count(*) AS seen, count(*) FILTER (WHERE ${[...around, ...words].join(' AND ')}) AS total
    FROM (${inOrder(all, newestFirst)} LIMIT ${most}) a`, values.values)
  const count: MatchCount = { total: Number(row?.['total'] ?? 0), isTotalExact: Number(row?.['seen'] ?? 0) < most }
  if (count.isTotalExact || around.length > 0 || count.total > largestWindow) return count
  const [rare] = await ask(`WITH found AS MATERIALIZED (SELECT FROM helpdesk_audit.attempts a ${where([...all, ...words])}) SELECT count(*) AS total FROM found`, values.values)
  return { total: Number(rare?.['total'] ?? 0), isTotalExact: true }
}

const where = (conditions: readonly string[]): string => (conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`)
const selected = (conditions: readonly string[]): string => `SELECT a.* FROM helpdesk_audit.attempts a ${where(conditions)}`
const inOrder = (conditions: readonly string[], order: string): string => `${selected(conditions)} ORDER BY ${order}`

/** The first rows of each branch, put in order. */
function merged(branches: readonly string[], wanted: readonly string[], order: string, most: number, values: SqlValues): string {
  const limit = values.add(most)
  return `SELECT * FROM (${branches.map((branch) => `(${inOrder([branch, ...wanted], order)} LIMIT ${limit})`).join(' UNION ALL ')}) a ORDER BY ${order}`
}
