import { mdiCloseCircleOutline, mdiFormTextbox, mdiHelpCircleOutline, mdiLaptopOff, mdiLockOutline, mdiLockReset, mdiRestore, mdiSendCheckOutline } from '@mdi/js'
import type { ActionState } from '../../src-shared/action-records.ts'
import type { DeviceActionName, ResetPasscodeEffect } from '../../src-shared/device-actions.ts'
import { toneIcons, type Tone } from './tones.ts'

/** The Company Portal's names, which the command row shows. */
export const actionNames: Record<DeviceActionName, string> = {
  rename: 'Rename',
  remove: 'Remove',
  'reset-device': 'Reset Device',
  'reset-passcode': 'Reset Passcode',
  'remote-lock': 'Remote Lock',
}

/** What Intune's admin center calls the same thing. */
export const intuneNames: Record<DeviceActionName, string> = {
  rename: 'Rename device',
  remove: 'Retire',
  'reset-device': 'Wipe',
  'reset-passcode': 'Reset passcode',
  'remote-lock': 'Remote lock',
}

export const actionIcons: Record<DeviceActionName, string> = {
  rename: mdiFormTextbox,
  remove: mdiLaptopOff,
  'reset-device': mdiRestore,
  'reset-passcode': mdiLockReset,
  'remote-lock': mdiLockOutline,
}

export interface StateWords { readonly word: string; readonly tone: Tone; readonly icon: string }

export const stateWords: Record<ActionState, StateWords> = {
  requested: { word: 'Requested', tone: 'wait', icon: mdiSendCheckOutline },
  pending: { word: 'Pending', tone: 'wait', icon: toneIcons.wait },
  done: { word: 'Done', tone: 'good', icon: toneIcons.good },
  failed: { word: 'Failed', tone: 'bad', icon: toneIcons.bad },
  'not-supported': { word: 'Not supported', tone: 'bad', icon: mdiCloseCircleOutline },
  unknown: { word: 'Unknown', tone: 'warn', icon: mdiHelpCircleOutline },
}

/** What each state means, in a sentence. */
export const stateSentences: Record<ActionState, string> = {
  requested: 'Intune accepted the request. The passcode has not been reset yet.',
  pending: 'Intune has the request; the device has not finished it yet.',
  done: 'The device confirmed it.',
  failed: 'The passcode was not reset.',
  'not-supported': 'The passcode was not reset: the device does not support it.',
  unknown: 'It is not certain whether Intune accepted the request.',
}

/** Before: what the reset will do, for the warning. */
export const effectWarnings: Record<ResetPasscodeEffect, string> = {
  'passcode-removed': 'The passcode is removed and no new one is created. The device opens without a passcode until its user sets a new one.',
  'temporary-device-passcode': 'The passcode is removed and a temporary passcode of letters and numbers takes its place. You will read it to the caller.',
  'temporary-work-profile-passcode': 'Only the passcode of the work profile is removed; a temporary one of letters and numbers takes its place. The passcode of the device itself stays as it is.',
}

/** When the device says that the reset failed: the usual cause on its platform, and what to do. */
export const failedNextSteps: Record<ResetPasscodeEffect, string> = {
  'passcode-removed': 'The device most probably keeps its passcode. Try once more. If it fails again, Intune may hold a wrong unlock token for the device; then only resetting the whole device to factory settings helps.',
  'temporary-device-passcode': 'The device most probably keeps its passcode. It works only where a policy requires a passcode: ask an Intune administrator to check that one does, then try again.',
  'temporary-work-profile-passcode': 'The work profile most probably keeps its passcode. It works only where a policy requires a passcode: ask an Intune administrator to check that one does, then try again.',
}

/** After: what the reset did. */
export const effectResults: Record<ResetPasscodeEffect, string> = {
  'passcode-removed': 'The passcode was removed; none was created. Touch ID or Face ID must be set up again.',
  'temporary-device-passcode': 'The old passcode is gone. A temporary passcode unlocks the device.',
  'temporary-work-profile-passcode': 'The old passcode of the work profile is gone. A temporary passcode unlocks the work profile.',
}
