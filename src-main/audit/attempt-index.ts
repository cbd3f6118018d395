import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import type { AuditQuery } from '../../src-shared/audit-query.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import { foldEntry, isAwaitingApproval, isUnfinished, presented, searchTextOf, searchWordsOf } from './attempt-fold.ts'
import type { FoldedAttempt } from './attempt-fold.ts'

const largestWindow = 200

interface Indexed {
  folded: FoldedAttempt
  /** Made when first searched, dropped when the attempt changes. */
  searchText: string | null
}

/**
 * The attempts of the whole log in memory, folded from its rows while they are verified. It is never stored, so there is no second
 * copy to trust: what the supervisor's page lists is what the chain holds. About 1.5 KB for each attempt.
 */
export interface AttemptIndex {
  add(entry: AuditEntry): void
  clear(): void
  get(attemptId: string): FoldedAttempt | null
  query(query: AuditQuery, currentBootId: string): { readonly total: number; readonly attempts: readonly AuditAttempt[] }
  /** Requests whose end is not known, oldest first. */
  unfinished(): readonly FoldedAttempt[]
  /** Requests that a second administrator has to decide on, or has approved, oldest first. */
  awaitingApproval(): readonly FoldedAttempt[]
  isInFlight(deviceId: string, action: DeviceActionName): boolean
}

export function createAttemptIndex(): AttemptIndex {
  const byId = new Map<string, Indexed>() // in the order in which the attempts began
  const unfinishedIds = new Set<string>()
  const awaitingIds = new Set<string>()

  function add(entry: AuditEntry): void {
    if (!('attemptId' in entry)) return
    const known = byId.get(entry.attemptId)
    const folded = foldEntry(known?.folded ?? null, entry)
    if (folded === null) return
    if (known === undefined) byId.set(entry.attemptId, { folded, searchText: null })
    else Object.assign(known, { folded, searchText: null })
    keep(unfinishedIds, entry.attemptId, isUnfinished(folded))
    keep(awaitingIds, entry.attemptId, isAwaitingApproval(folded))
  }

  const foldedOf = (ids: ReadonlySet<string>): readonly FoldedAttempt[] => [...ids].flatMap((id) => byId.get(id)?.folded ?? [])
  const unfinished = (): readonly FoldedAttempt[] => foldedOf(unfinishedIds)

  function query({ filter: { text }, window }: AuditQuery, currentBootId: string) {
    const words = searchWordsOf(text)
    const offset = wholeNumber(window.offset)
    const limit = Math.min(wholeNumber(window.limit), largestWindow)
    const attempts: AuditAttempt[] = []
    let total = 0
    for (const indexed of [...byId.values()].reverse()) {
      if (words.length > 0) {
        const searchText = (indexed.searchText ??= searchTextOf(presented(indexed.folded, currentBootId)))
        if (!words.every((word) => searchText.includes(word))) continue
      }
      if (total >= offset && attempts.length < limit) attempts.push(presented(indexed.folded, currentBootId))
      total += 1
    }
    return { total, attempts }
  }

  return {
    add,
    clear: () => {
      byId.clear()
      unfinishedIds.clear()
      awaitingIds.clear()
    },
    get: (attemptId) => byId.get(attemptId)?.folded ?? null,
    query,
    unfinished,
    awaitingApproval: () => foldedOf(awaitingIds),
    isInFlight: (deviceId, action) =>
      unfinished().some(({ attempt }) => attempt.target.deviceId === deviceId && attempt.action === action),
  }
}

function keep(ids: Set<string>, id: string, isIn: boolean): void {
  if (isIn) ids.add(id)
  else ids.delete(id)
}

/** 0 for what is not a sensible count. */
const wholeNumber = (value: number) => (Number.isFinite(value) && value > 0 ? Math.floor(value) : 0)
