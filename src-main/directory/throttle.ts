import type { Clock } from '../../src-shared/clock.ts'

export interface Throttled {
  call(): void
  /** Calls at once, whatever was last. */
  now(): void
  cancel(): void
}

/** Calls at once, then at most once per `intervalMs`; the last call is never lost, only late. */
export function throttle(run: () => void, intervalMs: number, clock: Pick<Clock, 'monotonicMs'>): Throttled {
  let lastMs = -Infinity
  let timer: NodeJS.Timeout | undefined
  const runNow = (): void => {
    timer = undefined
    lastMs = clock.monotonicMs()
    run()
  }
  return {
    now: () => {
      clearTimeout(timer)
      runNow()
    },
    call: () => {
      if (timer !== undefined) return
      const waitMs = lastMs + intervalMs - clock.monotonicMs()
      if (waitMs <= 0) runNow()
      else timer = setTimeout(runNow, waitMs).unref()
    },
    cancel: () => {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
