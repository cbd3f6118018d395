import type { UnavailableReason } from './availability.ts'
import type { DeviceKind } from './device.ts'
import type { ErrorCode } from './error-codes.ts'

/** What may be done to many devices at once: what does no harm. Never a passcode, a wipe, a removal. */
export const bulkActions = ['sync', 'restart', 'remote-lock'] as const
export type BulkAction = (typeof bulkActions)[number]
/** Devices in one run. */
export const bulkLargest = 500

/**
 * `checking`: being read by its id; `ready` / `unavailable`: what the review shows; `waiting`, `sending`: the run is under way;
 * `requested`, `refused`, `unknown`: what Graph said; `not-sent`: the run ended before it.
 */
export type BulkItemState = 'checking' | 'ready' | 'unavailable' | 'waiting' | 'sending' | 'requested' | 'refused' | 'unknown' | 'not-sent'

export interface BulkItem {
  readonly deviceId: string
  readonly deviceName: string
  readonly serialNumber: string
  readonly userDisplayName: string
  readonly kind: DeviceKind
  readonly lastSyncAt: string | null
  readonly state: BulkItemState
  readonly reason: UnavailableReason | null
  readonly code: ErrorCode | null
  readonly attemptId: string | null
}

/** One run over many devices. Main owns it; at most one is open in a window. */
export interface BulkRun {
  readonly runId: string
  readonly action: BulkAction
  readonly phase: 'checking' | 'review' | 'running' | 'ended'
  readonly ticket: string
  readonly reason: string
  readonly items: readonly BulkItem[]
  /** Why it ended early; null when it went through, or is still under way. */
  readonly code: ErrorCode | null
  /** True while it waits for Graph's throttle. */
  readonly isHeldBack: boolean
}
