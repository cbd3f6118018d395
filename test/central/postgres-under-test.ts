import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { makeFolder, postgresPrograms, serverUser } from './postgres-binaries.ts'
import type { ServerUser } from './postgres-binaries.ts'

export interface DatabaseLogin {
  readonly user: string
  readonly password: string
}

/** A real PostgreSQL on this PC, with its own port and data. It ends with `remove()`, or when this process ends. */
export interface PostgresUnderTest {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly superuser: DatabaseLogin
  /** On the same port, with the data that is there; with another certificate, or none, where one is given. */
  start(options?: PostgresOptions): Promise<void>
  /** `kill`: as when the power goes. Resolves when no process of it is left. */
  stop(how?: 'fast' | 'kill'): Promise<void>
  /** A connection of `login` (the superuser's), without TLS where the server has none. To be closed with `end()`, or by the server's end. */
  connect(database?: string, login?: DatabaseLogin): Promise<pg.Client>
  /** Runs `use` with a connection that is closed after it. */
  with<T>(database: string, login: DatabaseLogin, use: (client: pg.Client) => Promise<T>): Promise<T>
  /** Everything that the server wrote to its own log. */
  serverLog(): string
  remove(): Promise<void>
}

export interface PostgresOptions {
  /** Which of test/central/certificates it shows; without it, no TLS. */
  readonly certificate?: 'server' | 'elsewhere' | undefined
  /** Of postgresql.conf, "name=value"; over those that suit specs. */
  readonly settings?: readonly string[]
}

/** The authority that signed the certificates of {@link PostgresOptions}, PEM. */
export const authorityFile = join(import.meta.dirname, 'certificates', 'authority.pem')

/** Makes a database cluster and starts it; 0.6 s. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresUnderTest> {
  const user = serverUser()
  const folder = makeFolder(user)
  const bin = postgresPrograms(user, folder)
  const data = join(folder, 'data')
  const superuser: DatabaseLogin = { user: 'postgres', password: 'made-for-specs' }
  let certificate = options.certificate
  let port = 0
  let server: ChildProcess | null = null
  let log = ''
  const end = (): void => {
    server?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', end)

  await initialise({ bin, data, folder, user, password: superuser.password })

  async function start(wanted: PostgresOptions = { certificate }): Promise<void> {
    if (server !== null) throw new Error('it runs already')
    certificate = wanted.certificate
    const tls = certificate === undefined ? [] : ['-c', 'ssl=on', ...certificateOptions(folder, certificate, user)]
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'shared_buffers=16MB', 'max_connections=40', ...noise, ...(options.settings ?? [])]
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting]), ...tls], {
      stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...user,
    })
    server = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        log += text
        if (said.includes('ready to accept connections')) resolve()
      })
      child.once('error', reject)
      child.once('close', () => {
        if (server === child) server = null
        reject(new Error(`PostgreSQL did not start: ${said}`))
      })
    })
  }

  async function stop(how: 'fast' | 'kill' = 'fast'): Promise<void> {
    const child = server
    if (child === null) return
    // "close", not "exit": its processes share the pipe, and the next start needs all of them gone.
    const closed = once(child, 'close')
    child.kill(how === 'kill' ? 'SIGKILL' : 'SIGINT')
    await closed
  }

  async function connect(database = 'postgres', login = superuser): Promise<pg.Client> {
    const client = new pg.Client({
      host: '127.0.0.1', port, database, ...login, ssl: certificate === undefined ? false : { rejectUnauthorized: false },
    })
    client.on('error', () => undefined) // the server may be stopped under it
    await client.connect()
    return client
  }

  // Somebody may take a port between the question and the start.
  for (let tries = 1; ; tries += 1) {
    port = await freePort()
    try {
      await start()
      break
    } catch (cause) {
      if (tries === 5) throw cause
    }
  }

  return {
    host: '127.0.0.1', port, superuser, start, stop, connect,
    with: async (database, login, use) => {
      const client = await connect(database, login)
      try {
        return await use(client)
      } finally {
        await client.end()
      }
    },
    serverLog: () => log,
    remove: async () => {
      await stop('kill')
      process.off('exit', end)
      end()
    },
  }
}

/** Nothing of it is needed by a spec, and it would take the time of two cores. */
const noise = ['autovacuum=off', 'max_wal_senders=0', 'wal_level=minimal', 'log_checkpoints=off']

interface Initialisation { readonly bin: string; readonly data: string; readonly folder: string; readonly user: ServerUser | null; readonly password: string }

async function initialise({ bin, data, folder, user, password }: Initialisation): Promise<void> {
  mkdirSync(data, { mode: 0o700 })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of [data, passwordFile]) belongTo(user, path)
  const words = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions']
  const child = spawn(join(bin, 'initdb'), ['-D', data, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...user,
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaints += text })
  const [code] = await once(child, 'close') as [number | null]
  rmSync(passwordFile)
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${complaints}`)
}

function certificateOptions(folder: string, name: string, user: ServerUser | null): string[] {
  for (const ending of ['pem', 'key']) {
    const file = join(folder, `server.${ending}`)
    copyFileSync(join(import.meta.dirname, 'certificates', `${name}.${ending}`), file)
    chmodSync(file, 0o600) // or the server refuses the key
    belongTo(user, file)
  }
  return ['-c', `ssl_cert_file=${join(folder, 'server.pem')}`, '-c', `ssl_key_file=${join(folder, 'server.key')}`]
}

function belongTo(user: ServerUser | null, path: string): void {
  if (user !== null) chownSync(path, user.uid, user.gid)
}

/** Below the ports that systems give to outgoing connections, so that it is still free when the server is started again. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
}
