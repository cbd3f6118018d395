/**
 * Every way in which the console can say "no" or "not certain". Main sends the code; the renderer owns the words
 * (`src-renderer/messages/error-messages.ts`, a `Record<ErrorCode, …>`, so that a code without words does not compile).
 */
export const errorCodes = [
  // the session
  'not-signed-in', // no session: sign in first
  'not-allowed', // the signed-in person's app role does not cover this
  'no-role', // signed in, but without Helpdesk.Agent or Helpdesk.Supervisor
  'sign-in-cancelled', // the person pressed Cancel in the console while the sign-in page was open
  'sign-in-timed-out', // the sign-in page was not finished within five minutes (closed tab, walked away)
  'sign-in-declined', // the identity provider answered access_denied
  'browser-unavailable', // no browser could be opened for the sign-in page or a link
  'sign-in-failed', // the identity provider refused for another reason
  'sign-in-busy', // another sign-in is already waiting in the browser
  'id-token-invalid', // signature, issuer, audience, nonce or tenant of the ID token is wrong
  'session-ended', // the tenant no longer renews the token (revoked, expired, password changed)
  'tenant-unreachable', // the identity provider or Graph cannot be reached
  'proxy-needs-sign-in', // the proxy of this network answered 407 in their place
  'captive-portal', // a page of this network (a redirect, HTML, 511) came in their place
  'connection-untrusted', // what answered showed a certificate that this PC does not trust
  'not-set-up', // no policy file, and nobody chose to practise
  'practice-tenant-failed', // the practice tenant's process did not start or stopped
  'policy-invalid', // the machine-wide policy file does not parse or breaks its schema

  // the fresh sign-in (step 1 of 2) and the permit that it makes
  'wrong-person', // somebody else signed in
  'auth-time-missing', // the ID token has no auth_time: nothing proves that a password was typed
  'auth-time-stale', // auth_time lies before the challenge: an old session answered
  'auth-time-in-future', // auth_time lies after the token was issued
  'five-minutes-over', // the five minutes from signing out ran out
  'permit-void', // the permit was dropped: screen lock, suspend, sign-out, window reload, quit
  'permit-missing', // no fresh sign-in was made for this attempt
  'attempt-unknown', // no such attempt, or it has ended

  // the device
  'device-not-found', // Graph has no device with this id (any more)
  'device-changed', // serial, user or enrolment differ from what the agent was shown
  'action-unavailable', // the eligibility table, a permission or the device's state forbids it
  'action-in-flight', // the same action is already waiting for this device
  'typed-wrong', // what was typed are not the last four characters
  'name-not-allowed', // the new name breaks a rule of the platform
  'reason-missing', // this action needs a reason

  // Graph
  'graph-unauthorized', // 401: the token is not accepted
  'graph-missing-scope', // 403: the app registration lacks the permission
  'graph-missing-role', // 403: the agent's Intune role lacks the permission, or the device is out of scope
  'graph-throttled', // 429
  'graph-rejected', // 400: the device does not support it, or its state forbids it
  'graph-unavailable', // 5xx before anything was done, or a read that kept failing
  'graph-bad-response', // HTML, truncated or unexpected JSON
  'graph-foreign-link', // a nextLink that points to another host; not followed
  'approval-required', // 403: a second administrator must approve first (Multi Admin Approval)
  'approval-justification-missing', // 403: the organisation's approval asks for a reason
  'approval-pending', // 403: a request for the same device waits for approval already
  'approval-refused', // 403: the code is not accepted (used, not approved, another person's)
  'graph-silent', // sent, but no clear answer came: it may or may not have been accepted
  'interrupted', // the console ended between the intent and the answer
  'no-record', // Intune never showed a result for this request
  'device-reported-failure', // the device tried and failed
  'device-reported-not-supported', // the device said that it cannot (reset token not active, no passcode policy)
  'record-gone', // the device has left Intune, as it does after this action
  'approval-rejected', // the second administrator said no
  'approval-cancelled', // the request for approval was withdrawn
  'approval-expired', // nobody decided within three days
  'action-canceled', // Intune cancelled it (a wipe, retire or delete took precedence)
  'no-passcode-yet', // there is no temporary passcode to show (not landed yet, already gone, or none was made)
  'no-pin-yet', // there is no unlock PIN to show (not landed yet, or replaced)
  'no-location-yet', // there is no location to show (not landed yet, or gone after 24 hours)

  // the organisation's policy
  'ticket-missing', // the policy demands a ticket number
  'ticket-wrong', // the ticket number is not as the policy wants it
  'ticket-not-checked', // the policy's pattern takes too long for this ticket
  'brake-agent-hour', // this agent has sent as many requests in an hour as the policy allows
  'brake-agent-day', // and in 24 hours
  'brake-machine-hour', // everybody on this PC together, in an hour
  'brake-machine-day', // and in 24 hours

  // many devices at once
  'bulk-not-allowed', // this action is never done to many devices at once
  'bulk-too-many', // more devices than one run takes
  'bulk-unknown', // no such run, or it has ended
  'bulk-cancelled', // the agent stopped the run

  // the audit log
  'audit-unavailable', // a row cannot be written (disk full, read-only, locked): nothing is sent
  'audit-broken', // the chain does not verify: destructive actions are held
  'audit-unacknowledged', // an earlier log is broken; actions are held until a supervisor has acknowledged that
  'review-own-attempt', // nobody reviews what they did themselves
  'review-text-missing', // a note without a text
  'review-too-early', // an attempt that is still under way cannot be signed off
  'export-busy', // another export is under way
  'export-cancelled', // stopped by the supervisor; nothing is left of it
  'export-failed', // the file cannot be written (disk full, no right, gone)
  'export-too-many', // more attempts than a report to print holds
  'list-changed', // the device list became another while it was read
  'copy-too-many', // more devices than are put on the clipboard
  'export-file-differs', // the file that was chosen is not the copy that was taken out
  'log-not-removable', // a log of this desk that has to stay: see keptBecause
  'central-off', // the policy names no central log
  'central-unreachable', // the central log's server cannot be reached, or broke off
  'central-untrusted', // its certificate is not one that this PC trusts
  'central-denied', // it does not let this person in, or lets them do less than is needed
  'central-not-ready', // it has no log in it, or one of another version
  'central-slow', // the question took too long and was given up
  'central-disagrees', // it holds other or later rows of this desk's log than this PC does
  'story-changed', // a row of the attempt in the central log is not what the desk wrote
  'verify-busy', // another desk's log is being read
  'intune-log-unavailable', // neither of Intune's logs could be read

  // the support bundle
  'support-bundle-kiosk', // a PC that several people share saves no files
  'support-bundle-gone', // it was made anew, or the person has changed

  // the bridge
  'invalid-request', // arguments of the wrong shape
  'link-not-allowed', // not one of the console's own links
  'preferences-not-saved', // the profile cannot be written; the change is lost
  'unexpected', // a defect in the console; the log has the cause
] as const

