import type { ActionEffect, ActionParameters, DeviceActionName, EligibilityProfile, SecretKind } from './device-actions.ts'
import type { DeviceKind } from './device.ts'
import type { ErrorCode, GraphReference } from './error-codes.ts'

export interface AuditActor {
  readonly oid: string
  readonly tid: string
  readonly upn: string
  readonly displayName: string
}

export interface AuditTarget {
  readonly deviceId: string
  readonly deviceName: string
  readonly serialNumber: string
  readonly kind: DeviceKind
  readonly userId: string
  readonly userPrincipalName: string
  readonly userDisplayName: string
  readonly enrolledAt: string | null
  readonly lastSyncAt: string | null
}

/** How the agent proved to be at the keyboard. All times are the identity provider's, as signed in the ID token. */
export type SignInProof = FreshSignInProof | SessionProof

/** Signed out and back in for this action. */
export interface FreshSignInProof {
  readonly method: 'fresh-sign-in'
  /** auth_time, ISO 8601. */
  readonly authenticatedAt: string
  /** iat, ISO 8601. */
  readonly issuedAt: string
  /** From Sign out to the token, on this PC's monotonic clock. */
  readonly signInTookMs: number
}

/** Signed in as ever; for actions that need no more. */
export interface SessionProof {
  readonly method: 'session'
  /** iat of the session's ID token, ISO 8601. */
  readonly issuedAt: string
}

/** What an approval that Intune asked for has come to. */
export type ApprovalDecision = 'approved' | 'rejected' | 'cancelled' | 'expired' | 'completed'

/** In which step an attempt was refused or cancelled. */
export type AttemptStage = 'availability' | 'sign-in' | 'warning' | 'sending'

/** What the console appends. Never holds a passcode, a token or a key. */
export type AuditEvent =
  /** The console started; which build, on which runtime. */
  | { readonly kind: 'app-started'; readonly version: string; readonly runtime: string }
  /** An agent asked for an action on a device. */
  | {
      readonly kind: 'attempt'
      readonly attemptId: string
      readonly action: DeviceActionName
      readonly actor: AuditActor
      readonly target: AuditTarget
      readonly ticket: string
      readonly reason: string
      readonly profile: EligibilityProfile
      /** Absent in rows of version 0.1. */
      readonly parameters?: ActionParameters
      /** The run over many devices that it is part of. */
      readonly runId?: string
      /** The attempt whose request was approved, and which this one sends again with its code. */
      readonly completes?: string
    }
  /** The console said no; nothing was sent (but see `answer` for what Graph said). */
  | {
      readonly kind: 'refusal'
      readonly attemptId: string
      readonly actor: AuditActor
      readonly stage: AttemptStage
      readonly code: ErrorCode
      /** Who signed in instead, for `wrong-person`. */
      readonly otherPerson: AuditActor | null
      readonly reference: GraphReference | null
    }
  /** The agent pressed Cancel; nothing was sent. */
  | { readonly kind: 'cancellation'; readonly attemptId: string; readonly actor: AuditActor; readonly stage: AttemptStage }
  /** The agent signed in again in time, and it was the same person. */
  | { readonly kind: 'fresh-sign-in'; readonly attemptId: string; readonly actor: AuditActor; readonly proof: SignInProof }
  /** Written before anything is sent, in one transaction with the permit's end. */
  | {
      readonly kind: 'intent'
      readonly attemptId: string
      readonly action: DeviceActionName
      readonly actor: AuditActor
      readonly target: AuditTarget
      readonly effect: ActionEffect
      readonly permitId: string
      readonly proof: SignInProof
      /** Absent in rows of version 0.1. */
      readonly parameters?: ActionParameters
      /** Which header of Multi Admin Approval went with it. */
      readonly approval?: 'justification' | 'code'
      /** Such as "POST /v1.0/deviceManagement/managedDevices/{id}/resetPasscode". */
      readonly request: string
      readonly clientRequestId: string
      /** startDateTime of the device's previous result of this action, if any: a later one is ours. */
      readonly previousResultAt: string | null
    }
  /** What Graph said to the request. `unknown`: sent, but no clear answer. `approval-required`: nothing is done until a second administrator approves. */
  | {
      readonly kind: 'answer'
      readonly attemptId: string
      readonly result: AnswerResult
      /** The code that the same request is sent with once it is approved; of use to the same account only. */
      readonly approvalCode?: string
      readonly code: ErrorCode | null
      readonly reference: GraphReference | null
      /** The server's clock minus this PC's, from the Date header. */
      readonly clockOffsetMs: number | null
    }
  /** How it ended, as Intune reports it for the device. */
  | {
      readonly kind: 'outcome'
      readonly attemptId: string
      readonly state: 'done' | 'failed' | 'not-supported' | 'unknown'
      readonly code: ErrorCode | null
      /** Graph's actionState, verbatim. */
      readonly graphState: string | null
      /** Graph's errorCode of the result, if it gave one. */
      readonly graphErrorCode: number | null
    }
  /** What a second administrator decided, or that the request ran out. */
  | { readonly kind: 'approval'; readonly attemptId: string; readonly decision: ApprovalDecision }
  /** Somebody looked at a temporary passcode, a PIN or a location. What they saw is never written. Absent `what`: a passcode (version 0.1). */
  | { readonly kind: 'reveal'; readonly attemptId: string; readonly actor: AuditActor; readonly what?: SecretKind | 'location' }

export type AnswerResult = 'requested' | 'refused' | 'unknown' | 'approval-required'

export type AuditKind = AuditEvent['kind']
export type IntentEvent = Extract<AuditEvent, { kind: 'intent' }>

/** What the log adds to every row. */
export interface AuditEnvelope {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number
  /** This PC's clock, ISO 8601 UTC. Order by seq, not by this. */
  readonly at: string
  readonly installId: string
  readonly bootId: string
  /** Milliseconds on the monotonic clock since this boot of the console. */
  readonly monotonicMs: number
  readonly prevHash: string
  readonly hash: string
}

export type AuditEntry = AuditEvent & AuditEnvelope

/** How an attempt stands, folded from its rows. */
export type AttemptStatus =
  | 'open' // begun, neither sent nor ended
  | 'refused'
  | 'cancelled'
  | 'interrupted' // the console ended before anything was sent
  | 'requested' // Graph accepted; no outcome yet
  | 'unknown'
  | 'awaiting-approval' // a second administrator must approve; nothing is done before
  | 'approved' // they have; the agent has not sent it again yet
  | 'completed' // another attempt has sent the approved request
  | 'done'
  | 'failed'
  | 'not-supported'

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
}

export interface AuditQuery {
  /** Found in agent, device, user, serial, ticket, reason, status; "" for all. */
  readonly text: string
  /** At most 200. */
  readonly window: { readonly offset: number; readonly limit: number }
}

export interface AuditHealth {
  /** `held`: rows that could not be written wait in memory; destructive actions are refused. */
  readonly status: 'whole' | 'broken' | 'unavailable' | 'held'
  readonly rows: number
  /** Rows waiting in memory because the disk refused them. */
  readonly heldRows: number
  /** seq of the first row that does not verify. */
  readonly brokenAt: number | null
  readonly checkedAt: string | null
}

export interface AuditPage {
  readonly total: number
  readonly attempts: readonly AuditAttempt[]
  readonly health: AuditHealth
}
