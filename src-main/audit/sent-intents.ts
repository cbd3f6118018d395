import type { AuditEntry } from '../../src-shared/audit.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'

/** When a request was sent, and by whom: what brakes count. */
export interface SentIntent {
  readonly action: DeviceActionName
  readonly oid: string
  readonly tid: string
  readonly atMs: number
  readonly monotonicMs: number
  readonly bootId: string
}

export interface AgedIntent extends Pick<SentIntent, 'action' | 'oid' | 'tid'> {
  readonly ageMs: number
}

/** This run of the console, and its clocks as they are now. */
export interface RunOfConsole {
  readonly bootId: string
  readonly monotonicMs: number
  readonly wallMs: number
  /** Milliseconds since the log was opened, on the clock that nobody can set. */
  readonly openedForMs: number
}

export function sentIntentOf({ action, actor, at, monotonicMs, bootId }: Extract<AuditEntry, { kind: 'intent' }>): SentIntent {
  return { action, oid: actor.oid, tid: actor.tid, atMs: Date.parse(at), monotonicMs, bootId }
}

/**
 * How old each is, those younger than `withinMs`. One of this run is as old as the clock that nobody can set says. One from before is as old as
 * the PC's clock says, and at least as old as this run: a clock that was put back, or had been wrong, holds nobody for longer than that.
 */
export function agedIntents(sent: readonly SentIntent[], run: RunOfConsole, withinMs: number): readonly AgedIntent[] {
  return sent.flatMap(({ action, oid, tid, atMs, monotonicMs, bootId }) => {
    const ageMs = bootId === run.bootId ? Math.max(0, run.monotonicMs - monotonicMs) : Math.max(run.openedForMs, run.wallMs - atMs)
    return ageMs < withinMs ? [{ action, oid, tid, ageMs }] : []
  })
}
