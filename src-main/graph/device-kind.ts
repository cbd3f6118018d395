import type { DeviceKind } from '../../src-shared/device.ts'

/** Graph's fields that together say how a device is enrolled; "" for absent. deviceType is beta's only. */
export interface KindFields {
  readonly operatingSystem: string
  readonly deviceType: string
  readonly deviceEnrollmentType: string
  readonly managementAgent: string
}

type Family = 'ios' | 'android' | 'macos' | 'windows' | 'chromeos' | 'linux' | 'visionos' | 'tvos'

const familyOfDeviceType = new Map<string, Family>(Object.entries({
  iPhone: 'ios', iPad: 'ios', iPod: 'ios',
  android: 'android', androidForWork: 'android', androidEnterprise: 'android', androidnGMS: 'android',
  mac: 'macos', macMDM: 'macos',
  desktop: 'windows', windowsRT: 'windows', windows10x: 'windows', winEmbedded: 'windows', surfaceHub: 'windows', holoLens: 'windows', cloudPC: 'windows',
  chromeOS: 'chromeos', linux: 'linux', visionOS: 'visionos', tvOS: 'tvos',
} as const))

const familyOfSystem: readonly (readonly [RegExp, Family])[] = [
  [/^(?:ios|ipados)\b/i, 'ios'],
  [/^android/i, 'android'],
  [/^mac ?os/i, 'macos'],
  [/^windows(?! ?(?:phone|mobile))/i, 'windows'],
  [/^chrome ?os/i, 'chromeos'],
  [/^linux/i, 'linux'],
  [/^vision ?os/i, 'visionos'],
  [/^tv ?os/i, 'tvos'],
]

const iosKinds = new Map<string, DeviceKind>(Object.entries({
  userEnrollment: 'ios-personal',
  deviceEnrollmentManager: 'ios-personal',
  appleBulkWithUser: 'ios-automated',
  appleBulkWithoutUser: 'ios-automated',
  appleACMEDEPUserless: 'ios-automated',
  appleACMEDEPUDACompanyPortal: 'ios-automated',
  appleACMEDEPUDASetupAsstLegacy: 'ios-automated',
  appleACMEDEPUDAModernAuth: 'ios-automated',
  appleUserEnrollment: 'ios-user-enrollment',
  appleUserEnrollmentWithServiceAccount: 'ios-user-enrollment',
  appleAccountDrivenUserEnrollment: 'ios-user-enrollment',
} as const))

const androidKinds = new Map<string, DeviceKind>(Object.entries({
  androidEnterpriseDedicatedDevice: 'android-dedicated',
  androidEnterpriseFullyManaged: 'android-fully-managed',
  androidEnterpriseCorporateWorkProfile: 'android-corporate-work-profile',
  androidAOSPUserOwnedDeviceEnrollment: 'android-aosp-user',
  androidAOSPUserlessDeviceEnrollment: 'android-aosp-userless',
} as const))

/** deviceType and operatingSystem must not contradict each other; an iPad may say "iOS", so both are one family. */
function familyOf({ deviceType, operatingSystem }: KindFields): Family | null {
  const byType = familyOfDeviceType.get(deviceType) ?? null
  const bySystem = familyOfSystem.find(([pattern]) => pattern.test(operatingSystem.trim()))?.[1] ?? null
  if (byType !== null && bySystem !== null && byType !== bySystem) return null
  return byType ?? bySystem
}

function androidKind({ deviceType, deviceEnrollmentType, managementAgent }: KindFields): DeviceKind {
  const named = androidKinds.get(deviceEnrollmentType)
  if (named !== undefined) return named
  if (deviceEnrollmentType !== 'userEnrollment' && deviceEnrollmentType !== 'deviceEnrollmentManager') return 'unknown'
  // Both are enrolled by the user in Company Portal; only beta's deviceType tells them apart. v1.0 lacks it, and then nothing is certain.
  if (deviceType === 'androidForWork') return 'android-work-profile'
  const isGooglePolicy = managementAgent === 'googleCloudDevicePolicyController' || managementAgent === 'google'
  return deviceType === 'android' && !isGooglePolicy ? 'android-device-administrator' : 'unknown'
}

/** Graph's fields → the kind that the rules of device actions know. Certain or 'unknown': a wrong kind would offer a wrong action. */
export function deviceKindOf(fields: KindFields): DeviceKind {
  const family = familyOf(fields)
  if (family === null) return 'unknown'
  if (family === 'ios') return iosKinds.get(fields.deviceEnrollmentType) ?? 'unknown'
  return family === 'android' ? androidKind(fields) : family
}
