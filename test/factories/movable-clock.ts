import type { Clock } from '../../src-shared/clock.ts'

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  advance(ms: number): void
  /** Sets the wall clock alone, as a person would in the system settings. */
  setWall(ms: number): void
}

export function createMovableClock(startMs = Date.parse('2026-11-23T09:00:00Z')): MovableClock {
  let wall = startMs
  let monotonic = 5000
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    advance: (ms) => {
      wall += ms
      monotonic += ms
    },
    setWall: (ms) => {
      wall = ms
    },
  }
}
