// npm run bench -- central-log [--rows N] [--rounds N] [--json]: how long a supervisor waits for a page of every desk's attempts, beside two ways without
// this schema's help: counting from the newest (OFFSET), and folding the rows themselves by what their JSON says.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { AuditFilter, BesideAttempt } from '../src-shared/audit-query.ts'
import { everyAttempt } from '../src-shared/audit-query.ts'
import { attemptFlags } from '../src-shared/audit-attempts.ts'
import { connectToCentralLog } from '../src-main/central-log/connect.ts'
import { systemClock } from '../src-main/clock.ts'
import { createServiceDesk } from '../src-main/service-desk/service-desk.ts'
import { createCentralDatabase } from '../test/central/central-database.ts'
import { startPostgres } from '../test/central/postgres-under-test.ts'
import { anAuditHealth } from '../test/factories/audit.ts'
import { fillCentralLog, rareWord } from './central-log-fill.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } },
})
const say = (text: string): void => (values.json ? undefined : console.log(text))
const pageSize = 50

const postgres = await startPostgres({ settings: ['shared_buffers=1GB', 'maintenance_work_mem=1GB', 'max_wal_size=8GB', 'jit=off'] })
try {
  const database = await createCentralDatabase(postgres, 'bench', 'superuser')
  const filled = await database.asSuperuser((client) => fillCentralLog(client, Number(values.rows), say))
  const client = await postgres.connect(database.name, database.reader)
  const desk = createServiceDesk({
    clock: systemClock, health: anAuditHealth, onVerifyChanged: () => undefined, timeZone: 'Europe/Berlin',
    open: () => connectToCentralLog({
      policy: { host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'password', ...database.reader } },
      upn: '', token: () => { throw new Error('no token is asked for') }, isPackaged: false, onProblem: console.error,
    }),
  })

  /** At least so many attempts on the page, or the case measures nothing. */
  const page = (filter: Partial<AuditFilter>, { beside = null, offset = 0, least = 1 }: { beside?: BesideAttempt | null; offset?: number; least?: number } = {}) => async () => {
    const answer = await desk.attempts({ filter: { ...everyAttempt, ...filter }, scope: 'service-desk', window: { offset, limit: pageSize }, beside })
    if (answer.status === 'refused' || answer.page.attempts.length < least) throw new Error(`no page for ${JSON.stringify(filter)}: ${JSON.stringify(answer).slice(0, 300)}`)
    return answer.page
  }
  const newest = (await page({})()).attempts
  const [sample] = newest
  const deep = Math.floor(filled.attempts * 0.9)
  const { rows: [far] } = await client.query<{ started_at: Date; attempt_id: string }>('SELECT started_at, attempt_id FROM helpdesk_audit.attempts ORDER BY started_at DESC, attempt_id DESC OFFSET $1 LIMIT 1', [deep - 1])
  if (sample?.desk === undefined || sample.desk === null || far === undefined) throw new Error('there is nothing to measure')
  const { deskId } = sample.desk
  const last = newest.at(-1) ?? sample
  const besideFar: BesideAttempt = { direction: 'older', startedAt: far.started_at.toISOString(), attemptId: far.attempt_id }
  const [firstName = '', lastName = ''] = sample.actor.displayName.split(' ')

  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    'first page': page({}, { least: pageSize }),
    'second page': page({}, { offset: pageSize, beside: { direction: 'older', startedAt: last.startedAt, attemptId: last.attemptId }, least: pageSize }),
    'deep page': page({}, { beside: besideFar, least: pageSize }),
    'deep page, newer': page({}, { beside: { ...besideFar, direction: 'newer' }, least: pageSize }),
    'agent': page({ agentOid: sample.actor.oid }),
    'agent, deep': page({ agentOid: sample.actor.oid }, { beside: besideFar }),
    'device': page({ deviceId: sample.target.deviceId }),
    'user': page({ userId: sample.target.userId }),
    'status': page({ statuses: ['done'] }),
    'rare status': page({ statuses: ['awaiting-approval'] }),
    'three statuses': page({ statuses: ['unknown', 'awaiting-approval', 'refused'] }),
    'action': page({ actions: ['rename'] }),
    'agent, status and action': page({ agentOid: sample.actor.oid, statuses: ['failed'], actions: ['remove'] }, { least: 0 }),
    'ticket': page({ ticket: sample.ticket === '' ? 'INC0000007' : sample.ticket }),
    'part of a ticket': page({ ticket: '0042' }),
    'one word': page({ text: firstName }),
    'two words': page({ text: `${firstName} ${lastName}` }),
    'two common words': page({ text: 'holiday locked' }, { least: 0 }),
    'a rare word': page({ text: rareWord }),
    'no such word': page({ text: 'nobodysname' }, { least: 0 }),
    'signed off': page({ reviewed: 'signed-off' }),
    'not signed off': page({ reviewed: 'open' }),
    ...Object.fromEntries(attemptFlags.map((flag) => [flag, page({ flags: [flag] })])),
    'a month': page({ from: '2025-06-01T00:00:00.000Z', to: '2025-07-01T00:00:00.000Z' }),
    'a month, agent and word': page({ from: '2025-06-01T00:00:00.000Z', to: '2025-07-01T00:00:00.000Z', agentOid: sample.actor.oid, text: 'holiday' }),
    'desks': () => desk.desks(),
    'story': async () => {
      const answer = await desk.story(sample.attemptId, deskId)
      if (answer.status === 'refused' || answer.entries.length === 0) throw new Error(JSON.stringify(answer))
    },
    'choices': () => desk.choices(),
  }
  const rivals: Readonly<Record<string, () => Promise<unknown>>> = {
    'deep page by OFFSET': () => client.query('SELECT * FROM helpdesk_audit.attempts ORDER BY started_at DESC, attempt_id DESC OFFSET $1 LIMIT $2', [deep, pageSize]),
  }

  const times = new Map<string, number[]>()
  const all = { ...cases, ...rivals }
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, run] of Object.entries(all)) {
      const startedMs = performance.now()
      await run()
      // The first round warms the server up.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - startedMs])
    }
  }
  const summary = Object.fromEntries([...times].map(([name, ms]) => [name, quantiles(ms)]))

  say('the rival that folds rows, once')
  const foldStartedMs = performance.now()
  const folded = await client.query(`WITH newest AS (
      SELECT install_id, attempt_id, helpdesk_audit.readable(body) ->> 'at' AS at FROM helpdesk_audit.entries
      WHERE kind = 'attempt' AND body LIKE '%' || $1 || '%' AND helpdesk_audit.readable(body) -> 'actor' ->> 'oid' = $1 ORDER BY at DESC LIMIT $2)
    SELECT n.at, e.seq, e.body FROM newest n JOIN helpdesk_audit.entries e ON e.attempt_id = n.attempt_id ORDER BY n.at DESC, e.seq`, [sample.actor.oid, pageSize]).catch(() => null)
  const foldMs = folded === null ? null : Math.round(performance.now() - foldStartedMs)

  const figuresStartedMs = performance.now()
  const figures = await desk.figures(everyAttempt)
  const figuresMs = Math.round(performance.now() - figuresStartedMs)

  const slow = Object.entries(summary).filter(([name, { medianMs }]) => name in cases && medianMs >= 100).map(([name]) => name)
  const { rows: [size] } = await client.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes')
  const result = {
    bench: 'central-log', ...filled, bytes: Number(size?.bytes), rounds: Number(values.rounds), summary, slow,
    agentByFoldingRowsMs: foldMs, figures: figures.status, figuresMs, cores: availableParallelism(), node: process.version,
  }
  if (!values.json) console.table(summary)
  console.log(JSON.stringify(result))
  await desk.close()
} finally {
  await postgres.remove()
}

function quantiles(times: readonly number[]): { readonly medianMs: number; readonly p99Ms: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
  return { medianMs: at(0.5), p99Ms: at(0.99) }
}
