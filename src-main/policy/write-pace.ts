/** What Graph allows one app on one tenant: 200 writes to devices in any 20 seconds (https://learn.microsoft.com/en-us/graph/throttling-limits). */
const writesPerWindow = 200
export const writeWindowMs = 20_000

/** Keeps many writes within Graph's limit, on the monotonic clock passed in. */
export interface WritePace {
  /** Milliseconds until the next write may go; 0: now. */
  waitMs(nowMs: number): number
  /** Counts a write that goes now. */
  note(nowMs: number): void
  /** Graph said "too many": nothing goes before so many milliseconds have passed. */
  holdBack(nowMs: number, ms: number): void
}

/** A sliding window: never more than `most` writes in any `windowMs`. */
export function createWritePace(most = writesPerWindow, windowMs = writeWindowMs): WritePace {
  let sent: number[] = []
  let heldUntilMs = Number.NEGATIVE_INFINITY
  return {
    waitMs: (nowMs) => {
      sent = sent.filter((at) => at > nowMs - windowMs)
      const [oldest] = sent
      const untilFree = sent.length < most || oldest === undefined ? 0 : oldest + windowMs - nowMs
      return Math.max(0, untilFree, heldUntilMs - nowMs)
    },
    note: (nowMs) => void sent.push(nowMs),
    holdBack: (nowMs, ms) => {
      heldUntilMs = Math.max(heldUntilMs, nowMs + ms)
    },
  }
}
