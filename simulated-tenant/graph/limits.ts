const dayMs = 24 * 60 * 60 * 1000

/** How much an app may ask in a window of `windowMs` (tenant time). */
export interface ThrottleSettings {
  readonly windowMs: number
  /** POST, PATCH, PUT and DELETE to the devices service. */
  readonly writes: number
  /** Anything to the devices service. */
  readonly any: number
  /** Anything to the audit service. */
  readonly auditAny: number
}

export const limitedPerDay = ['wipe', 'retire', 'delete'] as const
export type LimitedPerDay = (typeof limitedPerDay)[number]
export type DailyLimits = Readonly<Record<LimitedPerDay, number>>

export interface Limits {
  /** Counts a request; answers the seconds to wait when it is one too many, otherwise null. */
  takeRequest(service: 'devices' | 'audit', isWrite: boolean, now: number, settings: ThrottleSettings): number | null
  /** The seconds until midnight UTC when the day's number is used up, otherwise null. */
  untilTomorrow(action: LimitedPerDay, now: number, limits: DailyLimits): number | null
  /** Counts an action that was accepted. */
  countAction(action: LimitedPerDay, now: number): void
  /** What today has used. */
  usedToday(now: number): Readonly<Record<LimitedPerDay, number>>
}

/** A sliding window; a refused request counts as well, as it does at Graph. */
function createWindow(): (now: number, limit: number, windowMs: number) => number | null {
  let times: number[] = []
  return (now, limit, windowMs) => {
    times = times.filter((time) => time > now - windowMs && time <= now)
    times.push(now)
    const freesAPlace = times[times.length - limit]
    if (times.length <= limit) return null
    return Math.max(1, Math.ceil(((freesAPlace ?? now) + windowMs - now) / 1000))
  }
}

/** Nothing used yet. */
export function createLimits(): Limits {
  const windows = { writes: createWindow(), any: createWindow(), auditAny: createWindow() }
  const used = new Map<string, number>()
  const keyOf = (action: LimitedPerDay, now: number): string => `${action}/${Math.floor(now / dayMs)}`
  return {
    takeRequest: (service, isWrite, now, { windowMs, writes, any, auditAny }) => {
      if (service === 'audit') return windows.auditAny(now, auditAny, windowMs)
      const ofAny = windows.any(now, any, windowMs)
      const ofWrites = isWrite ? windows.writes(now, writes, windowMs) : null
      return ofAny === null && ofWrites === null ? null : Math.max(ofAny ?? 0, ofWrites ?? 0)
    },
    untilTomorrow: (action, now, limits) => {
      if ((used.get(keyOf(action, now)) ?? 0) < limits[action]) return null
      return Math.max(1, Math.ceil((dayMs - now % dayMs) / 1000))
    },
    countAction: (action, now) => {
      const key = keyOf(action, now)
      used.set(key, (used.get(key) ?? 0) + 1)
    },
    usedToday: (now) => {
      const of = (action: LimitedPerDay): number => used.get(keyOf(action, now)) ?? 0
      return { wipe: of('wipe'), retire: of('retire'), delete: of('delete') }
    },
  }
}
