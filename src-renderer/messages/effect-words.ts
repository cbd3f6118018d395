import type { ActionEffect } from '../../src-shared/device-actions.ts'

/** Before: what the action will do on this kind of device. */
export const effectWarnings: Record<ActionEffect, string> = {
  'passcode-removed': 'The passcode is removed and no new one is created. The device opens without a passcode until its user sets a new one.',
  'temporary-device-passcode': 'The passcode is removed and a temporary passcode of letters and numbers takes its place. You will read it to the caller.',
  'temporary-work-profile-passcode': 'Only the passcode of the work profile is removed; a temporary one of letters and numbers takes its place. The passcode of the device itself stays as it is.',
  'device-renamed': 'The device itself takes the new name, and Intune shows it.',
  'intune-name-changed': 'Only the name that Intune shows changes. The device keeps its own name.',
  'management-name-changed': 'Only the management name changes: a label that administrators see in Intune. The device and its user see nothing of it.',
  'company-data-removed': 'The device leaves Intune. What the organisation brought is removed; personal data stays.',
  'work-profile-removed': 'The work profile is removed with everything in it. The personal side of the device stays.',
  'pc-unjoined': 'The PC leaves Intune and Entra. Nobody signs in to it with a work account afterwards.',
  'pc-unenrolled': 'The PC leaves Intune. It stays joined to Entra, and work accounts still sign in.',
  'factory-reset': 'The device is set back to factory settings. Everything on it is erased, personal data too, and cannot be brought back.',
  'company-data-wiped': 'The company’s data is erased from the device. It is not set back to factory settings.',
  locked: 'The screen is locked. The passcode stays as it is.',
  'locked-with-pin': 'The Mac restarts and asks for a six-digit PIN that Intune makes. The PIN is shown here afterwards.',
  'checks-in': 'The device is told to check in with Intune now. Nothing on it changes by that alone.',
  restarts: 'The device restarts.',
  located: 'The device is asked where it is. Intune keeps the answer for 24 hours.',
  'retired-and-deleted': 'This is more than a record: the device is retired as well. It leaves Intune, and what the organisation brought is removed from it.',
  'wiped-and-deleted': 'This is more than a record: the device is wiped as well. Everything on it is erased and cannot be brought back.',
}

/** After: what the action did. */
export const effectResults: Record<ActionEffect, string> = {
  'passcode-removed': 'The passcode was removed; none was created. Touch ID or Face ID must be set up again.',
  'temporary-device-passcode': 'The old passcode is gone. A temporary passcode unlocks the device.',
  'temporary-work-profile-passcode': 'The old passcode of the work profile is gone. A temporary passcode unlocks the work profile.',
  'device-renamed': 'The device has its new name. A PC shows it after a restart.',
  'intune-name-changed': 'Intune has the new name and may need ten minutes or longer to show it. The device keeps its own.',
  'management-name-changed': 'Intune has the new management name.',
  'company-data-removed': 'The device has left Intune; what the organisation brought is gone from it.',
  'work-profile-removed': 'The work profile is gone from the device.',
  'pc-unjoined': 'The PC has left Intune and Entra.',
  'pc-unenrolled': 'The PC has left Intune. It is still joined to Entra.',
  'factory-reset': 'The device was set back to factory settings.',
  'company-data-wiped': 'The company’s data was erased from the device.',
  locked: 'The device is locked.',
  'locked-with-pin': 'The Mac is locked. The unlock PIN opens it.',
  'checks-in': 'The device has checked in.',
  restarts: 'The device has restarted.',
  located: 'Its location can be shown.',
  'retired-and-deleted': 'The record is gone from Intune, and the device was told to retire. Intune no longer says whether it did.',
  'wiped-and-deleted': 'The record is gone from Intune, and the device was told to wipe itself. Intune no longer says whether it did.',
}

/** When the device says that the action failed: the usual cause, and what to do. */
export const failedNextSteps: Record<ActionEffect, string> = {
  'passcode-removed': 'The device most probably keeps its passcode. Try once more. If it fails again, Intune may hold a wrong unlock token for the device; then only resetting the whole device to factory settings helps.',
  'temporary-device-passcode': 'The device most probably keeps its passcode. It works only where a policy requires a passcode: ask an Intune administrator to check that one does, then try again.',
  'temporary-work-profile-passcode': 'The work profile most probably keeps its passcode. It works only where a policy requires a passcode: ask an Intune administrator to check that one does, then try again.',
  'device-renamed': 'It keeps its old name. Another device may have the new one already: try a different name.',
  'intune-name-changed': 'Intune shows the old name still. Try once more, or change the management name instead.',
  'management-name-changed': 'Intune shows the old name still. Try once more.',
  'company-data-removed': 'It is still managed. Ask the caller to connect it to the network, then try once more.',
  'work-profile-removed': 'The work profile is still there. The person can remove it in Settings, under Accounts.',
  'pc-unjoined': 'It is still managed. Ask the caller to connect it to the network, then try once more.',
  'pc-unenrolled': 'It is still managed. Ask the caller to connect it to the network, then try once more.',
  'factory-reset': 'Nothing was erased. Ask the caller to connect it to power and network, then try once more. If it fails again, reset it on the device itself.',
  'company-data-wiped': 'The company’s data is still on it. Ask the caller to connect it to the network, then try once more.',
  locked: 'It is not locked. Wait a few minutes and try once more. If it fails again, ask your supervisor.',
  'locked-with-pin': 'The Mac was not locked anew. An unlock PIN of an earlier lock may still be waiting: use that one first.',
  'checks-in': 'Ask the caller to open Company Portal on the device and to press Check status.',
  restarts: 'Ask the caller to restart it by hand.',
  located: 'Location may be turned off on the device, or it may not be in Lost Mode.',
  'retired-and-deleted': 'The record is still there. Try once more.',
  'wiped-and-deleted': 'The record is still there. Try once more.',
}

export interface WhatStaysAndGoes { readonly goes: readonly string[]; readonly stays: readonly string[] }

/** For Remove: what leaves the device and what is left on it. */
export const removalFacts: Partial<Record<ActionEffect, WhatStaysAndGoes>> = {
  'company-data-removed': {
    goes: ['Managed apps and their data', 'Mail, Wi-Fi and VPN profiles of the organisation', 'Certificates and policies'],
    stays: ['Personal apps, photos and messages', 'The passcode'],
  },
  'work-profile-removed': {
    goes: ['The work profile with its apps, accounts and files'],
    stays: ['Personal apps, photos and messages', 'The screen lock of the device'],
  },
  'pc-unjoined': {
    goes: ['Sign-in with work accounts', 'Apps, certificates and policies from Intune', 'The record of the PC in Entra'],
    stays: ['Files on the disk', 'Local accounts, and what they can open', 'BitLocker, suspended until somebody resumes it'],
  },
  'pc-unenrolled': {
    goes: ['Apps, certificates and policies from Intune'],
    stays: ['Files on the disk', 'Sign-in with work accounts'],
  },
}
