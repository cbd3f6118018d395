/**
 * How many items of a row fit, from the left; the rest goes behind a "More" button, whose width then counts too.
 * Widths in CSS pixels. A row that has not been laid out (width 0) is taken to fit everything.
 */
export function fitCount(available: number, widths: readonly number[], gap: number, moreWidth: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1)
  if (available <= 0 || total <= available) return widths.length
  let used = moreWidth
  let count = 0
  for (const width of widths) {
    used += width + gap
    if (used > available) break
    count += 1
  }
  return count
}
