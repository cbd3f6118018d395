import type { AuditFinding } from '../../src-shared/audit-health.ts'
import type { CentralLogStatus } from '../../src-shared/central-log.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { StoredRow } from '../audit/chain.ts'
import type { CentralConnection } from './connect.ts'
import { headsOf, sendLog } from './send-log.ts'
import type { SendingEnd } from './send-log.ts'

/** A log of this desk, as far as sending it needs to know. */
export interface LogToSend {
  readonly installId: string
  readonly rows: number
  /** It was found broken and set aside: what the server has of it may well be something else, and is no news. */
  readonly isSetAside: boolean
}

export interface OutboxOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly connect: (account: Account) => Promise<Answer<{ connection: CentralConnection }>>
  /** Every log of this desk, oldest first, the one that is written to last. */
  readonly logs: () => readonly LogToSend[]
  /** Rows of the log that is written to; asked all the time, so it must cost nothing. */
  readonly presentRows: () => number
  /** Up to `limit` rows of a log after `afterSeq`; null when it cannot be read now. */
  readonly storedRows: (installId: string, afterSeq: number, limit: number) => readonly StoredRow[] | null
  readonly onChanged: (status: CentralLogStatus) => void
  /** The server holds other rows of a log than this PC, or later ones. Once for each log and run of the console. */
  readonly onDisputed: (finding: AuditFinding & { readonly code: 'witness-knows-more' | 'witness-disagrees'; readonly installId: string; readonly seq: number }) => void
  /** For the console's own log: what is in the way, when that changes. */
  readonly onFailed: (code: ErrorCode) => void
  readonly onProblem: (where: string, cause: unknown) => void
}

/** Sends this desk's rows to the central log while somebody is signed in. The local log is the outbox: where to go on is asked of the server. */
export interface Outbox {
  status(): CentralLogStatus
  /** Called every now and then; costs nothing when there is nothing to do. */
  tick(): void
  /** Who is signed in now. Rows are sent in their name; null: nobody's. */
  follow(account: Account | null): void
  /** For good. */
  stop(): Promise<void>
}

/** With nothing new, the server is asked this often whether it still agrees. */
const checkEveryMs = 10 * 60_000
/** A connection that nobody needs is given back: a service desk has hundreds of consoles. */
const idleMs = 60_000
const longestPauseMs = 5 * 60_000

/** A log that was overwritten can bear any name; the server takes none but these, and would answer for no log at all. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What passes by itself; anything else needs somebody. */
const passing: readonly ErrorCode[] = ['central-unreachable', 'central-slow', 'tenant-unreachable', 'audit-unavailable']

