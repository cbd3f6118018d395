import type { Clock } from '../../src-shared/clock.ts'

export interface WalkRate {
  /** `read`: rows of the walk so far. Answers rows a second over the last while, whole; null while there is nothing to say. */
  perSecond(read: number): number | null
}

/** Long enough to even out single pages, short enough to show that a tenant has slowed down. */
const windowMs = 10_000

export function createWalkRate(clock: Pick<Clock, 'monotonicMs'>): WalkRate {
  const seen: { readonly atMs: number; readonly read: number }[] = []
  return {
    perSecond: (read) => {
      const atMs = clock.monotonicMs()
      seen.push({ atMs, read })
      while (seen.length > 2 && (seen[1]?.atMs ?? atMs) <= atMs - windowMs) seen.shift()
      const [first] = seen
      // Less than before: the walk has started over.
      if (first === undefined || atMs <= first.atMs || read < first.read) return null
      return Math.round(((read - first.read) * 1000) / (atMs - first.atMs))
    },
  }
}
