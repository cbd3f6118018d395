const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' })
const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const localShort = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** "just now", "3 minutes ago", "yesterday", "3 days ago", "in 2 hours"; "never" for null. */
export function relativeTime(iso: string | null, nowMs: number): string {
  if (iso === null) return 'never'
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return 'at an unreadable time'
  const difference = at - nowMs
  const size = Math.abs(difference)
  if (size < 45_000) return 'just now'
  if (size < hour) return relative.format(Math.round(difference / minute), 'minute')
  if (size < day) return relative.format(Math.round(difference / hour), 'hour')
  if (size < 60 * day) return relative.format(Math.round(difference / day), 'day')
  if (size < 730 * day) return relative.format(Math.round(difference / (30.44 * day)), 'month')
  return relative.format(Math.round(difference / (365.25 * day)), 'year')
}

/** "07:42 today", "07:42 yesterday", "07:42 on 20 Nov", on this PC's clock: for what is to be seen at once and not only on hover. */
export function timeAndDay(iso: string, nowMs: number): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return 'an unreadable time'
  const midnight = new Date(nowMs)
  midnight.setHours(0, 0, 0, 0)
  const daysBefore = Math.ceil((midnight.getTime() - at.getTime()) / day)
  return `${clock.format(at)} ${daysBefore === 0 ? 'today' : daysBefore === 1 ? 'yesterday' : `on ${dayAndMonth.format(at)}`}`
}

/** The same moment on this PC's clock, such as "20 Nov 2026, 14:02:11". */
export function exactLocalTime(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : local.format(at)
}

/** The same without seconds, for a column: "20 Nov 2026, 14:02". */
export function shortLocalTime(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : localShort.format(at)
}

/** The same moment in UTC, such as "2026-11-20 13:02:11 UTC". */
export function exactUtcTime(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? iso : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Local and UTC in one line, for a tooltip; "" for null. */
export function exactTime(iso: string | null): string {
  return iso === null ? '' : `${exactLocalTime(iso)} · ${exactUtcTime(iso)}`
}

/** 272_000 → "4:32". Rounded up, so that 0:00 means over. */
export function clockFace(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
