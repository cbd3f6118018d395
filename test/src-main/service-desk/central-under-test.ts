import type pg from 'pg'
import { createServiceDesk } from '../../../src-main/service-desk/service-desk.ts'
import type { ServiceDesk } from '../../../src-main/service-desk/service-desk.ts'
import type { WorkingHours } from '../../../src-main/audit/attempt-flags.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { connectToCentralLog } from '../../../src-main/central-log/connect.ts'
import { systemClock } from '../../../src-main/clock.ts'
import type { DeskVerification } from '../../../src-shared/central-log.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import { startPostgres } from '../../central/postgres-under-test.ts'
import type { DatabaseLogin, PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { anAuditHealth } from '../../factories/audit.ts'

/** A row on its way to the central log. */
export interface SentRow extends StoredRow { readonly installId: string }

export interface CentralUnderTest {
  readonly postgres: PostgresUnderTest
  /** Sends rows as an agent's console does, in this order. */
  send(rows: readonly SentRow[]): Promise<void>
  /** Everything is gone, as it never is. */
  clear(): Promise<void>
  /** Remembers what is there, and puts it back. */
  keep(): Promise<void>
  restore(): Promise<void>
  /** Runs as the superuser, without the triggers. */
  forge(sql: string, values?: readonly unknown[]): Promise<void>
  query(sql: string, login: DatabaseLogin): Promise<pg.QueryResult>
  readonly reader: DatabaseLogin
  desk(options?: { readonly timeZone?: string; readonly hours?: WorkingHours; readonly statementTimeoutMs?: number }): ServiceDesk & { readonly told: readonly DeskVerification[]; /** Checks a log to the end. */ verified(installId: string): Promise<DeskVerification> }
  remove(): Promise<void>
}

const tables = ['entries', 'logs', 'conflicts', 'attempts', 'agents']

/** A real PostgreSQL with the central log in it, and a supervisor who may only read. */
export async function startCentral(): Promise<CentralUnderTest> {
  const postgres = await startPostgres()
  const database = await createCentralDatabase(postgres)
  const agent = await postgres.connect(database.name, database.agent)
  const owner = await postgres.connect(database.name, postgres.superuser)
  await owner.query("SET session_replication_role = 'replica'")
  return {
    postgres,
    reader: database.reader,
    query: (sql, login) => postgres.with(database.name, login, (client) => client.query(sql)),
    send: async (rows) => {
      for (let first = 0; first < rows.length; first += 500) {
        const some = rows.slice(first, first + 500)
        await agent.query('INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])', [
          some.map(({ installId }) => installId), some.map(({ seq }) => seq), some.map(({ body }) => body), some.map(({ hash }) => hash),
        ])
      }
    },
    clear: async () => {
      for (const table of tables) await owner.query(`TRUNCATE helpdesk_audit.${table}`)
    },
    keep: async () => {
      for (const table of tables) await owner.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM helpdesk_audit.${table}`)
    },
    restore: async () => {
      for (const table of tables) await owner.query(`TRUNCATE helpdesk_audit.${table}; INSERT INTO helpdesk_audit.${table} SELECT * FROM kept_${table}`)
    },
    forge: async (sql, values = []) => { await owner.query(sql, [...values]) },
    desk: ({ statementTimeoutMs = 30_000, ...options } = {}) => {
      const told: DeskVerification[] = []
      let onTold = (): void => undefined
      const desk = createServiceDesk({
        clock: systemClock, health: () => anAuditHealth(), timeZone: 'UTC', ...options,
        onVerifyChanged: (verification) => {
          told.push(verification)
          onTold()
        },
        open: () => connectToCentralLog({
          policy: { host: '127.0.0.1', port: postgres.port, database: database.name, caFile: null, login: { kind: 'password', ...database.reader } },
          statementTimeoutMs, upn: '', token: () => { throw new Error('no token is asked for') }, isPackaged: false, onProblem: (where, cause) => { throw new Error(where, { cause }) },
        }),
      })
      return {
        ...desk, told,
        verified: (installId) => new Promise((resolve, reject) => {
          told.length = 0
          onTold = () => {
            const last = told.at(-1)
            if (last !== undefined && last.phase !== 'reading') resolve(last)
          }
          desk.verifyDesk(installId).then((answer) => (answer.status === 'refused' ? reject(new Error(answer.code)) : undefined), reject)
        }),
      }
    },
    remove: () => postgres.remove(),
  }
}
