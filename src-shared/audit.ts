import type { ActionEffect, ActionParameters, DeviceActionName, EligibilityProfile, SecretKind } from './device-actions.ts'
import type { DeviceKind } from './device.ts'
import type { AuditFinding, AuditHealth } from './audit-health.ts'
import type { AuditScope } from './central-log.ts'
import type { ErrorCode, GraphReference } from './error-codes.ts'
import type { BundlePartName } from './support-bundle.ts'

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
  /** A supervisor wrote a note on an attempt, or signed it off. Never the attempt's own agent. */
  | {
      readonly kind: 'review'
      readonly attemptId: string
      readonly actor: AuditActor
      readonly verdict: ReviewVerdict
      readonly text: string
      /** The desk in whose log the attempt is; absent: this one. */
      readonly deskId?: string
    }
  /** First row of every log: who seals it, and which log it follows. Absent in logs of version 0.1. */
  | {
      readonly kind: 'log-started'
      /** Stays the same from log to log of one profile on one PC. */
      readonly deskId: string
      /** Name of the PC, for people. */
      readonly machine: string
      /** Public key (Ed25519, 32 bytes, base64) that the first checkpoint is signed with. */
      readonly sealKey: string
      /** Every row carries a `mac`. Absent in logs from before there were any. */
      readonly rowMac?: 'hmac-sha256'
      /** Where the key was kept when the log began. A log that began in the system's store never takes a key from a plain file. Absent as `rowMac`. */
      readonly keyStore?: AuditHealth['keyStore']
      readonly previous: PreviousLog | null
    }
  /** Seals every row before it; see src-main/audit/checkpoint.ts for the text. */
  | { readonly kind: 'checkpoint'; readonly epoch: number; readonly note: string }
  /** A supervisor has seen that an earlier log is broken; actions on devices go on. */
  | {
      readonly kind: 'acknowledgement'
      readonly actor: AuditActor
      readonly about: PreviousLog
      /** What was not as it was with earlier logs, exactly; absent for none. Any further change holds again. */
      readonly earlier?: readonly EarlierFinding[]
      /** How many attempts of this person's own the logs of this desk hold. */
      readonly ownAttempts?: number
      readonly text: string
    }
  /** Somebody came, went, or was not let in. */
  | { readonly kind: 'session'; readonly event: SessionEvent; readonly actor: AuditActor | null; readonly code: ErrorCode | null }
  /** This PC's clock jumped against the monotonic one, or differs from the server's. */
  | {
      readonly kind: 'clock'
      readonly cause: 'drift' | 'resume' | 'server'
      /** Wall clock minus monotonic clock since the last such row, ms. */
      readonly driftMs: number
      /** The server's clock minus this PC's, ms; null when not known. */
      readonly offsetMs: number | null
    }
  /** A supervisor took a copy out. Written when the file is whole. */
  | {
      readonly kind: 'export'
      readonly actor: AuditActor
      readonly format: ExportFormat
      /** The filter in JSON, as it was asked for. */
      readonly filter: string
      readonly rows: number
      readonly fileName: string
      /** SHA-256 of the file, hex. */
      readonly sha256: string
      /** Absent: this desk's own log. */
      readonly scope?: AuditScope
      /** The log that the file holds whole; only of `jsonl`. */
      readonly log?: LogHead
    }
  /** Somebody took devices of the list out. Written when the file is whole, or before the clipboard has them. */
  | {
      readonly kind: 'device-export'
      readonly actor: AuditActor
      readonly to: 'file' | 'clipboard'
      /** In JSON, what found them (words, filter, order); null: they were ticked one by one. */
      readonly question: string | null
      /** Which columns, in their order. */
      readonly columns: readonly string[]
      readonly rows: number
      /** Only of a file. */
      readonly fileName?: string
      /** SHA-256 of the file, hex. */
      readonly sha256?: string
    }
  /** Somebody took a support bundle out: versions, states and the console's own log, redacted. null: nobody was signed in. Written when the file is whole, or before the clipboard has it. */
  | {
      readonly kind: 'support-bundle'
      readonly actor: AuditActor | null
      readonly to: 'file' | 'clipboard'
      /** Which parts it had. */
      readonly parts: readonly BundlePartName[]
      readonly bytes: number
      /** Only of a file. */
      readonly fileName?: string
      /** SHA-256 of the file, hex. */
      readonly sha256?: string
    }
  /** What comparing with Intune's own log came to. */
  | {
      readonly kind: 'reconciliation'
      readonly actor: AuditActor
      readonly from: string
      readonly to: string
      readonly sources: readonly IntuneLogName[]
      readonly confirmed: number
      readonly missing: number
      readonly outside: number
      /** Explained by the central log, and not in `outside`. Absent: no central log was read. */
      readonly elsewhere?: number
    }

  /** Who ended this log, whole; the next one goes on. null: the console itself, as it had grown long. The log may go on all the same where it could not be put beside. */
  | { readonly kind: 'closing'; readonly actor: AuditActor | null }
  /** A closed log was removed from this PC, after the policy's time and with a copy elsewhere. Written before its file goes. */
  | {
      readonly kind: 'tombstone'
      readonly actor: AuditActor
      readonly removed: LogHead
      readonly fileName: string
      /** Times of its first and last row. */
      readonly firstAt: string
      readonly lastAt: string
      /** SHA-256 of the copy that was looked at before, hex. */
      readonly copySha256: string
    }
  /** What the organisation's policy file or a person's preferences say now, and said before. */
  | {
      readonly kind: 'settings'
      readonly source: 'policy' | 'preferences'
      readonly actor: AuditActor | null
      /** Values in JSON; null: there was none, or there is none now. */
      readonly changes: readonly { readonly name: string; readonly from: string | null; readonly to: string | null }[]
    }

export type ReviewVerdict = 'note' | 'signed-off'
export type SessionEvent = 'signed-in' | 'signed-out' | 'refused' | 'locked'
export type ExportFormat = 'csv' | 'jsonl' | 'pdf'
/** Graph's two logs: remoteActionAudits (beta) and auditEvents (v1.0). */
export type IntuneLogName = 'remote-action-audits' | 'audit-events'

/** The end of a log. */
export interface LogHead {
  readonly installId: string
  /** seq of its last row. */
  readonly rows: number
  readonly hash: string
}

/** The log before this one, and why it ended. */
export interface PreviousLog extends LogHead {
  /** `broken`: did not verify; `key-lost`: its sealing key is gone, so it could not be sealed on; `closed`: whole and sealed, and a new one was begun. */
  readonly reason: 'broken' | 'key-lost' | 'closed'
  /** What was wrong, first thing first; none for a log that was whole. */
  readonly findings: readonly AuditFinding[]
  /** Name of its file beside this one; null when it is gone. */
  readonly fileName: string | null
  /** SHA-256 over all of its rows as they were when it was set aside; null when they could not be read. See src-main/audit/rows-digest.ts. */
  readonly digest: string | null
}

/** A log that was set aside is not as it was then. */
export interface EarlierFinding {
  readonly code: 'earlier-log-changed' | 'earlier-log-missing'
  readonly installId: string
  /** Digest of its rows as they are now; null when it is gone or cannot be read. */
  readonly digest: string | null
}

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
  /** HMAC-SHA-256, hex, over the row without it, with a key that only the console has; see src-main/audit/row-mac.ts. */
  readonly mac?: string
  /** Set by whoever reads it from a log where it does not verify; never written. */
  readonly isDoubtful?: true
}

export type AuditEntry = AuditEvent & AuditEnvelope
