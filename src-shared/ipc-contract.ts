import type { AppInfo, LinkName, Preferences } from './app-info.ts'
import type { AuditEntry, AuditHealth, AuditPage, AuditQuery } from './audit.ts'
import type { AttemptState, BeginResetRequest, DeviceActionRecord, OpenedDevice } from './device-actions.ts'
import type { DirectoryPage, DirectoryQuery, DirectoryStatus } from './device.ts'
import type { Answer } from './error-codes.ts'
import type { SessionState } from './session.ts'

/** Renderer → main. Each channel: what is sent, what comes back. Everything else (bridge, parsers, handlers) is derived from this. */
export interface Requests {
  'app:info': { request: undefined; answer: Answer<{ info: AppInfo }> }
  'app:copy-text': { request: { text: string }; answer: Answer }
  'app:open-link': { request: { link: LinkName; /** the rule, for 'rule-source' */ ruleId?: string | undefined }; answer: Answer }
  'preferences:get': { request: undefined; answer: Answer<{ preferences: Preferences }> }
  'preferences:save': { request: Preferences; answer: Answer<{ preferences: Preferences }> }

  'session:get': { request: undefined; answer: Answer<{ session: SessionState }> }
  /** Opens the sign-in page; answers when it has ended, one way or the other. */
  'session:sign-in': { request: undefined; answer: Answer<{ session: SessionState }> }
  'session:cancel-sign-in': { request: undefined; answer: Answer }
  /** Opens the sign-in page that is being waited for once more: its tab was closed. */
  'session:open-page-again': { request: undefined; answer: Answer }
  'session:sign-out': { request: undefined; answer: Answer<{ session: SessionState }> }

  'directory:query': { request: DirectoryQuery; answer: Answer<{ page: DirectoryPage }> }
  'directory:status': { request: undefined; answer: Answer<{ directory: DirectoryStatus }> }
  'directory:refresh': { request: undefined; answer: Answer }

  /** Re-reads the device by id. */
  'device:open': { request: { deviceId: string }; answer: Answer<{ opened: OpenedDevice }> }

  /** Re-reads the device, checks the rules, writes the attempt. */
  'reset-passcode:begin': { request: BeginResetRequest; answer: Answer<{ attempt: AttemptState }> }
  /** Step 1: signs out, starts the clock, opens the sign-in page; answers when the sign-in has ended. A refusal leaves the attempt `ready` or `ended`: see `attempt:changed`. */
  'reset-passcode:sign-out': { request: { attemptId: string }; answer: Answer<{ attempt: AttemptState }> }
  /** Step 2: consumes the permit and sends. */
  'reset-passcode:send': { request: { attemptId: string }; answer: Answer<{ action: DeviceActionRecord }> }
  'reset-passcode:cancel': { request: { attemptId: string }; answer: Answer }

  /** The signed-in agent's own requests on this PC (a supervisor's: everyone's), newest first. */
  'device-actions:list': { request: undefined; answer: Answer<{ actions: readonly DeviceActionRecord[] }> }
  /** Reads the temporary passcode from Intune, now; writes an audit row first. */
  'device-actions:reveal-passcode': { request: { attemptId: string }; answer: Answer<{ passcode: string }> }
  /** Puts the temporary passcode on the clipboard, and takes it off after 30 seconds if it is still there. */
  'device-actions:copy-passcode': { request: { attemptId: string }; answer: Answer<{ clearsInMs: number }> }

  /** Supervisors only; main enforces it. */
  'audit:attempts': { request: AuditQuery; answer: Answer<{ page: AuditPage }> }
  'audit:story': { request: { attemptId: string }; answer: Answer<{ entries: readonly AuditEntry[] }> }
  'audit:health': { request: undefined; answer: Answer<{ health: AuditHealth }> }
}

/** Main → renderer. */
export interface Events {
  'session:changed': SessionState
  'directory:changed': DirectoryStatus
  'attempt:changed': AttemptState
  'device-actions:changed': DeviceActionRecord
  'audit:health-changed': AuditHealth
  'app:info-changed': AppInfo
}

export type RequestChannel = keyof Requests
export type EventChannel = keyof Events
export type RequestOf<C extends RequestChannel> = Requests[C]['request']
export type AnswerOf<C extends RequestChannel> = Requests[C]['answer']
