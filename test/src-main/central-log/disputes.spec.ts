import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChainVerifier } from '../../../src-main/audit/chain-verifier.ts'
import { nextRow } from '../../../src-main/audit/chain.ts'
import { connectToCentralLog } from '../../../src-main/central-log/connect.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { anAttempt, aRefusal, aStart } from '../audit/audit-events.ts'
import { aFolder, openLog, secretly } from '../audit/audit-fixtures.ts'
import { accountOf, aWrittenLog, differencesOf, rowsThere, sourceOf, sourceOfAll, startOutbox } from './outbox-under-test.ts'

let postgres: PostgresUnderTest
let database: CentralDatabase
beforeAll(async () => {
  postgres = await startPostgres()
  database = await createCentralDatabase(postgres)
})
afterAll(() => postgres.remove())

const anotherRow = (installId: string) => ({ ...aStart, installId, at: '2026-11-23T11:00:00.000Z', monotonicMs: 1, bootId: 'boot-1' })

/** Sends as the agent until the server has every row. */
async function sendAll(source: Pick<Parameters<typeof startOutbox>[0], 'logs' | 'storedRows'>): Promise<void> {
  const the = startOutbox({ postgres, database, ...source })
  the.outbox.follow(accountOf(database.agent))
  await the.untilSent()
  await the.outbox.stop()
}

describe('a desk whose log is not what it was', () => {
  it('is found when its folder was rolled back to an older copy', async () => {
    const { log, file } = openLog()
    const older = join(aFolder(), 'older')
    log.append(anAttempt({ attemptId: 'before-1' }))
    log.close()
    cpSync(dirname(file), older, { recursive: true })
    const now = openLog(file).log
    now.append(anAttempt({ attemptId: 'after-1' }))
    now.append(aRefusal({ attemptId: 'after-1' }))
    await sendAll(sourceOf(now))
    const rows = now.health().rows
    now.close()

    const back = openLog(join(older, 'audit.db')).log
    expect(back.verify().status).toBe('whole') // by itself, the older copy is fine
    const the = startOutbox({ postgres, database, ...sourceOf(back) })
    the.outbox.follow(accountOf(database.agent))
    const status = await the.until(({ state }) => state === 'disagrees')
    expect(status.code).toBe('central-disagrees')
    expect(the.disputes).toEqual([{ code: 'witness-knows-more', installId: sourceOf(back).logs()[0]!.installId, seq: rows - 1 }])
    // It goes on being said, and the log's owner is told once.
    the.clock.advance(11 * 60_000)
    back.append(anAttempt({ attemptId: 'later-1' }))
    await the.until(({ waitingRows }) => waitingRows === 0)
    expect([the.outbox.status().state, the.disputes.length]).toEqual(['disagrees', 1])
  })

  it('is found when a row was rewritten and everything behind it computed anew', async () => {
    const written = aWrittenLog(40)
    await sendAll(written)
    const { installId } = written
    const rewritten = aWrittenLog(40, false, installId) // other seals, so other hashes
    const the = startOutbox({ postgres, database, ...rewritten })
    the.outbox.follow(accountOf(database.agent))
    await the.until(({ state }) => state === 'disagrees')
    expect(the.disputes).toEqual([{ code: 'witness-disagrees', installId, seq: 40 }])
    expect(await differencesOf(database, written.file)).toEqual([])
  })

  it('is found when somebody else has written in its name', async () => {
    const written = aWrittenLog(20)
    await sendAll(written)
    const { installId } = written
    // A row that follows what is there: any agent's login can send it.
    const forged = nextRow((await rowsThere(database, installId)).at(-1)!, anotherRow(installId))
    await postgres.with(database.name, database.otherAgent, (client) => client.query(
      'INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES ($1, $2, $3, $4)', [installId, forged.seq, forged.body, forged.hash],
    ))
    written.grow(2)
    const the = startOutbox({ postgres, database, ...written })
    the.outbox.follow(accountOf(database.agent))
    await the.until(({ state }) => state === 'disagrees')
    expect(the.disputes).toEqual([{ code: 'witness-disagrees', installId, seq: 21 }])
  })

  it('is found when a row does not follow the one that both have', async () => {
    const written = aWrittenLog(20)
    await sendAll(written)
    const { installId } = written
    const alien = nextRow({ seq: 20, hash: 'f'.repeat(64) }, anotherRow(installId))
    const the = startOutbox({
      postgres, database, logs: written.logs,
      storedRows: (id, afterSeq, limit) => [...(written.storedRows(id, afterSeq, limit) ?? []), alien],
    })
    the.outbox.follow(accountOf(database.agent))
    await the.until(({ state }) => state === 'disagrees')
    expect(the.disputes).toEqual([{ code: 'witness-disagrees', installId, seq: 21 }])
    const { rows } = await database.asSuperuser((client) => client.query('SELECT seq, hash FROM helpdesk_audit.conflicts WHERE install_id = $1', [installId]))
    expect(rows).toEqual([{ seq: '21', hash: alien.hash }])
  })
})

