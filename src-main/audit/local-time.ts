const dayMs = 86_400_000
const quarterHourMs = 900_000

/** The zone that this PC is set to, such as "Europe/Berlin". */
export const zoneOfThisPc = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** A local time; read it with the UTC methods of Date. */
export type LocalTime = (ms: number) => Date

/**
 * Turns milliseconds since 1970 into the wall time of a zone. Intl is slow, and a log has hundreds of thousands of times, so it is asked
 * once for each day, and for each quarter of an hour of a day on which the clocks change.
 */
export function createLocalTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const known = new Map<number, number>()

  function offsetAt(ms: number): number {
    const cached = known.get(ms)
    if (cached !== undefined) return cached
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - ms
    known.set(ms, offset)
    return offset
  }

  return (ms) => {
    const midnight = Math.floor(ms / dayMs) * dayMs
    const first = offsetAt(midnight)
    const isSteady = first === offsetAt(midnight + dayMs)
    return new Date(ms + (isSteady ? first : offsetAt(Math.floor(ms / quarterHourMs) * quarterHourMs)))
  }
}
