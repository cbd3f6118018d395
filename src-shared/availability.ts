import type { ActionEffect, DeviceActionName, EligibilityProfile, WipeOption } from './device-actions.ts'
import type { DeviceDetails } from './device.ts'

/** Why an action cannot be used. The renderer owns the sentence. */
export const unavailableReasons = [
  'kind-unknown',
  'platform-cannot', // the platform has no such action at all
  'platform-cannot-reset-passcode', // macOS, Windows, ChromeOS, Linux, tvOS
  'user-enrollment', // Apple User Enrollment
  'device-administrator', // Android device administrator: Google has taken such calls away
  'work-profile-old-android', // work profile on Android 7 or older
  'work-profile-personal', // a personal device with a work profile: Google does not allow it
  'corporate-android', // corporate-owned Android cannot be retired, only wiped
  'aosp', // Android without Google's services
  'needs-supervision', // iOS, iPadOS and tvOS: only a supervised device
  'needs-corporate', // only a corporate-owned device
  'needs-newer-os', // the platform has it from a later version on
  'hybrid-joined', // Windows joined to an on-premises domain as well
  'join-unknown', // Graph did not say how the PC is joined
  'needs-beta', // the call is in Graph beta only, and this tenant refuses beta
  'work-profile-self-service', // company-portal profile: personal work profile, Android 8+
  'dedicated-self-service', // company-portal profile: dedicated device, Android 8+
  'automated-self-service', // company-portal profile: retire and wipe are off for automated device enrolment
  'joined-self-service', // company-portal profile: an Entra-joined PC is never removed there
  'corporate-self-service', // company-portal profile: a corporate-owned PC is not removed there
  'enrollment-manager-self-service', // company-portal profile: all actions are off for a device enrolled by an enrolment manager
  'company-portal-nickname', // company-portal profile: Rename there changes only the name shown in Company Portal
  'not-in-company-portal', // company-portal profile: Microsoft's page makes no promise for this kind
  'missing-permission', // Intune RBAC: this agent may not
  'reviews-only', // a supervisor without the agent's role
  'permission-unknown', // getEffectivePermissions could not be read
  'removal-in-flight', // a wipe, retire or delete is pending or issued; it takes precedence
  'action-in-flight', // the same action is still waiting for this device
  'approval-in-flight', // a request for this device waits for a second administrator
  'policy-invalid', // the machine-wide policy file is broken
  'policy-writable', // others than administrators can write it, or who can is not known
  'policy-outdated', // this version is older than the organisation lets it act
  'policy-checking', // who can write it is being found out
  'audit-unavailable', // no row can be written
  'audit-broken', // the log does not verify, and no new one could be started
  'audit-unacknowledged', // an earlier log does not verify, and no supervisor has acknowledged that yet
] as const
export type UnavailableReason = (typeof unavailableReasons)[number]

/** What to do instead. The renderer owns the sentence. */
export const nextSteps = [
  'factory-reset', // only resetting the whole device to factory settings helps
  'reset-device', // use Reset Device
  'remove', // use Remove
  'set-management-name', // change the management name instead: the dialog of Rename offers it
  'windows-account', // reset the account's password or PIN instead
  'mac-account', // use the Mac's recovery key or another administrator
  'on-the-device', // the person can do it on the device itself
  'deprovision', // ChromeOS: deprovision it in Google's admin console
  'ask-administrator', // an Intune administrator can grant the role
  'wait', // something is under way
  'refresh', // read the device again
  'ask-supervisor',
  'ask-agent', // an agent has to do it
  'intune-admin-center', // do it there for now
  'none', // there is nothing instead
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

/** Something to know before the action is used: what must hold and Graph cannot tell beforehand, or what comes with it. */
export const cautions = [
  'android-passcode-policy', // a passcode requirement must be enforced by policy
  'work-profile-reset-token', // the user accepted the prompt that allows resets
  'ios-touch-id-again', // Touch ID / Face ID must be set up again
  'documents-disagree', // Microsoft's pages contradict each other for this kind
  'ios-name-template', // an enrolment profile's name template takes the name back at the next check-in
  'takes-ten-minutes', // Android: Intune shows the new name after ten minutes or more
  'at-next-check-in', // the device takes it at its next check-in
  'restart-to-finish', // Windows: the new name shows after a restart
  'local-admin-first', // Windows: without a local administrator nobody gets in afterwards
  'join-not-said', // Windows: Graph did not say how the PC is joined; the worse case is told
  'recovery-key-first', // Windows: back up the BitLocker recovery key first
  'app-tokens-stay', // retiring does not revoke the tokens that apps hold
  'activation-lock', // Apple: Activation Lock may still ask for the old account
  'zebra-company-data-only', // Zebra: a wipe takes the company's data only
  'samsung-reset-blocked', // Samsung: with Factory Reset blocked by policy a wipe strands the device
  'wipe-may-never-report', // the device may reset before it can report: "pending" may stay
  'autopilot-comes-back', // Windows, ADE: the device enrols again by itself when it is set up
  'deprovision-first', // ChromeOS: it enrols again by itself unless it is deprovisioned
  'no-passcode-screen-off', // without a passcode a lock only turns the screen off
  'aosp-lock-needs-policy', // AOSP: fails without a passcode policy
  'mac-pin-once', // macOS: the PIN is shown until another action replaces it; Intune keeps it 30 days
  'mac-pin-waiting', // macOS: an earlier PIN has not been replaced: sending again fails, and the PIN goes
  'mac-pin-goes', // macOS: an earlier PIN can still be shown, until this is sent
  'lost-mode-needed', // iOS: locating works only in Lost Mode
  'location-service-needed', // Android, Windows: location must be allowed
  'person-is-told', // the person is notified that the device was located
  'kiosk-only', // ChromeOS: only kiosk devices and managed guest sessions
  'unsaved-work', // a restart loses what is not saved
  'wifi-after-restart', // iOS: no Wi-Fi until somebody unlocks it
  'cancels-pending', // wipe, retire and delete cancel what else is pending on the device
  'delete-is-wipe', // deleting the record wipes the device
  'delete-is-retire', // deleting the record retires the device
] as const
export type Caution = (typeof cautions)[number]

export type Availability =
  | {
      readonly status: 'available'
      readonly effect: ActionEffect
      readonly cautions: readonly Caution[]
      /** For `reset-device`: the options that this platform has; empty for every other action. */
      readonly wipeOptions: readonly WipeOption[]
      readonly source: RuleSource
    }
  | {
      readonly status: 'unavailable'
      readonly reason: UnavailableReason
      readonly nextStep: NextStep
      /** null where no row of the table is behind it (a missing permission, something in flight). */
      readonly source: RuleSource | null
    }

/** How many other devices of the directory could be mistaken for this one. */
export interface OtherDevices {
  readonly sameName: number
  /** A name that only looks the same: other letters, invisible signs. */
  readonly similarName: number
  readonly sameSerial: number
  readonly sameUser: number
}

/** What the drawer gets: the device as just re-read, and for each action whether it can be used. */
export interface OpenedDevice {
  readonly device: DeviceDetails
  readonly availability: Readonly<Record<DeviceActionName, Availability>>
  readonly others: OtherDevices
  /** What is under way on the device, whoever asked for it: a wipe, retire or delete cancels the rest. */
  readonly pending: readonly DeviceActionName[]
}