describe('a broken log', () => {
  it('stops at the row that the server does not take, and the next log goes on', async () => {
    const [broken, present] = [aWrittenLog(260, true), aWrittenLog(30)]
    secretly(broken.file, "UPDATE entries SET body = replace(body, 'kind', 'mind') WHERE seq = 250")
    const changed = broken.storedRows(broken.installId, 249, 1)
    expect(changed?.[0]?.body).toContain('mind')
    const the = startOutbox({ postgres, database, ...sourceOfAll([broken, present]) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect(await differencesOf(database, present.file)).toEqual([])
    const there = await rowsThere(database, broken.installId)
    const verifier = createChainVerifier(broken.installId)
    expect([there.length, there.flatMap((row) => verifier.take(row))]).toEqual([249, []])
    expect([the.disputes, the.failures]).toEqual([[], []])
  })

  it('that was set aside because the server knew more is not disputed again', async () => {
    const aside = aWrittenLog(30)
    await sendAll(aside)
    const shorter = { logs: () => [{ installId: aside.installId, rows: 25, isSetAside: true }], storedRows: (id: string, after: number, limit: number) => aside.storedRows(id, after, limit)?.filter(({ seq }) => seq <= 25) ?? null }
    const present = aWrittenLog(10)
    const the = startOutbox({ postgres, database, ...sourceOfAll([shorter, present]) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect(the.disputes).toEqual([])
  })

  it('that bears a name which none has holds up none of the others', async () => {
    const present = aWrittenLog(10)
    const the = startOutbox({ postgres, database, ...sourceOfAll([aWrittenLog(5, true, 'install-1'), aWrittenLog(5, true, ''), present]) })
    the.outbox.follow(accountOf(database.agent))
    await the.untilSent()
    expect(await differencesOf(database, present.file)).toEqual([])
  })

  it('is not sent further, says so, and is told apart from a server that is away', async () => {
    const broken = aWrittenLog(30)
    secretly(broken.file, "UPDATE entries SET body = replace(body, 'kind', 'mind') WHERE seq = 7")
    const the = startOutbox({ postgres, database, ...broken })
    the.outbox.follow(accountOf(database.agent))
    expect(await the.until(({ state }) => state === 'refused')).toMatchObject({ code: 'audit-broken' })
    expect(await rowsThere(database, broken.installId)).toHaveLength(6)
  })
})

it('does not send to a database of another version', async () => {
  const other = await createCentralDatabase(postgres, 'later_version')
  await other.asSuperuser((client) => client.query('UPDATE helpdesk_audit.schema_version SET version = 2'))
  const written = aWrittenLog(5)
  const the = startOutbox({ postgres, database: other, ...written })
  the.outbox.follow(accountOf(other.agent))
  expect(await the.until(({ state }) => state === 'refused')).toMatchObject({ code: 'central-not-ready' })
  const direct = await connectToCentralLog({
    policy: { host: '127.0.0.1', port: postgres.port, database: other.name, caFile: null, login: { kind: 'password', ...other.reader } },
    upn: '', token: async () => ({ status: 'refused', code: 'unexpected' }), isPackaged: false, onProblem: () => undefined,
  })
  expect(direct).toEqual({ status: 'refused', code: 'central-not-ready' })
})
