import { AsyncLocalStorage } from 'node:async_hooks'

/** The practice tenant's own time: this PC's clock plus an offset that only the control endpoint moves. */
export interface TenantClock {
  /** Milliseconds since 1970, as the tenant sees them. */
  now(): number
  /** How far the tenant runs ahead of this PC, in milliseconds. */
  offsetMs(): number
  /** Moves the tenant's time; negative values move it back. */
  advance(ms: number): void
  /** Runs `work`, and everything that it starts, with `Date.now()` telling the tenant's time. */
  run<T>(work: () => T): T
}

interface Offset {
  ms: number
}

const realNow = Date.now.bind(Date)
const current = new AsyncLocalStorage<Offset>()
let shifted = false

/**
 * oidc-provider reads `Date.now()` for every expiry and for `auth_time`, and offers no clock of its own. The shift applies
 * only inside {@link TenantClock.run}, so that a spec which runs a tenant in its own process keeps its own time.
 */
function shiftDateNow(): void {
  if (shifted) return
  shifted = true
  const before = Date.now.bind(Date)
  Date.now = () => before() + (current.getStore()?.ms ?? 0)
}

/** Makes a clock that starts at this PC's time. Several tenants in one process each have their own. */
export function createTenantClock(): TenantClock {
  shiftDateNow()
  const offset: Offset = { ms: 0 }
  return {
    now: () => realNow() + offset.ms,
    offsetMs: () => offset.ms,
    advance: (ms) => { offset.ms += ms },
    run: (work) => current.run(offset, work),
  }
}
