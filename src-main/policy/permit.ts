import type { SignInProof } from '../../src-shared/audit.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { fiveMinutesMs } from '../../src-shared/attempts.ts'
import { refuse } from '../../src-shared/error-codes.ts'

/** What a fresh sign-in makes: the right to do one thing once. It lives in main's memory only. */
export interface Permit {
  readonly id: string
  readonly action: DeviceActionName
  readonly deviceId: string
  readonly oid: string
  readonly tid: string
  readonly proof: SignInProof
  /** Monotonic milliseconds at which the agent signed out: the five minutes count from there. */
  readonly challengedAtMs: number
}

/** What somebody wants to do with a permit. */
export interface PermitUse {
  readonly action: DeviceActionName
  readonly deviceId: string
  readonly oid: string
  readonly tid: string
}

/** Milliseconds that are left of the five minutes, never below 0 and never above five minutes. */
export function remainingMs(challengedAtMs: number, nowMs: number): number {
  return Math.min(fiveMinutesMs, Math.max(0, challengedAtMs + fiveMinutesMs - nowMs))
}

/** Decides whether a permit covers this use now (`nowMs` on the monotonic clock). A clock that ran backwards is no proof of anything. */
export function checkPermit(permit: Permit | null, use: PermitUse, nowMs: number): Answer {
  if (permit === null) return refuse('permit-missing')
  if (nowMs < permit.challengedAtMs) return refuse('permit-void')
  if (remainingMs(permit.challengedAtMs, nowMs) === 0) return refuse('five-minutes-over')
  const covers =
    permit.action === use.action && permit.deviceId === use.deviceId && permit.oid === use.oid && permit.tid === use.tid
  return covers ? { status: 'ok' } : refuse('permit-missing')
}
