import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectToCentralLog } from '../../../src-main/central-log/connect.ts'
import type { CentralConnectionOptions } from '../../../src-main/central-log/connect.ts'
import { failureOf } from '../../../src-main/central-log/failures.ts'
import type { CentralPolicy } from '../../../src-main/settings/policy-schema.ts'
import { createCentralDatabase } from '../../central/central-database.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import { authorityFile, startPostgres } from '../../central/postgres-under-test.ts'
import type { PostgresUnderTest } from '../../central/postgres-under-test.ts'

let trusted: PostgresUnderTest
let database: CentralDatabase
beforeAll(async () => {
  trusted = await startPostgres({ certificate: 'server' })
  database = await createCentralDatabase(trusted)
})
afterAll(() => trusted.remove())

/** The same server with another certificate, or without TLS, for one test. */
async function serverWith(certificate: 'elsewhere' | undefined): Promise<PostgresUnderTest> {
  await trusted.stop()
  await trusted.start({ certificate })
  onTestFinished(async () => {
    await trusted.stop()
    await trusted.start({ certificate: 'server' })
  })
  return trusted
}

type Wishes = Partial<Omit<CentralConnectionOptions, 'policy'>> & { readonly policy?: Partial<CentralPolicy> }
const problems: unknown[] = []

/** What comes of connecting: "ok", or the code. */
async function outcomeOf(server: { readonly port: number }, { policy, ...wishes }: Wishes = {}): Promise<string> {
  const answer = await connectToCentralLog({
    policy: { host: '127.0.0.1', port: server.port, database: database.name, caFile: authorityFile, login: { kind: 'password', ...database.agent }, ...policy },
    upn: database.agent.user, token: async () => ({ status: 'refused', code: 'unexpected' }), isPackaged: true,
    onProblem: (where, cause) => problems.push([where, cause]), ...wishes,
  })
  if (answer.status === 'refused') return answer.code
  await answer.connection.close()
  return 'ok'
}

describe('whom a connection trusts', () => {
  it.each(['127.0.0.1', 'localhost'])('a certificate of the policy’s authority for this host: %s', async (host) => {
    expect(await outcomeOf(trusted, { policy: { host } })).toBe('ok')
  })
  it('no certificate of an authority that it does not know', async () => {
    expect(await outcomeOf(trusted, { policy: { caFile: null } })).toBe('central-untrusted')
  })
  it('no certificate for another host', async () => {
    expect(await outcomeOf(await serverWith('elsewhere'))).toBe('central-untrusted')
  })
  it('no server without TLS; only on this PC, where the console is not packaged and no authority is named', async () => {
    const plain = await serverWith(undefined)
    expect(await outcomeOf(plain)).toBe('central-untrusted')
    expect(await outcomeOf(plain, { policy: { caFile: null } })).toBe('central-untrusted')
    expect(await outcomeOf(plain, { isPackaged: false })).toBe('central-untrusted')
    expect(await outcomeOf(plain, { policy: { caFile: null }, isPackaged: false })).toBe('ok')
  })
  it('no authority whose file cannot be read, and says which', async () => {
    expect(await outcomeOf(trusted, { policy: { caFile: join(import.meta.dirname, 'nowhere.pem') } })).toBe('central-untrusted')
    expect(problems).toEqual([['central log: caFile', expect.objectContaining({ code: 'ENOENT' })]])
  })
  it('asks for no token before the server has shown its certificate', async () => {
    let asked = 0
    const login = { kind: 'entra', user: '{upn}', scope: 'the scope' } as const
    const token = async () => {
      asked += 1
      return { status: 'ok', token: database.agent.password } as const
    }
    expect([await outcomeOf(trusted, { policy: { login }, token }), asked]).toEqual(['ok', 1])
    expect([await outcomeOf(await serverWith('elsewhere'), { policy: { login }, token }), asked]).toEqual(['central-untrusted', 1])
  })
})

