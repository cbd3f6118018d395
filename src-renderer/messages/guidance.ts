import type { LinkName } from '../../src-shared/app-info.ts'
import type { ActionEffect, ResetPasscodeEffect } from '../../src-shared/device-actions.ts'

export interface Guidance {
  readonly title: string
  readonly steps: readonly string[]
  readonly link: LinkName
}

/** What the agent tells the caller, so that a new passcode is set. */
export const newPasscodeGuidance: Record<ResetPasscodeEffect, Guidance> = {
  'passcode-removed': {
    title: 'Setting a new passcode on an iPhone or iPad',
    steps: [
      'Wake the device; it opens without a passcode.',
      'Open Settings, then Face ID & Passcode or Touch ID & Passcode.',
      'Choose Turn Passcode On and enter a new one.',
      'Set up Touch ID or Face ID again.',
    ],
    link: 'new-passcode-ios',
  },
  'temporary-device-passcode': {
    title: 'Setting a new passcode on an Android device',
    steps: [
      'Unlock the device with the temporary passcode. Capital and small letters count.',
      'Open Settings, then Security, then Screen lock.',
      'Enter the temporary passcode once more and choose a new one.',
    ],
    link: 'new-passcode-android',
  },
  'temporary-work-profile-passcode': {
    title: 'Setting a new work profile passcode on Android',
    steps: [
      'Open any work app (the ones with a briefcase) and enter the temporary passcode. Capital and small letters count.',
      'Open Settings, then Security, then Work profile security.',
      'Enter the temporary passcode once more and choose a new one.',
    ],
    link: 'new-passcode-android',
  },
}

/** The guidance that belongs to an effect; null for everything but a passcode. */
export function guidanceOf(effect: ActionEffect): ResetPasscodeEffect | null {
  return effect === 'passcode-removed' || effect === 'temporary-device-passcode' || effect === 'temporary-work-profile-passcode' ? effect : null
}
