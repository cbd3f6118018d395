import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { startBreakableProxy } from '../../central/breakable-proxy.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { anAttempt, aRefusal, aStart, aTarget } from '../audit/audit-events.ts'
import { openLog } from '../audit/audit-fixtures.ts'
import { accountOf, aWrittenLog, differencesOf, rowsThere, sourceOf, sourceOfAll, startOutbox } from './outbox-under-test.ts'

let postgres: PostgresUnderTest
let database: CentralDatabase
beforeAll(async () => {
  postgres = await startPostgres()
  database = await createCentralDatabase(postgres)
})
afterAll(() => postgres.remove())
beforeEach(() => postgres.start().catch(() => undefined)) // where the last spec left it stopped

let counter = 0
/** Two rows for each. */
function addAttempts(log: AuditLog, count: number): void {
  for (let left = count; left > 0; left -= 1) {
    const attemptId = `attempt-${++counter}`
    expect([log.append(anAttempt({ attemptId })).status, log.append(aRefusal({ attemptId })).status]).toEqual(['ok', 'ok'])
  }
}

async function receivedFrom(log: AuditLog): Promise<unknown[]> {
  const { rows } = await database.asSuperuser((client) => client.query<{ received_from: string }>(
    'SELECT DISTINCT received_from FROM helpdesk_audit.entries WHERE install_id = $1 ORDER BY 1', [sourceOf(log).logs()[0]?.installId],
  ))
  return rows.map((row) => row.received_from)
}

