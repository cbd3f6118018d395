import type { Clock } from '../../src-shared/clock.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { Refusal } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { isBraked } from '../policy/action-rules.ts'
import type { ActionRules } from '../policy/action-rules.ts'
import { dayMs, reachedBrake } from '../policy/brakes.ts'

export interface BrakeOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'sentWithin'>
  readonly rules: ActionRules
}

/** Why this agent cannot send this now, although everything else allows it; null: they can. Counts every request in the log, whatever became of it. */
export function heldByBrake({ audit, clock, rules }: BrakeOptions, action: DeviceActionName, agent: Pick<Account, 'oid' | 'tid'>): Refusal | null {
  if (!isBraked(action, rules.stepUp)) return null
  const sent = audit.sentWithin(dayMs).filter((one) => isBraked(one.action, rules.stepUp))
  const reached = reachedBrake({
    ofMachine: sent.map(({ ageMs }) => ageMs),
    ofAgent: sent.filter(({ oid, tid }) => oid === agent.oid && tid === agent.tid).map(({ ageMs }) => ageMs),
  }, rules.brakes)
  if (reached === null) return null
  const { code, limit, count, sinceMs, waitMs } = reached
  const timeAt = (ms: number): string => new Date(ms).toISOString()
  const nowMs = clock.wallMs()
  return { status: 'refused', code, brake: { limit, count, since: timeAt(nowMs - sinceMs), nextAt: timeAt(nowMs + waitMs) } }
}
