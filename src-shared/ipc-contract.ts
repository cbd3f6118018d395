import type { AppInfo, LinkName, Preferences } from './app-info.ts'
import type { AuditAttempt } from './audit-attempts.ts'
import type { AuditEntry, ReviewVerdict } from './audit.ts'
import type { ExportProgress, ExportRequest } from './audit-export.ts'
import type { AuditHealth } from './audit-health.ts'
import type { AuditLogs } from './audit-retention.ts'
import type { AuditChoices, AuditFigures, AuditFilter, AuditPage, AuditQuery, RelatedAttempts } from './audit-query.ts'
import type { DeviceActionRecord, DeviceLocation } from './action-records.ts'
import type { AttemptState, BeginAttemptRequest } from './attempts.ts'
import type { OpenedDevice } from './availability.ts'
import type { BulkAction, BulkRun } from './bulk-runs.ts'
import type { AuditScope, CentralLogStatus, DeskLog, DeskVerification } from './central-log.ts'
import type { DeviceExportProgress, DeviceExportRequest } from './device-export.ts'
import type { SecretKind } from './device-actions.ts'
import type { DirectoryPage, DirectoryQuery, DirectoryStatus, FoundIdentifier } from './device.ts'
import type { Answer } from './error-codes.ts'
import type { OtherRowsPage, OtherRowsQuery } from './other-rows.ts'
import type { Reconciliation, ReconciliationRange } from './reconciliation.ts'
import type { SessionState } from './session.ts'
import type { SetupLook, SetupRequest, SetupRun } from './setup.ts'
import type { SupportBundle } from './support-bundle.ts'

/** An attempt in this desk's log or, with the desk that it was made at, in the central one. */
export interface AttemptOfScope {
  readonly attemptId: string
  /** null: this desk's own log. */
  readonly deskId: string | null
}

/** Renderer → main. Each channel: what is sent, what comes back. Everything else (bridge, parsers, handlers) is derived from this. */
export interface Requests {
  'app:info': { request: undefined; answer: Answer<{ info: AppInfo }> }
  'app:copy-text': { request: { text: string }; answer: Answer }
  'app:open-link': { request: { link: LinkName; /** the rule, for 'rule-source' */ ruleId?: string | undefined; /** for 'open-in-intune' */ deviceId?: string | undefined }; answer: Answer }
  'preferences:get': { request: undefined; answer: Answer<{ preferences: Preferences }> }
  'preferences:save': { request: Preferences; answer: Answer<{ preferences: Preferences }> }

  /** Makes a support bundle to be looked at; needs nobody signed in. */
  'support:make': { request: undefined; answer: Answer<{ bundle: SupportBundle }> }
  /** The person's own note, which becomes a part like the others; empty: none. */
  'support:note': { request: { bundleId: string; text: string }; answer: Answer<{ bundle: SupportBundle }> }
  /** Asks for a file and writes what was shown; null: none was chosen. */
  'support:save': { request: { bundleId: string }; answer: Answer<{ file: string | null }> }
  'support:copy': { request: { bundleId: string }; answer: Answer }
  /** Tries what was typed against the tenant, step by step; answers when it is over. Only where nothing is set up. */
  'setup:check': { request: SetupRequest; answer: Answer<{ run: SetupRun }> }
  'setup:cancel': { request: undefined; answer: Answer }
  /** Opens the sign-in page that the checks wait for once more. */
  'setup:open-page-again': { request: undefined; answer: Answer }
  /** Asks for a file and writes the policy of the last checks into it; never to where the console looks for its policy. `isSaved`: false when no file was chosen. */
  'setup:save-policy': { request: undefined; answer: Answer<{ isSaved: boolean }> }
  /** Reads the policy file again. */
  'setup:look-again': { request: undefined; answer: Answer<{ look: SetupLook }> }
  /** Chooses the practice tenant for this person on this PC, or leaves it; see `app:info-changed`. */
  'setup:practise': { request: { practise: boolean }; answer: Answer }