describe('sending', () => {
  it('waits until somebody is signed in, sends every row in their name, and says so', async () => {
    const { log, file } = openLog()
    addAttempts(log, 10)
    const the = startOutbox({ postgres, database, ...sourceOf(log) })
    expect(the.outbox.status()).toMatchObject({ state: 'signed-out', waitingRows: null, confirmedAt: null })
    the.outbox.follow(accountOf(database.agent))
    const status = await the.untilSent()
    expect(status).toMatchObject({ code: null, waitingRows: 0 })
    expect(status.confirmedAt).not.toBeNull()
    expect(the.statuses.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1])).toEqual(['connecting', 'sending', 'up-to-date'])
    expect(await differencesOf(database, file)).toEqual([])
    expect(await receivedFrom(log)).toEqual([database.agent.user])
  })

  it('sends what is appended later, seals too, and knows how much waits', async () => {
    const { log, file } = openLog()
    const the = startOutbox({ postgres, database, ...sourceOf(log) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    addAttempts(log, 8)
    expect((await the.until(({ waitingRows }) => waitingRows !== 0)).waitingRows).toBeGreaterThan(0)
    await the.untilSent()
    log.seal()
    await the.until(({ waitingRows }) => waitingRows === 1)
    await the.untilSent()
    expect(await differencesOf(database, file)).toEqual([])
  })

  it('carries awkward texts and long ones exactly', async () => {
    const { log, file } = openLog()
    log.append(anAttempt({ attemptId: 'awkward-1', target: aTarget({ deviceName: 'a\u0000b\\u0000\ud83d lone \udc00 "\'; DROP TABLE entries;--', userDisplayName: '漢字 ﷺ\r\n\t\\' }) }))
    log.append(anAttempt({ attemptId: 'awkward-2', reason: 'é{},"\\ '.repeat(150_000) }))
    const the = startOutbox({ postgres, database, ...sourceOf(log) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect(await differencesOf(database, file)).toEqual([])
    const { rows } = await database.asSuperuser((client) => client.query("SELECT target ->> 'deviceName' AS name FROM helpdesk_audit.attempts WHERE attempt_id = 'awkward-1'"))
    expect(rows).toEqual([{ name: 'a\ufffdb\\u0000\ufffd lone \ufffd "\'; DROP TABLE entries;--' }])
  })

  it('goes on as the next agent when another one signs in', async () => {
    const { log, file } = openLog()
    const the = startOutbox({ postgres, database, ...sourceOf(log) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    the.outbox.follow(null)
    expect(the.outbox.status()).toMatchObject({ state: 'signed-out', waitingRows: 0 })
    addAttempts(log, 2)
    expect((await the.until(({ waitingRows }) => waitingRows === 4)).state).toBe('signed-out')
    the.outbox.follow(accountOf(database.otherAgent))
    await the.untilSent()
    expect(await differencesOf(database, file)).toEqual([])
    expect(await receivedFrom(log)).toEqual([database.agent.user, database.otherAgent.user])
  })

  it('sends the logs before it first, each to its end', async () => {
    const [first, second] = [aWrittenLog(230), openLog()]
    addAttempts(second.log, 3)
    const the = startOutbox({ postgres, database, ...sourceOfAll([first, sourceOf(second.log)]) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect([await differencesOf(database, first.file), await differencesOf(database, second.file)]).toEqual([[], []])
  })
})

describe('a server that comes and goes', () => {
  it.each(['fast', 'kill'] as const)('loses and doubles nothing when the server is stopped (%s) while rows go over and more are written', async (how) => {
    const written = aWrittenLog(800)
    const the = startOutbox({ postgres, database, ...written })
    the.outbox.follow(accountOf(database.agent))
    // Some batches have arrived and some have not.
    await the.until(({ confirmedAt, waitingRows }) => confirmedAt !== null && waitingRows !== null && waitingRows > 100)
    const stopped = postgres.stop(how)
    written.grow(75)
    await stopped
    await the.until(({ state }) => state === 'away')
    written.grow(75)
    await postgres.start()
    await the.untilSent()
    expect(await differencesOf(database, written.file)).toEqual([])
    expect(await rowsThere(database, written.installId)).toHaveLength(950)
    expect(the.disputes).toEqual([])
  })

  it.each(['answer', 'question'] as const)('loses and doubles nothing when the connection breaks at the %s of an insert', async (moment) => {
    const written = aWrittenLog(250)
    const proxy = await startBreakableProxy(postgres.port)
    onTestFinished(() => proxy.close())
    const broken: unknown[] = []
    proxy.breakAt('INSERT INTO helpdesk_audit.entries', moment, () => broken.push(moment))
    const the = startOutbox({ postgres, database, ...written, port: proxy.port })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect(broken).toEqual([moment])
    expect(the.failures).toEqual(['central-unreachable'])
    expect(proxy.connections()).toBe(2)
    expect(await differencesOf(database, written.file)).toEqual([])
    expect(the.disputes).toEqual([])
  })

  it('begins without the server, asks less and less often for days, and sends all of it when the server is back', async () => {
    await postgres.stop()
    const { log, file } = openLog()
    addAttempts(log, 5)
    const proxy = await startBreakableProxy(postgres.port)
    onTestFinished(() => proxy.close())
    const the = startOutbox({ postgres, database, ...sourceOf(log), port: proxy.port })
    the.outbox.follow(accountOf(database.agent))
    await the.until(({ state }) => state === 'away')
    expect(the.outbox.status()).toMatchObject({ code: 'central-unreachable', waitingRows: null, confirmedAt: null })
    the.clock.advance(3 * 24 * 3600_000)
    addAttempts(log, 5)
    await postgres.start()
    await the.untilSent()
    expect(await differencesOf(database, file)).toEqual([])
    expect(the.statuses.filter(({ state }) => state === 'away').length).toBe(1)
  })

  it('sends again what a server that was put back to an earlier state has lost, of every log, and calls it no contradiction', async () => {
    const [first, present] = [aWrittenLog(60), aWrittenLog(60)]
    const the = startOutbox({ postgres, database, ...sourceOfAll([first, present]) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    await database.asSuperuser(async (client) => {
      await client.query("SET session_replication_role = 'replica'")
      await client.query('DELETE FROM helpdesk_audit.entries WHERE install_id = $1 AND seq > 25', [present.installId])
      await client.query('UPDATE helpdesk_audit.logs SET rows = 25, head = (SELECT hash FROM helpdesk_audit.entries WHERE install_id = $1 AND seq = 25) WHERE install_id = $1', [present.installId])
      for (const table of ['entries', 'logs']) await client.query(`DELETE FROM helpdesk_audit.${table} WHERE install_id = $1`, [first.installId])
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [database.agent.user])
    })
    the.clock.advance(11 * 60_000)
    await the.until(({ waitingRows }) => waitingRows !== 0)
    await the.untilSent()
    expect([await differencesOf(database, first.file), await differencesOf(database, present.file)]).toEqual([[], []])
    expect(the.disputes).toEqual([])
  })

  it('asks for a new token when the one that it had has expired', async () => {
    const { log, file } = openLog()
    const login = database.otherAgent
    const issued: string[] = []
    let token = login.password
    const the = startOutbox({ postgres, database, ...sourceOf(log), token: () => (issued.push(token), token) })
    the.outbox.follow(accountOf(login))
    await the.untilSent()
    onTestFinished(() => database.asSuperuser(async (client) => { await client.query(`ALTER ROLE "${login.user}" PASSWORD '${login.password}'`) }))
    await database.asSuperuser(async (client) => {
      await client.query(`ALTER ROLE "${login.user}" PASSWORD 'the next token'`)
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [login.user])
    })
    addAttempts(log, 1)
    await the.until(({ state }) => state === 'refused')
    expect(the.failures).toContain('central-denied')
    token = 'the next token'
    await the.untilSent()
    expect(new Set(issued)).toEqual(new Set([login.password, 'the next token']))
    expect(await differencesOf(database, file)).toEqual([])
  })

  it('gives a connection back that it does not need, and takes another when there is something to send', async () => {
    const { log, file } = openLog()
    const proxy = await startBreakableProxy(postgres.port)
    onTestFinished(() => proxy.close())
    const the = startOutbox({ postgres, database, ...sourceOf(log), port: proxy.port })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    await proxy.untilEmpty()
    expect(the.outbox.status()).toMatchObject({ state: 'up-to-date', waitingRows: 0 })
    const before = proxy.connections()
    addAttempts(log, 1)
    await the.until(({ waitingRows }) => waitingRows !== 0)
    await the.untilSent()
    expect(proxy.connections()).toBeGreaterThan(before)
    expect(await differencesOf(database, file)).toEqual([])
  })
})

describe('two consoles of one desk', () => {
  it('send at once, and every row arrives once', async () => {
    const first = openLog()
    const second = openLog(first.file, { bootId: 'boot-2', limits: { busyTimeoutMs: 5000 } })
    addAttempts(first.log, 20)
    second.log.append(aStart)
    const [one, two] = [first.log, second.log].map((log) => startOutbox({ postgres, database, ...sourceOf(log) }))
    one!.outbox.follow(accountOf(database.agent))
    two!.outbox.follow(accountOf(database.otherAgent))
    for (let round = 0; round < 5; round += 1) {
      addAttempts(second.log, 1)
      addAttempts(first.log, 1)
      await Promise.race([one!.until(({ state }) => state === 'up-to-date'), two!.until(({ state }) => state === 'up-to-date')])
    }
    await Promise.all([one!.untilSent(), two!.untilSent()])
    expect(await differencesOf(database, first.file)).toEqual([])
    expect([...one!.disputes, ...two!.disputes, ...one!.failures, ...two!.failures]).toEqual([])
  })

  it('send the same long log at once', async () => {
    const written = aWrittenLog(300)
    const [one, two] = [database.agent, database.otherAgent].map((login) => {
      const the = startOutbox({ postgres, database, ...written })
      the.outbox.follow(accountOf(login))
      return the
    })
    await Promise.all([one!.untilSent(), two!.untilSent()])
    expect(await differencesOf(database, written.file)).toEqual([])
    expect([...one!.disputes, ...two!.disputes, ...one!.failures, ...two!.failures]).toEqual([])
  })
})
