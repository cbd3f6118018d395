import type { ActionEffect, ActionParameters, DeviceActionName, SecretKind } from './device-actions.ts'
import type { DeviceKind } from './device.ts'
import type { ErrorCode } from './error-codes.ts'

/**
 * `requested`: Graph accepted the request (204), nothing more is known. `pending`: Intune shows it, the device has not finished.
 * `awaiting-approval`: nothing was requested yet, a second administrator must approve first; `approved`: they have, and the agent can send it.
 */
export type ActionState =
  | 'requested' | 'pending' | 'done' | 'failed' | 'not-supported' | 'unknown' | 'awaiting-approval' | 'approved'

/** A request that Multi Admin Approval holds back. */
export interface ApprovalRequest {
  readonly requestedAt: string
  /** After this Intune drops the request: three days. */
  readonly expiresAt: string
}

/** One request that was sent (or may have been sent) and how it stands. For the bell, the drawer, the Activity page and the OS notification. */
export interface DeviceActionRecord {
  readonly attemptId: string
  readonly action: DeviceActionName
  readonly parameters: ActionParameters
  readonly deviceId: string
  readonly deviceName: string
  readonly serialNumber: string
  readonly userDisplayName: string
  readonly kind: DeviceKind
  readonly effect: ActionEffect
  readonly agentOid: string
  readonly agentName: string
  readonly ticket: string
  readonly reason: string
  readonly state: ActionState
  /** True once nothing more will be learnt. An `unknown` that is still being looked into is not final. */
  readonly isFinal: boolean
  readonly code: ErrorCode | null
  readonly requestedAt: string
  readonly updatedAt: string
  /** The device's last check-in as last read: an offline device waits. */
  readonly lastSyncAt: string | null
  /** What can be shown to the agent who asked for it; null when there is nothing (any more). */
  readonly secret: SecretKind | null
  /** True when Intune has a location to show. */
  readonly hasLocation: boolean
  readonly approval: ApprovalRequest | null
  /** The run of many devices that this was part of. */
  readonly runId: string | null
  /** A row of this request does not verify: what is said here may be what somebody wrote into the log. Nothing secret is shown for it. */
  readonly isDoubtful?: true
}

/** Where a device said it is. Read from Intune when asked for, shown, and kept nowhere. */
export interface DeviceLocation {
  readonly latitude: number
  readonly longitude: number
  /** Metres; null when not reported. */
  readonly horizontalAccuracy: number | null
  readonly altitude: number | null
  readonly collectedAt: string | null
}
