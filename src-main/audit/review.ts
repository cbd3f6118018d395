import { hasEnded } from '../../src-shared/audit-attempts.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEvent, ReviewVerdict } from '../../src-shared/audit.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { AttemptIndex } from './attempt-index.ts'
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
  const written = audit.append({ kind: 'review', attemptId: request.attemptId, verdict: request.verdict, text: request.text, actor: actorOf(reviewer) })
  if (written.status === 'refused') return written
  return { status: 'ok', attempt: audit.attempt(request.attemptId) ?? attempt }
}

/**
 * The same for an attempt of any desk, given as the central log holds it: the review is a row of this desk's log, from where it comes there.
 * Answers with the attempt as it will stand then.
 */
export function reviewAttemptOfDesk(
  audit: Pick<AuditLog, 'story' | 'append'>, attempt: AuditAttempt, deskId: string, reviewer: AuditActor, request: ReviewRequest,
): Answer<{ attempt: AuditAttempt }> {
  const { verdict, text, attemptId } = request
  const objection = objectionTo(attempt, reviewer, request)
  if (objection !== null) return refuse(objection)
  // Signed off here already, and not there yet.
  const ownReviews = audit.story(attemptId).filter((entry) => entry.kind === 'review' && entry.deskId === deskId && entry.verdict === 'signed-off')
  if (verdict === 'signed-off' && ownReviews.length > 0) return refuse('invalid-request')
  const by = actorOf(reviewer)
  const written = audit.append({ kind: 'review', attemptId, verdict, text, actor: by, deskId })
  if (written.status === 'refused') return written
  const at = audit.story(attemptId).at(-1)?.at ?? attempt.startedAt
  return { status: 'ok', attempt: verdict === 'note' ? { ...attempt, notes: attempt.notes + 1 } : { ...attempt, signedOff: { by, at } } }
}

/** Asked once more inside the transaction: two consoles may have looked at the attempt before either of them wrote. */
export function isSecondSignOff(event: AuditEvent, index: Pick<AttemptIndex, 'get'>): boolean {
  if (event.kind !== 'review' || event.verdict !== 'signed-off') return false
  const attempt = index.get(event.attemptId)?.attempt
  return attempt !== undefined && attempt.signedOff !== null
}

function objectionTo(attempt: AuditAttempt, reviewer: AuditActor, { verdict, text }: ReviewRequest): ErrorCode | null {
  if (attempt.actor.oid === reviewer.oid && attempt.actor.tid === reviewer.tid) return 'review-own-attempt'
  if (verdict === 'note') return text.trim() === '' ? 'review-text-missing' : null
  if (!hasEnded(attempt)) return 'review-too-early'
  return attempt.signedOff === null ? null : 'invalid-request'
}
