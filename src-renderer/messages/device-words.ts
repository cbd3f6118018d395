import type { ComplianceState, DeviceKind } from '../../src-shared/device.ts'
import type { Tone } from './tones.ts'

/** In words, for the drawer: how the device came under management. */
export const kindDescriptions: Record<DeviceKind, string> = {
  'ios-personal': 'iPhone or iPad, enrolled by its user in Company Portal',
  'ios-automated': 'iPhone or iPad, enrolled automatically by the organisation (ADE)',
  'ios-user-enrollment': 'Personal iPhone or iPad with a managed account (User Enrollment)',
  'android-device-administrator': 'Android, device administrator (the old way)',
  'android-work-profile': 'Personal Android with a work profile',
  'android-dedicated': 'Android, dedicated device such as a kiosk (COSU)',
  'android-fully-managed': 'Android, fully managed by the organisation (COBO)',
  'android-corporate-work-profile': 'Corporate Android with a work profile (COPE)',
  'android-aosp-user': 'Android without Google services (AOSP), with a user',
  'android-aosp-userless': 'Android without Google services (AOSP), without a user',
  macos: 'Mac',
  windows: 'Windows PC',
  chromeos: 'ChromeOS device',
  linux: 'Linux PC',
  visionos: 'Apple Vision Pro',
  tvos: 'Apple TV',
  unknown: 'Intune does not say enough to be certain',
}

export const complianceTones: Record<ComplianceState, Tone> = {
  compliant: 'good',
  noncompliant: 'bad',
  inGracePeriod: 'warn',
  conflict: 'warn',
  error: 'bad',
  unknown: 'neutral',
  configManager: 'neutral',
}
