/** Weeks after which a build is old; what each does is decided by who asks. */
export interface AgeLimits {
  /** From here on the console says that it is old. */
  readonly banner: number
  /** From here on what opens or erases a device needs a supervisor. */
  readonly supervisor: number
  /** From here on nothing is done to a device. */
  readonly readOnly: number
}

/** Electron brings out a major version every eight weeks and keeps three: at 16 weeks two have come, at 24 this one gets no more fixes. */
export const usualAgeLimits: AgeLimits = { banner: 8, supervisor: 16, readOnly: 24 }

export type BuildAge =
  | { readonly level: 'current' | 'old' | 'supervisor' | 'read-only'; readonly weeks: number }
  /** This PC's clock stands before the day of the build: it is wrong, and no age is known. */
  | { readonly level: 'unknown'; readonly weeks: null }

const dayMs = 24 * 60 * 60 * 1000

/** How old a build is (whole weeks) and what that means. Both times are wall clocks in ms since 1970; a clock may be a day behind. */
export function ageOf(builtAtMs: number, nowMs: number, limits: AgeLimits): BuildAge {
  const ageMs = nowMs - builtAtMs
  if (!Number.isFinite(ageMs) || ageMs < -dayMs) return { level: 'unknown', weeks: null }
  const weeks = Math.max(0, Math.floor(ageMs / (7 * dayMs)))
  return { level: weeks >= limits.readOnly ? 'read-only' : weeks >= limits.supervisor ? 'supervisor' : weeks >= limits.banner ? 'old' : 'current', weeks }
}
