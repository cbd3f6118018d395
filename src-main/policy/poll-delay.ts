const delaysMs = [500, 1000, 2000, 3000, 5000, 8000, 13_000, 21_000, 34_000, 60_000] as const
const longestMs = 120_000

/** How long to wait before the next look at a request that has been looked at `polls` times: quick at first, at last every two minutes. */
export function pollDelayMs(polls: number): number {
  return delaysMs[polls] ?? longestMs
}
