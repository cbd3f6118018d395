import type { NextStep, Caution, UnavailableReason } from '../../src-shared/availability.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'

/** Why an action cannot be used on the device that is open. */
export const unavailableReasonMessages: Record<UnavailableReason, string> = {
  'kind-unknown': 'Intune does not say enough about how this device is enrolled to be certain that this is safe.',
  'platform-cannot': 'This platform has no such action.',
  'platform-cannot-reset-passcode': 'Intune cannot reset a passcode on this platform.',
  'user-enrollment': 'The device is a personal iPhone or iPad with a managed account (Apple User Enrollment). Its passcode belongs to its owner.',
  'device-administrator': 'The device is managed through Android device administrator. Android no longer lets Intune reset its passcode.',
  'work-profile-old-android': 'A work profile can only be reset on Android 8 or later, and this device is older.',
  'work-profile-personal': 'The device is personal and has a work profile: Google does not allow this on it.',
  'corporate-android': 'A corporate Android device cannot be retired, only wiped.',
  aosp: 'Android without Google’s services cannot do this.',
  'needs-supervision': 'Only a supervised device can do this.',
  'needs-corporate': 'Only a corporate-owned device can do this.',
  'needs-newer-os': 'The system of this device is too old for it.',
  'hybrid-joined': 'The PC is joined to an on-premises domain as well; Intune cannot do this to it.',
  'join-unknown': 'Intune did not say how the PC is joined.',
  'needs-beta': 'This call is in Graph beta only, and this tenant refuses beta.',
  'work-profile-self-service': 'Company Portal’s rules leave out personal devices with a work profile on Android 8 or later.',
  'dedicated-self-service': 'Company Portal’s rules leave out dedicated devices (kiosks) on Android 8 or later.',
  'automated-self-service': 'Company Portal’s rules leave out devices that the organisation enrols automatically.',
  'company-portal-nickname': 'In Company Portal, Rename changes only the name shown there.',
  'not-in-company-portal': 'Company Portal’s rules make no promise for this kind of device.',
  'missing-permission': 'Your Intune role does not include this action for this device.',
  'reviews-only': 'A supervisor reviews; an agent acts.',
  'permission-unknown': 'Intune did not say whether you may do this.',
  'removal-in-flight': 'The device is being wiped, retired or deleted. That takes precedence.',
  'action-in-flight': 'The same action is already waiting for this device.',
  'approval-in-flight': 'A request for this device waits for a second administrator.',
  'policy-invalid': 'Your organisation’s policy file has a mistake in it, so actions are held.',
  'audit-unavailable': 'The audit log cannot be written, so actions are held.',
}

/** What to do instead. */
export const nextStepMessages: Record<NextStep, string> = {
  'factory-reset': 'The only way back in is to reset the whole device to factory settings.',
  'reset-device': 'Use Reset Device instead.',
  remove: 'Use Remove instead.',
  'set-management-name': 'Change the management name instead: it is the name that administrators see.',
  'windows-account': 'Reset the password or the Windows Hello PIN of the person’s account instead.',
  'mac-account': 'Use the Mac’s recovery key, or another administrator of that Mac.',
  deprovision: 'Deprovision it in Google’s admin console.',
  'lost-mode': 'Turn on Lost Mode in the Intune admin center first.',
  'ask-administrator': 'Ask your Intune administrator to grant the role.',
  wait: 'Wait until it has finished, then open the device again.',
  refresh: 'Read the device again (F5) and see whether it is possible then.',
  'ask-supervisor': 'Ask your supervisor.',
  'ask-agent': 'Ask an agent to do it.',
  'intune-admin-center': 'For now, do it in the Intune admin center.',
  none: 'There is nothing to do instead.',
}

/** What to know before an action is used. */
export const cautionMessages: Record<Caution, string> = {
  'android-passcode-policy': 'This works only if a policy requires a passcode on the device; otherwise it fails.',
  'work-profile-reset-token': 'This works only if the person once accepted the device’s prompt to allow resets; otherwise the result is “not supported”.',
  'ios-touch-id-again': 'Touch ID or Face ID must be set up again afterwards.',
  'documents-disagree': 'On some devices of this kind it ends as “not supported”.',
  'ios-name-template': 'If the enrolment profile has a name template, the device takes the old name back at its next check-in.',
  'takes-ten-minutes': 'Intune may show the new name only after ten minutes or more.',
  'at-next-check-in': 'The device takes it at its next check-in.',
  'restart-to-finish': 'The new name shows after a restart.',
  'local-admin-first': 'Without a local administrator nobody gets into the PC afterwards.',
  'recovery-key-first': 'Back up the BitLocker recovery key first.',
  'app-tokens-stay': 'Apps that are signed in may stay signed in for a while.',
  'activation-lock': 'Activation Lock may still ask for the old Apple account.',
  'zebra-company-data-only': 'On Zebra devices only the company’s data goes.',
  'samsung-reset-blocked': 'On a Samsung device where a policy blocks the factory reset, a wipe leaves it out of reach.',
  'wipe-may-never-report': 'The device may reset before it can report; “pending” may then stay.',
  'autopilot-comes-back': 'The device enrols again by itself when it is set up.',
  'deprovision-first': 'It enrols again by itself unless it is deprovisioned first.',
  'no-passcode-screen-off': 'Without a passcode a lock only turns the screen off.',
  'aosp-lock-needs-policy': 'This fails where no policy requires a passcode.',
  'mac-pin-once': 'The unlock PIN is shown until another action replaces it, at most 30 days.',
  'mac-pin-waiting': 'An unlock PIN of an earlier lock is still waiting: locking again fails, and that PIN goes.',
  'lost-mode-needed': 'This works only while the device is in Lost Mode.',
  'location-service-needed': 'This works only where the device allows its location.',
  'person-is-told': 'The person is told that the device was located.',
  'kiosk-only': 'This works only on kiosk devices and in managed guest sessions.',
  'unsaved-work': 'What is not saved on the device is lost.',
  'wifi-after-restart': 'The device has no Wi-Fi until somebody unlocks it.',
  'cancels-pending': 'Whatever else is pending on the device is cancelled.',
  'delete-is-wipe': 'Deleting the record wipes this device.',
  'delete-is-retire': 'Deleting the record retires this device.',
}

/** Whose rules an attempt was judged by, for the audit log. */
export const profileNames: Record<EligibilityProfile, string> = {
  'graph-admin': 'Intune administrator rules',
  'company-portal': 'Company Portal rules',
}
