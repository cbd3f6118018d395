import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, cannot, ifCorporate, ifJoined, ifSupervised, kindUnknown } from '../eligibility.ts'
import { whereAvailable } from '../eligibility-decision.ts'

const insteadOf = (reason: Parameters<typeof cannot>[0]) => cannot(reason, 'set-management-name')
const intuneName = can('intune-name-changed', 'takes-ten-minutes')
const renamed = can('device-renamed', 'at-next-check-in')
const supervised = insteadOf('needs-supervision')
const notSaid = insteadOf('kind-unknown')
const platform = insteadOf('platform-cannot')
const aosp = insteadOf('aosp')
const pc = can('device-renamed', 'at-next-check-in', 'restart-to-finish')

const graphAdmin: Readonly<Record<DeviceKind, EligibilityRow>> = {
  'ios-personal': { document: 'rename', decision: ifSupervised(renamed, supervised, notSaid) },
  'ios-automated': {
    document: 'rename', decision: ifSupervised(can('device-renamed', 'at-next-check-in', 'ios-name-template'), supervised, notSaid),
  },
  'ios-user-enrollment': { document: 'rename', decision: insteadOf('user-enrollment') },
  'android-device-administrator': { document: 'rename', decision: insteadOf('device-administrator') },
  'android-work-profile': { document: 'rename', decision: insteadOf('work-profile-personal') },
  'android-dedicated': { document: 'rename', decision: intuneName },
  'android-fully-managed': { document: 'rename', decision: intuneName },
  'android-corporate-work-profile': { document: 'rename', decision: intuneName },
  'android-aosp-user': { document: 'rename', decision: aosp },
  'android-aosp-userless': { document: 'rename', decision: aosp },
  macos: { document: 'rename', decision: ifCorporate(renamed, insteadOf('needs-corporate')) },
  windows: {
    document: 'rename',
    decision: ifCorporate(ifJoined('hybridazureadjoined', insteadOf('hybrid-joined'), pc, insteadOf('join-unknown')), insteadOf('needs-corporate')),
  },
  chromeos: { document: 'rename', decision: platform },
  linux: { document: 'rename', decision: platform },
  visionos: { document: 'rename', decision: platform },
  tvos: { document: 'rename', decision: platform },
  unknown: { document: 'rename', decision: kindUnknown },
}

/** What Company Portal calls Rename gives the device a name that only Company Portal shows: not what this action does. */
function nickname({ document, decision }: EligibilityRow): EligibilityRow {
  const stricter = whereAvailable(decision, () => insteadOf('company-portal-nickname'))
  return { document: stricter === decision ? document : 'company-portal-rename', decision: stricter }
}

/** Which devices can be given a new name. */
export const renameTable: EligibilityTable = {
  'graph-admin': graphAdmin,
  'company-portal': Object.fromEntries(Object.entries(graphAdmin).map(([kind, row]) => [kind, nickname(row)])) as Record<DeviceKind, EligibilityRow>,
}
