import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import type { AuditLog } from '../../../src-main/audit/audit-log.ts'
import { createChainVerifier } from '../../../src-main/audit/chain-verifier.ts'
import type { StoredRow } from '../../../src-main/audit/chain.ts'
import { connectToCentralLog } from '../../../src-main/central-log/connect.ts'
import { createOutbox } from '../../../src-main/central-log/outbox.ts'
import type { LogToSend, Outbox, OutboxOptions } from '../../../src-main/central-log/outbox.ts'
import type { CentralLogStatus } from '../../../src-shared/central-log.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import type { CentralDatabase } from '../../central/central-database.ts'
import type { DatabaseLogin, PostgresUnderTest } from '../../central/postgres-under-test.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'
import { sealedRows, writeLogDatabase } from '../../factories/sealed-log.ts'
import { aFolder, allRowsOf } from '../audit/audit-fixtures.ts'

export const accountOf = ({ user }: DatabaseLogin): Account => ({ oid: `oid of ${user}`, tid: 'tid', displayName: user, upn: user, roles: ['Helpdesk.Agent'] })

export interface OutboxUnderTest {
  readonly outbox: Outbox
  readonly clock: MovableClock
  readonly statuses: readonly CentralLogStatus[]
  readonly disputes: readonly unknown[]
  readonly failures: readonly ErrorCode[]
  /** Waits for a status; time goes on meanwhile, a second with every heartbeat. */
  until(isIt: (status: CentralLogStatus) => boolean): Promise<CentralLogStatus>
  /** Until the server has every row of the log. */
  untilSent(): Promise<CentralLogStatus>
}

export interface OutboxParts {
  readonly postgres: PostgresUnderTest
  readonly database: CentralDatabase
  readonly logs: () => readonly LogToSend[]
  readonly storedRows: OutboxOptions['storedRows']
  /** Another way to the server. */
  readonly port?: number
  /** What the agent's token is now. */
  readonly token?: (account: Account) => string
  readonly onDisputed?: (seq: number) => void
}

type Source = Pick<OutboxParts, 'logs' | 'storedRows'>

/** The one log that is written to, as create-services.ts hands it over. */
export function sourceOf(log: AuditLog): Source {
  return {
    logs: () => {
      const stored = log.storedRows(0, 0)
      return stored === null ? [] : [{ installId: stored.installId, rows: log.health().rows, isSetAside: false }]
    },
    storedRows: (installId, afterSeq, limit) => {
      const stored = log.storedRows(afterSeq, limit)
      return stored?.installId === installId ? stored.rows : null
    },
  }
}

/** Logs one after the other, as one desk has them. */
export function sourceOfAll(sources: readonly Source[]): Source {
  return {
    logs: () => sources.flatMap(({ logs }) => logs()),
    storedRows: (installId, afterSeq, limit) => (
      sources.find(({ logs }) => logs().some((log) => log.installId === installId))?.storedRows(installId, afterSeq, limit) ?? null
    ),
  }
}

export interface WrittenLog extends Source {
  readonly file: string
  readonly installId: string
  /** Makes the log so much longer. */
  grow(rows: number): void
}

/** A log in SQLite with `count` rows of what consoles write, made in one go: hundreds of appends that are each safe on the disk take their time. */
export function aWrittenLog(count: number, isSetAside = false, installId: string = randomUUID()): WrittenLog {
  const file = join(aFolder(), 'audit.db')
  const rows = sealedRows(Infinity, { installId })
  const next = (wanted: number): StoredRow[] => Array.from({ length: wanted }, () => rows.next().value as StoredRow)
  writeLogDatabase(file, next(count), installId)
  const database = new DatabaseSync(file)
  onTestFinished(() => database.close())
  return {
    file, installId,
    grow: (more) => {
      database.exec('BEGIN')
      for (const { seq, body, hash } of next(more)) database.prepare('INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)').run(seq, body, hash)
      database.exec('COMMIT')
    },
    logs: () => [{ installId, rows: Number(database.prepare('SELECT max(seq) AS rows FROM entries').get()?.['rows']), isSetAside }],
    storedRows: (_installId, afterSeq, limit) => (
      database.prepare('SELECT seq, body, hash FROM entries WHERE seq > ? ORDER BY seq LIMIT ?').all(afterSeq, limit) as unknown as StoredRow[]
    ),
  }
}

/** An outbox with the real log and the real server; its heart beats until the test ends. */
export function startOutbox(parts: OutboxParts): OutboxUnderTest {
  const { postgres, database, logs, storedRows } = parts
  const clock = createMovableClock()
  const statuses: CentralLogStatus[] = []
  const disputes: unknown[] = []
  const failures: ErrorCode[] = []
  const waiting = new Set<() => void>()
  const passwordOf = ({ upn }: Account): string => [database.agent, database.otherAgent, database.supervisor].find(({ user }) => user === upn)?.password ?? ''
  const outbox = createOutbox({
    clock, random: () => 0.5,
    connect: (account) => connectToCentralLog({
      policy: { host: '127.0.0.1', port: parts.port ?? postgres.port, database: database.name, caFile: null, login: { kind: 'entra', user: '{upn}', scope: 'database' } },
      upn: account.upn, token: async () => ({ status: 'ok', token: (parts.token ?? passwordOf)(account) }), isPackaged: false,
      onProblem: () => undefined,
    }),
    logs, storedRows,
    presentRows: () => logs().at(-1)?.rows ?? 0,
    onChanged: (status) => {
      statuses.push(status)
      for (const look of waiting) look()
    },
    onDisputed: (finding) => {
      disputes.push(finding)
      parts.onDisputed?.(finding.seq)
    },
    onFailed: (code) => failures.push(code),
    onProblem: (_where, cause) => { throw cause as Error },
  })
  const heartbeat = setInterval(() => {
    clock.advance(1000)
    outbox.tick()
  }, 4)
  onTestFinished(async () => {
    clearInterval(heartbeat)
    await outbox.stop()
  })

  const until = (isIt: (status: CentralLogStatus) => boolean): Promise<CentralLogStatus> => new Promise((resolve) => {
    const look = (): void => {
      const status = outbox.status()
      if (!isIt(status)) return
      waiting.delete(look)
      resolve(status)
    }
    waiting.add(look)
    look()
  })
  return { outbox, clock, statuses, disputes, failures, until, untilSent: () => until(({ state, waitingRows }) => state === 'up-to-date' && waitingRows === 0) }
}

/** What the central log holds of a log. */
export async function rowsThere(database: CentralDatabase, installId: string): Promise<StoredRow[]> {
  const { rows } = await database.asSuperuser((client) => client.query<{ seq: string; body: string; hash: string }>(
    'SELECT seq, body, hash FROM helpdesk_audit.entries WHERE install_id = $1 ORDER BY seq', [installId],
  ))
  return rows.map(({ seq, body, hash }) => ({ seq: Number(seq), body, hash }))
}

/** What there is to say against the central copy of the log in `file`: nothing, when it holds exactly these rows and they verify. */
export async function differencesOf(database: CentralDatabase, file: string): Promise<unknown[]> {
  const here = allRowsOf(file)
  const { installId } = JSON.parse(here[0]!.body) as { installId: string }
  const there = await rowsThere(database, installId)
  const verifier = createChainVerifier(installId)
  const findings = there.flatMap((row) => verifier.take(row))
  const differing = here.filter((row, index) => there[index]?.body !== row.body || there[index].hash !== row.hash).map(({ seq }) => seq)
  return [...findings, ...differing, ...(there.length === here.length ? [] : [`${there.length} rows there, ${here.length} here`])]
}
