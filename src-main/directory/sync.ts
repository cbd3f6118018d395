import type { Clock } from '../../src-shared/clock.ts'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { FetchPage } from '../graph/device-list.ts'
import { rangesUntil } from './check-in-ranges.ts'
import { createCountCheck } from './count-check.ts'
import { heldIn } from './directory-messages.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import type { PageAsk } from './directory-walk.ts'
import { createSyncPlan } from './sync-plan.ts'
import type { SyncTimes } from './sync-plan.ts'
import { createWalkRate } from './walk-rate.ts'
import type { WalkRate } from './walk-rate.ts'

export interface SyncOptions extends SyncTimes {
  /** The network is main's alone: see createFetchPage. */
  readonly fetchPage: FetchPage
  readonly clock: Clock
  /** How many devices Intune says there are; null: it does not say. Never throws. */
  readonly readExpected?: (signal: AbortSignal) => Promise<number | null>
  /** Graph's own time, milliseconds since 1970; null while it is not known. Absent: a tenant is never read in ranges. */
  readonly graphNowMs?: () => number | null
  /** A tenant of at least so many devices is read in ranges side by side; 20,000 unless said. */
  readonly splitFrom?: number
}

export interface SyncedDirectory {
  status(): DirectoryStatus
  setStatus(change: Partial<DirectoryStatus>): void
  post(message: ToWorker, transfer?: ArrayBuffer[]): void
  /** Walks, with a thread that lives. */
  refresh(): void
}

type Heard = Extract<FromWorker, { walk: number }>

export interface Sync {
  /** Walks, unless a walk is under way; goes on with one that was broken off lately. The thread must be there. */
  walk(): void
  heard(message: Heard): void
  /** The thread died with all it held. */
  lost(): void
  /** At sign-out: nothing of the session is left here. The thread is told by whoever calls. */
  forget(): void
  /** For good. */
  stop(): void
}

/** A reading that is under way: of everything, or of what has changed. */
interface Job {
  readonly number: number
  readonly kind: 'walk' | 'changes'
  readonly stop: AbortController
  readonly rate: WalkRate
  readonly expected: Promise<number | null>
  /** Of the second of two walks: how many the first one held, which was not what Intune counts. */
  readonly heldBefore: number | null
}

/** So long a nextLink is taken to be good. How long skip tokens live is not documented; one that has expired starts its list over. */
const linkLivesMs = 10 * 60_000
const defaultSplitFrom = 20_000

