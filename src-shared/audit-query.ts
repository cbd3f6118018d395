import type { AttemptFlag, AttemptStatus, AuditAttempt } from './audit-attempts.ts'
import type { AuditActor } from './audit.ts'
import type { AuditHealth } from './audit-health.ts'
import type { AuditScope } from './central-log.ts'
import type { DeviceActionName } from './device-actions.ts'

/** What attempts have to be like; what is null or empty lets all through. */
export interface AuditFilter {
  /** Words, each found somewhere in agent, device, user, serial, ticket, reason, status. */
  readonly text: string
  /** Begun at or after, ISO 8601 UTC. */
  readonly from: string | null
  /** Begun before, ISO 8601 UTC. */
  readonly to: string | null
  readonly agentOid: string | null
  readonly deviceId: string | null
  /** The primary user's id. */
  readonly userId: string | null
  readonly actions: readonly DeviceActionName[]
  readonly statuses: readonly AttemptStatus[]
  /** Part of the ticket number. */
  readonly ticket: string
  readonly flags: readonly AttemptFlag[]
  readonly reviewed: 'signed-off' | 'open' | null
}

export const everyAttempt: AuditFilter = {
  text: '', from: null, to: null, agentOid: null, deviceId: null, userId: null, actions: [], statuses: [], ticket: '', flags: [], reviewed: null,
}

/** Some attempts of this desk's log. */
export interface DeskQuery {
  readonly filter: AuditFilter
  /** At most 200. Newest first. */
  readonly window: { readonly offset: number; readonly limit: number }
}

export interface AuditQuery extends DeskQuery {
  readonly scope: AuditScope
  /** An attempt next to the window, from which the central log reads on without counting from the newest; null: it counts. */
  readonly beside: BesideAttempt | null
}

/** `older`: the window follows this attempt; `newer`: it ends before it. */
export interface BesideAttempt {
  readonly direction: 'older' | 'newer'
  readonly startedAt: string
  readonly attemptId: string
}

export interface AuditPage {
  readonly total: number
  /** false: at least so many; counting them all would take too long. */
  readonly isTotalExact: boolean
  readonly attempts: readonly AuditAttempt[]
  readonly health: AuditHealth
}

/** Other attempts on the same device or for the same user, newest first, at most 20 each; this attempt itself left out. */
export interface RelatedAttempts {
  readonly sameDevice: readonly AuditAttempt[]
  readonly sameUser: readonly AuditAttempt[]
}

/** Counts for the charts, of the attempts that a filter lets through. Days and hours in this PC's time zone. */
export interface AuditFigures {
  readonly total: number
  /** Only so many of the newest were counted; null: all of them. */
  readonly ofNewest: number | null
  /** Every day from the first to the last attempt, at most 366 (the newest), "2026-11-24". */
  readonly perDay: readonly { readonly day: string; readonly counts: OutcomeCounts }[]
  /** 24 numbers. */
  readonly perHour: readonly number[]
  /** Most first, at most 50. */
  readonly perAgent: readonly { readonly agent: AuditActor; readonly total: number; readonly counts: OutcomeCounts; readonly flagged: number }[]
  readonly perStatus: Readonly<Partial<Record<AttemptStatus, number>>>
  readonly perAction: Readonly<Partial<Record<DeviceActionName, number>>>
  readonly perFlag: Readonly<Partial<Record<AttemptFlag, number>>>
}

/** `landed`: done, completed. `failed`: failed, not supported. `stopped`: refused, cancelled, interrupted. `open`: everything else. */
export interface OutcomeCounts {
  readonly landed: number
  readonly failed: number
  readonly stopped: number
  readonly open: number
}

/** What the filter can choose from. */
export interface AuditChoices {
  readonly agents: readonly AuditActor[]
}