export function createOutbox(options: OutboxOptions): Outbox {
  const { clock } = options
  const iso = (): string => new Date(clock.wallMs()).toISOString()
  let status: CentralLogStatus = { state: 'signed-out', waitingRows: null, since: iso(), confirmedAt: null, code: null }
  let who: Account | null = null
  /** Counts up when somebody else sends, or nobody: what an earlier run still learns is dropped. */
  let turn = 0
  let connection: CentralConnection | null = null
  let isRunning = false
  const runs = new Set<Promise<void>>()
  let failures = 0
  let notBeforeMs = 0
  let dueMs = 0
  let usedAtMs = 0
  let seenRows: number | null = null
  let logs: readonly LogToSend[] = []
  /** Rows that the server has, by log. */
  const confirmed = new Map<string, number>()
  /** Closed logs that need no more: sent, or stopped. */
  const settled = new Set<string>()
  const ended = new Map<string, SendingEnd>()
  const told = new Set<string>()

  function become(next: Partial<CentralLogStatus>): void {
    const state = next.state ?? status.state
    const changed = { ...status, ...next, waitingRows: waitingRows(), since: state === status.state ? status.since : iso() }
    if (JSON.stringify(changed) === JSON.stringify(status)) return
    const isNewCode = changed.code !== null && changed.code !== status.code
    status = changed
    if (isNewCode && changed.code !== null) options.onFailed(changed.code)
    options.onChanged(status)
  }

  /** What the server will not take does not wait. */
  function waitingRows(): number | null {
    let sum = 0
    for (const [index, { installId, rows }] of logs.entries()) {
      const there = confirmed.get(installId)
      if (ended.get(installId)?.kind === 'stopped') continue
      if (there === undefined) return null
      const here = index === logs.length - 1 ? Math.max(rows, options.presentRows()) : rows
      sum += Math.max(0, here - there)
    }
    return logs.length === 0 ? null : sum
  }

  function hangUp(): void {
    void connection?.close()
    connection = null
    settled.clear()
    ended.clear()
  }

  function fail(code: ErrorCode): void {
    if (connection?.isOpen() === false) hangUp()
    const pauseMs = Math.min(longestPauseMs, 1000 * 2 ** Math.min(failures, 20))
    // Consoles that lost the same server must not all come back in the same moment.
    notBeforeMs = clock.monotonicMs() + pauseMs * (0.5 + options.random() / 2)
    failures += 1
    dueMs = 0
    become({ state: passing.includes(code) ? 'away' : 'refused', code })
  }

  async function run(account: Account): Promise<void> {
    const mine = turn
    const isWanted = (): boolean => turn === mine
    seenRows = options.presentRows()
    if (connection?.isOpen() !== true) {
      hangUp()
      if (failures === 0) become({ state: 'connecting', code: null })
      const opened = await options.connect(account)
      if (!isWanted()) {
        if (opened.status === 'ok') await opened.connection.close()
        return
      }
      if (opened.status === 'refused') {
        fail(opened.code)
        return
      }
      connection = opened.connection
    }
    const through = connection
    logs = options.logs().filter(({ installId }) => uuid.test(installId))
    const wanted = logs.filter(({ installId }) => !settled.has(installId))
    const asked = logs.length === 0 ? { code: 'audit-unavailable' as const } : await headsOf(through, wanted.map(({ installId }) => installId))
    if (!isWanted()) return
    if ('code' in asked) {
      fail(asked.code)
      return
    }
    for (const { installId } of wanted) confirmed.set(installId, asked.heads.get(installId)?.rows ?? 0)
    if (waitingRows() !== 0) become({ state: 'sending', code: null })

    for (const log of wanted) {
      const { installId } = log
      const end = await sendLog({
        ...log, connection: through, isWanted, read: (afterSeq, limit) => options.storedRows(installId, afterSeq, limit),
        onConfirmed: (rows) => {
          confirmed.set(installId, rows)
          if (rows > 0) become({ confirmedAt: iso() })
        },
      }, asked.heads.get(installId))
      if (!isWanted()) return
      // An earlier log that cannot be read holds up none that can.
      const isUnreadable = end.kind === 'failed' && end.code === 'audit-unavailable' && installId !== logs.at(-1)?.installId
      if (end.kind === 'failed' && !isUnreadable) {
        fail(end.code)
        return
      }
      settle(log, isUnreadable ? { kind: 'stopped', seq: 0 } : end)
    }
    failures = notBeforeMs = 0
    usedAtMs = clock.monotonicMs()
    dueMs = usedAtMs + checkEveryMs
    conclude()
  }

  function settle({ installId, isSetAside }: LogToSend, end: SendingEnd): void {
    ended.set(installId, isSetAside && end.kind === 'disputed' ? { kind: 'stopped', seq: end.seq } : end)
    if (installId !== logs.at(-1)?.installId) settled.add(installId)
    if (end.kind !== 'disputed' || isSetAside || told.has(installId)) return
    told.add(installId)
    options.onDisputed({ code: end.code, installId, seq: end.seq })
  }

  function conclude(): void {
    const ends = logs.map(({ installId }) => ended.get(installId)?.kind)
    if (ends.includes('disputed')) become({ state: 'disagrees', code: 'central-disagrees' })
    else if (ends.at(-1) === 'stopped') become({ state: 'refused', code: 'audit-broken' })
    else become({ state: 'up-to-date', code: null, confirmedAt: iso() })
  }

  function start(account: Account): void {
    isRunning = true
    const mine = turn
    const ending = run(account).catch((cause: unknown) => {
      options.onProblem('central log', cause)
      if (turn === mine) fail('unexpected')
    }).finally(() => {
      if (turn === mine) isRunning = false
      runs.delete(ending)
    })
    runs.add(ending)
  }

  function follow(account: Account | null): void {
    if (account !== null && account.oid === who?.oid && account.tid === who.tid) return
    if (account === null && who === null) return
    turn += 1
    who = account
    isRunning = false
    failures = notBeforeMs = dueMs = 0
    hangUp()
    become({ state: account === null ? 'signed-out' : 'connecting', code: null })
  }

  return {
    status: () => status,
    tick: () => {
      if (isRunning) return
      const nowMs = clock.monotonicMs()
      const hasNews = options.presentRows() !== seenRows
      if (hasNews) become({})
      if (who === null || nowMs < notBeforeMs) return
      if (hasNews || nowMs >= dueMs) start(who)
      else if (connection !== null && nowMs - usedAtMs >= idleMs) hangUp()
    },
    follow,
    stop: async () => {
      const last = connection
      follow(null)
      await Promise.all([...runs, last?.close()])
    },
  }
}
