import type { QueuedAction } from './reset-passcode.ts'

/**
 * The properties that differ from device to device, under Graph's beta names; everything else has one value for all
 * (`graph/properties.ts`).
 */
export interface DeviceProperties {
  readonly id: string
  deviceName: string
  managedDeviceName: string
  userId: string
  userDisplayName: string
  userPrincipalName: string
  emailAddress: string
  phoneNumber: string
  operatingSystem: string
  osVersion: string
  manufacturer: string
  model: string
  serialNumber: string
  imei: string
  meid: string
  wiFiMacAddress: string
  deviceType: string
  deviceEnrollmentType: string
  managementAgent: string
  managedDeviceOwnerType: string
  joinType: string
  azureADRegistered: boolean | null
  azureADDeviceId: string
  deviceCategoryDisplayName: string
  enrollmentProfileName: string
  complianceState: string
  managementState: string
  jailBroken: string
  isSupervised: boolean
  isEncrypted: boolean
  androidSecurityPatchLevel: string
  subscriberCarrier: string
  totalStorageSpaceInBytes: number
  freeStorageSpaceInBytes: number
  enrolledDateTime: string
  lastSyncDateTime: string
  complianceGracePeriodExpirationDateTime: string
}

/** What Graph never says of a device, and what decides how an action ends on it. */
export interface DeviceModel {
  /** Whether it fetches what is queued for it. */
  online: boolean
  /** Tenant time (ms) since when `online` holds; set by whoever changes it. */
  onlineSince: number
  /** When an offline device comes back by itself (tenant time, ms); null: never. */
  nextCheckInAt: number | null
  /** Work profile: the user accepted the prompt that activates the reset token. */
  resetTokenActive: boolean
  /** Android: a configuration policy demands a passcode; without one a reset fails. */
  passcodePolicy: boolean
  /** iOS: Intune holds the right unlock token. */
  unlockTokenRight: boolean
}

export interface TenantDevice {
  /** Position in the list; never reused. */
  readonly index: number
  /** Known Graph properties, and any other that the control endpoint has set. */
  readonly properties: DeviceProperties & Record<string, unknown>
  readonly model: DeviceModel
  /** Newest entry per action name. */
  readonly actions: Map<string, QueuedAction>
}
