import { describe, expect, it } from 'vitest'
import { deviceKindOf } from '../../../src-main/graph/device-kind.ts'
import type { DeviceKind } from '../../../src-shared/device.ts'

type Row = readonly [system: string, deviceType: string, enrollment: string, agent: string, kind: DeviceKind]
const kindOf = ([operatingSystem, deviceType, deviceEnrollmentType, managementAgent]: Row): DeviceKind =>
  deviceKindOf({ operatingSystem, deviceType, deviceEnrollmentType, managementAgent })

const google = 'googleCloudDevicePolicyController'

describe('with beta’s fields', () => {
  it.each<Row>([
    ['Android', 'android', 'userEnrollment', 'mdm', 'android-device-administrator'],
    ['Android', 'android', 'deviceEnrollmentManager', 'mdm', 'android-device-administrator'],
    ['Android', 'androidForWork', 'userEnrollment', 'mdm', 'android-work-profile'],
    ['Android', 'androidForWork', 'userEnrollment', google, 'android-work-profile'],
    ['Android', 'androidEnterprise', 'androidEnterpriseDedicatedDevice', google, 'android-dedicated'],
    ['Android', 'androidEnterprise', 'androidEnterpriseFullyManaged', google, 'android-fully-managed'],
    ['Android', 'androidEnterprise', 'androidEnterpriseCorporateWorkProfile', google, 'android-corporate-work-profile'],
    ['Android', 'androidnGMS', 'androidAOSPUserOwnedDeviceEnrollment', 'intuneAosp', 'android-aosp-user'],
    ['Android', 'androidnGMS', 'androidAOSPUserlessDeviceEnrollment', 'intuneAosp', 'android-aosp-userless'],
    ['iOS', 'iPhone', 'userEnrollment', 'mdm', 'ios-personal'],
    ['iPadOS', 'iPad', 'userEnrollment', 'mdm', 'ios-personal'],
    ['iOS', 'iPad', 'appleBulkWithUser', 'mdm', 'ios-automated'],
    ['iOS', 'iPhone', 'appleBulkWithoutUser', 'mdm', 'ios-automated'],
    ['iOS', 'iPhone', 'appleUserEnrollment', 'mdm', 'ios-user-enrollment'],
    ['iOS', 'iPhone', 'appleUserEnrollmentWithServiceAccount', 'mdm', 'ios-user-enrollment'],
    ['iOS', 'iPhone', 'appleAccountDrivenUserEnrollment', 'mdm', 'ios-user-enrollment'],
    ['macOS', 'macMDM', 'userEnrollment', 'mdm', 'macos'],
    ['Windows', 'desktop', 'windowsAzureADJoin', 'mdm', 'windows'],
    ['Windows', 'desktop', 'windowsCoManagement', 'configurationManagerClientMdm', 'windows'],
    ['ChromeOS', 'chromeOS', 'unknown', 'unknown', 'chromeos'],
    ['Linux', 'linux', 'userEnrollment', 'mdm', 'linux'],
    ['visionOS', 'visionOS', 'userEnrollment', 'mdm', 'visionos'],
    ['tvOS', 'tvOS', 'appleBulkWithoutUser', 'mdm', 'tvos'],
  ])('%s, %s, %s, %s is %s', (...row) => expect(kindOf(row)).toBe(row[4]))
})

describe('with v1.0’s fields alone', () => {
  it.each<Row>([
    ['iOS', '', 'userEnrollment', 'mdm', 'ios-personal'],
    ['iOS', '', 'appleBulkWithUser', 'mdm', 'ios-automated'],
    ['iPadOS', '', 'appleUserEnrollment', 'mdm', 'ios-user-enrollment'],
    ['macOS', '', 'userEnrollment', 'mdm', 'macos'],
    ['Windows', '', 'windowsAutoEnrollment', 'mdm', 'windows'],
  ])('%s, %s, %s is still told: %s %s', (...row) => expect(kindOf(row)).toBe(row[4]))

  it.each<Row>([
    ['Android', '', 'userEnrollment', 'mdm', 'unknown'],
    ['Android', '', 'userEnrollment', google, 'unknown'],
    ['Android', '', 'unknownFutureValue', google, 'unknown'],
    ['iOS', '', 'unknownFutureValue', 'mdm', 'unknown'],
  ])('%s, %s, %s, %s is not guessed', (...row) => expect(kindOf(row)).toBe('unknown'))
})

describe('what does not fit together', () => {
  it.each<Row>([
    ['Android', 'iPhone', 'userEnrollment', 'mdm', 'unknown'],
    ['Windows', 'androidForWork', 'userEnrollment', 'mdm', 'unknown'],
    ['Android', 'android', 'userEnrollment', google, 'unknown'],
    ['Android', 'androidEnterprise', 'userEnrollment', google, 'unknown'],
    ['iOS', 'iPhone', 'somethingNew', 'mdm', 'unknown'],
    ['Windows Phone', '', 'userEnrollment', 'mdm', 'unknown'],
    ['', '', '', '', 'unknown'],
    ['Symbian', 'nokia', 'userEnrollment', 'eas', 'unknown'],
    ['Android', 'constructor', '__proto__', 'toString', 'unknown'],
    ['iOS', 'iPhone', 'hasOwnProperty', 'mdm', 'unknown'],
  ])('%s, %s, %s, %s is unknown', (...row) => expect(kindOf(row)).toBe('unknown'))
})
