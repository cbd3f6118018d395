import type { AuditLog, EntryOf } from '../audit/audit-log.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { recordOf } from './record.ts'
import type { RecordFacts } from './record.ts'
import type { Tracker } from './tracker.ts'

const bellRows = 50

/**
 * Picks up where the last run of the console ended: a request whose answer was never written is `unknown`, by an
 * appended row; what has not ended is watched again; what has ended is shown in the bell.
 */
export function resumeRequests(audit: Pick<AuditLog, 'recentIntents' | 'unfinished' | 'appendOrHold'>, tracker: Tracker): void {
  const unfinished = audit.unfinished()
  const open = new Set(unfinished.map(({ intent }) => intent.attemptId))
  for (const { intent, answer, outcome } of audit.recentIntents(bellRows)) {
    // Graph said a clear no: nothing was requested, there is nothing to show.
    if (open.has(intent.attemptId) || answer?.result === 'refused' || outcome === null) continue
    const { state, code, at } = outcome
    tracker.remember(recordFrom(intent, { state, code, updatedAt: at, isFinal: true }))
  }
  for (const { intent, answer } of unfinished) {
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
    const updatedAt = answer?.at ?? intent.at
    const stands: Pick<RecordFacts, 'state' | 'code'> =
      answer?.result === 'requested' ? { state: 'requested', code: null } : { state: 'unknown', code: answer?.code ?? 'interrupted' }
    tracker.track(recordFrom(intent, { ...stands, updatedAt, isFinal: false }), intent.previousResultAt)
  }
}

function recordFrom(
  intent: EntryOf<'intent'>,
  stands: Pick<RecordFacts, 'state' | 'code' | 'updatedAt' | 'isFinal'>,
): DeviceActionRecord {
  const { attemptId, target, effect, actor, at } = intent
  return recordOf({ attemptId, target, effect, actor, requestedAt: at, ...stands })
}
