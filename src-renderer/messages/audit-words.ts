import {
  mdiAccountMultipleOutline, mdiAlertOctagonOutline, mdiCancel, mdiCheckAll, mdiCloseCircleOutline, mdiFileDocumentEditOutline, mdiPowerPlugOffOutline, mdiProgressClock, mdiRepeat,
  mdiSendCheckOutline, mdiShieldAlertOutline, mdiShieldOffOutline, mdiTicketOutline, mdiTimerOffOutline, mdiUndoVariant, mdiWeatherNight,
} from '@mdi/js'
import type { AttemptDoubt, AttemptFlag, AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AnswerResult, ApprovalDecision, AttemptStage, AuditEvent, SessionEvent, SignInProof } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { stateWords, type StateWords } from './action-words.ts'
import { toneIcons } from './tones.ts'

/** How an attempt ended, for the table. */
export const attemptStatusWords: Record<AttemptStatus, StateWords> = {
  open: { word: 'Under way', tone: 'wait', icon: mdiProgressClock },
  refused: { word: 'Refused', tone: 'warn', icon: toneIcons.warn },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: mdiCancel },
  interrupted: { word: 'Interrupted', tone: 'warn', icon: mdiPowerPlugOffOutline },
  requested: { word: 'Requested', tone: 'wait', icon: mdiSendCheckOutline },
  unknown: stateWords.unknown,
  'awaiting-approval': stateWords['awaiting-approval'],
  approved: stateWords.approved,
  completed: { word: 'Sent after approval', tone: 'good', icon: mdiCheckAll },
  done: stateWords.done,
  failed: stateWords.failed,
  'not-supported': { ...stateWords['not-supported'], icon: mdiCloseCircleOutline },
}

/** What the second administrator's side came to says more than refused or failed. */
const approvalEnds: Partial<Record<ErrorCode, StateWords>> = {
  'approval-rejected': { word: 'Rejected', tone: 'warn', icon: mdiShieldOffOutline },
  'approval-expired': { word: 'Expired', tone: 'neutral', icon: mdiTimerOffOutline },
  'approval-cancelled': { word: 'Withdrawn', tone: 'neutral', icon: mdiUndoVariant },
}

/** How one attempt ended. */
export function endedWords({ status, code }: Pick<AuditAttempt, 'status' | 'code'>): StateWords {
  return (code === null ? undefined : approvalEnds[code]) ?? attemptStatusWords[status]
}

/** What a supervisor would look twice at: on the row, and why. */
export const flagWords: Record<AttemptFlag, { readonly word: string; readonly icon: string; readonly sentence: string }> = {
  'repeat-device': { word: 'Same device again', icon: mdiRepeat, sentence: 'The same action was sent to this device within the seven days before.' },
  'repeat-user': { word: 'Same user again', icon: mdiAccountMultipleOutline, sentence: 'An action was sent to another device of this user within the seven days before.' },
  'off-hours': { word: 'Outside hours', icon: mdiWeatherNight, sentence: 'It was begun outside working hours.' },
  'refusals-in-row': { word: 'Refusals in a row', icon: mdiShieldAlertOutline, sentence: 'At least the third refused attempt of this agent in a row within one hour.' },
  'no-ticket': { word: 'No ticket', icon: mdiTicketOutline, sentence: 'It removes, resets or locks, and it was sent without a ticket.' },
}

/** That an attempt's rows do not verify: on the row, and in its story. */
export const doubtWords: Record<AttemptDoubt, StateWords & { readonly sentence: string }> = {
  row: { word: 'Changed row', tone: 'bad', icon: mdiAlertOctagonOutline, sentence: 'A row of this attempt does not verify. Do not rely on what it says: compare with Intune’s own log.' },
  log: { word: 'Log does not verify', tone: 'warn', icon: toneIcons.warn, sentence: 'The rows of this attempt fit, but they stand in a log that does not verify. Compare with Intune’s own log.' },
}

export const stageWords: Record<AttemptStage, string> = {
  availability: 'before anything started',
  'sign-in': 'at the fresh sign-in',
  warning: 'at the warning',
  sending: 'while sending',
}

/** What Graph said to the request. */
export const answerWords: Record<AnswerResult, string> = {
  requested: 'Accepted',
  refused: 'Refused',
  unknown: 'No clear answer',
  'approval-required': 'Approval needed',
}

/** How the agent proved to be at the keyboard. */
export const proofWords: Record<SignInProof['method'], string> = { 'fresh-sign-in': 'Fresh sign-in', session: 'Session' }

export const sessionWords: Record<SessionEvent, string> = {
  'signed-in': 'Signed in', 'signed-out': 'Signed out', refused: 'Sign-in refused', locked: 'Screen locked',
}

export const decisionWords: Record<ApprovalDecision, { readonly title: string; readonly sentence: string }> = {
  approved: { title: 'Approved', sentence: 'A second administrator approved the request. The agent can send it now.' },
  rejected: { title: 'Rejected', sentence: 'A second administrator rejected the request. Nothing was done.' },
  cancelled: { title: 'Approval withdrawn', sentence: 'The request for approval was withdrawn. Nothing was done.' },
  expired: { title: 'Approval expired', sentence: 'Nobody decided within three days. Nothing was done.' },
  completed: { title: 'Approval used', sentence: 'The approved request was sent by another attempt.' },
}

/** What somebody looked at. Rows of version 0.1 know passcodes only. */
export const revealWords: Record<NonNullable<Extract<AuditEvent, { kind: 'reveal' }>['what']>, { readonly title: string; readonly sentence: string }> = {
  'temporary-passcode': { title: 'Temporary passcode shown', sentence: 'looked at or copied the temporary passcode. The passcode itself is never written.' },
  'unlock-pin': { title: 'Unlock PIN shown', sentence: 'looked at or copied the unlock PIN. The PIN itself is never written.' },
  location: { title: 'Location shown', sentence: 'looked at where the device is. The place itself is never written.' },
}

export const healthWords: Record<AuditHealth['status'], StateWords> = {
  whole: { word: 'Chain whole', tone: 'good', icon: toneIcons.good },
  broken: { word: 'Chain broken', tone: 'bad', icon: toneIcons.bad },
  unavailable: { word: 'Not writable', tone: 'bad', icon: toneIcons.bad },
  unacknowledged: { word: 'Earlier log broken', tone: 'bad', icon: toneIcons.bad },
  held: { word: 'Rows held back', tone: 'warn', icon: mdiFileDocumentEditOutline },
}

/** Acknowledged or not: what stands in them stays doubtful. */
export const doubtfulLogsWords = (count: number): string => (count === 1 ? '1 earlier log does not verify' : `${count} earlier logs do not verify`)

/** For the banner that stays until it is well again; null: no banner. */
export const healthBanners: Record<AuditHealth['status'], string | null> = {
  whole: null,
  broken: 'The audit log does not verify: a row was changed or is missing. Actions on devices are held. Tell your supervisor at once.',
  unavailable: 'The audit log cannot be opened or written. Actions on devices are held. Tell your administrator.',
  unacknowledged: 'An earlier audit log does not verify. It was set aside and a new one was started. Actions on devices are held until a supervisor acknowledges it on the Audit log page.',
  held: 'The audit log cannot be written just now: rows wait in memory and actions on devices are held. Keep the console open and tell your administrator.',
}
