/**
 * The distinct values of one column in order. Comparing by language is the slow part of sorting (Intl.Collator has no sort keys), so it is done
 * once per new value and kept: a re-sync in which little changed compares little.
 */
export interface SortedValues {
  readonly size: number
  add(values: readonly string[]): void
  /** Value → its place. Valid until the next add or prune. */
  ranks(): ReadonlyMap<string, number>
  /** Forgets values that are no longer in use. */
  prune(inUse: ReadonlySet<string>): void
}

/** `compare` must be a total order: 0 for equal strings only. */
export function createSortedValues(compare: (a: string, b: string) => number): SortedValues {
  let sorted: string[] = []
  let rankOf = new Map<string, number>()
  let isRanked = true

  const placeOf = (value: string, from: number): number => {
    let low = from
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(sorted[middle] ?? '', value) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get size() {
      return sorted.length
    },
    add: (values) => {
      const fresh: string[] = []
      for (const value of values) {
        if (rankOf.has(value)) continue
        rankOf.set(value, -1)
        fresh.push(value)
      }
      if (fresh.length === 0) return
      fresh.sort(compare)
      const merged: string[] = []
      let from = 0
      for (const value of fresh) {
        const place = placeOf(value, from)
        for (let i = from; i < place; i += 1) merged.push(sorted[i] ?? '')
        merged.push(value)
        from = place
      }
      for (let i = from; i < sorted.length; i += 1) merged.push(sorted[i] ?? '')
      sorted = merged
      isRanked = false
    },
    ranks: () => {
      if (!isRanked) {
        sorted.forEach((value, rank) => rankOf.set(value, rank))
        isRanked = true
      }
      return rankOf
    },
    prune: (inUse) => {
      sorted = sorted.filter((value) => inUse.has(value))
      rankOf = new Map(sorted.map((value, rank) => [value, rank]))
      isRanked = true
    },
  }
}
