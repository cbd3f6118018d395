import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, kindUnknown } from '../eligibility.ts'
import { notPromised } from '../eligibility-decision.ts'

const checksIn = can('checks-in')
const platform = cannot('platform-cannot', 'none')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'sync', decision: checksIn },
  'ios-automated': { document: 'sync', decision: checksIn },
  'ios-user-enrollment': { document: 'sync', decision: checksIn },
  // "Android", without more: every way of enrolling it.
  'android-device-administrator': { document: 'sync', decision: checksIn },
  'android-work-profile': { document: 'sync', decision: checksIn },
  'android-dedicated': { document: 'sync', decision: checksIn },
  'android-fully-managed': { document: 'sync', decision: checksIn },
  'android-corporate-work-profile': { document: 'sync', decision: checksIn },
  'android-aosp-user': { document: 'sync', decision: checksIn },
  'android-aosp-userless': { document: 'sync', decision: checksIn },
  macos: { document: 'sync', decision: checksIn },
  windows: { document: 'sync', decision: checksIn },
  chromeos: { document: 'sync', decision: platform },
  linux: { document: 'sync', decision: platform },
  visionos: { document: 'sync', decision: platform },
  tvos: { document: 'sync', decision: platform },
  unknown: { document: 'sync', decision: kindUnknown },
}

/** "Check status" in Company Portal. Only a device's primary user has it: a device without a user does not. */
const companyPortal: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'company-portal-app', decision: checksIn },
  'ios-automated': { document: 'company-portal-app', decision: checksIn },
  'ios-user-enrollment': { document: 'company-portal-app', decision: checksIn },
  'android-device-administrator': { document: 'company-portal-app', decision: checksIn },
  'android-work-profile': { document: 'company-portal-app', decision: checksIn },
  'android-dedicated': { document: 'company-portal-app', decision: notPromised },
  'android-fully-managed': { document: 'company-portal-app', decision: checksIn },
  'android-corporate-work-profile': { document: 'company-portal-app', decision: checksIn },
  'android-aosp-user': { document: 'sync-aosp', decision: checksIn },
  'android-aosp-userless': { document: 'company-portal-app', decision: notPromised },
  macos: { document: 'company-portal-app', decision: checksIn },
  windows: { document: 'company-portal-app', decision: checksIn },
  chromeos: graphAdmin.chromeos,
  linux: graphAdmin.linux,
  visionos: graphAdmin.visionos,
  tvos: graphAdmin.tvos,
  unknown: { document: 'company-portal-app', decision: kindUnknown },
}

/** Which devices can be told to check in. */
export const syncTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': companyPortal }
