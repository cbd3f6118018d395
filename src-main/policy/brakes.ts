import type { BrakeCode } from '../../src-shared/error-codes.ts'

/** So many braked requests in the last hour and in the last 24; null: no end. */
export interface BrakeLimits {
  readonly agentPerHour: number | null
  readonly agentPerDay: number | null
  readonly machinePerHour: number | null
  readonly machinePerDay: number | null
}

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** A brake that is on. */
export interface ReachedBrake {
  readonly code: BrakeCode
  readonly limit: number
  /** Requests that it counts. */
  readonly count: number
  /** Milliseconds since the first of them. */
  readonly sinceMs: number
  /** Milliseconds until the next is possible, if nothing more is sent. */
  readonly waitMs: number
}

/** The brake that holds the next request for the longest, from the ages (milliseconds) of those before it; null when none does. */
export function reachedBrake(ages: { readonly ofAgent: readonly number[]; readonly ofMachine: readonly number[] }, limits: BrakeLimits): ReachedBrake | null {
  const brakes: readonly (readonly [BrakeCode, readonly number[], number | null, number])[] = [
    ['brake-agent-hour', ages.ofAgent, limits.agentPerHour, hourMs],
    ['brake-agent-day', ages.ofAgent, limits.agentPerDay, dayMs],
    ['brake-machine-hour', ages.ofMachine, limits.machinePerHour, hourMs],
    ['brake-machine-day', ages.ofMachine, limits.machinePerDay, dayMs],
  ]
  const reached = brakes.flatMap(([code, all, limit, windowMs]): readonly ReachedBrake[] => {
    const counted = all.filter((ageMs) => ageMs < windowMs).sort((a, b) => a - b)
    // The next fits in when so many have left the window that one fewer than the limit is in it.
    const leaves = limit === null ? undefined : counted[limit - 1]
    if (limit === null || leaves === undefined) return []
    return [{ code, limit, count: counted.length, sinceMs: counted.at(-1) ?? 0, waitMs: windowMs - leaves }]
  })
  return reached.reduce<ReachedBrake | null>((longest, one) => (longest === null || one.waitMs > longest.waitMs ? one : longest), null)
}
