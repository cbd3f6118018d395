import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceKind } from '../../../src-shared/device.ts'
import type { EligibilityRow, EligibilityTable } from '../eligibility.ts'
import { can, kindUnknown } from '../eligibility.ts'

/**
 * The management name is a field of Intune's record that administrators see: no device takes part, so every kind has it, in both
 * profiles. A device of unknown kind is left alone by every action, this one too.
 */
const rows = Object.fromEntries(
  deviceKinds.map((kind): [DeviceKind, EligibilityRow] => [
    kind, { document: 'device-details', decision: kind === 'unknown' ? kindUnknown : can('management-name-changed') },
  ]),
) as Record<DeviceKind, EligibilityRow>

/** Which devices can be given another management name. */
export const setManagementNameTable: EligibilityTable = { 'graph-admin': rows, 'company-portal': rows }