describe('who comes in', () => {
  it('is the agent, with their own token for the policy’s scope', async () => {
    const scopes: string[] = []
    const answer = await connectToCentralLog({
      policy: { host: 'localhost', port: trusted.port, database: database.name, caFile: authorityFile, login: { kind: 'entra', user: '{upn}', scope: 'the scope' } },
      upn: database.otherAgent.user, isPackaged: true, onProblem: () => undefined,
      token: async (scope) => {
        scopes.push(scope)
        return { status: 'ok', token: database.otherAgent.password }
      },
    })
    expect(answer.status).toBe('ok')
    if (answer.status === 'refused') return
    const { connection } = answer
    expect(await connection.query('SELECT session_user AS who, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toMatchObject({ rows: [{ who: database.otherAgent.user, ssl: true }] })
    expect(scopes).toEqual(['the scope'])
    await connection.close()
    expect(connection.isOpen()).toBe(false)
    expect(await connection.query('SELECT 1')).toEqual({ status: 'refused', code: 'central-unreachable', sqlState: null })
  })
  it('nobody with a wrong password, without a token, or without a right there', async () => {
    const { user } = database.agent
    expect(await outcomeOf(trusted, { policy: { login: { kind: 'password', user, password: 'wrong' } } })).toBe('central-denied')
    expect(await outcomeOf(trusted, { policy: { login: { kind: 'password', user: 'nobody-there', password: 'x' } } })).toBe('central-denied')
    expect(await outcomeOf(trusted, {
      policy: { login: { kind: 'entra', user, scope: 's' } }, token: async () => ({ status: 'refused', code: 'tenant-unreachable' }),
    })).toBe('tenant-unreachable')
    await trusted.with('postgres', trusted.superuser, (client) => client.query("CREATE ROLE stranger LOGIN PASSWORD 'pw'"))
    expect(await outcomeOf(trusted, { policy: { login: { kind: 'password', user: 'stranger', password: 'pw' } } })).toBe('central-denied')
  })
  it('is told that there is no central log, or no such database', async () => {
    expect(await outcomeOf(trusted, { policy: { database: 'postgres' } })).toBe('central-not-ready')
    expect(await outcomeOf(trusted, { policy: { database: 'nowhere' } })).toBe('central-not-ready')
  })
})

describe('what goes wrong', () => {
  async function connected() {
    const answer = await connectToCentralLog({
      policy: { host: '127.0.0.1', port: trusted.port, database: database.name, caFile: authorityFile, login: { kind: 'password', ...database.agent } },
      upn: '', token: async () => ({ status: 'refused', code: 'unexpected' }), isPackaged: true, statementTimeoutMs: 200, onProblem: () => undefined,
    })
    if (answer.status === 'refused') throw new Error(answer.code)
    onTestFinished(() => answer.connection.close())
    return answer.connection
  }

  it('is a code, and a statement that takes too long is given up without losing the connection', async () => {
    const connection = await connected()
    expect(await connection.query('SELECT pg_sleep(20)')).toEqual({ status: 'refused', code: 'central-slow', sqlState: '57014' })
    expect(await connection.query('SELECT * FROM helpdesk_audit.entries')).toEqual({ status: 'refused', code: 'central-denied', sqlState: '42501' })
    expect(await connection.query('SELECT 1 AS one')).toEqual({ status: 'ok', rows: [{ one: 1 }] })
  })
  it('is "unreachable" when the server ends the connection, or there is none', async () => {
    const connection = await connected()
    const [asked] = await Promise.all([
      connection.query('SELECT pg_sleep(0.1), pg_backend_pid()'),
      database.asSuperuser((client) => client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [database.agent.user])),
    ])
    expect(asked).toMatchObject({ status: 'refused', code: 'central-unreachable' })
    expect(await connection.query('SELECT 1')).toMatchObject({ status: 'refused', code: 'central-unreachable' })
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await outcomeOf({ port })).toBe('central-unreachable')
  })
  it('never carries what a row holds, or a password', () => {
    const cause = Object.assign(new Error('value "secret of a row" is out of range'), { severity: 'ERROR', code: '22003', detail: 'Failing row contains (secret of a row).' })
    expect(failureOf(cause)).toEqual({ code: 'central-unreachable', sqlState: '22003' })
  })
})
