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
/** A page is looked for in a stretch of time that should hold so many times its attempts, before all matches are put in order. */
const spare = 4
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

async function readRows(ask: Ask, filter: AuditFilter, stretch: Stretch, desk: DeskHours): Promise<readonly SqlRow[]> {
  const { limit, offset } = stretch
  const isWordless = conditionsOf(filter, createSqlValues(), desk).words.length === 0
  if (isWordless) return askFor(ask, filter, stretch, desk, ({ wanted, branches, order, skip, values }) => linesOf(
    `${branches.length === 0 ? inOrder(wanted, order) : merged(branches, wanted, order, offset + limit, values)} ${skip}`, order))

  const found = await askFor(ask, filter, stretch, desk, ({ all, words, order, skip }) => linesOf(
    `SELECT * FROM (${inOrder(all, order)} LIMIT ${readThrough}) a WHERE ${words.join(' AND ')} ORDER BY ${order} ${skip}`, order))
  if (found.length === limit) return found
  const edge = await readEdge(ask, filter, stretch, desk)
  if (edge === null) return found // that was everything
  if (offset === 0 && found.length > 0) {
    const near = await askFor(ask, filter, stretch, desk, ({ all, words, order, skip, values, isNewer }) => {
      const within = `a.started_at ${isNewer ? '<=' : '>='} ${values.add(stretched(edge, spare * limit / found.length))}::timestamptz`
      return ordered([...all, within, ...words], order, skip)
    })
    if (near.length === limit) return near
  }
  return askFor(ask, filter, stretch, desk, ({ all, words, order, skip }) => ordered([...all, ...words], order, skip))
}

interface Pieces {
  readonly isNewer: boolean
  readonly order: string
  /** What an index finds, and where the page lies. */
  readonly wanted: readonly string[]
  readonly branches: readonly string[]
  /** Both of them. */
  readonly all: readonly string[]
  readonly words: readonly string[]
  readonly skip: string
  readonly values: SqlValues
}

/** A statement takes exactly the values that stand in it, so each is put together anew. */
async function askFor(ask: Ask, filter: AuditFilter, stretch: Stretch, desk: DeskHours, statement: (pieces: Pieces) => string): Promise<readonly SqlRow[]> {
  const values = createSqlValues()
  const sql = statement(piecesOf(filter, stretch, desk, values))
  return ask(sql, values.values)
}

function piecesOf(filter: AuditFilter, { beside, offset, limit }: Stretch, desk: DeskHours, values: SqlValues): Pieces {
  const isNewer = beside?.direction === 'newer'
  const { plain, around, words, branches } = conditionsOf(filter, values, desk)
  const wanted = [...plain, ...around, ...besideOf(beside, values)]
  const all = [...wanted, ...(branches.length === 0 ? [] : [`(${branches.join(' OR ')})`])]
  return { isNewer, order: isNewer ? oldestFirst : newestFirst, wanted, branches, all, words, skip: `OFFSET ${values.add(offset)} LIMIT ${values.add(limit)}`, values }
}

const besideOf = (beside: BesideAttempt | null, values: SqlValues): readonly string[] => (beside === null ? [] : [
  `(a.started_at, a.attempt_id) ${beside.direction === 'newer' ? '>' : '<'} (${values.add(beside.startedAt)}::timestamptz, ${values.add(beside.attemptId)})`,
])

/** Found by the index of words, then put in order. */
const ordered = (conditions: readonly string[], order: string, skip: string): string =>
  `WITH found AS MATERIALIZED (${selected(conditions)}) ${linesOf(`SELECT * FROM found a ORDER BY ${order} ${skip}`, order)}`

interface Edge { readonly firstMs: number; readonly lastMs: number }

/** When the first and the last of the attempts began that were read through; null: there are not so many. */
async function readEdge(ask: Ask, filter: AuditFilter, { beside }: Stretch, desk: DeskHours): Promise<Edge | null> {
  const values = createSqlValues()
  const isNewer = beside?.direction === 'newer'
  const { plain, around, branches } = conditionsOf({ ...filter, text: '', ticket: '' }, values, desk)
  const conditions = [...plain, ...around, ...besideOf(beside, values), ...(branches.length === 0 ? [] : [`(${branches.join(' OR ')})`])]
  const [row] = await ask(`SELECT count(*) AS seen, extract(epoch FROM min(started_at)) * 1000 AS low, extract(epoch FROM max(started_at)) * 1000 AS high
    FROM (SELECT a.started_at FROM helpdesk_audit.attempts a ${where(conditions)} ORDER BY ${isNewer ? oldestFirst : newestFirst} LIMIT ${readThrough}) a`, values.values)
  if (row === undefined || Number(row['seen']) < readThrough) return null
  const [low, high] = [Number(row['low']), Number(row['high'])]
  return isNewer ? { firstMs: low, lastMs: high } : { firstMs: high, lastMs: low }
}

/** Where a stretch ends that is `times` as long. */
const stretched = ({ firstMs, lastMs }: Edge, times: number): string =>
  new Date(firstMs + Math.trunc((lastMs - firstMs) * times) + (lastMs < firstMs ? -1 : 1)).toISOString()

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
  // Whether a few or thousands is not worth a second of waiting; a page that reaches the end knows.
  if (count.isTotalExact || around.length > 0 || count.total > 0) return count
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