  'session:get': { request: undefined; answer: Answer<{ session: SessionState }> }
  /** Opens the sign-in page; answers when it has ended, one way or the other. */
  'session:sign-in': { request: undefined; answer: Answer<{ session: SessionState }> }
  'session:cancel-sign-in': { request: undefined; answer: Answer }
  /** Opens the sign-in page that is being waited for once more: its tab was closed. */
  'session:open-page-again': { request: undefined; answer: Answer }
  'session:sign-out': { request: undefined; answer: Answer<{ session: SessionState }> }

  'directory:query': { request: DirectoryQuery; answer: Answer<{ page: DirectoryPage }> }
  /** Which identifiers of the list stand in a text (at most 20,000 characters), in the order in which they stand there; at most 20. */
  'directory:find-in-text': { request: { text: string }; answer: Answer<{ found: readonly FoundIdentifier[] }> }
  /** Asks for a file and writes the chosen devices into it; answers when it is under way. One at a time. */
  'directory:export': { request: DeviceExportRequest; answer: Answer<{ export: DeviceExportProgress }> }
  /** Nothing is left of it; one that has ended stays as it is. */
  'directory:cancel-export': { request: { exportId: string }; answer: Answer }
  /** Puts the chosen devices on the clipboard, at most 1,000; `rows`: how many they were. */
  'directory:copy': { request: DeviceExportRequest; answer: Answer<{ rows: number }> }
  'directory:status': { request: undefined; answer: Answer<{ directory: DirectoryStatus }> }
  'directory:refresh': { request: undefined; answer: Answer }

  /** Re-reads the device by id. */
  'device:open': { request: { deviceId: string }; answer: Answer<{ opened: OpenedDevice }> }

  /** Re-reads the device, checks the rules, writes the attempt. An action that needs no fresh sign-in is in `warning` at once. */
  'attempt:begin': { request: BeginAttemptRequest; answer: Answer<{ attempt: AttemptState }> }
  /** Step 1: signs out, starts the clock, opens the sign-in page; answers when the sign-in has ended. A refusal leaves the attempt `ready` or `ended`: see `attempt:changed`. */
  'attempt:sign-out': { request: { attemptId: string }; answer: Answer<{ attempt: AttemptState }> }
  /** The last button: checks what was typed, consumes the permit and sends. `typed-wrong` leaves the attempt as it was. */
  'attempt:send': { request: { attemptId: string; typed: string | null }; answer: Answer<{ action: DeviceActionRecord }> }
  'attempt:cancel': { request: { attemptId: string }; answer: Answer }

  /** The signed-in agent's own requests on this PC (a supervisor's: everyone's), newest first. */
  'device-actions:list': { request: undefined; answer: Answer<{ actions: readonly DeviceActionRecord[] }> }
  /** Reads the temporary passcode or the PIN from Intune, now; writes an audit row first. */
  'device-actions:reveal-secret': { request: { attemptId: string }; answer: Answer<{ kind: SecretKind; secret: string }> }
  /** Puts it on the clipboard, and takes it off after 30 seconds if it is still there. */
  'device-actions:copy-secret': { request: { attemptId: string }; answer: Answer<{ clearsInMs: number }> }
  /** Reads where the device is from Intune, now; writes an audit row first. */
  'device-actions:read-location': { request: { attemptId: string }; answer: Answer<{ location: DeviceLocation }> }

  /** Reads each device by its id and says what would be sent; nothing is sent yet. At most one run is open. */
  'bulk:begin': { request: { action: BulkAction; deviceIds: readonly string[] }; answer: Answer<{ run: BulkRun }> }
  /** Sends, at the throttle's pace, each device once; answers when the run is under way, not when it has ended. */
  'bulk:start': { request: { runId: string; ticket: string; reason: string }; answer: Answer<{ run: BulkRun }> }
  /** Stops before the next device; what was sent stays sent. In `checking` and `review` it closes the run. */
  'bulk:cancel': { request: { runId: string }; answer: Answer }
  /** The run that is open or has just ended; null when there is none. */
  'bulk:current': { request: undefined; answer: Answer<{ run: BulkRun | null }> }

