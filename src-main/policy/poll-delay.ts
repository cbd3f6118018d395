const delaysMs = [500, 1000, 2000, 3000, 5000, 8000, 13_000, 21_000, 34_000, 60_000] as const
const longMs = 120_000
const longestMs = 10 * 60_000
/** About two hours of looks every two minutes. */
const longPolls = 70

/** How long to wait before the next look at a request that has been looked at `polls` times: quick at first, then every two minutes, after two hours every ten. */
export function pollDelayMs(polls: number): number {
  return delaysMs[polls] ?? (polls < longPolls ? longMs : longestMs)
}
