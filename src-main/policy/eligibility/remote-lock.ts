import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, fromVersion, kindUnknown } from '../eligibility.ts'
import { notPromised } from '../eligibility-decision.ts'

const lock = can('locked', 'no-passcode-screen-off')
const aospLock = can('locked', 'aosp-lock-needs-policy')
const platform = cannot('platform-cannot', 'none')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'remote-lock', decision: lock },
  'ios-automated': { document: 'remote-lock', decision: lock },
  'ios-user-enrollment': { document: 'remote-lock', decision: lock },
  'android-device-administrator': { document: 'remote-lock', decision: cannot('device-administrator', 'remove') },
  'android-work-profile': { document: 'remote-lock', decision: cannot('work-profile-personal', 'remove') },
  'android-dedicated': { document: 'remote-lock', decision: lock },
  'android-fully-managed': { document: 'remote-lock', decision: lock },
  'android-corporate-work-profile': { document: 'remote-lock', decision: lock },
  'android-aosp-user': { document: 'remote-lock', decision: aospLock },
  'android-aosp-userless': { document: 'remote-lock', decision: aospLock },
  macos: { document: 'remote-lock', decision: can('locked-with-pin', 'mac-pin-once') },
  windows: { document: 'remote-lock', decision: platform },
  chromeos: { document: 'remote-lock', decision: platform },
  linux: { document: 'remote-lock', decision: platform },
  visionos: { document: 'remote-lock', decision: fromVersion('2.0', lock, cannot('needs-newer-os', 'none')) },
  tvos: { document: 'remote-lock', decision: platform },
  unknown: { document: 'remote-lock', decision: kindUnknown },
}

/** The page for users is about Android, iPhones and iPads; a dedicated device has no user who could ask for it. */
const companyPortal: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'company-portal-lock', decision: lock },
  'ios-automated': { document: 'company-portal-lock', decision: lock },
  'ios-user-enrollment': { document: 'company-portal-lock', decision: lock },
  'android-device-administrator': graphAdmin['android-device-administrator'],
  'android-work-profile': graphAdmin['android-work-profile'],
  'android-dedicated': { document: 'company-portal-app', decision: notPromised },
  'android-fully-managed': { document: 'company-portal-lock', decision: lock },
  'android-corporate-work-profile': { document: 'company-portal-lock', decision: lock },
  'android-aosp-user': { document: 'company-portal-lock', decision: notPromised },
  'android-aosp-userless': { document: 'company-portal-lock', decision: notPromised },
  macos: { document: 'company-portal-lock', decision: notPromised },
  windows: graphAdmin.windows,
  chromeos: graphAdmin.chromeos,
  linux: graphAdmin.linux,
  visionos: { document: 'company-portal-lock', decision: notPromised },
  tvos: graphAdmin.tvos,
  unknown: { document: 'company-portal-lock', decision: kindUnknown },
}

/** Which devices can be locked from afar. */
export const remoteLockTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': companyPortal }
