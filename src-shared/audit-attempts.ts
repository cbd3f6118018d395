import type { AnswerResult, AuditActor, AuditTarget, SignInProof } from './audit.ts'
import type { ActionParameters, DeviceActionName } from './device-actions.ts'
import type { ErrorCode, GraphReference } from './error-codes.ts'

/** How an attempt stands, folded from its rows. */
export const attemptStatuses = [
  'open', // begun, neither sent nor ended
  'refused',
  'cancelled',
  'interrupted', // the console ended before anything was sent
  'requested', // Graph accepted; no outcome yet
  'unknown',
  'awaiting-approval', // a second administrator must approve; nothing is done before
  'approved', // they have; the agent has not sent it again yet
  'completed', // another attempt has sent the approved request
  'done',
  'failed',
  'not-supported',
] as const
export type AttemptStatus = (typeof attemptStatuses)[number]

/** One line of the supervisor's page. */
export interface AuditAttempt {
  readonly attemptId: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly firstSeq: number
  readonly action: DeviceActionName
  readonly actor: AuditActor
  readonly target: AuditTarget
  readonly ticket: string
  readonly reason: string
  /** null in rows of version 0.1. */
  readonly parameters: ActionParameters | null
  readonly proof: SignInProof | null
  readonly answer: { readonly result: AnswerResult; readonly reference: GraphReference | null } | null
  readonly status: AttemptStatus
  readonly code: ErrorCode | null
  readonly reveals: number
  /** Notes of supervisors, sign-off not counted. */
  readonly notes: number
  /** null until a supervisor has signed it off. */
  readonly signedOff: { readonly by: AuditActor; readonly at: string } | null
  readonly flags: readonly AttemptFlag[]
  /** null: every row verifies, in a log that does. */
  readonly doubt: AttemptDoubt | null
  /** Of the central log: the desk where it was made. null: this PC's own log. */
  readonly desk: { readonly deskId: string; readonly machine: string } | null
}

/**
 * `row`: a row of this attempt does not verify, or stands behind one that the console did not write. `log`: its rows fit, but they stand in a
 * log that was set aside, or that was changed since it ended.
 */
export type AttemptDoubt = 'row' | 'log'

/** What a supervisor would look twice at. */
export const attemptFlags = [
  'repeat-device', // the same action was sent to the same device within the seven days before
  'repeat-user', // an action was sent to another device of the same primary user within the seven days before
  'off-hours', // begun outside the working hours of the policy (by default Monday to Friday, 7 to 19, this PC's time zone)
  'refusals-in-row', // the third or later refused attempt in a row of this agent within an hour
  'no-ticket', // an action that removes, resets or locks was sent without a ticket
] as const
export type AttemptFlag = (typeof attemptFlags)[number]

/** Whether nothing more is waited for, so that it can be signed off. An unknown end is an end only when an outcome says so: then nobody asks Intune any more. */
export function hasEnded({ status, endedAt }: Pick<AuditAttempt, 'status' | 'endedAt'>): boolean {
  switch (status) {
    case 'open':
    case 'requested':
    case 'awaiting-approval':
    case 'approved':
      return false
    case 'unknown':
      return endedAt !== null
    default:
      return true
  }
}
