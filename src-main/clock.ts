import type { Clock } from '../src-shared/clock.ts'

/** This PC's clocks. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}
