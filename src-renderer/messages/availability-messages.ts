import type { NextStep, Caution, UnavailableReason } from '../../src-shared/availability.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'

/** Why an action cannot be used on the device that is open. */
export const unavailableReasonMessages: Record<UnavailableReason, string> = {
  'not-in-this-version': 'This action is not in this version of the console yet.',
  'kind-unknown': 'Intune does not say enough about how this device is enrolled to be certain that this is safe.',
  'platform-cannot-reset-passcode': 'Intune cannot reset a passcode on this platform.',
  'user-enrollment': 'The device is a personal iPhone or iPad with a managed account (Apple User Enrollment). Its passcode belongs to its owner.',
  'device-administrator': 'The device is managed through Android device administrator. Android no longer lets Intune reset its passcode.',
  'work-profile-old-android': 'A work profile can only be reset on Android 8 or later, and this device is older.',
  'work-profile-self-service': 'Company Portal’s rules leave out personal devices with a work profile on Android 8 or later.',
  'dedicated-self-service': 'Company Portal’s rules leave out dedicated devices (kiosks) on Android 8 or later.',
  'not-in-company-portal': 'Company Portal’s rules make no promise for this kind of device.',
  'missing-permission': 'Your Intune role does not include this action for this device.',
  'permission-unknown': 'Intune did not say whether you may do this.',
  'removal-in-flight': 'The device is being wiped, retired or deleted. That takes precedence.',
  'action-in-flight': 'The same action is already waiting for this device.',
  'policy-invalid': 'Your organisation’s policy file has a mistake in it, so actions are held.',
  'audit-unavailable': 'The audit log cannot be written, so actions are held.',
}

/** What to do instead. */
export const nextStepMessages: Record<NextStep, string> = {
  'factory-reset': 'The only way back in is to reset the whole device to factory settings.',
  'windows-account': 'Reset the password or the Windows Hello PIN of the person’s account instead.',
  'mac-account': 'Use the Mac’s recovery key, or another administrator of that Mac.',
  'ask-administrator': 'Ask your Intune administrator to grant the role.',
  wait: 'Wait until it has finished, then open the device again.',
  refresh: 'Read the device again (F5) and see whether it is possible then.',
  'ask-supervisor': 'Ask your supervisor.',
  'intune-admin-center': 'For now, do it in the Intune admin center.',
}

/** What must hold and cannot be known beforehand. */
export const preconditionMessages: Record<Precondition, string> = {
  'android-passcode-policy': 'This works only if a policy requires a passcode on the device; otherwise it fails.',
  'work-profile-reset-token': 'This works only if the person once accepted the device’s prompt to allow resets; otherwise the result is “not supported”.',
  'ios-touch-id-again': 'Touch ID or Face ID must be set up again afterwards.',
  'documents-disagree': 'On some devices of this kind it ends as “not supported”.',
}

/** Whose rules an attempt was judged by, for the audit log. */
export const profileNames: Record<EligibilityProfile, string> = {
  'graph-admin': 'Intune administrator rules',
  'company-portal': 'Company Portal rules',
}
