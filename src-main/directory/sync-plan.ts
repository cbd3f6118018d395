import type { Clock } from '../../src-shared/clock.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'

export interface SyncTimes {
  /** Milliseconds from the end of one walk to the start of the next; absent: only refresh() walks, and nothing else is asked. */
  readonly resyncEveryMs?: number
  /** Between walks the tenant is asked what has changed; while it answers, walks can be rarer. Milliseconds. */
  readonly keepCurrent?: { readonly changesEveryMs: number; readonly walkEveryMs: number }
}

export interface SyncPlan {
  walkEnded(code: ErrorCode | null, canResume: boolean): void
  changesEnded(code: ErrorCode | null): void
  /** Nothing is planned any more, until something ends. */
  stop(): void
}

/** A walk that was broken off goes on after so long at first, then after twice as long each time, milliseconds. */
const firstRetryMs = 30_000

/** Says when the tenant is read next, after each reading: everything, or only what has changed. */
export function createSyncPlan(times: SyncTimes, clock: Pick<Clock, 'monotonicMs'>, walk: () => void, askForChanges: () => void): SyncPlan {
  const { resyncEveryMs, keepCurrent } = times
  let timer: NodeJS.Timeout | undefined
  let walkedAtMs = 0
  let failures = 0
  /** 'refused': this tenant does not answer; it is asked again after the next walk. */
  let changes: 'unknown' | 'told' | 'refused' = 'unknown'

  const plan = (what: () => void, afterMs: number): void => {
    clearTimeout(timer)
    timer = setTimeout(what, Math.max(0, afterMs))
    timer.unref()
  }
  const planNext = (everyMs: number): void => {
    const walkEveryMs = changes === 'told' && keepCurrent !== undefined ? keepCurrent.walkEveryMs : everyMs
    const walkInMs = walkedAtMs + walkEveryMs - clock.monotonicMs()
    if (keepCurrent !== undefined && changes !== 'refused' && keepCurrent.changesEveryMs < walkInMs) plan(askForChanges, keepCurrent.changesEveryMs)
    else plan(walk, walkInMs)
  }

  return {
    walkEnded: (code, canResume) => {
      if (resyncEveryMs === undefined) return
      walkedAtMs = clock.monotonicMs()
      if (code !== null) {
        plan(walk, canResume ? Math.min(resyncEveryMs, firstRetryMs * 2 ** failures) : resyncEveryMs)
        failures += 1
        return
      }
      failures = 0
      if (changes === 'refused') changes = 'unknown'
      planNext(resyncEveryMs)
    },
    changesEnded: (code) => {
      if (resyncEveryMs === undefined) return
      changes = code === null ? 'told' : code === 'graph-rejected' || code === 'graph-unavailable' || code === 'graph-bad-response' ? 'refused' : 'unknown'
      planNext(resyncEveryMs)
    },
    stop: () => clearTimeout(timer),
  }
}
