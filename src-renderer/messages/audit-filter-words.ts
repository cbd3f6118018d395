import { attemptStatuses, type AttemptStatus } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter, OutcomeCounts } from '../../src-shared/audit-query.ts'
import { actionNames } from './action-words.ts'
import { attemptStatusWords, flagWords } from './audit-words.ts'
import { rangeInWords } from './day-words.ts'
import { visibleText } from './display-text.ts'

export type Outcome = keyof OutcomeCounts
/** Tones keep colour and words together, in the filter and in the charts. */
export const outcomes: readonly { readonly name: Outcome; readonly word: string; readonly tone: 'good' | 'bad' | 'warn' | 'info' }[] = [
  { name: 'landed', word: 'Landed', tone: 'good' },
  { name: 'failed', word: 'Failed', tone: 'bad' },
  { name: 'stopped', word: 'Stopped or refused', tone: 'warn' },
  { name: 'open', word: 'Still open', tone: 'info' },
]

/** Which outcome a status counts as, as OutcomeCounts has it. */
export const outcomeOf: Record<AttemptStatus, Outcome> = {
  open: 'open', refused: 'stopped', cancelled: 'stopped', interrupted: 'stopped', requested: 'open', unknown: 'open', 'awaiting-approval': 'open', approved: 'open',
  completed: 'landed', done: 'landed', failed: 'failed', 'not-supported': 'failed',
}

export const statusesOf = (outcome: Outcome): readonly AttemptStatus[] => attemptStatuses.filter((status) => outcomeOf[status] === outcome)

export const reviewedWords: Record<NonNullable<AuditFilter['reviewed']>, string> = { 'signed-off': 'Signed off', open: 'Not signed off' }

/** One thing that narrows the list, and how to undo it. */
export interface ActiveFilter { readonly key: string; readonly words: string; readonly undo: Partial<AuditFilter> }

/** Names for the ids in a filter, as far as somebody on the page has them. */
interface FilterNames { readonly agent: string | null; readonly device: string | null; readonly user: string | null }

/** Everything that narrows the list, in the order of the controls. */
export function activeFilters(filter: AuditFilter, names: FilterNames, now: Date): readonly ActiveFilter[] {
  const range = rangeInWords(filter.from, filter.to, now)
  const one = (key: string, words: string | null, undo: Partial<AuditFilter>): readonly ActiveFilter[] => (words === null ? [] : [{ key, words, undo }])
  const named = (label: string, id: string | null, name: string | null): string | null => (id === null ? null : `${label}: ${visibleText(name ?? id)}`)
  return [
    ...one('text', filter.text.trim() === '' ? null : `“${visibleText(filter.text.trim())}”`, { text: '' }),
    ...one('time', range, { from: null, to: null }),
    ...one('agent', named('Agent', filter.agentOid, names.agent), { agentOid: null }),
    ...one('device', named('Device', filter.deviceId, names.device), { deviceId: null }),
    ...one('user', named('User', filter.userId, names.user), { userId: null }),
    ...filter.actions.map((action) => ({ key: action, words: actionNames[action], undo: { actions: filter.actions.filter((other) => other !== action) } })),
    ...statusChips(filter.statuses),
    ...one('ticket', filter.ticket.trim() === '' ? null : `Ticket: ${visibleText(filter.ticket.trim())}`, { ticket: '' }),
    ...one('reviewed', filter.reviewed === null ? null : reviewedWords[filter.reviewed], { reviewed: null }),
    ...filter.flags.map((flag) => ({ key: flag, words: flagWords[flag].word, undo: { flags: filter.flags.filter((other) => other !== flag) } })),
  ]
}

/** A whole group is one chip: "Failed", not "Failed" and "Not supported". */
function statusChips(chosen: readonly AttemptStatus[]): readonly ActiveFilter[] {
  const without = (gone: readonly AttemptStatus[]): Partial<AuditFilter> => ({ statuses: chosen.filter((status) => !gone.includes(status)) })
  return outcomes.flatMap(({ name, word }) => {
    const all = statusesOf(name)
    if (all.every((status) => chosen.includes(status))) return [{ key: name, words: word, undo: without(all) }]
    return all.filter((status) => chosen.includes(status)).map((status) => ({ key: `status-${status}`, words: attemptStatusWords[status].word, undo: without([status]) }))
  })
}
