import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { searchWordsOf } from './attempt-fold.ts'

/** Whether a filter lets an attempt through. `searchText` is asked for last, and only when words are looked for. */
export type AttemptTest = (attempt: AuditAttempt, startedMs: number, searchText: () => string) => boolean

/** A filter as one function, its words and times read once. */
export function testOf(filter: AuditFilter): AttemptTest {
  const words = searchWordsOf(filter.text)
  const ticket = filter.ticket.toLowerCase()
  const from = filter.from === null ? -Infinity : Date.parse(filter.from)
  const to = filter.to === null ? Infinity : Date.parse(filter.to)
  return (attempt, startedMs, searchText) =>
    startedMs >= from && startedMs < to
    && isAny(filter.agentOid, attempt.actor.oid)
    && isAny(filter.deviceId, attempt.target.deviceId)
    && isAny(filter.userId, attempt.target.userId)
    && (filter.actions.length === 0 || filter.actions.includes(attempt.action))
    && (filter.statuses.length === 0 || filter.statuses.includes(attempt.status))
    && (filter.flags.length === 0 || filter.flags.some((flag) => attempt.flags.includes(flag)))
    && (filter.reviewed === null || (filter.reviewed === 'signed-off') === (attempt.signedOff !== null))
    && (ticket === '' || attempt.ticket.toLowerCase().includes(ticket))
    && (words.length === 0 || hasWords(searchText(), words))
}

const isAny = (wanted: string | null, value: string) => wanted === null || wanted === '' || wanted === value
const hasWords = (text: string, words: readonly string[]) => words.every((word) => text.includes(word))
