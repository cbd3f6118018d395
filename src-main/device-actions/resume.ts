import type { AuditLog } from '../audit/audit-log.ts'
import type { EntryOf } from '../audit/log-reading.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor } from '../../src-shared/audit.ts'
import type { ActionParameters } from '../../src-shared/device-actions.ts'
import { recordOf } from './record.ts'
import type { RecordFacts } from './record.ts'
import { approvalRequestOf } from './send-action.ts'
import type { Tracker, Watched } from './tracker.ts'

/** How many requests that have ended are shown again after a start. */
const shownAgain = 500

/** What else is known of a request than its intent: what the agent wrote with it, who asked, and whether a row of it does not verify. */
interface Told extends Pick<RecordFacts, 'ticket' | 'reason' | 'runId'> {
  readonly actor: AuditActor
  readonly isDoubtful: boolean
}

/**
 * Picks up where the last run of the console ended: a request whose answer was never written is `unknown`, by an
 * appended row; what has not ended is watched again, what waits for a second administrator too; what has ended is shown in the bell.
 */
export function resumeRequests(
  audit: Pick<AuditLog, 'recentIntents' | 'unfinished' | 'awaitingApproval' | 'appendOrHold'>,
  tracker: Pick<Tracker, 'track' | 'remember'>,
): void {
  const unfinished = audit.unfinished()
  const open = new Set(unfinished.map(({ intent }) => intent.attemptId))
  const runs = new Map<string, string>()
  for (const { intent, answer, outcome, attempt } of audit.recentIntents(shownAgain)) {
    if (attempt?.runId !== undefined) runs.set(intent.attemptId, attempt.runId)
    // Graph said a clear no: nothing was requested, there is nothing to show.
    if (open.has(intent.attemptId) || answer?.result === 'refused' || outcome === null) continue
    const { state, code, at } = outcome
    const isDoubtful = [intent, answer, outcome, attempt].some((row) => row?.isDoubtful === true)
    // Where the intent was changed, the attempt says who asked.
    const { actor } = intent.isDoubtful === true && attempt !== null ? attempt : intent
    const told = { ticket: attempt?.ticket ?? '', reason: attempt?.reason ?? '', runId: attempt?.runId ?? null, actor, isDoubtful }
    tracker.remember(recordFrom(intent, told, { state, code, updatedAt: at, isFinal: true, approval: null }))
  }
  for (const { intent, answer, attempt } of unfinished) {
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
    const told = { ...toldBy(attempt), runId: runs.get(intent.attemptId) ?? null }
    tracker.track(recordFrom(intent, told, { ...stands, updatedAt, isFinal: false, approval: null }), watchedFrom(intent, null))
  }
  for (const { intent, answer, attempt, isApproved } of audit.awaitingApproval()) {
    const updatedAt = answer?.at ?? intent.at
    const told = { ...toldBy(attempt), runId: null }
    const stands = { state: isApproved ? 'approved' : 'awaiting-approval', code: null, updatedAt, isFinal: false, approval: approvalRequestOf(intent.at) } as const
    tracker.track(recordFrom(intent, told, stands), watchedFrom(intent, answer?.approvalCode ?? null))
  }
}

/** An attempt as it is folded says who asked first, whatever a later row says. */
const toldBy = ({ ticket, reason, actor, doubt }: AuditAttempt) => ({ ticket, reason, actor, isDoubtful: doubt === 'row' })

function watchedFrom(intent: EntryOf<'intent'>, approvalCode: string | null): Watched {
  return { previousResultAt: intent.previousResultAt, previousSyncAt: intent.target.lastSyncAt, approvalCode }
}

/** Rows of version 0.1 say no parameters: they are all of passcode resets, which have none. */
function parametersOf(intent: EntryOf<'intent'>): ActionParameters {
  return intent.parameters ?? { action: 'reset-passcode' }
}

function recordFrom(
  intent: EntryOf<'intent'>,
  told: Told,
  stands: Pick<RecordFacts, 'state' | 'code' | 'updatedAt' | 'isFinal' | 'approval'>,
): DeviceActionRecord {
  const { attemptId, target, effect, at } = intent
  return recordOf({ attemptId, target, parameters: parametersOf(intent), effect, requestedAt: at, ...told, ...stands })
}
