import type { ActionEffect, DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { UnavailableReason } from '../../src-shared/availability.ts'
import type { DeviceKind } from '../../src-shared/device.ts'

export type Expected = ActionEffect | `no:${UnavailableReason}`
type Rows = Readonly<Record<DeviceKind, Expected>>

const needsMore = 'no:needs-supervision'
const platform = 'no:platform-cannot'
const silent = 'no:not-in-company-portal'
const own = 'no:work-profile-personal'
const admin = 'no:device-administrator'
const appleUser = 'no:user-enrollment'

// Written by hand from Microsoft's pages, not from the console's tables, for the devices of device-of-kind.ts: an iPhone that its user
// enrolled is personal and not supervised, one of automated enrolment is supervised; a Mac is corporate; a PC is corporate and Entra-joined.
const graphAdmin: Readonly<Record<DeviceActionName, Rows>> = {
  rename: {
    'ios-personal': needsMore, 'ios-automated': 'device-renamed', 'ios-user-enrollment': appleUser,
    'android-device-administrator': admin, 'android-work-profile': own, 'android-dedicated': 'intune-name-changed',
    'android-fully-managed': 'intune-name-changed', 'android-corporate-work-profile': 'intune-name-changed',
    'android-aosp-user': 'no:aosp', 'android-aosp-userless': 'no:aosp',
    macos: 'device-renamed', windows: 'device-renamed', chromeos: platform, linux: platform, visionos: platform, tvos: platform,
    unknown: 'no:kind-unknown',
  },
  remove: {
    'ios-personal': 'company-data-removed', 'ios-automated': 'company-data-removed', 'ios-user-enrollment': 'company-data-removed',
    'android-device-administrator': 'company-data-removed', 'android-work-profile': 'work-profile-removed',
    'android-dedicated': 'no:corporate-android', 'android-fully-managed': 'no:corporate-android',
    'android-corporate-work-profile': 'no:corporate-android', 'android-aosp-user': 'no:aosp', 'android-aosp-userless': 'no:aosp',
    macos: 'company-data-removed', windows: 'pc-unjoined', chromeos: platform, linux: platform,
    visionos: 'company-data-removed', tvos: 'company-data-removed', unknown: 'no:kind-unknown',
  },
  'reset-device': {
    'ios-personal': 'factory-reset', 'ios-automated': 'factory-reset', 'ios-user-enrollment': appleUser,
    'android-device-administrator': admin, 'android-work-profile': own, 'android-dedicated': 'factory-reset',
    'android-fully-managed': 'factory-reset', 'android-corporate-work-profile': 'factory-reset',
    'android-aosp-user': 'factory-reset', 'android-aosp-userless': 'factory-reset',
    macos: 'factory-reset', windows: 'factory-reset', chromeos: 'factory-reset', linux: platform, visionos: platform, tvos: platform,
    unknown: 'no:kind-unknown',
  },
  'reset-passcode': {
    'ios-personal': 'passcode-removed', 'ios-automated': 'passcode-removed', 'ios-user-enrollment': appleUser,
    'android-device-administrator': admin, 'android-work-profile': 'temporary-work-profile-passcode',
    'android-dedicated': 'temporary-device-passcode', 'android-fully-managed': 'temporary-device-passcode',
    'android-corporate-work-profile': 'temporary-work-profile-passcode',
    'android-aosp-user': 'temporary-device-passcode', 'android-aosp-userless': 'temporary-device-passcode',
    macos: 'no:platform-cannot-reset-passcode', windows: 'no:platform-cannot-reset-passcode',
    chromeos: 'no:platform-cannot-reset-passcode', linux: 'no:platform-cannot-reset-passcode', visionos: 'passcode-removed',
    tvos: 'no:platform-cannot-reset-passcode', unknown: 'no:kind-unknown',
  },
  'remote-lock': {
    'ios-personal': 'locked', 'ios-automated': 'locked', 'ios-user-enrollment': 'locked',
    'android-device-administrator': admin, 'android-work-profile': own, 'android-dedicated': 'locked', 'android-fully-managed': 'locked',
    'android-corporate-work-profile': 'locked', 'android-aosp-user': 'locked', 'android-aosp-userless': 'locked',
    macos: 'locked-with-pin', windows: platform, chromeos: platform, linux: platform, visionos: 'locked', tvos: platform,
    unknown: 'no:kind-unknown',
  },
  sync: {
    'ios-personal': 'checks-in', 'ios-automated': 'checks-in', 'ios-user-enrollment': 'checks-in',
    'android-device-administrator': 'checks-in', 'android-work-profile': 'checks-in', 'android-dedicated': 'checks-in',
    'android-fully-managed': 'checks-in', 'android-corporate-work-profile': 'checks-in', 'android-aosp-user': 'checks-in',
    'android-aosp-userless': 'checks-in', macos: 'checks-in', windows: 'checks-in',
    chromeos: platform, linux: platform, visionos: platform, tvos: platform, unknown: 'no:kind-unknown',
  },
  restart: {
    'ios-personal': needsMore, 'ios-automated': 'restarts', 'ios-user-enrollment': appleUser,
    'android-device-administrator': admin, 'android-work-profile': own, 'android-dedicated': 'restarts', 'android-fully-managed': 'restarts',
    'android-corporate-work-profile': platform, 'android-aosp-user': 'restarts', 'android-aosp-userless': 'restarts',
    macos: 'restarts', windows: 'restarts', chromeos: 'restarts', linux: platform, visionos: platform, tvos: 'restarts',
    unknown: 'no:kind-unknown',
  },
  locate: {
    'ios-personal': needsMore, 'ios-automated': 'located', 'ios-user-enrollment': appleUser,
    'android-device-administrator': admin, 'android-work-profile': own, 'android-dedicated': 'located', 'android-fully-managed': 'located',
    'android-corporate-work-profile': 'located', 'android-aosp-user': 'no:aosp', 'android-aosp-userless': 'no:aosp',
    macos: platform, windows: 'located', chromeos: platform, linux: platform, visionos: platform, tvos: platform, unknown: 'no:kind-unknown',
  },
  'delete-record': {
    'ios-personal': 'retired-and-deleted', 'ios-automated': 'retired-and-deleted', 'ios-user-enrollment': 'retired-and-deleted',
    'android-device-administrator': 'retired-and-deleted', 'android-work-profile': 'retired-and-deleted',
    'android-dedicated': 'wiped-and-deleted', 'android-fully-managed': 'wiped-and-deleted',
    'android-corporate-work-profile': 'wiped-and-deleted', 'android-aosp-user': 'wiped-and-deleted',
    'android-aosp-userless': 'wiped-and-deleted', macos: 'retired-and-deleted', windows: 'retired-and-deleted',
    chromeos: platform, linux: platform, visionos: platform, tvos: platform, unknown: 'no:kind-unknown',
  },
  'set-management-name': {
    'ios-personal': 'management-name-changed', 'ios-automated': 'management-name-changed', 'ios-user-enrollment': 'management-name-changed',
    'android-device-administrator': 'management-name-changed', 'android-work-profile': 'management-name-changed',
    'android-dedicated': 'management-name-changed', 'android-fully-managed': 'management-name-changed',
    'android-corporate-work-profile': 'management-name-changed', 'android-aosp-user': 'management-name-changed',
    'android-aosp-userless': 'management-name-changed', macos: 'management-name-changed', windows: 'management-name-changed',
    chromeos: 'management-name-changed', linux: 'management-name-changed', visionos: 'management-name-changed',
    tvos: 'management-name-changed', unknown: 'no:kind-unknown',
  },
}

const nickname = 'no:company-portal-nickname'

/** Where Company Portal differs; a kind that is left out is as above. */
const companyPortal: Readonly<Record<DeviceActionName, Partial<Rows>>> = {
  rename: {
    'ios-automated': nickname, 'android-dedicated': nickname, 'android-fully-managed': nickname, 'android-corporate-work-profile': nickname,
    macos: nickname, windows: nickname,
  },
  remove: { 'ios-automated': 'no:automated-self-service', windows: 'no:joined-self-service', visionos: silent, tvos: silent },
  'reset-device': {
    'ios-automated': 'no:automated-self-service', 'android-dedicated': silent, 'android-fully-managed': silent,
    'android-corporate-work-profile': silent, 'android-aosp-user': silent, 'android-aosp-userless': silent, macos: silent, chromeos: silent,
  },
  'reset-passcode': {
    'android-work-profile': 'no:work-profile-self-service', 'android-dedicated': 'no:dedicated-self-service',
    'android-fully-managed': silent, 'android-corporate-work-profile': silent, 'android-aosp-user': silent,
    'android-aosp-userless': silent, visionos: silent,
  },
  'remote-lock': { 'android-dedicated': silent, 'android-aosp-user': silent, 'android-aosp-userless': silent, macos: silent, visionos: silent },
  sync: { 'android-dedicated': silent, 'android-aosp-userless': silent },
  restart: {
    'ios-automated': silent, 'android-dedicated': silent, 'android-fully-managed': silent, 'android-aosp-user': silent,
    'android-aosp-userless': silent, macos: silent, windows: silent, chromeos: silent, tvos: silent,
  },
  locate: {
    'ios-automated': silent, 'android-dedicated': silent, 'android-fully-managed': silent, 'android-corporate-work-profile': silent,
    windows: silent,
  },
  'delete-record': {
    'ios-personal': silent, 'ios-automated': silent, 'ios-user-enrollment': silent, 'android-device-administrator': silent,
    'android-work-profile': silent, 'android-dedicated': silent, 'android-fully-managed': silent, 'android-corporate-work-profile': silent,
    'android-aosp-user': silent, 'android-aosp-userless': silent, macos: silent, windows: silent,
  },
  'set-management-name': {},
}

/** What the console says of each action for each kind of device, in each profile: the effect, or "no:" and the reason. */
export const expectedAvailability: Readonly<Record<EligibilityProfile, Readonly<Record<DeviceActionName, Rows>>>> = {
  'graph-admin': graphAdmin,
  'company-portal': Object.fromEntries(
    Object.entries(graphAdmin).map(([action, rows]) => [action, { ...rows, ...companyPortal[action as DeviceActionName] }]),
  ) as Record<DeviceActionName, Rows>,
}
