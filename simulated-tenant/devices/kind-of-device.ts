import type { DeviceProperties } from './device.ts'

/** How a device is managed, as far as it decides what can be done to it. */
export type DeviceKind =
  | 'android-device-administrator' | 'android-work-profile' | 'android-work-profile-7' | 'android-corporate-work-profile'
  | 'android-fully-managed' | 'android-dedicated' | 'android-aosp'
  | 'ios' | 'ios-supervised' | 'ios-user-enrollment' | 'macos-corporate' | 'macos-personal'
  | 'visionos' | 'visionos-1' | 'tvos' | 'tvos-supervised'
  | 'windows-corporate' | 'windows-hybrid' | 'windows-personal' | 'chromeos' | 'linux' | 'unknown'

const enterprise: Readonly<Record<string, DeviceKind>> = {
  androidEnterpriseDedicatedDevice: 'android-dedicated',
  androidEnterpriseFullyManaged: 'android-fully-managed',
  androidEnterpriseCorporateWorkProfile: 'android-corporate-work-profile',
}

function androidKind({ deviceType, deviceEnrollmentType, osVersion }: DeviceProperties): DeviceKind {
  switch (deviceType) {
    case 'android': return 'android-device-administrator'
    // The reset token of a work profile came with Android 8.
    case 'androidForWork': return Number.parseInt(osVersion, 10) >= 8 ? 'android-work-profile' : 'android-work-profile-7'
    case 'androidnGMS': return 'android-aosp'
    default: return enterprise[deviceEnrollmentType] ?? 'unknown'
  }
}

/** Tells a device's kind from what Graph's beta says of it. */
export function kindOfDevice(properties: DeviceProperties): DeviceKind {
  const { operatingSystem, deviceEnrollmentType, isSupervised, managedDeviceOwnerType, osVersion, joinType } = properties
  const isCorporate = managedDeviceOwnerType === 'company'
  switch (operatingSystem) {
    case 'Android': return androidKind(properties)
    case 'iOS':
    case 'iPadOS':
      if (/^apple(AccountDriven)?UserEnrollment/.test(deviceEnrollmentType)) return 'ios-user-enrollment'
      return isSupervised ? 'ios-supervised' : 'ios'
    case 'macOS': return isCorporate ? 'macos-corporate' : 'macos-personal'
    case 'visionOS': return Number.parseInt(osVersion, 10) >= 2 ? 'visionos' : 'visionos-1'
    case 'tvOS': return isSupervised ? 'tvos-supervised' : 'tvos'
    case 'Windows':
      if (!isCorporate) return 'windows-personal'
      return joinType === 'hybridAzureADJoined' ? 'windows-hybrid' : 'windows-corporate'
    case 'ChromeOS': return 'chromeos'
    case 'Linux': return 'linux'
    default: return 'unknown'
  }
}
