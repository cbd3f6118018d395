const dayMs = 24 * 60 * 60_000
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const long = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

/** "2026-11-24", by this PC's time zone. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}

/** The midnight, by this PC's time zone, that a day begins with, `after` days later; null for what is no day. ISO 8601 UTC. */
export function startOfDay(day: string, after = 0): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined || year < 1970) return null
  const midnight = new Date(year, month - 1, date + after)
  return Number.isNaN(midnight.getTime()) ? null : midnight.toISOString()
}

/** The last day that ends at or before a moment: what "to" of a filter includes. */
export const lastDayBefore = (iso: string): string => dayOf(new Date(Date.parse(iso) - 1))

/** "24 Nov", or "24 Nov 2026" */
export function dayInWords(day: string, length: 'short' | 'long' = 'long'): string {
  const start = startOfDay(day)
  return start === null ? day : (length === 'short' ? short : long).format(Date.parse(start) + dayMs / 2)
}

export const periods = ['today', 'week', 'month'] as const
type Period = (typeof periods)[number]
export const periodWords: Record<Period, string> = { today: 'Today', week: 'Last 7 days', month: 'Last 30 days' }
const daysBack: Record<Period, number> = { today: 0, week: 6, month: 29 }

/** When a period begins, today counted. ISO 8601 UTC. */
export const startOfPeriod = (period: Period, now: Date): string | null => startOfDay(dayOf(now), -daysBack[period])

/** "Today", "Since 1 Nov 2026", "1 Nov 2026 – 3 Nov 2026"; null when nothing is asked. */
export function rangeInWords(from: string | null, to: string | null, now: Date): string | null {
  if (from === null) return to === null ? null : `Until ${dayInWords(lastDayBefore(to))}`
  const first = dayOf(new Date(from))
  if (to === null) {
    const period = periods.find((name) => startOfPeriod(name, now) === from)
    return period === undefined ? `Since ${dayInWords(first)}` : periodWords[period]
  }
  const last = lastDayBefore(to)
  return first === last ? dayInWords(first) : `${dayInWords(first)} – ${dayInWords(last)}`
}
