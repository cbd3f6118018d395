import type { AuditLog } from '../audit/audit-log.ts'
import { recordOf } from './record.ts'
import type { Tracker } from './tracker.ts'

const bellRows = 50

/**
 * Picks up where the last run of the console ended: a request whose answer was never written is `unknown`, by an
 * appended row; what has not ended is watched again; what has ended is shown in the bell.
 */
export function resumeRequests(audit: Pick<AuditLog, 'recentIntents' | 'unfinished' | 'appendOrHold'>, tracker: Tracker): void {
  const open = new Set(audit.unfinished().map(({ intent }) => intent.attemptId))
  for (const { intent, answer, outcome } of audit.recentIntents(bellRows)) {
    if (!open.has(intent.attemptId)) {
      // Graph said a clear no: nothing was requested, there is nothing to show.
      if (answer?.result === 'refused' || outcome === null) continue
      tracker.remember(
        recordOf({
          attemptId: intent.attemptId,
          target: intent.target,
          effect: intent.effect,
          actor: intent.actor,
          requestedAt: intent.at,
          updatedAt: outcome.at,
          state: outcome.state,
          isFinal: true,
          code: outcome.code,
        }),
      )
    }
  }
  for (const { intent, answer } of audit.unfinished()) {
    if (answer === null) {
      audit.appendOrHold({
        kind: 'answer',
        attemptId: intent.attemptId,
        result: 'unknown',
        code: 'interrupted',
        reference: null,
        clockOffsetMs: null,
      })
    }
    const wasAccepted = answer?.result === 'requested'
    tracker.track(
      recordOf({
        attemptId: intent.attemptId,
        target: intent.target,
        effect: intent.effect,
        actor: intent.actor,
        requestedAt: intent.at,
        updatedAt: answer?.at ?? intent.at,
        state: wasAccepted ? 'requested' : 'unknown',
        isFinal: false,
        code: wasAccepted ? null : (answer?.code ?? 'interrupted'),
      }),
      intent.previousResultAt,
    )
  }
}
