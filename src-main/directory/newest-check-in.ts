import type { DeviceRow } from '../../src-shared/device.ts'
import { marginMs, toSecond } from './check-in-ranges.ts'

export interface NewestCheckIn {
  saw(rows: readonly DeviceRow[]): void
  /** From when on to ask for devices that have changed: the newest check-in that is known, less a margin. ISO 8601 to the second. */
  since(nowMs: number): string
  forget(): void
}

/** A device whose clock is wrong says that it checks in tomorrow: what is later than now by more than this does not count. */
const toleranceMs = 60 * 60_000

/** Remembers the newest check-in of any device. `nowMs` is this PC's clock, and only keeps the answer from lying in the future. */
export function createNewestCheckIn(nowMs: () => number): NewestCheckIn {
  let newest = ''
  return {
    saw: (rows) => {
      const latest = new Date(nowMs() + toleranceMs).toISOString()
      for (const { lastSyncAt } of rows) if (lastSyncAt !== null && lastSyncAt > newest && lastSyncAt <= latest) newest = lastSyncAt
    },
    since: (now) => toSecond(Math.min(newest === '' ? now : Date.parse(newest), now) - marginMs),
    forget: () => {
      newest = ''
    },
  }
}
