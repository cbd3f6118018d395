import type { BulkItem, BulkItemState } from '../../src-shared/bulk-runs.ts'

/** How many items are in each state. */
export function countByState(items: readonly BulkItem[]): Readonly<Record<BulkItemState, number>> {
  const counts: Record<BulkItemState, number> = { checking: 0, ready: 0, unavailable: 0, waiting: 0, sending: 0, requested: 0, refused: 0, unknown: 0, 'not-sent': 0 }
  for (const item of items) counts[item.state] += 1
  return counts
}
