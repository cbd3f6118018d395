import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import paths, { basename, dirname, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { AuditEvent } from '../../src-shared/audit.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { mostCopied } from '../../src-shared/device-export.ts'
import type { DeviceExportProgress, DeviceExportRequest } from '../../src-shared/device-export.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { chosenDevices } from './chosen-devices.ts'
import type { ChosenDevicesOptions } from './chosen-devices.ts'
import { deviceCsvHead, deviceCsvLines, deviceTabLines } from './device-lines.ts'
import { Ended } from './ended.ts'
import { isOutside } from './is-outside.ts'
import { createLeftovers } from './leftovers.ts'
import { createTargetFile } from './target-file.ts'
import type { TargetFile } from './target-file.ts'

/** Progress is told four times a second at most. */
const toldEveryMs = 250
/** How often writing starts over because the list changed under it. */
const triesAtMost = 3

export interface DeviceExportsOptions extends Pick<ChosenDevicesOptions, 'directory' | 'batch'> {
  readonly audit: Pick<AuditLog, 'health' | 'append' | 'appendOrHold'>
  readonly account: () => Account | null
  /** Asks the person for a file; null when they chose none. */
  readonly chooseFile: (fileName: string) => Promise<string | null>
  readonly copyText: (text: string) => Promise<void>
  /** The console's own folder: nothing is exported over what is in it. What is under way is noted there, for after a crash. */
  readonly profileFolder: string
  readonly clock: Clock
  readonly onChanged: (progress: DeviceExportProgress) => void
  readonly onProblem: (where: string, cause: unknown) => void
}

/**
 * Copies of the device list, for whoever is signed in: into a file, one at a time, or onto the clipboard. Each has its row in the audit log, since
 * whole tenants can leave this way. A file takes its name when it is whole and the log has its row, or holds it.
 */
export interface DeviceExports {
  /** Asks for a file and begins; answers at once. Refusals: not-signed-in, export-busy. */
  start(request: DeviceExportRequest): Answer<{ export: DeviceExportProgress }>
  /** Ends it and leaves nothing; one that has ended stays as it is. */
  cancel(exportId: string): void
  /** Cancels whatever is under way: the person has gone. Resolves when nothing is left of it. */
  stop(): Promise<void>
  /** Puts at most 1,000 devices on the clipboard. Refusals: not-signed-in, copy-too-many, list-changed, what the log refuses with. */
  copy(request: DeviceExportRequest): Promise<Answer<{ rows: number }>>
}

interface Run {
  readonly request: DeviceExportRequest
  readonly actor: Account
  readonly stopping: AbortController
  progress: DeviceExportProgress
  toldAtMs: number
  ended: Promise<void>
}

type Taken = Pick<Extract<AuditEvent, { kind: 'device-export' }>, 'to' | 'rows' | 'fileName' | 'sha256'>

export function createDeviceExports(options: DeviceExportsOptions): DeviceExports {
  const { audit, clock, directory, batch } = options
  const leftovers = createLeftovers(join(options.profileFolder, 'unfinished-device-exports.json'), options.onProblem)
  const swept = leftovers.sweep()
  let run: Run | null = null

  const isSame = (actor: Account): boolean => {
    const account = options.account()
    return account?.oid === actor.oid && account.tid === actor.tid
  }
  const chosen = ({ choice }: DeviceExportRequest): ReturnType<typeof chosenDevices> => chosenDevices(choice, { directory, nowMs: clock.wallMs(), batch })

  function start(request: DeviceExportRequest): Answer<{ export: DeviceExportProgress }> {
    const actor = options.account()
    if (actor === null) return refuse('not-signed-in')
    if (run !== null && ['choosing', 'writing', 'checking'].includes(run.progress.phase)) return refuse('export-busy')
    const progress: DeviceExportProgress = { exportId: randomUUID(), phase: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, isRowHeld: false, code: null }
    const begun: Run = { request, actor, stopping: new AbortController(), progress, toldAtMs: clock.monotonicMs(), ended: Promise.resolve() }
    run = begun
    begun.ended = follow(begun)
    return { status: 'ok', export: progress }
  }

  function tell(of: Run, news: Partial<DeviceExportProgress>): void {
    of.progress = { ...of.progress, ...news }
    if (news.phase === undefined && clock.monotonicMs() - of.toldAtMs < toldEveryMs) return
    of.toldAtMs = clock.monotonicMs()
    options.onChanged(of.progress)
  }

  function check({ stopping, actor }: Run): void {
    if (stopping.signal.aborted || !isSame(actor)) throw new Ended('export-cancelled')
  }

  async function follow(of: Run): Promise<void> {
    let file: TargetFile | null = null
    try {
      const path = await choose(of)
      check(of)
      if (!isOutside(await realpath(dirname(path)), await realpath(options.profileFolder), paths)) throw new Ended('export-failed')
      tell(of, { phase: 'writing' })
      await swept
      await leftovers.sweep()
      for (let attempt = 1; file === null; attempt += 1) file = await writeOnce(of, path, attempt === triesAtMost)
      const sha256 = await file.finish()
      tell(of, { phase: 'checking', totalRows: of.progress.rows, bytes: file.bytes() })
      if ((await file.readBack(() => check(of))) !== sha256) throw new Ended('export-failed')
      check(of)
      await file.clearName()
      const isRowHeld = record(of.request, of.actor, { to: 'file', rows: of.progress.rows, fileName: basename(path), sha256 })
      await file.moveIntoPlace()
      tell(of, { phase: 'done', file: path, isRowHeld })
    } catch (cause) {
      await file?.discard()
      const isCancelled = of.stopping.signal.aborted
      const code = isCancelled ? 'export-cancelled' : cause instanceof Ended ? cause.code : 'export-failed'
      if (!(cause instanceof Ended) && !isCancelled) options.onProblem('device export', cause)
      tell(of, { phase: code === 'export-cancelled' ? 'cancelled' : 'failed', code, file: null })
    }
  }

  /** A file with all lines, not finished; null when the list changed meanwhile and it is worth another try. */
  async function writeOnce(of: Run, path: string, isLastTry: boolean): Promise<TargetFile | null> {
    const file = await createTargetFile(path, leftovers)
    try {
      const { columns } = of.request
      let rows = 0
      await file.write(deviceCsvHead(columns))
      for await (const chunk of chosen(of.request)) {
        check(of)
        await file.write(deviceCsvLines(chunk.rows, columns))
        rows += chunk.rows.length
        tell(of, { rows, totalRows: chunk.total, bytes: file.bytes() })
        await breathe()
      }
      check(of)
      return file
    } catch (cause) {
      await file.discard()
      if (!isLastTry && cause instanceof Ended && cause.code === 'list-changed') return null
      throw cause
    }
  }

  /** The system's dialog cannot be taken back: what is chosen in it after the export was ended is not heard. */
  async function choose({ stopping }: Run): Promise<string> {
    const stopped = new Promise<null>((resolve) => stopping.signal.addEventListener('abort', () => resolve(null), { once: true }))
    const path = await Promise.race([options.chooseFile(`devices-${new Date(clock.wallMs()).toISOString().slice(0, 10)}.csv`), stopped])
    if (path === null) throw new Ended('export-cancelled')
    return path
  }

  /** Without its row a copy would be unaccounted for. A log that cannot be written just now holds the row: true. Throws `Ended`. */
  function record({ choice, columns }: DeviceExportRequest, account: Account, taken: Taken): boolean {
    const question = choice.kind === 'found' ? JSON.stringify(choice.question) : null
    const row = { kind: 'device-export', actor: actorOf(account), question, columns, ...taken } as const
    const answer = audit.append(row)
    if (answer.status === 'ok') return false
    if (answer.code !== 'audit-unavailable') throw new Ended(answer.code)
    audit.appendOrHold(row)
    return audit.health().heldRows > 0
  }

  async function copy(request: DeviceExportRequest): Promise<Answer<{ rows: number }>> {
    const actor = options.account()
    if (actor === null) return refuse('not-signed-in')
    const rows: DeviceRow[] = []
    try {
      for await (const chunk of chosen(request)) {
        if (chunk.total > mostCopied) return refuse('copy-too-many')
        rows.push(...chunk.rows)
      }
      if (!isSame(actor)) return refuse('not-signed-in')
      record(request, actor, { to: 'clipboard', rows: rows.length })
      await options.copyText(deviceTabLines(rows, request.columns))
      return { status: 'ok', rows: rows.length }
    } catch (cause) {
      if (cause instanceof Ended) return refuse(cause.code)
      options.onProblem('device copy', cause)
      return refuse('unexpected')
    }
  }

  return {
    start,
    copy,
    cancel: (exportId) => {
      if (run?.progress.exportId === exportId) run.stopping.abort()
    },
    stop: async () => {
      run?.stopping.abort()
      await run?.ended
    },
  }
}
