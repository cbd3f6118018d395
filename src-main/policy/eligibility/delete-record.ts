import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, ifJoined, ifMadeBy, kindUnknown } from '../eligibility.ts'
import { withoutCompanyPortal } from '../eligibility-decision.ts'

const retires = can('retired-and-deleted', 'delete-is-retire', 'app-tokens-stay')
const retiresAutomated = can('retired-and-deleted', 'delete-is-retire', 'app-tokens-stay', 'autopilot-comes-back')
const retiresJoined = can('retired-and-deleted', 'delete-is-retire', 'local-admin-first', 'recovery-key-first', 'app-tokens-stay')
const retiresMaybeJoined = can('retired-and-deleted', 'delete-is-retire', 'join-not-said', 'local-admin-first', 'recovery-key-first', 'app-tokens-stay')
const wipes = can('wiped-and-deleted', 'delete-is-wipe')
// The wipe that deleting sets off is the same wipe, with what the page on it says of these makers.
const android = ifMadeBy('zebra', can('wiped-and-deleted', 'delete-is-wipe', 'zebra-company-data-only'), wipes)
const fullyManaged = ifMadeBy('samsung', can('wiped-and-deleted', 'delete-is-wipe', 'samsung-reset-blocked'), android)

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'delete', decision: retires },
  'ios-automated': { document: 'delete', decision: retiresAutomated },
  'ios-user-enrollment': { document: 'delete', decision: retires },
  'android-device-administrator': { document: 'delete', decision: retires },
  'android-work-profile': { document: 'delete', decision: can('retired-and-deleted', 'delete-is-retire') },
  'android-dedicated': { document: 'delete', decision: android },
  'android-fully-managed': { document: 'delete', decision: fullyManaged },
  'android-corporate-work-profile': { document: 'delete', decision: android },
  'android-aosp-user': { document: 'delete', decision: android },
  'android-aosp-userless': { document: 'delete', decision: android },
  macos: { document: 'delete', decision: retires },
  windows: { document: 'delete', decision: ifJoined('azureadjoined', retiresJoined, retires, retiresMaybeJoined) },
  chromeos: { document: 'delete', decision: cannot('platform-cannot', 'deprovision') },
  linux: { document: 'delete', decision: cannot('platform-cannot', 'intune-admin-center') },
  // What deleting would do to these is on no page.
  visionos: { document: 'delete', decision: cannot('platform-cannot', 'remove') },
  tvos: { document: 'delete', decision: cannot('platform-cannot', 'remove') },
  unknown: { document: 'delete', decision: kindUnknown },
}

// Nor can these be removed there.
const elsewhere: EligibilityRow = { document: 'delete', decision: cannot('platform-cannot', 'intune-admin-center') }

/** Which records can be deleted, and what that does to the device. Company Portal has no such action. */
export const deleteRecordTable: EligibilityTable = {
  'graph-admin': graphAdmin,
  'company-portal': { ...withoutCompanyPortal(graphAdmin), visionos: elsewhere, tvos: elsewhere },
}
