import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { ActAtDesk, AttemptAtDesk, IntuneLogEntry, SentQuestion } from '../../src-shared/reconciliation.ts'
import { actionsOf, explainEntries, together } from './reconcile.ts'
import type { SentAttempt } from './reconcile.ts'
import { isSent } from './sent-attempts.ts'

/** What the central log is asked for: every action that an entry can stand for, once. Entries of nobody, and of what no console does, are not asked for. */
export function questionsAbout(entries: readonly IntuneLogEntry[]): readonly SentQuestion[] {
  const questions = entries.filter(({ initiatedBy }) => initiatedBy !== '').flatMap((entry) =>
    actionsOf(entry).map((action): SentQuestion => ({ deviceId: entry.deviceId, action, upn: entry.initiatedBy, at: entry.at })))
  return [...new Map(questions.map((question) => [Object.values(question).join('\n').toLowerCase(), question])).values()]
}

/** Lays what is left beside what any desk sent. `known` are this desk's own requests, which have been laid beside already. */
export function compareElsewhere(
  entries: readonly IntuneLogEntry[], atDesks: readonly AttemptAtDesk[], known: readonly SentAttempt[],
): { readonly elsewhere: readonly ActAtDesk[]; readonly outside: readonly (readonly IntuneLogEntry[])[] } {
  const own = new Set(known.map(({ attempt }) => attempt.attemptId))
  const sent = atDesks.flatMap(({ attempt, sentAt }): readonly SentAttempt[] => {
    if (own.has(attempt.attemptId) || !isReadable(attempt) || !isSent(attempt)) return []
    const serverMs = Date.parse(String(attempt.answer?.reference?.serverDate))
    return [{ attempt, sentAtMs: Number.isNaN(serverMs) ? Date.parse(sentAt) : serverMs }]
  })
  const { foundFor, unexplained } = explainEntries(sent, entries)
  const elsewhere = sent.flatMap((one): readonly ActAtDesk[] => {
    const found = foundFor.get(one)
    return found === undefined ? [] : [{ attempt: one.attempt, entries: found }]
  })
  return { elsewhere: elsewhere.toSorted((a, b) => newest(b).localeCompare(newest(a))), outside: together(unexplained) }
}

const newest = ({ entries }: ActAtDesk): string => entries[0]?.at ?? ''

/** A forged row may lack what its kind promises. */
const isReadable = ({ actor, target }: AuditAttempt): boolean =>
  [(actor as Partial<AuditAttempt['actor']> | null)?.upn, (target as Partial<AuditAttempt['target']> | null)?.deviceId].every((text: unknown) => typeof text === 'string')
