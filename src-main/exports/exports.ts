import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import paths, { basename, dirname } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { ExportProgress, ExportRequest } from '../../src-shared/audit-export.ts'
import type { ExportFormat } from '../../src-shared/audit.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { isOutside } from './is-outside.ts'
import { createTargetFile } from './target-file.ts'
import type { TargetFile } from './target-file.ts'
import { writeAttempts } from './write-attempts.ts'
import { writeChain } from './write-chain.ts'

/** Progress is told four times a second at most. */
const toldEveryMs = 250

export interface ExportsOptions {
  readonly audit: Pick<AuditLog, 'attempts' | 'storedRows' | 'health' | 'append'>
  readonly account: () => Account | null
  /** Asks the person for a file; null when they chose none. */
  readonly chooseFile: (fileName: string, format: ExportFormat) => Promise<string | null>
  /** The console's own folder: nothing is exported over the log itself. */
  readonly profileFolder: string
  readonly clock: Clock
  readonly onChanged: (progress: ExportProgress) => void
  readonly onProblem: (where: string, cause: unknown) => void
  /** Rows read and written at a time. For tests: fewer. */
  readonly batch?: number | undefined
}

/** Copies of the audit log for supervisors, one at a time. A copy is there when it is whole and the log has a row of it; otherwise nothing is. */
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

/** Thrown to end a writer from within. */
class Ended extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

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
  let run: Run | null = null

  function start(request: ExportRequest): Answer<{ export: ExportProgress }> {
    const actor = options.account()
    if (actor === null) return refuse('not-signed-in')
    if (!actor.roles.includes('Helpdesk.Supervisor')) return refuse('not-allowed')
    if (run !== null && isUnderWay(run.progress)) return refuse('export-busy')
    const progress: ExportProgress = {
      exportId: randomUUID(), format: request.format, phase: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, code: null,
    }
    // The whole log knows no filter, and its row is not to say that it did.
    const asked = request.format === 'jsonl' ? { ...request, filter: everyAttempt } : request
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
      const path = await choose(of)
      check(of)
      await assertOutside(path)
      tell(of, { phase: 'writing' })
      file = await createTargetFile(path)
      const rows = await write(of, file)
      const sha256 = await file.finish()
      tell(of, { phase: 'checking', rows, totalRows: rows, bytes: file.bytes() })
      if ((await file.readBack(() => check(of))) !== sha256) throw new Ended('export-failed')
      check(of)
      await file.moveIntoPlace()
      record(of, { rows, fileName: basename(path), sha256 })
      tell(of, { phase: 'done', file: path })
    } catch (cause) {
      await file?.discard()
      const code = cause instanceof Ended ? cause.code : 'export-failed'
      if (!(cause instanceof Ended)) options.onProblem('export', cause)
      tell(of, { phase: code === 'export-cancelled' ? 'cancelled' : 'failed', code, file: null })
    }
  }

  /** The file that was chosen. The system's dialog cannot be taken back: what is chosen in it after the export was ended is not heard. */
  async function choose({ progress, stopping }: Run): Promise<string> {
    const day = new Date(clock.wallMs()).toISOString().slice(0, 10)
    const stopped = new Promise<null>((resolve) => stopping.signal.addEventListener('abort', () => resolve(null), { once: true }))
    const path = await Promise.race([options.chooseFile(`helpdesk-audit-${day}.${progress.format}`, progress.format), stopped])
    if (path === null) throw new Ended('export-cancelled')
    return path
  }

  async function assertOutside(path: string): Promise<void> {
    if (!isOutside(await realpath(dirname(path)), await realpath(options.profileFolder), paths)) throw new Ended('export-failed')
  }

  async function write(of: Run, file: TargetFile): Promise<number> {
    const { request: { format, filter } } = of
    const lastSeq = audit.health().rows
    const afterBatch = async (rows: number, totalRows: number): Promise<void> => {
      check(of)
      tell(of, { rows, totalRows, bytes: file.bytes() })
      await breathe()
    }
    if (format === 'csv') return writeAttempts(audit, filter, file, { batch, afterBatch })
    const rows = await writeChain(audit.storedRows, lastSeq, file, { batch, afterBatch: (written) => afterBatch(written, lastSeq) })
    if (rows === null) throw new Ended('audit-unavailable')
    return rows
  }

  /** The last thing: without its row a copy would be unaccounted for, and goes. */
  function record({ request, actor: { oid, tid, upn, displayName } }: Run, made: { rows: number; fileName: string; sha256: string }): void {
    const actor = { oid, tid, upn, displayName }
    const answer = audit.append({ kind: 'export', actor, format: request.format, filter: JSON.stringify(request.filter), ...made })
    if (answer.status === 'refused') throw new Ended(answer.code)
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
