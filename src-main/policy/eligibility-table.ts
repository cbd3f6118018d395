import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import { deviceActionNames, eligibilityProfiles } from '../../src-shared/device-actions.ts'
import { deviceKinds } from '../../src-shared/device.ts'
import type { Decision, EligibilityRow, EligibilityTable } from './eligibility.ts'
import { cannot } from './eligibility.ts'
import { whereAvailable } from './eligibility-decision.ts'
import { deleteRecordTable } from './eligibility/delete-record.ts'
import { locateTable } from './eligibility/locate.ts'
import { remoteLockTable } from './eligibility/remote-lock.ts'
import { removeTable } from './eligibility/remove.ts'
import { renameTable } from './eligibility/rename.ts'
import { resetDeviceTable } from './eligibility/reset-device.ts'
import { resetPasscodeTable } from './eligibility/reset-passcode.ts'
import { restartTable } from './eligibility/restart.ts'
import { setManagementNameTable } from './eligibility/set-management-name.ts'
import { syncTable } from './eligibility/sync.ts'

export interface EligibilityRule extends EligibilityRow {
  /** Such as "reset-passcode/graph-admin/android-dedicated". */
  readonly ruleId: string
  readonly profile: EligibilityProfile
}

const tables: Readonly<Record<DeviceActionName, EligibilityTable>> = {
  rename: renameTable,
  'set-management-name': setManagementNameTable,
  remove: removeTable,
  'reset-device': resetDeviceTable,
  'reset-passcode': resetPasscodeTable,
  'remote-lock': remoteLockTable,
  sync: syncTable,
  restart: restartTable,
  locate: locateTable,
  'delete-record': deleteRecordTable,
}

/** Company Portal turns every action off for a device that an enrolment manager enrolled (note 3 of the table in company-portal-app). */
function offForEnrollmentManager(decision: Decision): Decision {
  return whereAvailable(decision, (verdict) => ({
    verdict: 'depends', on: { of: 'enrollment-type', is: 'deviceenrollmentmanager' },
    yes: cannot('enrollment-manager-self-service', 'intune-admin-center'), no: verdict, unsaid: verdict,
  }))
}

function ruleOf(action: DeviceActionName, profile: EligibilityProfile, row: EligibilityRow, ruleId: string): EligibilityRule {
  // The management name is none of Company Portal's actions: it is the way out where that has none.
  const isSelfService = profile === 'company-portal' && action !== 'set-management-name'
  return { ruleId, profile, document: row.document, decision: isSelfService ? offForEnrollmentManager(row.decision) : row.decision }
}

const rules: ReadonlyMap<string, EligibilityRule> = new Map(
  deviceActionNames.flatMap((action) => eligibilityProfiles.flatMap((profile) => deviceKinds.map((kind) => {
    const ruleId = `${action}/${profile}/${kind}`
    return [ruleId, ruleOf(action, profile, tables[action][profile][kind], ruleId)] as const
  }))),
)

/**
 * The row for an action on a kind of device, by its id "action/profile/kind". The tables are the only place that knows which device can
 * take which action; everything else asks availability.ts. Null for what is in no table: the types promise that there is a row, but a
 * profile can come from a policy file, a kind from a newer Graph, and an id from the page.
 */
export function findRule(ruleId: string): EligibilityRule | null {
  return rules.get(ruleId) ?? null
}
