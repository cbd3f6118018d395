import type { Reply } from '../http/reply.ts'
import type { TenantState } from '../state.ts'
import type { GraphTrace } from './errors.ts'
import { graphError } from './errors.ts'
import type { LimitedPerDay } from './limits.ts'

/** The 429 of a request that is one too many in its window, or null. Every request counts, a refused one too. */
export function throttled(state: TenantState, trace: GraphTrace, service: 'devices' | 'audit', isWrite: boolean): Reply | null {
  const seconds = state.limits.takeRequest(service, isWrite, trace.now, state.settings.throttle)
  return seconds === null ? null : graphError(
    trace, 429, 'TooManyRequests', 'Too many requests. Please retry later.', { 'retry-after': String(seconds) }
  )
}

/** The 429 of an action whose number for today is used up, or null. How the real one reads is not documented. */
export function dailyLimitReached(state: TenantState, trace: GraphTrace, action: LimitedPerDay): Reply | null {
  const seconds = state.limits.untilTomorrow(action, trace.now, state.settings.dailyLimits)
  return seconds === null ? null : graphError(
    trace, 429, 'TooManyRequests',
    `The daily limit of ${state.settings.dailyLimits[action]} ${action} actions of this tenant is reached.`,
    { 'retry-after': String(seconds) },
  )
}
