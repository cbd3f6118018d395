import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHead, nextRow } from '../../../src-main/audit/chain.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { connectToCentralLog } from '../../../src-main/central-log/connect.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { anAttempt } from '../audit/audit-events.ts'

let postgres: PostgresUnderTest
let database: CentralDatabase
beforeAll(async () => {
  postgres = await startPostgres()
  database = await createCentralDatabase(postgres)
})
afterAll(() => postgres.remove())

const asAgent = <T>(use: (client: pg.Client) => Promise<T>): Promise<T> => postgres.with(database.name, database.agent, use)
const insert = (client: pg.Client, installId: string, { seq, body, hash }: StoredRow) => client.query(
  'INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES ($1, $2, $3, $4)', [installId, seq, body, hash],
)

/** A log that says what somebody wants it to say, right in its chain. */
function aLogOf(...events: readonly object[]): { readonly installId: string; readonly rows: readonly StoredRow[] } {
  const installId = randomUUID()
  const rows: StoredRow[] = []
  const fields = { installId, at: '2026-11-24T08:00:00.000Z', bootId: 'boot-1', monotonicMs: 0 }
  for (const event of [{ kind: 'log-started', deskId: `desk of ${installId}`, machine: 'PC', sealKey: '', previous: null }, ...events]) {
    rows.push(nextRow(rows.at(-1) ?? emptyHead(installId), { ...fields, ...event }))
  }
  return { installId, rows }
}

describe('an agent’s login', () => {
  it.each(['timestamptz', 'jsonb', 'text'])('cannot put a type of its own (%s) in the place of PostgreSQL’s, and so act as the owner', async (type) => {
    const log = aLogOf(anAttempt({ attemptId: 'begun' }))
    const acted = await asAgent(async (client) => {
      await client.query(`CREATE TEMP TABLE who (name text)`)
      await client.query('GRANT INSERT ON who TO PUBLIC')
      await client.query(`CREATE FUNCTION pg_temp.act() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO pg_temp.who VALUES (current_user); RETURN true; END $$`)
      await client.query(`CREATE DOMAIN pg_temp.${type} AS pg_catalog.${type} CHECK (pg_temp.act())`)
      for (const row of log.rows) await insert(client, log.installId, row)
      await client.query('SELECT * FROM helpdesk_audit.head_of($1)', [log.installId])
      return (await client.query<{ name: string }>('SELECT DISTINCT name FROM pg_temp.who')).rows.map(({ name }) => name)
    })
    expect(acted).not.toContain('helpdesk_audit_owner')
  })
})

it('a connection runs nothing that somebody else has put into the database under a known name', async () => {
  await database.asSuperuser((client) => client.query("CREATE FUNCTION public.ours() RETURNS text LANGUAGE sql AS $$ SELECT 'theirs' $$"))
  const answer = await connectToCentralLog({
    policy: { host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'password', ...database.reader } },
    upn: '', token: () => Promise.reject(new Error('no token is asked for')), isPackaged: false, onProblem: () => undefined,
  })
  if (answer.status === 'refused') throw new Error(answer.code)
  expect(await answer.connection.query("SELECT to_regproc('ours') AS theirs")).toEqual({ status: 'ok', rows: [{ theirs: null }] })
  await answer.connection.close()
})
