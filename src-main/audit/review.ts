import { hasEnded } from '../../src-shared/audit-attempts.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, ReviewVerdict } from '../../src-shared/audit.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { AuditLog } from './audit-log.ts'

export interface ReviewRequest {
  readonly attemptId: string
  readonly verdict: ReviewVerdict
  readonly text: string
}

/**
 * Appends a supervisor's note or sign-off, and answers with the attempt as it stands then. Whoever asks must be a supervisor already.
 * 'invalid-request' for a second sign-off.
 */
export function reviewAttempt(
  audit: Pick<AuditLog, 'attempt' | 'append'>, reviewer: AuditActor, request: ReviewRequest,
): Answer<{ attempt: AuditAttempt }> {
  const attempt = audit.attempt(request.attemptId)
  if (attempt === null) return refuse('attempt-unknown')
  const objection = objectionTo(attempt, reviewer, request)
  if (objection !== null) return refuse(objection)
  const { oid, tid, upn, displayName } = reviewer
  const written = audit.append({ kind: 'review', attemptId: request.attemptId, verdict: request.verdict, text: request.text, actor: { oid, tid, upn, displayName } })
  if (written.status === 'refused') return written
  return { status: 'ok', attempt: audit.attempt(request.attemptId) ?? attempt }
}

function objectionTo(attempt: AuditAttempt, reviewer: AuditActor, { verdict, text }: ReviewRequest): ErrorCode | null {
  if (attempt.actor.oid === reviewer.oid && attempt.actor.tid === reviewer.tid) return 'review-own-attempt'
  if (verdict === 'note') return text.trim() === '' ? 'review-text-missing' : null
  if (!hasEnded(attempt)) return 'review-too-early'
  return attempt.signedOff === null ? null : 'invalid-request'
}
