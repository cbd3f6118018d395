import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { ActionState } from '../../src-shared/action-records.ts'

/** What Intune reports for one action on a device; `startDateTime` and the states are Graph's, verbatim. */
export interface ReportedResult {
  readonly isResetPasscode: boolean
  readonly actionState: string
  readonly startDateTime: string | null
  readonly errorCode: number | null
}

export interface ReportedOutcome {
  readonly state: Exclude<ActionState, 'requested'>
  readonly isFinal: boolean
  readonly code: ErrorCode | null
}

/**
 * Picks the result that belongs to our request: Graph keeps one entry per kind of action and the newest wins, so an
 * entry that started at another time than the one seen just before sending is ours. No clock of this PC is compared.
 */
export function ourResult<R extends ReportedResult>(results: readonly R[], previousResultAt: string | null): R | null {
  const found = results.find((result) => result.isResetPasscode)
  return found === undefined || (found.startDateTime ?? null) === previousResultAt ? null : found
}

/**
 * Translates Graph's actionState (none, pending, canceled, active, done, failed, notSupported) into the console's
 * words. A state that Graph may add later counts as pending: nothing is claimed that is not known.
 */
export function outcomeOf(result: ReportedResult): ReportedOutcome {
  switch (result.actionState) {
    case 'done':
      return { state: 'done', isFinal: true, code: null }
    case 'failed':
      return { state: 'failed', isFinal: true, code: 'device-reported-failure' }
    case 'notSupported':
      return { state: 'not-supported', isFinal: true, code: 'device-reported-not-supported' }
    case 'canceled':
      return { state: 'failed', isFinal: true, code: 'action-canceled' }
    default:
      return { state: 'pending', isFinal: false, code: null }
  }
}