/** Main's part of keeping the list current: fetches the pages that the thread asks for, compares with Intune's count, says when to read again. */
export function createSync(options: SyncOptions, { status, setStatus, post, refresh }: SyncedDirectory): Sync {
  const { clock, fetchPage } = options
  const splitFrom = options.splitFrom ?? defaultSplitFrom
  const check = createCountCheck()
  let lastJob = 0
  let job: Job | null = null
  let brokenAtMs = -Infinity
  let canSplit = true

  const endJob = (): void => {
    job?.stop.abort()
    job = null
    lastJob += 1
  }
  const begin = (kind: Job['kind'], heldBefore: number | null): Job => {
    plan.stop()
    endJob()
    const stop = new AbortController()
    job = { number: lastJob, kind, stop, rate: createWalkRate(clock), expected: options.readExpected?.(stop.signal) ?? Promise.resolve(null), heldBefore }
    return job
  }

  const walk = (heldBefore: number | null): void => {
    const begun = begin('walk', heldBefore)
    setStatus({ phase: 'loading', code: null, perSecond: null, isPutOff: false })
    post({ type: 'walk', walk: begun.number, resume: clock.monotonicMs() - brokenAtMs < linkLivesMs })
    void begun.expected.then((expected) => {
      if (begun !== job) return
      setStatus({ expected })
      const nowMs = options.graphNowMs?.() ?? null
      // A walk that is done again to be certain goes along the one list.
      if (expected !== null && expected >= splitFrom && nowMs !== null && canSplit && heldBefore === null) {
        post({ type: 'split', walk: begun.number, ranges: rangesUntil(nowMs) })
      }
    })
  }
  const askForChanges = (): void => post({ type: 'changes', walk: begin('changes', null).number, nowMs: options.graphNowMs?.() ?? clock.wallMs() })
  const plan = createSyncPlan(options, clock, refresh, askForChanges)

  const putOff = (number: number, isPutOff: boolean): void => {
    if (number === lastJob && status().isPutOff !== isPutOff) setStatus({ isPutOff })
  }
  const sendPage = async ({ number, stop }: Job, { request, url, range }: PageAsk): Promise<void> => {
    let code: ErrorCode
    try {
      const answer = await fetchPage(url, stop.signal, range, () => putOff(number, true))
      putOff(number, false)
      if (number !== lastJob) return
      if (answer.status === 'ok') {
        post({ type: 'page', walk: number, request, body: answer.body }, [answer.body.buffer])
        return
      }
      code = answer.code
    } catch {
      code = 'unexpected'
    }
    if (number === lastJob) post({ type: 'no-page', walk: number, request, code })
  }

  /** Compares with what Intune counts. A list that is short or long is read once more, and shown meanwhile. */
  const compare = async ({ number, kind, expected: counted, heldBefore }: Job): Promise<void> => {
    const expected = await counted
    if (number !== lastJob) return
    setStatus({ expected })
    const held = status().count + status().badRows
    // What the ranges did not have and the list has.
    if (heldBefore !== null && held > heldBefore) canSplit = false
    if (expected === null) return
    if (kind === 'changes' && check.looked(expected, held)) walk(null)
    if (kind === 'walk' && check.walked(expected, held)) walk(held)
  }
  const walkEnded = (ended: Job, message: Extract<FromWorker, { type: 'walk-ended' }>): void => {
    const { code, canResume } = message
    job = null
    if (message.areRangesRefused) canSplit = false
    const news = code === null ? { phase: 'ready' as const, syncedAt: new Date(clock.wallMs()).toISOString(), changedAt: null } : { phase: 'failed' as const }
    setStatus({ ...heldIn(message), ...news, perSecond: null, isPutOff: false, code })
    if (code !== null) ended.stop.abort()
    brokenAtMs = canResume ? clock.monotonicMs() : -Infinity
    plan.walkEnded(code, canResume)
    if (code === null) void compare(ended)
  }
  const changesEnded = (ended: Job, message: Extract<FromWorker, { type: 'changes-ended' }>): void => {
    const { code } = message
    job = null
    // What could not be asked is no failure of the list: it is as old as it says.
    setStatus({ ...heldIn(message), ...(code === null ? { changedAt: new Date(clock.wallMs()).toISOString() } : {}) })
    plan.changesEnded(code)
    if (code === null) void compare(ended)
  }

  return {
    walk: () => {
      if (job?.kind !== 'walk') walk(null)
    },
    heard: (message) => {
      if (job === null || message.walk !== job.number) return
      if (message.type === 'need-page') void sendPage(job, message.page)
      else if (message.type === 'progress') setStatus({ phase: 'loading', ...heldIn(message), perSecond: job.rate.perSecond(message.read) })
      else if (message.type === 'walk-ended') walkEnded(job, message)
      else changesEnded(job, message)
    },
    lost: () => {
      endJob()
      brokenAtMs = -Infinity
      setStatus({ phase: 'failed', count: 0, badRows: 0, perSecond: null, isPutOff: false, code: 'unexpected', revision: status().revision + 1 })
      plan.walkEnded('unexpected', false)
    },
    forget: () => {
      plan.stop()
      endJob()
      brokenAtMs = -Infinity
      canSplit = true
      check.forget()
      setStatus({ phase: 'empty', count: 0, badRows: 0, syncedAt: null, changedAt: null, expected: null, perSecond: null, isPutOff: false, code: null, revision: status().revision + 1 })
    },
    stop: () => {
      plan.stop()
      endJob()
    },
  }
}
