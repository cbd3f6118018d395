import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import paths, { basename, dirname, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { ExportProgress, ExportRequest } from '../../src-shared/audit-export.ts'
import type { AuditEvent, ExportFormat, LogHead } from '../../src-shared/audit.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { ReportContent } from '../report/report-document.ts'
import { createDeskSource, createServiceDeskSource } from './attempt-source.ts'
import type { AttemptSource, QueryAttempts } from './attempt-source.ts'
import { Ended } from './ended.ts'
import { isOutside } from './is-outside.ts'
import { createLeftovers } from './leftovers.ts'
import { createTargetFile } from './target-file.ts'
import type { TargetFile } from './target-file.ts'
import { writeAttempts } from './write-attempts.ts'
import { writeChain } from './write-chain.ts'
import type { RowsAfter } from './write-chain.ts'
import { assertFitsReport, writeReport } from './write-report.ts'

/** Progress is told four times a second at most. */
const toldEveryMs = 250

export interface ExportsOptions {
  readonly audit: Pick<AuditLog, 'attempts' | 'attemptsBefore' | 'health' | 'append' | 'appendOrHold'> & { readonly storedRows: RowsAfter }
  /** Attempts of every desk; null where the policy names no central log. */
  readonly serviceDesk: QueryAttempts | null
  /** Makes a PDF; rejects when `signal` aborts. */
  readonly printReport: (content: ReportContent, signal: AbortSignal) => Promise<Uint8Array>
  readonly account: () => Account | null
  /** Asks the person for a file; null when they chose none. */
  readonly chooseFile: (fileName: string, format: ExportFormat) => Promise<string | null>
  /** The console's own folder: nothing is exported over the log itself. What is under way is noted there, for after a crash. */
  readonly profileFolder: string
  readonly clock: Clock
  readonly onChanged: (progress: ExportProgress) => void
  readonly onProblem: (where: string, cause: unknown) => void
  /** Rows read and written at a time. For tests: fewer. */
  readonly batch?: number | undefined
}

/**
 * Copies of the audit log for supervisors, one at a time. A copy takes its name when it is whole and the log has its row, or holds it because
 * it cannot be written just now; otherwise nothing is there but what was there before.
 */
export interface Exports {
  /** Asks for a file and begins; answers at once. Refusals: not-signed-in, not-allowed, export-busy. */
  start(request: ExportRequest): Answer<{ export: ExportProgress }>
  /** Ends it and leaves nothing; one that has ended stays as it is. */
  cancel(exportId: string): void
  /** Cancels whatever is under way: the person has gone. Resolves when nothing is left of it. */
  stop(): Promise<void>
  /** Of the signed-in supervisor: under way, or ended last. */
  current(): ExportProgress | null
}

type MadeExport = Pick<Extract<AuditEvent, { kind: 'export' }>, 'rows' | 'fileName' | 'sha256' | 'log'>

interface Run {
  readonly request: ExportRequest
  readonly actor: Account
  readonly stopping: AbortController
  progress: ExportProgress
  toldAtMs: number
  ended: Promise<void>
}

export function createExports(options: ExportsOptions): Exports {
  const { audit, clock, batch } = options
  const leftovers = createLeftovers(join(options.profileFolder, 'unfinished-exports.json'), options.onProblem)
  let run: Run | null = null
  const swept = leftovers.sweep() // a share that is away must not hold up the start

  function start(request: ExportRequest): Answer<{ export: ExportProgress }> {
    const actor = options.account()
    if (actor === null) return refuse('not-signed-in')
    if (!actor.roles.includes('Helpdesk.Supervisor')) return refuse('not-allowed')
    if (run !== null && isUnderWay(run.progress)) return refuse('export-busy')
    const progress: ExportProgress = {
      exportId: randomUUID(), format: request.format, phase: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, isRowHeld: false, code: null,
    }
    // The whole log knows no filter, and its row is not to say that it did; one log of this desk is asked for as a whole log only.
    const asked: ExportRequest = request.format === 'jsonl' ? { ...request, filter: everyAttempt, scope: 'desk' } : { ...request, installId: null }
    const begun: Run = { request: asked, actor, stopping: new AbortController(), progress, toldAtMs: clock.monotonicMs(), ended: Promise.resolve() }
    run = begun
    begun.ended = follow(begun)
    return { status: 'ok', export: progress }
  }

  function tell(of: Run, news: Partial<ExportProgress>): void {
    of.progress = { ...of.progress, ...news }
    if (news.phase === undefined && clock.monotonicMs() - of.toldAtMs < toldEveryMs) return
    of.toldAtMs = clock.monotonicMs()
    options.onChanged(of.progress)
  }

  /** Throws where it must not go on. */
  function check({ stopping, actor }: Run): void {
    const account = options.account()
    const isSame = account?.oid === actor.oid && account.tid === actor.tid && account.roles.includes('Helpdesk.Supervisor')
    if (stopping.signal.aborted || !isSame) throw new Ended('export-cancelled')
  }

  async function follow(of: Run): Promise<void> {
    let file: TargetFile | null = null
    try {
      const source = of.request.scope === 'desk' ? createDeskSource(audit) : createServiceDeskSource(options.serviceDesk)
      if (of.request.format === 'pdf') await assertFitsReport(source, of.request.filter)
      check(of)
      const path = await choose(of)
      check(of)
      await assertOutside(path)
      tell(of, { phase: 'writing' })
      await swept
      await leftovers.sweep()
      file = await createTargetFile(path, leftovers)
      const { rows, log } = await write(of, source, file)
      const sha256 = await file.finish()
      tell(of, { phase: 'checking', rows, totalRows: rows, bytes: file.bytes() })
      if ((await file.readBack(() => check(of))) !== sha256) throw new Ended('export-failed')
      check(of)
      await file.clearName()
      const isRowHeld = record(of, { rows, fileName: basename(path), sha256, ...(log === null ? {} : { log }) })
      await file.moveIntoPlace()
      tell(of, { phase: 'done', file: path, isRowHeld })
    } catch (cause) {
      await file?.discard()
      const isCancelled = of.stopping.signal.aborted // what was stopped in the middle complains in its own words
      const code = isCancelled ? 'export-cancelled' : cause instanceof Ended ? cause.code : 'export-failed'
      if (!(cause instanceof Ended) && !isCancelled) options.onProblem('export', cause)
      tell(of, { phase: code === 'export-cancelled' ? 'cancelled' : 'failed', code, file: null })
    }
  }

  /** The file that was chosen. The system's dialog cannot be taken back: what is chosen in it after the export was ended is not heard. */
  async function choose({ progress, request, stopping }: Run): Promise<string> {
    const day = new Date(clock.wallMs()).toISOString().slice(0, 10)
    const stopped = new Promise<null>((resolve) => stopping.signal.addEventListener('abort', () => resolve(null), { once: true }))
    const name = `helpdesk-audit-${request.installId === null ? day : request.installId.slice(0, 8)}.${progress.format}`
    const path = await Promise.race([options.chooseFile(name, progress.format), stopped])
    if (path === null) throw new Ended('export-cancelled')
    return path
  }

  async function assertOutside(path: string): Promise<void> {
    if (!isOutside(await realpath(dirname(path)), await realpath(options.profileFolder), paths)) throw new Ended('export-failed')
  }

  async function write(of: Run, source: AttemptSource, file: TargetFile): Promise<{ readonly rows: number; readonly log: LogHead | null }> {
    const { request: { format, filter, installId } } = of
    const afterBatch = async (rows: number, totalRows: number | null): Promise<void> => {
      check(of)
      tell(of, { rows, totalRows, bytes: file.bytes() })
      await breathe()
    }
    if (format === 'csv') return { rows: await writeAttempts(source, filter, file, { batch, afterBatch }), log: null }
    if (format === 'pdf') return { rows: await writeReport(source, filter, file, { batch, afterBatch, print: (attempts) => print(of, attempts) }), log: null }
    const lastSeq = installId === null ? audit.health().rows : null
    const log = await writeChain(audit.storedRows, file, { installId, lastSeq, batch, afterBatch: (written) => afterBatch(written, lastSeq) })
    if (log === null) throw new Ended('audit-unavailable')
    return { rows: log.rows, log }
  }

  async function print({ request: { scope, filter }, actor, stopping }: Run, attempts: readonly AuditAttempt[]): Promise<Uint8Array> {
    const health = audit.health()
    const end = audit.storedRows(health.rows - 1, 1)
    const last = end?.rows[0]
    const head = end === null || last === undefined ? null : { installId: end.installId, rows: last.seq, hash: last.hash }
    return options.printReport({ scope, filter, attempts, madeBy: actor, madeAt: new Date(clock.wallMs()).toISOString(), health, head }, stopping.signal)
  }

  /** Without its row a copy would be unaccounted for. A log that cannot be written just now holds the row: true. */
  function record({ request, actor: account }: Run, made: MadeExport): boolean {
    const actor = actorOf(account)
    const scope = request.scope === 'desk' ? {} : { scope: request.scope }
    const row = { kind: 'export', actor, format: request.format, filter: JSON.stringify(request.filter), ...scope, ...made } as const
    const answer = audit.append(row)
    if (answer.status === 'ok') return false
    if (answer.code !== 'audit-unavailable') throw new Ended(answer.code)
    audit.appendOrHold(row)
    return audit.health().heldRows > 0
  }

  return {
    start,
    cancel: (exportId) => {
      if (run?.progress.exportId === exportId) run.stopping.abort()
    },
    stop: async () => {
      run?.stopping.abort()
      await run?.ended
    },
    current: () => (run !== null && run.actor.oid === options.account()?.oid ? run.progress : null),
  }
}

const isUnderWay = ({ phase }: ExportProgress): boolean => phase === 'choosing' || phase === 'writing' || phase === 'checking'
