import type { ActionDemands } from '../../src-shared/action-demands.ts'
import { confirmationFor } from '../../src-shared/typed-confirmation.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { Caution } from '../../src-shared/availability.ts'
import type { ActionEffect, ActionParameters, DeviceActionName } from '../../src-shared/device-actions.ts'
import type { AttemptStage, AuditActor } from '../../src-shared/audit.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { Permit } from '../policy/permit.ts'
import { remainingMs } from '../policy/permit.ts'

/** The request of a finished attempt that a second administrator has approved. */
export interface Approved {
  readonly attemptId: string
  readonly approvalCode: string
}

/** What the one door needs to send one action on one device; main holds it, and never hands it out. */
export interface Order {
  readonly attemptId: string
  readonly account: Account
  readonly actor: AuditActor
  /** The device as it was shown when the agent began. */
  readonly device: DeviceDetails
  readonly parameters: ActionParameters
  readonly effect: ActionEffect
  readonly ticket: string
  readonly reason: string
  readonly runId: string | null
  readonly approved: Approved | null
  permit: Permit | null
  /** A token that can act: from the fresh sign-in, or of the run; null: it is asked for when it is needed. Used for one request. */
  actionToken: string | null
  /** Digits for a Mac's wipe; gone with the permit. */
  recoveryPin: string | null
}

/** One attempt at an action, as main holds it. Mutable, and never handed out: the renderer gets {@link stateOf}. */
export interface Attempt extends Order {
  /** As the policy was when it began. */
  readonly demands: ActionDemands
  readonly cautions: readonly Caution[]
  readonly cancels: readonly DeviceActionName[]
  phase: AttemptState['phase']
  code: ErrorCode | null
  /** Monotonic milliseconds of the last Sign out; null while no clock runs. */
  challengedAtMs: number | null
  /** Ends the sign-in that is being waited for. */
  abort: AbortController | null
}

/** What the renderer may know of an attempt: no permit, no token, no PIN. */
export function stateOf(attempt: Attempt, nowMs: number): AttemptState {
  const { challengedAtMs, demands, phase, parameters, device } = attempt
  const clockRuns = phase === 'signing-in' || phase === 'warning'
  return {
    attemptId: attempt.attemptId,
    action: parameters.action,
    parameters,
    phase,
    needsFreshSignIn: demands.freshSignIn,
    confirmation: demands.typedConfirmation ? confirmationFor(device) : null,
    remainingMs: clockRuns && challengedAtMs !== null ? remainingMs(challengedAtMs, nowMs) : null,
    code: attempt.code,
    agentName: attempt.account.displayName,
    agentUpn: attempt.account.upn,
    device,
    effect: attempt.effect,
    cautions: attempt.cautions,
    cancels: attempt.cancels,
    ticket: attempt.ticket,
    reason: attempt.reason,
    isApproved: attempt.approved !== null,
  }
}

/** Takes away everything with which something could be sent. */
export function disarm(order: Order): void {
  order.permit = null
  order.actionToken = null
  order.recoveryPin = null
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
