import { searchWordsOf } from '../audit/attempt-fold.ts'
import type { WorkingHours } from '../audit/attempt-flags.ts'
import type { AttemptFlag } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { likeText } from './sql-text.ts'
import type { SqlValues } from './sql-text.ts'

/** What is off hours, and where. */
export interface DeskHours {
  readonly timeZone: string
  readonly hours: WorkingHours
}

/** A filter over `helpdesk_audit.attempts a`, in two parts: what an index finds in order, and what has to be looked for row by row. */
export interface AttemptConditions {
  readonly plain: readonly string[]
  /** Words and part of a ticket. */
  readonly words: readonly string[]
  /** Several statuses or actions: each finds its rows in order, all of them together do not. */
  readonly branches: readonly string[]
  /** What needs a look at other attempts for each. */
  readonly around: readonly string[]
}

/** The same as src-main/audit/attempt-filter.ts, in SQL; a spec holds the two together. */
export function conditionsOf(filter: AuditFilter, values: SqlValues, desk: DeskHours): AttemptConditions {
  const plain: string[] = []
  const around: string[] = []
  const equals = (column: string, value: string | null): void => {
    if (value !== null && value !== '') plain.push(`a.${column} = ${values.add(value)}`)
  }
  if (filter.from !== null) plain.push(`a.started_at >= ${values.add(filter.from)}::timestamptz`)
  if (filter.to !== null) plain.push(`a.started_at < ${values.add(filter.to)}::timestamptz`)
  equals('agent_oid', filter.agentOid)
  equals('device_id', filter.deviceId)
  equals('user_id', filter.userId)
  if (filter.reviewed !== null) plain.push(`a.signed_off IS ${filter.reviewed === 'signed-off' ? 'NOT NULL' : 'NULL'}`)
  if (filter.flags.length > 0) {
    const flags = `(${filter.flags.map((flag) => flagCondition(flag, values, desk)).join(' OR ')})`
    const isAround = filter.flags.some((flag) => flag !== 'no-ticket' && flag !== 'off-hours')
    ;(isAround ? around : plain).push(flags)
  }
  const [branched, also] = filter.statuses.length > 1 ? [branchesOf('status', filter.statuses, values), oneOf('action', filter.actions, values)]
    : [filter.actions.length > 1 ? branchesOf('action', filter.actions, values) : oneOf('action', filter.actions, values), oneOf('status', filter.statuses, values)]
  const branches = branched.length > 1 ? branched : []
  plain.push(...(branches.length === 0 ? branched : []), ...also)

  const words = searchWordsOf(filter.text).map((word) => hasWord(word, values))
  if (filter.ticket !== '') {
    // The search text holds the ticket too, and has an index.
    words.push(...searchWordsOf(filter.ticket).map((word) => hasWord(word, values)), `strpos(lower(a.ticket), lower(${values.add(filter.ticket)})) > 0`)
  }
  return { plain, around, words, branches }
}

const hasWord = (word: string, values: SqlValues) => `a.search LIKE '%' || helpdesk_audit.plain(${values.add(likeText(word))}) || '%'`
const branchesOf = (column: string, wanted: readonly string[], values: SqlValues) => [...new Set(wanted)].map((one) => `a.${column} = ${values.add(one)}`)
const oneOf = (column: string, wanted: readonly string[], values: SqlValues): readonly string[] => {
  if (wanted.length === 0) return []
  return [wanted.length === 1 ? `a.${column} = ${values.add(wanted[0])}` : `a.${column} = ANY(${values.add([...wanted])})`]
}

/** An action was sent to this device before; answered by attempts_sent_to_device. */
export const repeatDevice = `EXISTS (SELECT FROM helpdesk_audit.attempts b WHERE b.device_id = a.device_id AND b.action = a.action
  AND b.sent_at <= a.started_at AND b.sent_at >= a.started_at - interval '7 days' AND b.attempt_id <> a.attempt_id)`

/** An action was sent to another device of this user before; answered by attempts_sent_for_user. */
export const repeatUser = `(a.user_id <> '' AND EXISTS (SELECT FROM helpdesk_audit.attempts b WHERE b.user_id = a.user_id AND b.user_id <> '' AND b.device_id <> a.device_id
  AND b.sent_at <= a.started_at AND b.sent_at >= a.started_at - interval '7 days'))`

/** The two before it of the same agent were refused too. */
export const refusalsInRow = `(a.status = 'refused' AND (SELECT count(*) = 2 AND bool_and(last.status = 'refused' AND last.tid = a.actor ->> 'tid') AND min(last.started_at) >= a.started_at - interval '1 hour'
  FROM (SELECT b.status, b.started_at, b.actor ->> 'tid' AS tid FROM helpdesk_audit.attempts b WHERE b.agent_oid = a.agent_oid
    AND (b.started_at, b.attempt_id) < (a.started_at, a.attempt_id) ORDER BY b.started_at DESC, b.attempt_id DESC LIMIT 2) last))`

/** Answered by attempts_without_ticket, which has the same words. */
export const noTicket = String.raw`(a.has_intent AND a.action IN ('remove', 'reset-device', 'reset-passcode', 'remote-lock', 'delete-record') AND a.ticket !~ '\S')`

export function offHours(values: SqlValues, { timeZone, hours }: DeskHours): string {
  const local = `(a.started_at AT TIME ZONE ${values.add(timeZone)})`
  return `NOT (extract(dow FROM ${local}) = ANY(${values.add([...hours.days])}::int[])
    AND extract(hour FROM ${local}) >= ${values.add(hours.fromHour)}::int AND extract(hour FROM ${local}) < ${values.add(hours.toHour)}::int)`
}

function flagCondition(flag: AttemptFlag, values: SqlValues, desk: DeskHours): string {
  switch (flag) {
    case 'repeat-device': return repeatDevice
    case 'repeat-user': return repeatUser
    case 'refusals-in-row': return refusalsInRow
    case 'no-ticket': return noTicket
    case 'off-hours': return offHours(values, desk)
  }
}
