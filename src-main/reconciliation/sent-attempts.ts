import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { LogSpan } from '../graph/intune-logs.ts'
import type { SentAttempt } from './reconcile.ts'

const pageSize = 200
/** An attempt may wait for its sign-in and its warning before it is sent; nothing waits for a day. */
const longestWaitMs = 86_400_000

/** Sent, or perhaps sent: Graph did not say no, nor that somebody has to approve first. */
export function isSent({ answer, status }: AuditAttempt): boolean {
  if (answer !== null) return answer.result === 'requested' || answer.result === 'unknown'
  return ['unknown', 'done', 'failed', 'not-supported'].includes(status)
}

/**
 * When the request went out, on Graph's clock: the answer's Date if there is one; otherwise the intent's time, put right by `clockOffsetMs`
 * (Graph's clock minus this PC's).
 */
function sentAtMs(audit: Pick<AuditLog, 'story'>, attempt: AuditAttempt, clockOffsetMs: number): number {
  const serverDate = attempt.answer?.reference?.serverDate ?? null
  if (serverDate !== null) return Date.parse(serverDate)
  const intent = audit.story(attempt.attemptId).find(({ kind }) => kind === 'intent')
  return Date.parse(intent?.at ?? attempt.startedAt) + clockOffsetMs
}

/** The attempts that were sent in a span of Graph's clock, newest first. */
export function readSentAttempts(audit: Pick<AuditLog, 'attempts' | 'story'>, { fromMs, toMs }: LogSpan, clockOffsetMs: number): readonly SentAttempt[] {
  const begunFromMs = fromMs - clockOffsetMs - longestWaitMs
  const begunToMs = toMs - clockOffsetMs + longestWaitMs
  const filter = { ...everyAttempt, from: new Date(begunFromMs).toISOString(), to: new Date(begunToMs).toISOString() }
  const found: SentAttempt[] = []
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const page = audit.attempts({ filter, window: { offset, limit: pageSize } })
    total = page.total
    for (const attempt of page.attempts) {
      const begunAtMs = Date.parse(attempt.startedAt)
      if (!isSent(attempt) || begunAtMs < begunFromMs || begunAtMs >= begunToMs) continue
      const atMs = sentAtMs(audit, attempt, clockOffsetMs)
      if (atMs >= fromMs && atMs < toMs) found.push({ attempt, sentAtMs: atMs })
    }
  }
  return found
}
