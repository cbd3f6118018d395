/** No single wait between two tries is longer than this, whatever Retry-After says (it has been seen as 10⁹). */
export const longestWaitMs = 60_000

/**
 * Milliseconds that a Retry-After header asks for (RFC 9110 §10.2.3: whole seconds, or an HTTP date), null when it is absent, negative or
 * unreadable. `serverNowMs` is the answer's own Date where it has one, so that a wrong clock on this PC does not matter.
 */
export function retryAfterMs(header: string | null, serverNowMs: number): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestWaitMs)
  if (!/[a-z]/i.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.min(Math.max(at - serverNowMs, 0), longestWaitMs)
}

/**
 * Milliseconds to wait before try number `nextTry` (2, 3, …): what the server asked for plus up to a second, so that many consoles do not
 * come back in the same instant; otherwise exponential from one second with jitter over the upper half. `random` gives [0, 1).
 */
export function retryDelayMs(nextTry: number, askedMs: number | null, random: () => number): number {
  if (askedMs !== null) return askedMs + Math.floor(random() * 1000)
  const full = Math.min(1000 * 2 ** (nextTry - 2), 20_000)
  return Math.floor(full / 2 + (random() * full) / 2)
}
