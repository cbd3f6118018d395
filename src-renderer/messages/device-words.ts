import type { ComplianceState, DeviceKind, Ownership, SortKey } from '../../src-shared/device.ts'
import type { Encryption } from '../../src-shared/device-filter.ts'
import type { Tone } from './tones.ts'

/** Short, for a column of the grid. */
export const kindNames: Record<DeviceKind, string> = {
  'ios-personal': 'iOS, personal',
  'ios-automated': 'iOS, automated',
  'ios-user-enrollment': 'iOS, user enrolment',
  'android-device-administrator': 'Android, device admin',
  'android-work-profile': 'Android, work profile',
  'android-dedicated': 'Android, dedicated',
  'android-fully-managed': 'Android, fully managed',
  'android-corporate-work-profile': 'Android, corporate profile',
  'android-aosp-user': 'Android AOSP, user',
  'android-aosp-userless': 'Android AOSP, userless',
  macos: 'Mac',
  windows: 'Windows PC',
  chromeos: 'ChromeOS',
  linux: 'Linux',
  visionos: 'Vision Pro',
  tvos: 'Apple TV',
  unknown: 'Not certain',
}

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

export const ownershipNames: Record<Ownership, string> = { company: 'Corporate', personal: 'Personal', unknown: 'Not known' }

export const complianceNames: Record<ComplianceState, string> = {
  compliant: 'Compliant',
  noncompliant: 'Not compliant',
  inGracePeriod: 'In grace period',
  conflict: 'Conflict',
  error: 'Error',
  unknown: 'Not evaluated',
  configManager: 'See Config Manager',
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

export const columnNames: Record<SortKey, string> = {
  deviceName: 'Device name',
  userDisplayName: 'Primary user',
  userPrincipalName: 'User principal name',
  serialNumber: 'Serial number',
  imei: 'IMEI',
  model: 'Model',
  kind: 'Kind',
  operatingSystem: 'OS version',
  ownership: 'Ownership',
  compliance: 'Compliance',
  isEncrypted: 'Encryption',
  managedDeviceName: 'Management name',
  phoneNumber: 'Phone number',
  lastSyncAt: 'Last check-in',
}

export const encryptionNames: Record<Encryption, string> = { encrypted: 'Encrypted', 'not-encrypted': 'Not encrypted', unknown: 'Not reported' }
