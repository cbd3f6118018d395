import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, fromVersion, ifSupervised, kindUnknown } from '../eligibility.ts'
import { withoutCompanyPortal } from '../eligibility-decision.ts'

const restarts = can('restarts', 'unsaved-work')
const supervised = cannot('needs-supervision', 'on-the-device')
const ios = ifSupervised(can('restarts', 'unsaved-work', 'wifi-after-restart'), supervised)
const platform = cannot('platform-cannot', 'on-the-device')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'restart', decision: ios },
  'ios-automated': { document: 'restart', decision: ios },
  'ios-user-enrollment': { document: 'restart', decision: cannot('user-enrollment', 'on-the-device') },
  'android-device-administrator': { document: 'restart', decision: cannot('device-administrator', 'on-the-device') },
  'android-work-profile': { document: 'restart', decision: cannot('work-profile-personal', 'on-the-device') },
  'android-dedicated': { document: 'restart', decision: restarts },
  'android-fully-managed': { document: 'restart', decision: restarts },
  // Of the corporate-owned Android devices, the one that is not on the page.
  'android-corporate-work-profile': { document: 'restart', decision: platform },
  'android-aosp-user': { document: 'restart', decision: restarts },
  'android-aosp-userless': { document: 'restart', decision: restarts },
  macos: { document: 'restart', decision: restarts },
  windows: { document: 'restart', decision: restarts },
  chromeos: { document: 'restart', decision: can('restarts', 'kiosk-only', 'unsaved-work') },
  linux: { document: 'restart', decision: platform },
  visionos: { document: 'restart', decision: platform },
  tvos: {
    document: 'restart', decision: ifSupervised(fromVersion('10.2', can('restarts'), cannot('needs-newer-os', 'on-the-device')), supervised),
  },
  unknown: { document: 'restart', decision: kindUnknown },
}

/** Which devices can be restarted. Company Portal has no such action. */
export const restartTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': withoutCompanyPortal(graphAdmin) }
