import type { DeviceRow } from '../../src-shared/device.ts'
import type { CheckInRange } from '../graph/device-list.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Intune's clocks need not agree, and a check-in may show up late: so much is asked for twice. */
export const marginMs = 5 * minuteMs

/** To the second, as Graph writes dates in a filter. */
export const toSecond = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const inMs = (bound: string): string => `${bound.slice(0, 19)}.000Z`

/** Whether Graph could have meant this row: it says of no filter that it was ignored, so each row of the answer is looked at. */
export function isInRange({ lastSyncAt }: Pick<DeviceRow, 'lastSyncAt'>, { from, to }: CheckInRange): boolean {
  if (lastSyncAt === null) return from === null
  return (from === null || lastSyncAt >= inMs(from)) && (to === null || lastSyncAt <= inMs(to))
}

/**
 * Every device, cut by when it checked in last: most check in every few hours, so the last day is cut by the hour. Bounds belong to both
 * sides. The last range is without end, and is read when all others have been: a device that checks in while they are read is found there.
 */
export function rangesUntil(nowMs: number): readonly CheckInRange[] {
  const ages = [
    ...Array.from({ length: 24 }, (_, hour) => (hour + 1) * hourMs),
    ...[2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 90, 180].map((days) => days * dayMs),
  ]
  const bounds = [marginMs, ...ages].map((age) => toSecond(nowMs - age))
  const ranges = bounds.map((to, i): CheckInRange => ({ from: bounds[i + 1] ?? null, to }))
  return [...ranges, { from: bounds[0] ?? null, to: null }]
}
