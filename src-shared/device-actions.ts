/** The five actions in the order of the Company Portal's command row. Graph's names beside them: setDeviceName, retire, wipe, resetPasscode, remoteLock. */
export const commandRowActions = ['rename', 'remove', 'reset-device', 'reset-passcode', 'remote-lock'] as const
/** What stands behind "More (…)": syncDevice, rebootNow, locateDevice, DELETE of the record. */
export const moreActions = ['sync', 'restart', 'locate', 'delete-record'] as const
/**
 * Everything that the console can do to a device. `set-management-name` (PATCH managedDeviceName) has no button of its own: it stands in
 * the dialog of Rename, for devices that cannot be renamed.
 */
export const deviceActionNames = [...commandRowActions, ...moreActions, 'set-management-name'] as const
export type DeviceActionName = (typeof deviceActionNames)[number]

/** `graph-admin`: what Intune's administrators' documents allow. `company-portal`: the stricter list of Microsoft's Company Portal page. */
export const eligibilityProfiles = ['graph-admin', 'company-portal'] as const
export type EligibilityProfile = (typeof eligibilityProfiles)[number]

/** What an action does on this kind of device. The renderer owns the sentences. */
export const actionEffects = [
  // reset-passcode
  'passcode-removed', // iOS and iPadOS: removed, none is made
  'temporary-device-passcode', // Android: a temporary passcode for the whole device
  'temporary-work-profile-passcode', // Android: a temporary passcode for the work profile only
  // rename, set-management-name
  'device-renamed', // the device itself takes the name
  'intune-name-changed', // only the name that Intune shows; the device keeps its own
  'management-name-changed', // only the administrators' label
  // remove
  'company-data-removed', // what Intune brought goes, personal data stays
  'work-profile-removed', // the work profile goes with all that is in it
  'pc-unjoined', // an Entra-joined PC leaves Entra: nobody signs in with a work account afterwards
  'pc-unenrolled', // a PC leaves Intune and stays joined
  // reset-device
  'factory-reset',
  'company-data-wiped', // Zebra: a wipe takes the company's data only
  // remote-lock
  'locked',
  'locked-with-pin', // macOS: restarts and asks for a six-digit PIN that Intune makes
  // the others
  'checks-in',
  'restarts',
  'located',
  'retired-and-deleted', // deleting the record retires the device
  'wiped-and-deleted', // deleting the record wipes the device
] as const
export type ActionEffect = (typeof actionEffects)[number]
export type ResetPasscodeEffect = 'passcode-removed' | 'temporary-device-passcode' | 'temporary-work-profile-passcode'

/** The options of a wipe; which of them a platform has is in its availability. */
export const wipeOptions = ['keep-enrollment', 'keep-user-data', 'esim-plan', 'mac-pin', 'obliteration', 'protected-wipe'] as const
export type WipeOption = (typeof wipeOptions)[number]

/** Graph's obliterationBehavior (beta): what a Mac does when erasing all content and settings fails. */
export const obliterationBehaviors = ['default', 'doNotObliterate', 'obliterateWithWarning', 'always'] as const
export type ObliterationBehavior = (typeof obliterationBehaviors)[number]

/** What the agent chose for a wipe, without the PIN itself: it is kept in main only, until it is sent. */
export interface WipeChoices {
  readonly keepEnrollmentData: boolean
  readonly keepUserData: boolean
  readonly persistEsimDataPlan: boolean
  readonly useProtectedWipe: boolean
  readonly obliterationBehavior: ObliterationBehavior
  /** macOS: a six-digit recovery PIN goes with the request. */
  readonly withRecoveryPin: boolean
}

export const plainWipe: WipeChoices = {
  keepEnrollmentData: false, keepUserData: false, persistEsimDataPlan: true, useProtectedWipe: false, obliterationBehavior: 'default', withRecoveryPin: false,
}

/** What an action is asked to do. Holds no secret: it is shown, and written into the audit log. */
export type ActionParameters =
  | { readonly action: 'rename'; readonly deviceName: string }
  | { readonly action: 'set-management-name'; readonly managedDeviceName: string }
  | { readonly action: 'reset-device'; readonly wipe: WipeChoices }
  | { readonly action: Exclude<DeviceActionName, 'rename' | 'set-management-name' | 'reset-device'> }

/** The action without more. For those that have no parameters. */
export type PlainAction = Exclude<DeviceActionName, 'rename' | 'set-management-name' | 'reset-device'>

/** Something that Intune reports back and that only a person who needs it may see. */
export type SecretKind = 'temporary-passcode' | 'unlock-pin'
