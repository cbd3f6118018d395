import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createCentralLog } from '../../src-main/create-central-log.ts'
import type { CentralLogOptions } from '../../src-main/create-central-log.ts'
import type { AuditLog } from '../../src-main/audit/audit-log.ts'
import { readDeskLogs } from '../../src-main/service-desk/desk-logs.ts'
import { createCentralDatabase } from '../central/central-database.ts'
import type { CentralDatabase } from '../central/central-database.ts'
import { startPostgres } from '../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../central/postgres-under-test.ts'
import { sofia } from '../factories/device.ts'
import { createMovableClock } from '../factories/movable-clock.ts'
import { anAttempt } from './audit/audit-events.ts'
import { aFolder, openLog } from './audit/audit-fixtures.ts'
import { accountOf, differencesOf } from './central-log/outbox-under-test.ts'

let postgres: PostgresUnderTest
beforeAll(async () => { postgres = await startPostgres() })
afterAll(() => postgres.remove())

function parts(audit: AuditLog, more: Partial<CentralLogOptions>): CentralLogOptions {
  return {
    policy: null, audit, session: { databaseToken: async () => ({ status: 'refused', code: 'unexpected' }) }, clock: createMovableClock(), isPackaged: false,
    onChanged: () => undefined, onDisputed: () => undefined, onFailed: () => undefined, onProblem: () => undefined, ...more,
  }
}

it('says that there is none where the policy names none', async () => {
  const { log } = openLog()
  const central = createCentralLog(parts(log, {}))
  central.follow(accountOf({ user: 'somebody', password: '' }))
  central.tick()
  expect(central.status()).toEqual({ state: 'off', waitingRows: null, since: '2026-11-23T09:00:00.000Z', confirmedAt: null, code: null })
  await central.stop()
})

it('sends the audit log to the policy’s server with the session’s token', async () => {
  const database = await createCentralDatabase(postgres)
  const { log, file } = openLog()
  log.append(anAttempt())
  const scopes: string[] = []
  const sent = Promise.withResolvers<undefined>()
  const central = createCentralLog(parts(log, {
    policy: { host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'entra', user: '{upn}', scope: 'of the database' } },
    session: {
      databaseToken: async (scope) => {
        scopes.push(scope)
        return { status: 'ok', token: database.agent.password }
      },
    },
    onChanged: ({ state }) => { if (state === 'up-to-date') sent.resolve(undefined) },
  }))
  onTestFinished(() => central.stop())
  central.follow(accountOf(database.agent))
  central.tick()
  await sent.promise
  expect(scopes).toEqual(['of the database'])
  expect(await differencesOf(database, file)).toEqual([])
  await central.stop()
  expect(central.status().state).toBe('signed-out')
})

/** Sends as the agent until every row of every log is there, or the server disagrees. */
async function send(audit: AuditLog, database: CentralDatabase): Promise<{ readonly states: readonly string[] }> {
  const states: string[] = []
  const sent = Promise.withResolvers<undefined>()
  const clock = createMovableClock()
  const central = createCentralLog(parts(audit, {
    clock,
    policy: {
      host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'password', ...database.agent },
    },
    onDisputed: (finding) => audit.dispute(finding),
    onChanged: ({ state, waitingRows }) => {
      states.push(state)
      if (waitingRows === 0 && (state === 'up-to-date' || state === 'disagrees')) sent.resolve(undefined)
    },
  }))
  central.follow(accountOf(database.agent))
  const beat = setInterval(() => {
    clock.advance(1_000)
    central.tick()
  }, 5)
  await sent.promise
  clearInterval(beat)
  await central.stop()
  return { states }
}

it('sends a log that was closed before the one that follows it', async () => {
  const database = await createCentralDatabase(postgres, 'closed')
  const { log, file } = openLog()
  log.append(anAttempt())
  expect(log.closeLog(sofia).status).toBe('ok')
  log.append(anAttempt({ attemptId: 'in-the-next-log' }))
  await send(log, database)
  const known = log.logs(null)?.logs ?? []
  expect(known).toHaveLength(2)
  const rows = await database.asSuperuser(async (client) =>
    (await client.query<{ install_id: string; rows: string }>('SELECT install_id::text, rows FROM helpdesk_audit.logs')).rows)
  expect(Object.fromEntries(rows.map((row) => [row.install_id, Number(row.rows)]))).toEqual(Object.fromEntries(known.map((part) => [part.installId, part.rows])))
  expect(await differencesOf(database, file)).toEqual([])
})

async function desksOf(database: CentralDatabase): Promise<readonly object[]> {
  const logs = await postgres.with(database.name, database.reader, (client) => readDeskLogs(async (sql, values) => (await client.query(sql, values === undefined ? [] : [...values])).rows as readonly Record<string, unknown>[]))
  return logs.map(({ previousReason, previousFindings, isHeld }) => ({ previousReason, codes: previousFindings.map(({ code }) => code), isHeld }))
}

it('sets a log aside that was rolled back, holds actions until a supervisor has seen it, and sends the next one', async () => {
  const database = await createCentralDatabase(postgres, 'rolled')
  const { log, file } = openLog()
  log.append(anAttempt({ attemptId: 'before' }))
  log.close()
  const older = join(aFolder(), 'older')
  cpSync(dirname(file), older, { recursive: true })
  const now = openLog(file).log
  now.append(anAttempt({ attemptId: 'after' }))
  await send(now, database)
  now.close()

  const back = openLog(join(older, 'audit.db')).log
  expect(back.verify().status).toBe('whole')
  await send(back, database)
  const health = back.health()
  expect([health.status, health.findings.map(({ code }) => code)]).toEqual(['unacknowledged', ['witness-knows-more']])
  expect(back.checkWritable()).toEqual({ status: 'refused', code: 'audit-unacknowledged' })
  expect(back.attempt('before')?.attemptId).toBe('before')
  await send(back, database) // what follows the finding
  // What a supervisor at another desk reads of it; the log that was rolled back stands there as the desk's first.
  expect(await desksOf(database)).toEqual([{ previousReason: 'broken', codes: ['witness-knows-more'], isHeld: true }, { previousReason: null, codes: [], isHeld: false }])
  back.acknowledge(sofia, 'This PC was restored from its backup of last night.')
  expect(back.checkWritable().status).toBe('ok')
  await send(back, database)
  expect((await desksOf(database))[0]).toEqual({ previousReason: 'broken', codes: ['witness-knows-more'], isHeld: false })
  expect(await differencesOf(database, join(older, 'audit.db'))).toEqual([])
})
