import type { Caution } from './availability.ts'
import type { ActionEffect, ActionParameters, DeviceActionName } from './device-actions.ts'
import type { DeviceDetails } from './device.ts'
import type { ErrorCode } from './error-codes.ts'
import type { TypedConfirmation } from './typed-confirmation.ts'

/** Limits of what an agent may type with an attempt; main enforces them. */
export const ticketMaxLength = 40
export const reasonMaxLength = 500
/** What a management name may hold. */
export const managementNameMaxLength = 255

export interface BeginAttemptRequest {
  readonly deviceId: string
  readonly parameters: ActionParameters
  /** Ticket number; "" when there is none. */
  readonly ticket: string
  /** "" only where the action needs none. Goes to the second administrator where the organisation asks one. */
  readonly reason: string
  /** macOS wipe: six digits; null otherwise. Kept in main until it is sent, and nowhere else. */
  readonly recoveryPin: string | null
  /** The attempt whose request a second administrator has approved: this one sends the same again with its code. */
  readonly completes: string | null
}

/** How long an agent has from Sign out until the last button is pressed (Microsoft's page: "sign back in within five minutes"). */
export const fiveMinutesMs = 5 * 60_000

/**
 * Where one attempt at an action stands. Main owns it; every change is sent as `attempt:changed`.
 * `ready`: step 1 of 2 is shown (again, with `code`, when a fresh sign-in was refused and may be tried anew);
 * `signing-in`: signed out, the sign-in page is open; `warning`: a permit exists, the last button can be pressed (an action that needs no
 * fresh sign-in begins here); `sending`; `ended`: nothing more can happen in it; `code` null means that the request was sent (see
 * DeviceActionRecord).
 */
export interface AttemptState {
  readonly attemptId: string
  readonly action: DeviceActionName
  readonly parameters: ActionParameters
  readonly phase: 'ready' | 'signing-in' | 'warning' | 'sending' | 'ended'
  /** Whether step 1 (sign out and back in) belongs to this action. */
  readonly needsFreshSignIn: boolean
  /** What has to be typed before the last button works; null where nothing has. */
  readonly confirmation: TypedConfirmation | null
  /** Milliseconds left of the five minutes at the moment of sending; null while no clock runs. */
  readonly remainingMs: number | null
  readonly code: ErrorCode | null
  /** Who must sign back in. */
  readonly agentName: string
  readonly agentUpn: string
  /** The device as shown and re-read; the dialogs name it by serial and id, not by name alone. */
  readonly device: DeviceDetails
  readonly effect: ActionEffect
  readonly cautions: readonly Caution[]
  /** What this cancels on the device: what else is pending there. Empty where it cancels nothing. */
  readonly cancels: readonly DeviceActionName[]
  readonly ticket: string
  readonly reason: string
  /** True when a second administrator has approved this request. */
  readonly isApproved: boolean
}
