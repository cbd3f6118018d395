// npm run bench -- central-log [--rows N] [--rounds N] [--json]: how long a supervisor waits for a page of every desk's attempts, beside two ways without
// this schema's help: counting from the newest (OFFSET), and folding the rows themselves by what their JSON says.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { everyAttempt } from '../src-shared/audit-query.ts'
import { connectToCentralLog } from '../src-main/central-log/connect.ts'
import { systemClock } from '../src-main/clock.ts'
import { createServiceDesk } from '../src-main/service-desk/service-desk.ts'
import { createCentralDatabase } from '../test/central/central-database.ts'
import { startPostgres } from '../test/central/postgres-under-test.ts'
import { anAuditHealth } from '../test/factories/audit.ts'
import { casesOf, foldingRows } from './central-log-cases.ts'
import { fillCentralLog } from './central-log-fill.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } },
})
const say = (text: string): void => (values.json ? undefined : console.log(text))

const postgres = await startPostgres({ settings: ['shared_buffers=1GB', 'maintenance_work_mem=1GB', 'max_wal_size=8GB', 'jit=off', 'max_parallel_maintenance_workers=1'] })
try {
  const database = await createCentralDatabase(postgres, 'bench', 'superuser')
  const filled = await fillCentralLog(() => postgres.connect(database.name, postgres.superuser), Number(values.rows), say)
  const client = await postgres.connect(database.name, database.reader)
  const desk = createServiceDesk({
    clock: systemClock, health: anAuditHealth, onVerifyChanged: () => undefined, timeZone: 'Europe/Berlin',
    open: () => connectToCentralLog({
      policy: { host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'password', ...database.reader } },
      upn: '', token: () => { throw new Error('no token is asked for') }, isPackaged: false, onProblem: console.error,
    }),
  })

  const { cases, rivals, agentOid } = await casesOf(desk, client, filled.attempts)
  const times = new Map<string, number[]>()
  const failed = new Map<string, string>()
  const all = { ...cases, ...rivals }
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, run] of Object.entries(all)) {
      const startedMs = performance.now()
      try {
        await run()
      } catch (cause) {
        failed.set(name, String(cause))
        continue
      }
      // The first round warms the server up.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - startedMs])
    }
  }
  const summary = Object.fromEntries([...times].map(([name, ms]) => [name, quantiles(ms)]))

  say('the rival that folds rows, once')
  const foldStartedMs = performance.now()
  const folded = await client.query(foldingRows, [agentOid]).catch(() => null)
  const foldMs = folded === null ? null : Math.round(performance.now() - foldStartedMs)

  const figuresStartedMs = performance.now()
  const figures = await desk.figures(everyAttempt)
  const figuresMs = Math.round(performance.now() - figuresStartedMs)

  const slow = Object.entries(summary).filter(([name, { medianMs }]) => name in cases && medianMs >= 100).map(([name]) => name)
  const { rows: [size] } = await client.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes')
  const result = {
    bench: 'central-log', ...filled, bytes: Number(size?.bytes), rounds: Number(values.rounds), summary, slow,
    failed: Object.fromEntries(failed), agentByFoldingRowsMs: foldMs, figures: figures.status, figuresMs, cores: availableParallelism(), node: process.version,
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
