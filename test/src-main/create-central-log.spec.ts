import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createCentralLog } from '../../src-main/create-central-log.ts'
import type { CentralLogOptions } from '../../src-main/create-central-log.ts'
import type { AuditLog } from '../../src-main/audit/audit-log.ts'
import { createCentralDatabase } from '../central/central-database.ts'
import { startPostgres } from '../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../central/postgres-under-test.ts'
import { createMovableClock } from '../factories/movable-clock.ts'
import { anAttempt } from './audit/audit-events.ts'
import { openLog } from './audit/audit-fixtures.ts'
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
