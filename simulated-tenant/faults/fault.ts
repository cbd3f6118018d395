/** Which requests a fault is for. */
export interface FaultMatch {
  /** "GET", "POST", …; any when absent. */
  readonly method?: string | undefined
  /** Part of the path with its query, or a regular expression written as "/…/flags"; any when absent. */
  readonly path?: string | undefined
  /** Begins with the n-th matching request; 1 when absent. */
  readonly nth?: number | undefined
  /** How many requests it spoils; 1 when absent, "always" for every one until the faults are cleared. */
  readonly times?: number | 'always' | undefined
}

export const faultKinds = [
  'status', // `status` with a Graph-shaped body (OAuth-shaped below the authority); nothing is done
  'throttle', // 429, with Retry-After unless `retryAfter` is null; nothing is done
  'claims-challenge', // 401 that asks for a new token with claims (continuous access evaluation); nothing is done
  'html', // an HTML page instead of JSON, status 502 unless given; nothing is done
  'stall-before', // accepts the connection and never answers; nothing is done
  'reset-before', // closes the connection; nothing is done
  'stall-after', // does it, and never answers
  'reset', // does it, and closes the connection without an answer
  'status-after', // does it, and answers `status`
  'html-after', // does it, and answers with an HTML page
  'truncated-json', // does it, and answers with the first half of the body
  'cut', // does it, and closes the connection in the middle of the body
  'wrong-json', // does it, and answers with JSON of another shape
  'delay', // waits `delayMs` of real time, then answers as always
  'foreign-next-link', // a list whose nextLink points to `host`
  'expired-skip-token', // answers as if the skip token had expired
  'empty-page', // a list page without rows, whose nextLink leads to what would have been on it
  'short-list', // a list page without the nextLink that it should have: the list ends there, and says nothing
  'bad-row', // a list page with rows that nobody can read among the good ones
] as const
export type FaultKind = (typeof faultKinds)[number]

/** A fault as the control endpoint takes it. */
export interface Fault {
  readonly match: FaultMatch
  readonly kind: FaultKind
  readonly status?: number | undefined
  /** Seconds, or a HTTP date; null leaves the header out. */
  readonly retryAfter?: number | string | null | undefined
  readonly graphCode?: string | undefined
  readonly delayMs?: number | undefined
  readonly host?: string | undefined
}

/** A fault that is switched on, and how often it has matched and struck. */
export interface ActiveFault {
  readonly fault: Fault
  seen: number
  struck: number
}

export interface Faults {
  set(faults: readonly Fault[]): void
  add(faults: readonly Fault[]): void
  active(): readonly ActiveFault[]
  /** The fault for this request, if one is due; counts it. The first in the list wins. */
  take(method: string, pathAndQuery: string): Fault | null
}

function pathMatches(pattern: string, pathAndQuery: string): boolean {
  const written = /^\/(.+)\/([a-z]*)$/.exec(pattern)
  // "/v1.0/deviceManagement/" is a path, not an expression: an expression has to contain one of its own signs.
  if (written?.[1] !== undefined && /[\\^$*+?()[\]|]/.test(written[1])) {
    return new RegExp(written[1], written[2]).test(pathAndQuery)
  }
  return pathAndQuery.includes(pattern)
}

/** No faults, until some are set. */
export function createFaults(): Faults {
  let active: ActiveFault[] = []
  const fresh = (faults: readonly Fault[]): ActiveFault[] => faults.map((fault) => ({ fault, seen: 0, struck: 0 }))
  return {
    set: (faults) => { active = fresh(faults) },
    add: (faults) => { active = [...active, ...fresh(faults)] },
    active: () => active,
    take: (method, pathAndQuery) => {
      for (const candidate of active) {
        const { match } = candidate.fault
        if (match.method !== undefined && match.method.toUpperCase() !== method) continue
        if (match.path !== undefined && !pathMatches(match.path, pathAndQuery)) continue
        candidate.seen += 1
        const times = match.times === 'always' ? Infinity : match.times ?? 1
        if (candidate.seen < (match.nth ?? 1) || candidate.struck >= times) continue
        candidate.struck += 1
        return candidate.fault
      }
      return null
    },
  }
}
