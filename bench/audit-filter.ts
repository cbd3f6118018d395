// npm run bench -- audit-filter [--attempts N] [--rounds N] [--rival-rounds N] [--json]: how fast the supervisor's filters are over a whole log, beside a plain array and SQLite.
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { createAttemptIndex } from '../src-main/audit/attempt-index.ts'
import { createLocalTime } from '../src-main/audit/local-time.ts'
import { eventsOfAttempts } from '../test/factories/many-attempts.ts'
import type { AuditAttempt } from '../src-shared/audit-attempts.ts'
import { everyAttempt } from '../src-shared/audit-query.ts'
import type { AuditFilter } from '../src-shared/audit-query.ts'

const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '200000' }, rounds: { type: 'string', default: '30' }, 'rival-rounds': { type: 'string' }, json: { type: 'boolean', default: false } },
})
const count = Number(values.attempts)
const rounds = Number(values.rounds)
/** The rivals are slow: on a machine with other work to do they may take part in the first rounds only. */
const rivalRounds = Number(values['rival-rounds'] ?? rounds)
const boot = 'boot-1'
const zone = 'Europe/Berlin'
const pageLimitMs = 30
const textLimitMs = 100
const figuresLimitMs = 150
const say = (text: string): void => (values.json ? undefined : console.log(text))
const timed = <T>(work: () => T): [ms: number, result: T] => {
  const startedMs = performance.now()
  const result = work()
  return [performance.now() - startedMs, result]
}
/** Processor time of this process, milliseconds: what a machine with other work to do does not change. */
const cpuMs = (): number => process.cpuUsage().user / 1000
const rounded = (ms: number): number => Math.round(ms * 100) / 100
const quantile = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return rounded(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

interface Found { readonly total: number; readonly ids: readonly string[] }
const window = { offset: 0, limit: 100 }

const filters: Readonly<Record<string, Partial<AuditFilter>>> = {
  everything: {},
  'text, many': { text: 'galaxy' },
  'text, one device': { text: 'SER0001234' },
  'text, two words': { text: 'agent7 iphone' },
  'text, accents': { text: 'müller' },
  'text, nothing': { text: 'qqzzxx' },
  'text and action': { text: 'forgot', actions: ['reset-passcode'] },
  'a month': { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
  agent: { agentOid: 'oid-7' },
  device: { deviceId: 'device-1234' },
  user: { userId: 'user-77' },
  actions: { actions: ['sync', 'remote-lock'] },
  statuses: { statuses: ['failed', 'refused'] },
  ticket: { ticket: 'inc-1234' },
  flags: { flags: ['off-hours', 'no-ticket'] },
  'signed off': { reviewed: 'signed-off' },
}
const isText = (filter: Partial<AuditFilter>): boolean => filter.text !== undefined

// Ours
const index = createAttemptIndex(zone)
const [fillMs] = timed(() => {
  for (const entry of eventsOfAttempts(count, boot)) index.add(entry)
})
const ours = (filter: AuditFilter): Found => {
  const { total, attempts } = index.query({ filter, window }, boot)
  return { total, ids: attempts.map(({ attemptId }) => attemptId) }
}

// Rival 1: a plain array
const all: AuditAttempt[] = []
for (let offset = 0; offset < count; offset += 200) all.push(...index.query({ filter: everyAttempt, window: { offset, limit: 200 } }, boot).attempts)
all.reverse()
const lower = (text: string): string => text.toLowerCase()
function plainTest(filter: AuditFilter): (attempt: AuditAttempt) => boolean {
  const words = lower(filter.text).split(/\s+/).filter((word) => word !== '')
  const [from, to] = [filter.from, filter.to].map((time) => (time === null ? null : new Date(time).toISOString()))
  return (attempt) => {
    const { actor, target } = attempt
    const texts = [actor.displayName, actor.upn, target.deviceId, target.deviceName, target.serialNumber, target.userPrincipalName, target.userDisplayName, attempt.ticket, attempt.reason, attempt.action, attempt.status, attempt.code ?? '']
    return words.every((word) => texts.some((text) => lower(text).includes(word)))
      && (from == null || attempt.startedAt >= from) && (to == null || attempt.startedAt < to)
      && (filter.agentOid === null || actor.oid === filter.agentOid) && (filter.deviceId === null || target.deviceId === filter.deviceId)
      && (filter.userId === null || target.userId === filter.userId) && (filter.actions.length === 0 || filter.actions.includes(attempt.action))
      && (filter.statuses.length === 0 || filter.statuses.includes(attempt.status)) && attempt.ticket.toLowerCase().includes(filter.ticket)
      && (filter.flags.length === 0 || filter.flags.some((flag) => attempt.flags.includes(flag)))
      && (filter.reviewed === null || (filter.reviewed === 'signed-off') === (attempt.signedOff !== null))
  }
}
const plain = (filter: AuditFilter): Found => {
  const found = all.filter(plainTest(filter)).sort((a, b) => b.firstSeq - a.firstSeq)
  return { total: found.length, ids: found.slice(0, window.limit).map(({ attemptId }) => attemptId) }
}

// Rival 2: SQLite, one JSON document for each attempt, its texts in small letters beforehand, as LIKE knows those of ASCII only
const database = new DatabaseSync(':memory:')
database.exec('CREATE TABLE attempts (seq INTEGER PRIMARY KEY, doc TEXT NOT NULL, words TEXT NOT NULL)')
database.exec('BEGIN')
const insert = database.prepare('INSERT INTO attempts VALUES (?, ?, ?)')
for (const attempt of all) {
  const { actor, target } = attempt
  const texts = [actor.displayName, actor.upn, target.deviceId, target.deviceName, target.serialNumber, target.userPrincipalName, target.userDisplayName, attempt.ticket, attempt.reason, attempt.action, attempt.status, attempt.code ?? '']
  insert.run(attempt.firstSeq, JSON.stringify(attempt), JSON.stringify(texts.map(lower)))
}
database.exec('COMMIT')
function sqlOf(filter: AuditFilter): [where: string, values: SQLInputValue[]] {
  const parts: string[] = []
  const given: SQLInputValue[] = []
  const ask = (part: string, ...more: readonly SQLInputValue[]): void => {
    parts.push(part)
    given.push(...more)
  }
  const marks = (list: readonly string[]): string => list.map(() => '?').join(', ')
  for (const word of lower(filter.text).split(/\s+/).filter((one) => one !== '')) ask("words LIKE '%' || ? || '%'", word)
  if (filter.from !== null) ask("doc ->> '$.startedAt' >= ?", new Date(filter.from).toISOString())
  if (filter.to !== null) ask("doc ->> '$.startedAt' < ?", new Date(filter.to).toISOString())
  if (filter.agentOid !== null) ask("doc ->> '$.actor.oid' = ?", filter.agentOid)
  if (filter.deviceId !== null) ask("doc ->> '$.target.deviceId' = ?", filter.deviceId)
  if (filter.userId !== null) ask("doc ->> '$.target.userId' = ?", filter.userId)
  if (filter.actions.length > 0) ask(`doc ->> '$.action' IN (${marks(filter.actions)})`, ...filter.actions)
  if (filter.statuses.length > 0) ask(`doc ->> '$.status' IN (${marks(filter.statuses)})`, ...filter.statuses)
  if (filter.flags.length > 0) ask(`EXISTS (SELECT 1 FROM json_each(doc, '$.flags') WHERE value IN (${marks(filter.flags)}))`, ...filter.flags)
  if (filter.ticket !== '') ask("doc ->> '$.ticket' LIKE '%' || ? || '%'", filter.ticket)
  if (filter.reviewed !== null) ask(`doc -> '$.signedOff' ${filter.reviewed === 'signed-off' ? '<>' : '='} 'null'`)
  return [parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, given]
}
const sqlite = (filter: AuditFilter): Found => {
  const [where, given] = sqlOf(filter)
  const { total } = database.prepare(`SELECT count(*) AS total FROM attempts ${where}`).get(...given) as { total: number }
  const rows = database.prepare(`SELECT doc FROM attempts ${where} ORDER BY seq DESC LIMIT ${window.limit}`).all(...given) as { doc: string }[]
  return { total, ids: rows.map(({ doc }) => (JSON.parse(doc) as AuditAttempt).attemptId) }
}

const contenders = { ours, plain, sqlite }
type Contender = keyof typeof contenders
const names = Object.keys(contenders) as readonly Contender[]
const times: Record<string, Record<Contender, number[]>> = {}
const first: Record<string, number> = {}
for (const [name, partial] of Object.entries(filters)) {
  const filter = { ...everyAttempt, ...partial }
  const [firstMs, wanted] = timed(() => ours(filter))
  first[name] = rounded(firstMs)
  for (const [rival, found] of [['plain', plain(filter)], ['sqlite', sqlite(filter)]] as const) {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${rival} finds another page for "${name}": ${found.total}, not ${wanted.total}`)
  }
  times[name] = { ours: [], plain: [], sqlite: [] }
}
const cpu: Record<string, number[]> = {}
const figuresMs = { ours: [] as number[], plain: [] as number[] }
const local = createLocalTime(zone)
/** Counts by day, hour, agent and status, as the first version did. */
function plainFigures(): number {
  const counts = new Map<string, number>()
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const attempt of all) {
    const time = local(Date.parse(attempt.startedAt))
    for (const key of [time.toISOString().slice(0, 10), `hour ${time.getUTCHours()}`, attempt.actor.oid, attempt.status, attempt.action, ...attempt.flags]) count(key)
  }
  return counts.size
}
for (let round = 0; round < rounds; round += 1) {
  for (const [name, partial] of Object.entries(filters)) {
    const filter = { ...everyAttempt, ...partial }
    for (let turn = 0; turn < names.length; turn += 1) {
      const contender = names[(turn + round) % names.length] ?? 'ours'
      if (contender !== 'ours' && round >= rivalRounds) continue
      const before = cpuMs()
      times[name]?.[contender].push(timed(() => contenders[contender](filter))[0])
      if (contender === 'ours') (cpu[name] ??= []).push(cpuMs() - before)
    }
  }
  figuresMs.ours.push(timed(() => index.figures(everyAttempt, boot))[0])
  if (round < rivalRounds) figuresMs.plain.push(timed(plainFigures)[0])
  say(`round ${round + 1} of ${rounds}`)
}

const described = (list: readonly number[]): { readonly medianMs: number; readonly p99Ms: number } => ({ medianMs: quantile(list, 0.5), p99Ms: quantile(list, 0.99) })
const pages = Object.entries(filters).map(([name, filter]) => ({
  filter: name, limitMs: isText(filter) ? textLimitMs : pageLimitMs, firstMs: first[name], cpuMedianMs: quantile(cpu[name] ?? [], 0.5), ours: described(times[name]?.ours ?? []), plain: described(times[name]?.plain ?? []), sqlite: described(times[name]?.sqlite ?? []),
}))
const figures = { limitMs: figuresLimitMs, ours: described(figuresMs.ours), plain: described(figuresMs.plain) }
const isWithin = pages.every(({ ours: { p99Ms }, limitMs }) => p99Ms <= limitMs) && figures.ours.p99Ms <= figures.limitMs
if (!values.json) {
  console.table(pages.map(({ filter, limitMs, firstMs, cpuMedianMs, ours: a, plain: b, sqlite: c }) => ({ filter, limitMs, firstMs, ours: a.medianMs, 'ours p99': a.p99Ms, 'ours cpu': cpuMedianMs, plain: b.medianMs, sqlite: c.medianMs })))
}
console.log(JSON.stringify({
  bench: 'audit-filter', attempts: count, rounds, rivalRounds, isWithin, fillMs: Math.round(fillMs), heapMb: Math.round(process.memoryUsage().heapUsed / 2 ** 20), figures, pages, node: process.version,
}))
