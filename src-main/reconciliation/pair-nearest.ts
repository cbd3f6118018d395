interface Timed<T> {
  readonly item: T
  readonly atMs: number
  /** Only what is on the same device can belong together. */
  readonly deviceId: string
}

/**
 * Pairs each of `left` with at most one of `right`: what fits, lies within `withinMs`, and is nearest in time goes first; of equals, what comes
 * first in its list.
 */
export function pairNearest<L, R>(
  left: readonly Timed<L>[],
  right: readonly Timed<R>[],
  withinMs: number,
  fits: (left: L, right: R) => boolean,
): readonly (readonly [L, R])[] {
  const rightOf = Map.groupBy(right, ({ deviceId }) => deviceId.toLowerCase())
  const candidates = left.flatMap((one) => (rightOf.get(one.deviceId.toLowerCase()) ?? [])
    .map((other) => ({ one, other, distanceMs: Math.abs(one.atMs - other.atMs) }))
    .filter(({ other, distanceMs }) => distanceMs <= withinMs && fits(one.item, other.item)))
  const used = new Set<unknown>()
  const pairs: (readonly [L, R])[] = []
  for (const { one, other } of candidates.sort((a, b) => a.distanceMs - b.distanceMs)) {
    if (used.has(one) || used.has(other)) continue
    used.add(one).add(other)
    pairs.push([one.item, other.item])
  }
  return pairs
}
