// The few words that the list on the screen and its copies have in common: a copy says what the screen says. All other words are the page's own.
import type { ComplianceState, DeviceKind, Ownership, SortKey } from './device.ts'
import type { Encryption } from './device-filter.ts'

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
