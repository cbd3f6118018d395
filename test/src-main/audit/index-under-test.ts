import type { AuditEvent } from '../../../src-shared/audit.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'
import type { AuditFilter } from '../../../src-shared/audit-query.ts'
import { createAttemptIndex } from '../../../src-main/audit/attempt-index.ts'

export const boot = 'boot-1'

/** An index fed with rows at given times, without a log around it. */
export function anIndex(timeZone = 'UTC') {
  const index = createAttemptIndex(timeZone)
  let seq = 0
  const add = (at: string, ...events: readonly AuditEvent[]): void => {
    for (const event of events) index.add({ ...event, seq: (seq += 1), at, bootId: boot, installId: 'i', monotonicMs: 0, prevHash: '', hash: '' })
  }
  const found = (filter: Partial<AuditFilter> = {}) =>
    index.query({ filter: { ...everyAttempt, ...filter }, window: { offset: 0, limit: 200 } }, boot).attempts
  return {
    index, add, found,
    idsOf: (filter: Partial<AuditFilter> = {}) => found(filter).map(({ attemptId }) => attemptId),
    flagsOf: (attemptId: string) => index.get(attemptId)?.attempt.flags,
    figures: (filter: Partial<AuditFilter> = {}) => index.figures({ ...everyAttempt, ...filter }, boot),
  }
}
