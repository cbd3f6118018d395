/**
 * How many items of a row fit, from the left, beside a "More" button that is always there; the rest goes behind it.
 * Widths in CSS pixels. A row that has not been laid out (width 0) is taken to fit everything.
 */
export function fitCount(available: number, widths: readonly number[], gap: number, moreWidth: number): number {
  if (available <= 0) return widths.length
  let used = moreWidth
  let count = 0
  for (const width of widths) {
    used += width + gap
    if (used > available) break
    count += 1
  }
  return count
}
