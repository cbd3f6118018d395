import type { DeviceDetails, DeviceKind } from './device.ts'
import type { ErrorCode } from './error-codes.ts'

/** The five actions in the order of the Company Portal's command row. Graph's names beside them: setDeviceName, retire, wipe, resetPasscode, remoteLock. */
export const deviceActionNames = ['rename', 'remove', 'reset-device', 'reset-passcode', 'remote-lock'] as const
export type DeviceActionName = (typeof deviceActionNames)[number]

/** `graph-admin`: what Intune's administrators' documents allow. `company-portal`: the stricter list of Microsoft's Company Portal page. */
export type EligibilityProfile = 'graph-admin' | 'company-portal'

/** Why an action cannot be used. The renderer owns the sentence. */
export const unavailableReasons = [
  'not-in-this-version',
  'kind-unknown',
  'platform-cannot-reset-passcode', // macOS, Windows, ChromeOS, Linux, tvOS
  'user-enrollment', // Apple User Enrollment
  'device-administrator', // Google removed the call in Android 7
  'work-profile-old-android', // work profile on Android 7 or older
  'work-profile-self-service', // company-portal profile: personal work profile, Android 8+
  'dedicated-self-service', // company-portal profile: dedicated device, Android 8+
  'not-in-company-portal', // company-portal profile: Microsoft's page makes no promise for this kind
  'missing-permission', // Intune RBAC: this agent may not
  'permission-unknown', // getEffectivePermissions could not be read
  'removal-in-flight', // a wipe, retire or delete is pending or issued; it takes precedence
  'action-in-flight', // the same action is still waiting for this device
  'policy-invalid', // the machine-wide policy file is broken
  'audit-unavailable', // no row can be written
] as const
export type UnavailableReason = (typeof unavailableReasons)[number]

/** What to do instead. The renderer owns the sentence. */
export const nextSteps = [
  'factory-reset', // only resetting the whole device to factory settings helps
  'windows-account', // reset the account's password or PIN instead
  'mac-account', // use the Mac's recovery key or another administrator
  'ask-administrator', // an Intune administrator can grant the role
  'wait', // something is under way
  'refresh', // read the device again
  'ask-supervisor',
  'intune-admin-center', // do it there for now
] as const
export type NextStep = (typeof nextSteps)[number]

/** Where a rule comes from, so that an agent can point at it. */
export interface RuleSource {
  /** Stable id of the row in the eligibility table, such as "reset-passcode/graph-admin/android-dedicated". */
  readonly ruleId: string
  readonly profile: EligibilityProfile
  readonly title: string
  readonly url: string
}

/** What a passcode reset does on this kind of device. */
export type ResetPasscodeEffect =
  | 'passcode-removed' // iOS and iPadOS: removed, none is made
  | 'temporary-device-passcode' // Android: a temporary passcode for the whole device
  | 'temporary-work-profile-passcode' // Android: a temporary passcode for the work profile only

/** Something that must hold for the action to work and that Graph cannot tell beforehand. */
export const preconditions = [
  'android-passcode-policy', // a passcode requirement must be enforced by policy
  'work-profile-reset-token', // the user accepted the prompt that allows resets
  'ios-touch-id-again', // Touch ID / Face ID must be set up again
  'documents-disagree', // Microsoft's pages contradict each other for this kind
] as const
export type Precondition = (typeof preconditions)[number]

export type Availability =
  | {
      readonly status: 'available'
      readonly effect: ResetPasscodeEffect
      readonly preconditions: readonly Precondition[]
      readonly source: RuleSource
    }
  | {
      readonly status: 'unavailable'
      readonly reason: UnavailableReason
      readonly nextStep: NextStep
      /** null where no row of the table is behind it (a missing permission, something in flight). */
      readonly source: RuleSource | null
    }

/** What the drawer gets: the device as just re-read, and for each action whether it can be used. */
export interface OpenedDevice {
  readonly device: DeviceDetails
  readonly availability: Readonly<Record<DeviceActionName, Availability>>
  /** Other devices of the directory with the same name: look twice. */
  readonly namesakes: number
}

/** Limits of what an agent may type with an attempt; main enforces them. */
export const ticketMaxLength = 40
export const reasonMaxLength = 500

export interface BeginResetRequest {
  readonly deviceId: string
  /** Ticket number; "" when there is none. */
  readonly ticket: string
  readonly reason: string
}

/** How long an agent has from Sign out until Reset passcode is pressed (Microsoft's page: "sign back in within five minutes"). */
export const fiveMinutesMs = 5 * 60_000

/**
 * Where one attempt at a reset stands. Main owns it; every change is sent as `attempt:changed`.
 * `ready`: step 1 of 2 is shown (again, with `code`, when a fresh sign-in was refused and may be tried anew);
 * `signing-in`: signed out, the sign-in page is open; `warning`: step 2 of 2, a permit exists; `sending`;
 * `ended`: nothing more can happen in it; `code` null means that the request was sent (see {@link DeviceActionRecord}).
 */
export interface AttemptState {
  readonly attemptId: string
  readonly action: 'reset-passcode'
  readonly phase: 'ready' | 'signing-in' | 'warning' | 'sending' | 'ended'
  /** Milliseconds left of the five minutes at the moment of sending; null while no clock runs. */
  readonly remainingMs: number | null
  readonly code: ErrorCode | null
  /** Who must sign back in. */
  readonly agentName: string
  readonly agentUpn: string
  /** The device as shown and re-read; the dialogs name it by serial and id, not by name alone. */
  readonly device: DeviceDetails
  readonly effect: ResetPasscodeEffect
  readonly preconditions: readonly Precondition[]
  readonly ticket: string
  readonly reason: string
}

/** `requested`: Graph accepted the request (204), nothing more is known. `pending`: Intune shows it, the device has not finished. */
export type ActionState = 'requested' | 'pending' | 'done' | 'failed' | 'not-supported' | 'unknown'

/** One request that was sent (or may have been sent) and how it stands. For the bell, the drawer and the OS notification. */
export interface DeviceActionRecord {
  readonly attemptId: string
  readonly action: DeviceActionName
  readonly deviceId: string
  readonly deviceName: string
  readonly serialNumber: string
  readonly userDisplayName: string
  readonly kind: DeviceKind
  readonly effect: ResetPasscodeEffect
  readonly agentOid: string
  readonly agentName: string
  readonly state: ActionState
  /** True once nothing more will be learnt. An `unknown` that is still being looked into is not final. */
  readonly isFinal: boolean
  readonly code: ErrorCode | null
  readonly requestedAt: string
  readonly updatedAt: string
  /** The device's last check-in when the request was sent: an offline device waits. */
  readonly lastSyncAt: string | null
  /** True when a temporary passcode can be asked for. */
  readonly hasTemporaryPasscode: boolean
}
