// npm run bench -- audit-start [--logs N] [--rows N] [--rounds N] [--json]: how long it takes to open the audit log of a desk that has closed logs, all rows verified and
// folded, beside SQLite alone reading the same rows.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { openAuditDatabaseToRead } from '../src-main/audit/audit-database.ts'
import { openAuditLog } from '../src-main/audit/audit-log.ts'
import type { AuditEvent } from '../src-shared/audit.ts'
import { systemClock } from '../src-main/clock.ts'
import { eventsOfAttempts } from '../test/factories/many-attempts.ts'

const { values } = parseArgs({
  options: { logs: { type: 'string', default: '2' }, rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
})
const [logs, rows, rounds] = [Number(values.logs), Number(values.rows), Number(values.rounds)]
const folder = mkdtempSync(join(tmpdir(), 'audit-start-'))
const file = join(folder, 'audit.db')
const open = (bootId: string) => openAuditLog({ file, bootId, clock: systemClock, limits: { freeSpaceFloorBytes: 0, closeAtRows: Number.MAX_SAFE_INTEGER } })
const medianOf = (times: readonly number[]): number => Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0)
const timed = (work: () => void): number => {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

try {
  const filling = open('boot-1')
  const events = eventsOfAttempts(Number.MAX_SAFE_INTEGER, 'boot-1')
  for (let log = 0; log <= logs; log += 1) {
    for (let row = log < logs ? 1 : rows; row <= rows; row += 1) {
      const { value } = events.next() as { readonly value: AuditEvent }
      const written = value.kind === 'intent' ? filling.writeIntent(value, () => true) : filling.append(value)
      if (written.status === 'refused' && written.code !== 'action-in-flight') throw new Error(`${value.kind}: ${written.code}`)
    }
    if (log < logs) filling.closeLog(null)
  }
  const files = (filling.logs(null)?.logs ?? []).map(({ fileName }) => join(dirname(file), fileName))
  filling.close()

  const opened: number[] = []
  const read: number[] = []
  let known = 0
  for (let round = 0; round < rounds; round += 1) {
    opened.push(timed(() => {
      const log = open(`boot-${round + 2}`)
      const { status } = log.health()
      if (status !== 'whole') throw new Error(`the log is ${status}`)
      log.close()
    }))
    known = 0
    read.push(timed(() => {
      for (const each of files) {
        const database = openAuditDatabaseToRead(each)
        for (const { seq } of database.rowsAfter(0)) known += seq > 0 ? 1 : 0
        database.close()
      }
    }))
  }
  const result = { bench: 'audit-start', closedLogs: logs, rows: known, rounds, openMs: medianOf(opened), sqliteAloneMs: medianOf(read), perHundredThousandRowsMs: Math.round((medianOf(opened) / known) * 100_000), node: process.version }
  if (!values.json) console.log(`${known} rows in ${files.length} logs: verified and folded in ${result.openMs} ms; SQLite alone reads them in ${result.sqliteAloneMs} ms.`)
  console.log(JSON.stringify(result))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
