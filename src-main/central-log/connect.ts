import { Socket } from 'node:net'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { CentralPolicy } from '../settings/policy-schema.ts'
import { failureOf } from './failures.ts'
import type { CentralFailure } from './failures.ts'
import { trustOf } from './trust.ts'

export interface CentralConnectionOptions {
  readonly policy: CentralPolicy
  /** Of the agent who is signed in; stands for {upn} in the policy's login. */
  readonly upn: string
  /** The agent's own token for the database, asked for only when the right server asks for a password. */
  readonly token: (scope: string) => Promise<Answer<{ token: string }>>
  readonly isPackaged: boolean
  /** After so long the server gives a statement up, milliseconds; 30 s otherwise. */
  readonly statementTimeoutMs?: number
  /** Told what is no answer to anybody: such as an authority's file that cannot be read. */
  readonly onProblem: (where: string, cause: unknown) => void
}

export type CentralRows<R> = { readonly status: 'ok'; readonly rows: readonly R[] } | ({ readonly status: 'refused' } & CentralFailure)

/** One session with the central log's server, of one person. Never throws. */
export interface CentralConnection {
  /** Runs one statement; bigint comes as text. After a failure without an SQLSTATE the connection is closed: whether the statement was done is not known. */
  query<R>(text: string, values?: readonly unknown[]): Promise<CentralRows<R>>
  isOpen(): boolean
  close(): Promise<void>
}

/** The layout of resources/central-log.sql that this console knows. */
const schemaVersion = 1

const connectTimeoutMs = 10_000
const lockTimeoutMs = 10_000
/** The server ends a transaction that was left open for so long. */
const idleTimeoutMs = 30_000
/** Given beyond the server's own limit, for a network that has gone quiet. */
const silenceMs = 10_000

/** Opens a session and makes sure that the central log is there; answers the code of what is in the way. */
export async function connectToCentralLog(options: CentralConnectionOptions): Promise<Answer<{ connection: CentralConnection }>> {
  const { policy, statementTimeoutMs = 30_000 } = options
  let trust: ReturnType<typeof trustOf>
  try {
    trust = trustOf(policy, options.isPackaged)
  } catch (cause) {
    options.onProblem('central log: caFile', cause)
    return refuse('central-untrusted')
  }
  const noToken: { code: ErrorCode | null } = { code: null }
  // Its own socket, so that it can be ended when nobody answers.
  const socket = new Socket()
  // Most organisations have no central log: the client is loaded with the first connection.
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    host: policy.host, port: policy.port, database: policy.database,
    user: policy.login.user.replaceAll('{upn}', () => options.upn),
    password: () => passwordFor(options, (code) => { noToken.code = code }),
    ssl: trust === 'plain' ? false : trust,
    stream: () => socket,
    application_name: 'helpdesk-console',
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTimeoutMs,
    query_timeout: statementTimeoutMs + silenceMs,
  })
  let isOpen = true
  client.on('error', () => { isOpen = false })
  client.on('end', () => { isOpen = false })
  const drop = (): void => {
    isOpen = false
    socket.destroy()
  }

  try {
    await client.connect()
  } catch (cause) {
    drop()
    return refuse(noToken.code ?? failureOf(cause).code)
  }

  async function query<R>(text: string, values: readonly unknown[] = []): Promise<CentralRows<R>> {
    if (!isOpen) return { status: 'refused', code: 'central-unreachable', sqlState: null }
    try {
      return { status: 'ok', rows: (await client.query(text, [...values])).rows as R[] }
    } catch (cause) {
      const failure = failureOf(cause)
      if (failure.sqlState === null) drop()
      return { status: 'refused', ...failure }
    }
  }

  async function close(): Promise<void> {
    isOpen = false
    const late = setTimeout(() => socket.destroy(), 1000)
    await client.end().catch(() => undefined)
    clearTimeout(late)
    socket.destroy()
  }

  // What somebody else put into the database under the name of PostgreSQL's own is not run with this person's rights.
  const version = await query<{ version: number }>("SELECT version, pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false) FROM helpdesk_audit.schema_version")
  if (version.status === 'ok' && version.rows.length === 1 && version.rows[0]?.version === schemaVersion) {
    return { status: 'ok', connection: { query, isOpen: () => isOpen, close } }
  }
  await close()
  return refuse(version.status === 'ok' ? 'central-not-ready' : version.code)
}

async function passwordFor({ policy: { login }, token }: CentralConnectionOptions, onRefused: (code: ErrorCode) => void): Promise<string> {
  if (login.kind === 'password') return login.password
  const answer = await token(login.scope)
  if (answer.status === 'ok') return answer.token
  onRefused(answer.code)
  throw new Error('no token for the central log')
}
