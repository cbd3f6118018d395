import { flagsAtBegin, isWithoutTicket } from '../audit/attempt-flags.ts'
import type { LocalTime } from '../audit/local-time.ts'
import type { WorkingHours } from '../audit/attempt-flags.ts'
import type { AttemptFlag, AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptFlags, attemptStatuses } from '../../src-shared/audit-attempts.ts'
import type { AnswerResult } from '../../src-shared/audit.ts'
import { errorCodes } from '../../src-shared/error-codes.ts'
import type { GraphReference } from '../../src-shared/error-codes.ts'
import { refusalsInRow, repeatDevice, repeatUser } from './attempt-conditions.ts'
import { isoOf, isoOrNull } from './desk-connection.ts'
import type { SqlRow } from './desk-connection.ts'

/** Columns of one line, from `attempts a` and its log `l`. */
export const lineColumns = `a.desk_id, coalesce(l.machine, '') AS machine, a.attempt_id, a.first_seq, a.started_at, a.ended_at, a.action, a.actor, a.target, a.ticket, a.reason,
  a.parameters, a.proof, a.answer, a.status, a.code, a.reveals, a.notes, a.signed_off, a.has_intent, a.sent_at`

/** What other attempts make of each line of `source`, which is a list of attempts in the order wanted. */
export const linesOf = (source: string, order: string): string => `SELECT ${lineColumns}, ${repeatDevice} AS repeat_device, ${repeatUser} AS repeat_user, ${refusalsInRow} AS refusals_in_row
  FROM (${source}) a LEFT JOIN helpdesk_audit.logs l ON l.install_id = a.install_id ORDER BY ${order}`

const answerResults: readonly AnswerResult[] = ['requested', 'refused', 'unknown', 'approval-required']

/** What a row says, if it is one of those that there are words for: a newer console, or somebody who forges, can write anything. */
const oneOf = <T extends string>(known: readonly T[], value: unknown, otherwise: T): T => known.find((one) => one === value) ?? otherwise

/** As an attempt ended; 'unknown' for what nobody knows. */
export const statusOf = (value: unknown): AttemptStatus => oneOf(attemptStatuses, value, 'unknown')

function answerOf(value: unknown): AuditAttempt['answer'] {
  if (typeof value !== 'object' || value === null) return null
  const { result, reference } = value as { readonly result?: unknown; readonly reference?: GraphReference | null }
  return { result: oneOf(answerResults, result, 'unknown'), reference: reference ?? null }
}

/** One line of the central log; without flags, see {@link flaggedAttempt}. */
export function attemptOf(row: SqlRow): AuditAttempt {
  const line: Readonly<Record<keyof AuditAttempt, unknown>> = {
    attemptId: row['attempt_id'], startedAt: isoOf(row['started_at']), endedAt: isoOrNull(row['ended_at']), firstSeq: Number(row['first_seq']),
    action: row['action'], actor: row['actor'], target: row['target'], ticket: row['ticket'], reason: row['reason'], parameters: row['parameters'],
    proof: row['proof'], answer: answerOf(row['answer']), status: statusOf(row['status']), code: row['code'] === null ? null : oneOf(errorCodes, row['code'], 'unexpected'), reveals: row['reveals'], notes: row['notes'],
    signedOff: row['signed_off'], flags: [], doubt: null, desk: { deskId: row['desk_id'], machine: row['machine'] },
  }
  return line as AuditAttempt
}

/** One line of {@link linesOf}, with what a supervisor would look twice at: the hours are this PC's. */
export function flaggedAttempt(row: SqlRow, local: LocalTime, hours: WorkingHours): AuditAttempt {
  const attempt = attemptOf(row)
  const sent = {
    add: () => undefined, clear: () => undefined,
    hasRepeatOfDevice: () => row['repeat_device'] === true, hasRepeatOfUser: () => row['repeat_user'] === true,
  }
  const flags = new Set<AttemptFlag>(flagsAtBegin(attempt, sent, local, hours))
  if (row['refusals_in_row'] === true) flags.add('refusals-in-row')
  if (row['has_intent'] === true && isWithoutTicket(attempt)) flags.add('no-ticket')
  return { ...attempt, flags: attemptFlags.filter((flag) => flags.has(flag)) }
}
