import type { DeviceModel } from './device-model.ts'
import type { QueuedAction } from './queued-action.ts'

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

/** What has become of a device, apart from its record. Times are tenant time in milliseconds. */
export interface DeviceFate {
  /** When its record goes; null while nothing is to happen to it. */
  goneAt: number | null
  /** What a wipe or a retirement has taken. */
  erased: 'everything' | 'corporate-data' | null
  /** Its record was deleted, and what that set off. */
  deleted: { readonly at: number; readonly triggered: 'wipe' | 'retire' | null } | null
  /** A name that is on its way into the record. */
  newName: { readonly at: number; readonly name: string } | null
  /** iOS: it has another name than its enrolment profile gives it. */
  hasForeignName: boolean
}

export interface TenantDevice {
  /** Position in the list; never reused. */
  readonly index: number
  /** Known Graph properties, and any other that the control endpoint has set. */
  readonly properties: DeviceProperties & Record<string, unknown>
  readonly model: DeviceModel
  /** Newest entry per action name. */
  readonly actions: Map<string, QueuedAction>
  readonly fate: DeviceFate
}

/** A device to which nothing has happened yet. */
export function newDevice(index: number, properties: TenantDevice['properties'], model: DeviceModel): TenantDevice {
  const fate = { goneAt: null, erased: null, deleted: null, newName: null, hasForeignName: false }
  return { index, properties, model, actions: new Map(), fate }
}