  /** Supervisors only; main enforces it. */
  'audit:attempts': { request: AuditQuery; answer: Answer<{ page: AuditPage }> }
  'audit:story': { request: AttemptOfScope; answer: Answer<{ entries: readonly AuditEntry[] }> }
  'audit:related': { request: AttemptOfScope; answer: Answer<{ related: RelatedAttempts }> }
  'audit:figures': { request: { filter: AuditFilter; scope: AuditScope }; answer: Answer<{ figures: AuditFigures }> }
  'audit:choices': { request: { scope: AuditScope }; answer: Answer<{ choices: AuditChoices }> }
  /** A note, or the sign-off, as a new row; never on an attempt of the supervisor's own. */
  'audit:review': { request: AttemptOfScope & { verdict: ReviewVerdict; text: string }; answer: Answer<{ attempt: AuditAttempt }> }
  /** Compares with Intune's own logs, at most 31 days; takes as long as reading them takes. */
  'audit:reconcile': { request: ReconciliationRange; answer: Answer<{ reconciliation: Reconciliation }> }
  /** Rows of this desk's logs that belong to no attempt. */
  'audit:events': { request: OtherRowsQuery; answer: Answer<{ page: OtherRowsPage }> }
  /** Asks for a file and writes a copy; answers when it is under way. One at a time. */
  'audit:export': { request: ExportRequest; answer: Answer<{ export: ExportProgress }> }
  /** Nothing is left of it; one that has ended stays as it is. */
  'audit:cancel-export': { request: { exportId: string }; answer: Answer }
  /** The supervisor's export that is under way or has ended last; null when there is none. */
  'audit:current-export': { request: undefined; answer: Answer<{ export: ExportProgress | null }> }
  /** Every log of this desk. */
  'audit:logs': { request: undefined; answer: Answer<{ logs: AuditLogs }> }
  /** Seals the present log, puts it beside and begins the next. */
  'audit:close-log': { request: undefined; answer: Answer<{ logs: AuditLogs }> }
  /** Asks for the exported copy, compares it with the row of its export, and removes the log from this PC. */
  'audit:remove-log': { request: { installId: string }; answer: Answer<{ logs: AuditLogs }> }
  'audit:central': { request: undefined; answer: Answer<{ central: CentralLogStatus }> }
  /** Every log in the central log, the newest received first. */
  'audit:desks': { request: undefined; answer: Answer<{ desks: readonly DeskLog[] }> }
  /** Reads a desk's log from the central log and judges it; answers when it is under way. One at a time. */
  'audit:verify-desk': { request: { installId: string }; answer: Answer<{ verification: DeskVerification }> }
  'audit:cancel-verify': { request: { installId: string }; answer: Answer }
  'audit:acknowledge': { request: { text: string }; answer: Answer<{ health: AuditHealth }> }
  'audit:health': { request: undefined; answer: Answer<{ health: AuditHealth }> }
}

/** Main → renderer. */
export interface Events {
  'session:changed': SessionState
  'setup:changed': SetupRun
  'directory:changed': DirectoryStatus
  /** At most four times a second while it is written. */
  'directory:export-changed': DeviceExportProgress
  'attempt:changed': AttemptState
  'device-actions:changed': DeviceActionRecord
  /** At most a few times a second. */
  'bulk:changed': BulkRun
  'audit:health-changed': AuditHealth
  /** At most four times a second while it is written. */
  'audit:export-changed': ExportProgress
  'audit:central-changed': CentralLogStatus
  /** At most four times a second. */
  'audit:verify-changed': DeskVerification
  'app:info-changed': AppInfo
}

export type RequestChannel = keyof Requests
export type EventChannel = keyof Events
export type RequestOf<C extends RequestChannel> = Requests[C]['request']
export type AnswerOf<C extends RequestChannel> = Requests[C]['answer']
