import type { AuditEvent } from '../src-shared/audit.ts'
import type { Clock } from '../src-shared/clock.ts'

export type ClockRow = Extract<AuditEvent, { kind: 'clock' }>

/** Watches this PC's wall clock, by which rows are dated, against the monotonic one and the server's. Writes nothing itself. */
export interface ClockWatch {
  /** What there is to say now; `offsetMs`: the server's clock minus this PC's, null when not known. */
  look(offsetMs: number | null): readonly ClockRow[]
  /** The PC slept, and the monotonic clock may not have gone on: said in any case. */
  resumed(offsetMs: number | null): ClockRow
}

/** The two clocks of a PC part by this much only when one is set or sleeps. */
const driftLimitMs = 2000
/** More than a Date header's whole seconds and a slow answer can make. */
const offsetLimitMs = 60_000

export function createClockWatch(clock: Clock): ClockWatch {
  const apartMs = (): number => clock.wallMs() - clock.monotonicMs()
  let knownApartMs = apartMs()
  let knownOffsetMs = 0

  function drifted(cause: 'drift' | 'resume', offsetMs: number | null): ClockRow {
    const now = apartMs()
    const row: ClockRow = { kind: 'clock', cause, driftMs: Math.round(now - knownApartMs), offsetMs }
    knownApartMs = now
    return row
  }

  return {
    look(offsetMs) {
      const rows: ClockRow[] = []
      if (Math.abs(apartMs() - knownApartMs) > driftLimitMs) rows.push(drifted('drift', offsetMs))
      if (offsetMs !== null && Math.abs(offsetMs - knownOffsetMs) > offsetLimitMs) {
        knownOffsetMs = offsetMs
        rows.push({ kind: 'clock', cause: 'server', driftMs: Math.round(apartMs() - knownApartMs), offsetMs })
      }
      return rows
    },
    resumed: (offsetMs) => drifted('resume', offsetMs),
  }
}
