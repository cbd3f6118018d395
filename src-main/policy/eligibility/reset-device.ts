import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, canWipe, ifCorporate, ifMadeBy, ifSupervised, kindUnknown } from '../eligibility.ts'
import { notPromised } from '../eligibility-decision.ts'

const wipe = can('factory-reset', 'wipe-may-never-report')
const zebra = can('company-data-wiped', 'zebra-company-data-only')
const android = ifMadeBy('zebra', zebra, wipe)
const deviceAdministrator = cannot('device-administrator', 'remove')
const workProfile = cannot('work-profile-personal', 'remove')
const userEnrollment = cannot('user-enrollment', 'remove')
const platform = cannot('platform-cannot', 'remove')
const pcCautions = ['wipe-may-never-report', 'autopilot-comes-back'] as const

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'wipe', decision: canWipe(['esim-plan'], 'factory-reset', 'activation-lock', 'wipe-may-never-report') },
  'ios-automated': {
    document: 'wipe', decision: canWipe(['esim-plan'], 'factory-reset', 'activation-lock', 'autopilot-comes-back', 'wipe-may-never-report'),
  },
  // The page lists iOS/iPadOS without a difference; the one on Company Portal says no, and Apple's User Enrollment has no erase command.
  'ios-user-enrollment': { document: 'company-portal-app', decision: userEnrollment },
  'android-device-administrator': { document: 'wipe', decision: deviceAdministrator },
  'android-work-profile': { document: 'troubleshoot-device-actions', decision: workProfile },
  'android-dedicated': { document: 'wipe', decision: android },
  'android-fully-managed': {
    document: 'wipe',
    decision: ifMadeBy('zebra', zebra, ifMadeBy('samsung', can('factory-reset', 'samsung-reset-blocked', 'wipe-may-never-report'), wipe)),
  },
  'android-corporate-work-profile': { document: 'wipe', decision: android },
  'android-aosp-user': { document: 'wipe', decision: android },
  'android-aosp-userless': { document: 'wipe', decision: android },
  macos: { document: 'wipe', decision: canWipe(['mac-pin', 'obliteration'], 'factory-reset', 'activation-lock', 'wipe-may-never-report') },
  // The protected wipe can leave a PC that never starts again: the page keeps it for corporate-owned devices.
  windows: {
    document: 'wipe',
    decision: ifCorporate(
      canWipe(['keep-enrollment', 'keep-user-data', 'protected-wipe'], 'factory-reset', ...pcCautions),
      canWipe(['keep-enrollment', 'keep-user-data'], 'factory-reset', ...pcCautions),
    ),
  },
  chromeos: { document: 'wipe', decision: can('factory-reset', 'deprovision-first', 'wipe-may-never-report') },
  linux: { document: 'wipe', decision: cannot('platform-cannot', 'intune-admin-center') },
  visionos: { document: 'wipe', decision: platform },
  tvos: { document: 'wipe', decision: platform },
  unknown: { document: 'wipe', decision: kindUnknown },
}

/** A reset by the user has no options: everything on the device goes. */
const companyPortal: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': {
    document: 'company-portal-wipe',
    decision: ifSupervised(notPromised, can('factory-reset', 'activation-lock', 'wipe-may-never-report'), notPromised),
  },
  'ios-automated': { document: 'company-portal-app', decision: cannot('automated-self-service', 'intune-admin-center') },
  'ios-user-enrollment': { document: 'company-portal-app', decision: userEnrollment },
  'android-device-administrator': { document: 'wipe', decision: deviceAdministrator },
  'android-work-profile': { document: 'troubleshoot-device-actions', decision: workProfile },
  'android-dedicated': { document: 'company-portal-app', decision: notPromised },
  'android-fully-managed': { document: 'company-portal-app', decision: notPromised },
  'android-corporate-work-profile': { document: 'company-portal-app', decision: notPromised },
  'android-aosp-user': { document: 'company-portal-wipe', decision: notPromised },
  'android-aosp-userless': { document: 'company-portal-wipe', decision: notPromised },
  macos: { document: 'company-portal-app', decision: notPromised },
  windows: { document: 'company-portal-wipe', decision: can('factory-reset', ...pcCautions) },
  chromeos: { document: 'company-portal-wipe', decision: notPromised },
  linux: graphAdmin.linux,
  visionos: { document: 'wipe', decision: cannot('platform-cannot', 'intune-admin-center') },
  tvos: { document: 'wipe', decision: cannot('platform-cannot', 'intune-admin-center') },
  unknown: { document: 'company-portal-wipe', decision: kindUnknown },
}

/** Which devices can be reset to factory settings, and with which options. */
export const resetDeviceTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': companyPortal }
