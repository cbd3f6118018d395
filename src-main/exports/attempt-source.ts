import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditFilter, AuditPage, AuditQuery } from '../../src-shared/audit-query.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { Ended } from './ended.ts'

/** The largest window that a log answers. */
const largestWindow = 200

/** A page of the service desk's attempts, as the page of the supervisor asks for it. */
export type QueryAttempts = (query: AuditQuery) => Promise<Answer<{ page: AuditPage }>>

/** Where attempts are read from, from the newest to the oldest. Both may throw {@link Ended}. */
export interface AttemptSource {
  /** How many the filter lets through now; of many, at least so many. */
  count(filter: AuditFilter): Promise<number>
  /** The next ones behind `last`, newest first; none: that was all. What has begun since does not move them. */
  next(filter: AuditFilter, last: AuditAttempt | null, limit: number): Promise<readonly AuditAttempt[]>
}

/** This desk's own log. */
export function createDeskSource(audit: Pick<AuditLog, 'attempts' | 'attemptsBefore'>): AttemptSource {
  return {
    count: async (filter) => audit.attempts({ filter, window: { offset: 0, limit: 0 } }).total,
    next: async (filter, last, limit) => {
      const attempts = audit.attemptsBefore(filter, last?.attemptId ?? null, limit)
      if (attempts === null) throw new Ended('audit-unavailable') // the log is another one by now
      return attempts
    },
  }
}

/** The central log; `query` is null where the policy names none. */
export function createServiceDeskSource(query: QueryAttempts | null): AttemptSource {
  async function read(wanted: AuditQuery): Promise<AuditPage> {
    if (query === null) throw new Ended('central-off')
    const answer = await query(wanted)
    if (answer.status === 'refused') throw new Ended(answer.code)
    return answer.page
  }
  let passed = 0
  return {
    count: async (filter) => (await read({ filter, window: { offset: 0, limit: 1 }, scope: 'service-desk', beside: null })).total,
    next: async (filter, last, limit) => {
      if (last === null) passed = 0
      const beside = last === null ? null : { direction: 'older', startedAt: last.startedAt, attemptId: last.attemptId } as const
      const { attempts } = await read({ filter, window: { offset: passed, limit }, scope: 'service-desk', beside })
      passed += attempts.length
      return attempts
    },
  }
}

/** Everything that the source has, page by page. `afterPage` is told how many were handed over, of how many; it may throw to end it. */
export async function readAttempts(
  source: AttemptSource, filter: AuditFilter,
  { batch = largestWindow, onPage, afterPage }: {
    readonly batch?: number | undefined
    readonly onPage: (attempts: readonly AuditAttempt[]) => Promise<void>
    readonly afterPage: (rows: number, total: number) => Promise<void>
  },
): Promise<number> {
  const total = await source.count(filter)
  let last: AuditAttempt | null = null
  let rows = 0
  for (;;) {
    const attempts: readonly AuditAttempt[] = await source.next(filter, last, batch)
    if (attempts.length === 0) return rows
    await onPage(attempts)
    rows += attempts.length
    last = attempts.at(-1) ?? null
    await afterPage(rows, Math.max(rows, total))
  }
}
