import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, ifSupervised, kindUnknown } from '../eligibility.ts'
import { withoutCompanyPortal } from '../eligibility-decision.ts'

const ios = ifSupervised(can('located', 'lost-mode-needed'), cannot('needs-supervision', 'none'))
const located = can('located', 'location-service-needed')
const locatedAndTold = can('located', 'location-service-needed', 'person-is-told')
const platform = cannot('platform-cannot', 'none')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'locate', decision: ios },
  'ios-automated': { document: 'locate', decision: ios },
  'ios-user-enrollment': { document: 'locate', decision: cannot('user-enrollment', 'none') },
  'android-device-administrator': { document: 'locate', decision: cannot('device-administrator', 'none') },
  'android-work-profile': { document: 'locate', decision: cannot('work-profile-personal', 'none') },
  'android-dedicated': { document: 'locate', decision: located },
  'android-fully-managed': { document: 'locate', decision: locatedAndTold },
  'android-corporate-work-profile': { document: 'locate', decision: locatedAndTold },
  'android-aosp-user': { document: 'locate', decision: cannot('aosp', 'none') },
  'android-aosp-userless': { document: 'locate', decision: cannot('aosp', 'none') },
  macos: { document: 'locate', decision: platform },
  windows: { document: 'locate', decision: located },
  chromeos: { document: 'locate', decision: platform },
  linux: { document: 'locate', decision: platform },
  visionos: { document: 'locate', decision: platform },
  tvos: { document: 'locate', decision: platform },
  unknown: { document: 'locate', decision: kindUnknown },
}

/** Which devices can be asked where they are. Company Portal has no such action. */
export const locateTable: EligibilityTable = { 'graph-admin': graphAdmin, 'company-portal': withoutCompanyPortal(graphAdmin) }
