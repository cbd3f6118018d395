import type { DeviceDetails, DeviceKind } from '../../src-shared/device.ts'
import { aDeviceDetails } from './devices.ts'

type KindFacts = Pick<DeviceDetails, 'operatingSystem' | 'osVersion' | 'manufacturer' | 'model' | 'ownership' | 'enrollmentType' | 'isSupervised'>

const facts = (
  operatingSystem: string, osVersion: string, made: readonly [string, string], ownership: DeviceDetails['ownership'], enrollmentType: string,
  isSupervised = false,
): KindFacts => ({ operatingSystem, osVersion, manufacturer: made[0], model: made[1], ownership, enrollmentType, isSupervised })

const pixel = ['Google', 'Pixel 9'] as const
const iPhone = ['Apple', 'iPhone 17'] as const

/** A device as its kind implies: what automated enrolment brings is supervised, what the organisation enrols is its own. */
const factsOfKind: Readonly<Record<DeviceKind, KindFacts>> = {
  'ios-personal': facts('iOS', '26.1', iPhone, 'personal', 'userEnrollment'),
  'ios-automated': facts('iOS', '26.1', iPhone, 'company', 'appleBulkWithUser', true),
  'ios-user-enrollment': facts('iOS', '26.1', iPhone, 'personal', 'appleAccountDrivenUserEnrollment'),
  'android-device-administrator': facts('Android', '9', ['motorola', 'moto g7'], 'personal', 'userEnrollment'),
  'android-work-profile': facts('Android', '15', pixel, 'personal', 'userEnrollment'),
  'android-dedicated': facts('Android', '14', pixel, 'company', 'androidEnterpriseDedicatedDevice'),
  'android-fully-managed': facts('Android', '15', pixel, 'company', 'androidEnterpriseFullyManaged'),
  'android-corporate-work-profile': facts('Android', '15', pixel, 'company', 'androidEnterpriseCorporateWorkProfile'),
  'android-aosp-user': facts('Android', '12', ['RealWear', 'Navigator 520'], 'company', 'androidAOSPUserOwnedDeviceEnrollment'),
  'android-aosp-userless': facts('Android', '12', ['RealWear', 'Navigator 520'], 'company', 'androidAOSPUserlessDeviceEnrollment'),
  macos: facts('macOS', '26.1', ['Apple', 'MacBook Air'], 'company', 'appleBulkWithUser', true),
  windows: facts('Windows', '10.0.26200.7171', ['LENOVO', 'ThinkPad T14'], 'company', 'windowsAzureADJoin'),
  chromeos: facts('ChromeOS', '130.0', ['HP', 'Chromebook x360'], 'company', 'unknown'),
  linux: facts('Linux', '24.04', ['Dell Inc.', 'XPS 13'], 'company', 'unknown'),
  visionos: facts('visionOS', '26.1', ['Apple', 'Apple Vision Pro'], 'company', 'appleBulkWithUser', true),
  tvos: facts('tvOS', '26.1', ['Apple', 'Apple TV 4K'], 'company', 'appleBulkWithoutUser', true),
  unknown: facts('Unknown', '', ['', ''], 'unknown', 'unknown'),
}

/** A well-formed device of a kind; a PC is Entra-joined. */
export function aDeviceOfKind(kind: DeviceKind, overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return aDeviceDetails({ kind, joinType: kind === 'windows' ? 'azureADJoined' : 'unknown', ...factsOfKind[kind], ...overrides })
}
