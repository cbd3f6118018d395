import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { DatabaseLogin, PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { sealedRows } from '../../factories/sealed-log.ts'

const name = 'managed'
const installId = randomUUID()
const rows = [...sealedRows(12, { installId })]
let postgres: PostgresUnderTest
let database: CentralDatabase
beforeAll(async () => {
  postgres = await startPostgres()
  database = await createCentralDatabase(postgres, name)
})
afterAll(() => postgres.remove()) // and with it the sessions

const insertOf = ({ seq, body, hash }: StoredRow, log = installId): readonly [string, unknown[]] => [
  'INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES ($1, $2, $3, $4)', [log, seq, body, hash],
]

const sessions = new Map<DatabaseLogin, Promise<pg.Client>>()

/** The SQLSTATE of what a statement ends with; "ok" when it is done. */
async function stateOf(login: DatabaseLogin, sql: string, values: unknown[] = []): Promise<string> {
  const session = sessions.get(login) ?? postgres.connect(name, login)
  sessions.set(login, session)
  return (await session).query(sql, values).then(() => 'ok', (cause: unknown) => (cause as { code: string }).code)
}

const denied = '42501'

describe('what an agent’s login may do', () => {
  it('add rows in order, and ask how far a log is', async () => {
    for (const row of rows.slice(0, 10)) expect(await stateOf(database.agent, ...insertOf(row))).toBe('ok')
    const head = await postgres.with(name, database.agent, (client) => client.query('SELECT * FROM helpdesk_audit.head_of($1)', [installId]))
    expect(head.rows).toEqual([{ rows: '10', head: rows[9]!.hash }])
  })

  it.each([
    'SELECT body FROM helpdesk_audit.entries', 'SELECT * FROM helpdesk_audit.attempts', 'SELECT * FROM helpdesk_audit.logs', 'SELECT * FROM helpdesk_audit.conflicts',
    'INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) SELECT install_id, seq, body, hash FROM helpdesk_audit.entries',
    "UPDATE helpdesk_audit.entries SET body = ''", 'DELETE FROM helpdesk_audit.entries', 'TRUNCATE helpdesk_audit.entries',
    "UPDATE helpdesk_audit.logs SET head = ''", 'DELETE FROM helpdesk_audit.logs', 'TRUNCATE helpdesk_audit.logs', 'DELETE FROM helpdesk_audit.conflicts',
    "UPDATE helpdesk_audit.attempts SET status = 'done'", "INSERT INTO helpdesk_audit.agents VALUES ('a', 'b', 'c', 'd')", 'UPDATE helpdesk_audit.schema_version SET version = 2',
    "INSERT INTO helpdesk_audit.conflicts (install_id, seq, hash, body) VALUES (gen_random_uuid(), 1, '', '')",
    "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash, received_at) VALUES (gen_random_uuid(), 1, '', '', now())",
    "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash, received_from) VALUES (gen_random_uuid(), 1, '', '', 'somebody')",
    "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash, kind) VALUES (gen_random_uuid(), 1, '', '', 'intent')",
    "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES (gen_random_uuid(), 1, '', '') ON CONFLICT (install_id, seq) DO UPDATE SET body = ''",
    "INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) VALUES (gen_random_uuid(), 1, '', '') RETURNING body",
    "SELECT helpdesk_audit.fold('desk', gen_random_uuid(), '{}')", "SELECT helpdesk_audit.hash_of('x')", "SELECT helpdesk_audit.readable('{}')",
    'CREATE TABLE helpdesk_audit.mine (a int)', 'DROP TABLE helpdesk_audit.entries', 'ALTER TABLE helpdesk_audit.entries DISABLE TRIGGER ALL',
    'DROP TRIGGER take_entry ON helpdesk_audit.entries', 'CREATE OR REPLACE FUNCTION helpdesk_audit.take_entry() RETURNS trigger LANGUAGE sql AS $$ SELECT 1 $$',
    'SET ROLE helpdesk_audit_owner', 'SET ROLE helpdesk_audit_reader', "SET session_replication_role = 'replica'",
    'GRANT helpdesk_audit_reader TO CURRENT_USER', "COPY helpdesk_audit.entries TO PROGRAM 'cat'",
  ])('not: %s', async (sql) => {
    expect(await stateOf(database.agent, sql)).toBe(denied)
  })

  it('not call the trigger’s function by itself', async () => {
    expect(await stateOf(database.agent, 'SELECT helpdesk_audit.take_entry()')).toMatch(/^(42501|0A000)$/)
  })

  it('not add a row that is no row of its log, or does not follow', async () => {
    const [row, next] = [rows[10]!, rows[11]!]
    expect(await stateOf(database.agent, ...insertOf({ ...row, body: row.body.replace('boot-1', 'boot-2') }))).toBe('HC002')
    expect(await stateOf(database.agent, ...insertOf({ ...row, seq: 12 }))).toBe('HC002')
    expect(await stateOf(database.agent, ...insertOf(row, randomUUID()))).toBe('HC002')
    expect(await stateOf(database.agent, ...insertOf(next))).toBe('HC001')
    expect(await stateOf(database.agent, ...insertOf({ ...row, body: 'no JSON' }))).toMatch(/^22/)
  })

  it('send a row again without harm', async () => {
    expect(await stateOf(database.otherAgent, ...insertOf(rows[4]!))).toBe('ok')
    const { rows: counted } = await database.asSuperuser((client) => client.query('SELECT count(*)::int AS rows, min(received_from) AS by, (SELECT count(*)::int FROM helpdesk_audit.conflicts) AS conflicts FROM helpdesk_audit.entries'))
    expect(counted).toEqual([{ rows: 10, by: database.agent.user, conflicts: 0 }])
  })
})

describe('what a supervisor’s login may do', () => {
  it('read all of it', async () => {
    for (const table of ['entries', 'attempts', 'logs', 'conflicts', 'agents', 'schema_version']) {
      expect(await stateOf(database.reader, `SELECT * FROM helpdesk_audit.${table}`)).toBe('ok')
    }
  })
  it.each([
    insertOf(rows[10]!), ["UPDATE helpdesk_audit.entries SET body = ''", []], ['DELETE FROM helpdesk_audit.entries', []], ['TRUNCATE helpdesk_audit.entries', []],
    ["UPDATE helpdesk_audit.attempts SET status = 'done'", []], ["SELECT helpdesk_audit.fold('desk', gen_random_uuid(), '{}')", []], ['SET ROLE helpdesk_audit_owner', []],
  ] as const)('not: %s', async (sql, values) => {
    expect(await stateOf(database.reader, sql, [...values])).toBe(denied)
  })
})

describe('the owner’s own mistakes', () => {
  it.each(["UPDATE helpdesk_audit.entries SET body = ''", 'DELETE FROM helpdesk_audit.entries', 'TRUNCATE helpdesk_audit.entries', 'TRUNCATE helpdesk_audit.conflicts'])(
    'are refused: %s', async (sql) => {
      expect(await stateOf(postgres.superuser, sql)).toBe('P0001')
    })
})

it('can be set up by the superuser as well, and is there after the server was stopped and killed', async () => {
  const owned = await createCentralDatabase(postgres, 'owned', 'superuser')
  for (const how of ['fast', 'kill'] as const) {
    await postgres.stop(how)
    await postgres.start()
    for (const each of [name, 'owned']) {
      const version = await postgres.with(each, owned.reader, (client) => client.query('SELECT version FROM helpdesk_audit.schema_version'))
      expect(version.rows).toEqual([{ version: 1 }])
    }
  }
})
