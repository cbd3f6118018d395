import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { DatabaseLogin, PostgresUnderTest } from './postgres-under-test.ts'

/** A database with resources/central-log.sql in it, and who may come. */
export interface CentralDatabase {
  readonly name: string
  /** Agents: `helpdesk_audit_desk`. */
  readonly agent: DatabaseLogin
  readonly otherAgent: DatabaseLogin
  /** A supervisor: `helpdesk_audit_reader`, and desk, since they write rows at their own desk as well. */
  readonly supervisor: DatabaseLogin
  /** Only `helpdesk_audit_reader`. */
  readonly reader: DatabaseLogin
  /** Who set it up. */
  readonly administrator: DatabaseLogin
  /** Runs `use` as the superuser, for looking and for doing harm. */
  asSuperuser<T>(use: (client: pg.Client) => Promise<T>): Promise<T>
}

export const centralLogSql = readFileSync(join(import.meta.dirname, '../../resources/central-log.sql'), 'utf8')

const loginOf = (user: string): DatabaseLogin => ({ user, password: `password of ${user}` })
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * Makes a database and sets it up as an administrator of a managed server would, who may create roles and owns the database but is no superuser;
 * or as the superuser. One server takes several, by the same administrator.
 */
export async function createCentralDatabase(
  postgres: PostgresUnderTest, name = 'audit', by: 'administrator' | 'superuser' = 'administrator',
): Promise<CentralDatabase> {
  const administrator = by === 'superuser' ? postgres.superuser : loginOf('administrator')
  await postgres.with('postgres', postgres.superuser, async (client) => {
    if (by === 'administrator') await createLogin(client, administrator, 'CREATEROLE CREATEDB')
  })
  await postgres.with('postgres', administrator, (client) => client.query(`CREATE DATABASE ${name}`))
  const logins = { agent: loginOf('alex.agent@contoso.example'), otherAgent: loginOf('bo.agent@contoso.example'), supervisor: loginOf('sofia.supervisor@contoso.example'), reader: loginOf('rita.reader@contoso.example') }
  await postgres.with(name, administrator, async (client) => {
    await client.query(centralLogSql)
    await createLogin(client, logins.agent, 'IN ROLE helpdesk_audit_desk')
    await createLogin(client, logins.otherAgent, 'IN ROLE helpdesk_audit_desk')
    await createLogin(client, logins.supervisor, 'IN ROLE helpdesk_audit_desk, helpdesk_audit_reader')
    await createLogin(client, logins.reader, 'IN ROLE helpdesk_audit_reader')
  })
  return { name, administrator, ...logins, asSuperuser: (use) => postgres.with(name, postgres.superuser, use) }
}

async function createLogin(client: pg.Client, { user, password }: DatabaseLogin, rights: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user])
  if (rowCount === 0) await client.query(`CREATE ROLE "${user}" LOGIN PASSWORD ${quoted(password)} ${rights}`)
}