/** One of {@link errorCodes}; stable: it is written into audit rows. */
export type ErrorCode = (typeof errorCodes)[number]

export type BrakeCode = Extract<ErrorCode, `brake-${string}`>

/** How far a brake of the policy was reached. Times in ISO 8601, by this PC's clock. */
export interface BrakeFigures {
  readonly limit: number
  readonly count: number
  readonly since: string
  /** When the next is possible, if nothing else is sent until then. */
  readonly nextAt: string
}

/** What support at Microsoft asks for. Safe to show and to copy; never holds a token. */
export interface GraphReference {
  readonly httpStatus: number | null
  readonly graphCode: string | null
  readonly requestId: string | null
  readonly clientRequestId: string | null
  /** The server's own `Date` header, ISO 8601. */
  readonly serverDate: string | null
}

/** A "no": nothing was done, and `code` says why. */
export interface Refusal {
  readonly status: 'refused'
  readonly code: ErrorCode
  readonly reference?: GraphReference
  /** With a {@link BrakeCode}. */
  readonly brake?: BrakeFigures
}

/** What main answers over the bridge, and what its own parts answer each other: the thing asked for, or a refusal. Expected failures never throw. */
export type Answer<T = unknown> = (T & { readonly status: 'ok' }) | Refusal

/** Builds a {@link Refusal}. */
export function refuse(code: ErrorCode, reference?: GraphReference): Refusal {
  return reference === undefined ? { status: 'refused', code } : { status: 'refused', code, reference }
}
