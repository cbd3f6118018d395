import type { AttemptState } from '../../src-shared/attempts.ts'
import type { Caution } from '../../src-shared/availability.ts'
import type { ResetPasscodeEffect } from '../../src-shared/device-actions.ts'
import type { AttemptStage, AuditActor } from '../../src-shared/audit.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { Permit } from '../policy/permit.ts'
import { remainingMs } from '../policy/permit.ts'

/** One attempt at a passcode reset, as main holds it. Mutable, and never handed out: the renderer gets {@link stateOf}. */
export interface Attempt {
  readonly attemptId: string
  readonly account: Account
  readonly actor: AuditActor
  /** The device as it was shown when the agent began. */
  readonly device: DeviceDetails
  readonly effect: ResetPasscodeEffect
  readonly preconditions: readonly Precondition[]
  readonly ticket: string
  readonly reason: string
  phase: AttemptState['phase']
  code: ErrorCode | null
  /** Monotonic milliseconds of the last Sign out; null while no clock runs. */
  challengedAtMs: number | null
  permit: Permit | null
  /** Lives as long as the permit, used for one request. */
  privilegedToken: string | null
  /** Ends the sign-in that is being waited for. */
  abort: AbortController | null
}

/** What the renderer may know of an attempt: no permit, no token. */
export function stateOf(attempt: Attempt, nowMs: number): AttemptState {
  const { challengedAtMs, phase } = attempt
  const clockRuns = phase === 'signing-in' || phase === 'warning'
  return {
    attemptId: attempt.attemptId,
    action: 'reset-passcode',
    phase,
    remainingMs: clockRuns && challengedAtMs !== null ? remainingMs(challengedAtMs, nowMs) : null,
    code: attempt.code,
    agentName: attempt.account.displayName,
    agentUpn: attempt.account.upn,
    device: attempt.device,
    effect: attempt.effect,
    preconditions: attempt.preconditions,
    ticket: attempt.ticket,
    reason: attempt.reason,
  }
}

/** The stage that a refusal or cancellation is written with. */
export function stageOf(attempt: Attempt): AttemptStage {
  switch (attempt.phase) {
    case 'warning':
      return 'warning'
    case 'sending':
      return 'sending'
    default:
      return 'sign-in'
  }
}
