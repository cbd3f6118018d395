import { z } from 'zod'
import type { ComplianceState, DeviceDetails, DeviceRow, Ownership } from '../../src-shared/device.ts'
import { deviceKindOf } from './device-kind.ts'

const complianceStates = new Set<string>(['unknown', 'compliant', 'noncompliant', 'conflict', 'error', 'inGracePeriod', 'configManager'] satisfies ComplianceState[])

/**
 * A date of Graph as ISO 8601 UTC. Year 1 and year 9999 are what Graph sends for "none", and become null like everything unreadable.
 */
export function parseGraphDate(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) return null
  const year = date.getUTCFullYear()
  return year <= 1 || year >= 9999 ? null : date.toISOString()
}

/** A field that may be absent, null or of another type: text is kept verbatim, anything else is "". */
export const text = z.unknown().optional().transform((value) => (typeof value === 'string' ? value : ''))
export const date = z.unknown().optional().transform(parseGraphDate)
const flag = z.unknown().optional().transform((value) => (typeof value === 'boolean' ? value : null))
const bytes = z.unknown().optional().transform((value) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null))
const compliance = z.unknown().optional().transform((value) =>
  typeof value === 'string' && complianceStates.has(value) ? (value as ComplianceState) : 'unknown')
const ownership = z.unknown().optional().transform((value): Ownership => (value === 'company' || value === 'personal' ? value : 'unknown'))

const longestId = 200
const rowShape = {
  // The one field that must be there: everything is done by it.
  id: z.string().min(1).max(longestId),
  deviceName: text,
  operatingSystem: text,
  osVersion: text,
  manufacturer: text,
  model: text,
  serialNumber: text,
  imei: text,
  userDisplayName: text,
  userPrincipalName: text,
  managedDeviceOwnerType: ownership,
  complianceState: compliance,
  lastSyncDateTime: date,
  deviceType: text,
  deviceEnrollmentType: text,
  managementAgent: text,
  managedDeviceName: text,
  phoneNumber: text,
  isEncrypted: flag,
}
const detailsSchema = z.object({
  ...rowShape,
  userId: text,
  emailAddress: text,
  azureADDeviceId: text,
  meid: text,
  wiFiMacAddress: text,
  deviceCategoryDisplayName: text,
  managementState: text,
  isSupervised: flag,
  joinType: text,
  jailBroken: text,
  androidSecurityPatchLevel: text,
  totalStorageSpaceInBytes: bytes,
  freeStorageSpaceInBytes: bytes,
  enrolledDateTime: date,
})

function toRow(device: z.output<typeof detailsSchema>): DeviceRow {
  return {
    id: device.id,
    deviceName: device.deviceName,
    managedDeviceName: device.managedDeviceName,
    kind: deviceKindOf(device),
    operatingSystem: device.operatingSystem,
    osVersion: device.osVersion,
    manufacturer: device.manufacturer,
    model: device.model,
    serialNumber: device.serialNumber,
    imei: device.imei,
    userDisplayName: device.userDisplayName,
    userPrincipalName: device.userPrincipalName,
    phoneNumber: device.phoneNumber,
    ownership: device.managedDeviceOwnerType,
    compliance: device.complianceState,
    isEncrypted: device.isEncrypted,
    lastSyncAt: device.lastSyncDateTime,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * One element of a list of managedDevices → a row of the grid; null when it is no object or has no id. By hand, since there may be a million of
 * them: a schema takes as long again as everything else. The specs hold it to the schema of the details, field by field.
 */
export function parseDeviceRow(value: unknown): DeviceRow | null {
  if (typeof value !== 'object' || value === null) return null
  const device = value as Readonly<Record<keyof typeof rowShape, unknown>>
  const { id, complianceState, managedDeviceOwnerType: owner, isEncrypted } = device
  if (typeof id !== 'string' || id.length < 1 || id.length > longestId) return null
  const operatingSystem = textOf(device.operatingSystem)
  return {
    id,
    deviceName: textOf(device.deviceName),
    managedDeviceName: textOf(device.managedDeviceName),
    kind: deviceKindOf({
      operatingSystem,
      deviceType: textOf(device.deviceType),
      deviceEnrollmentType: textOf(device.deviceEnrollmentType),
      managementAgent: textOf(device.managementAgent),
    }),
    operatingSystem,
    osVersion: textOf(device.osVersion),
    manufacturer: textOf(device.manufacturer),
    model: textOf(device.model),
    serialNumber: textOf(device.serialNumber),
    imei: textOf(device.imei),
    userDisplayName: textOf(device.userDisplayName),
    userPrincipalName: textOf(device.userPrincipalName),
    phoneNumber: textOf(device.phoneNumber),
    ownership: owner === 'company' || owner === 'personal' ? owner : 'unknown',
    compliance: typeof complianceState === 'string' && complianceStates.has(complianceState) ? (complianceState as ComplianceState) : 'unknown',
    isEncrypted: typeof isEncrypted === 'boolean' ? isEncrypted : null,
    lastSyncAt: parseGraphDate(device.lastSyncDateTime),
  }
}

/** One managedDevice read by its id → what the drawer shows; null when it is no object or has no id. */
export function parseDeviceDetails(value: unknown, readAt: string, readFrom: DeviceDetails['readFrom']): DeviceDetails | null {
  const parsed = detailsSchema.safeParse(value)
  if (!parsed.success) return null
  const device = parsed.data
  return {
    ...toRow(device),
    userId: device.userId,
    emailAddress: device.emailAddress,
    entraDeviceId: device.azureADDeviceId,
    meid: device.meid,
    wiFiMacAddress: device.wiFiMacAddress,
    deviceCategory: device.deviceCategoryDisplayName,
    enrollmentType: device.deviceEnrollmentType,
    managementAgent: device.managementAgent,
    managementState: device.managementState,
    isSupervised: device.isSupervised,
    joinType: device.joinType,
    jailBroken: device.jailBroken,
    androidSecurityPatchLevel: device.androidSecurityPatchLevel,
    totalStorageBytes: device.totalStorageSpaceInBytes,
    freeStorageBytes: device.freeStorageSpaceInBytes,
    enrolledAt: device.enrolledDateTime,
    readAt,
    readFrom,
  }
}
