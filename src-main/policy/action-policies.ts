import type { DeviceActionName } from '../../src-shared/device-actions.ts'

/** What the request of an action needs, and how its end is told; what it demands of the agent is in src-shared/action-demands.ts. */
export interface ActionPolicy {
  /** Intune's name of the permission, as getEffectivePermissions lists it. */
  readonly permission: string
  /** Which delegated permission the token must carry (graph/: DeviceManagementManagedDevices.…All). */
  readonly scope: 'privileged' | 'read-write'
  /** The device leaves Intune by it. Intune runs it before everything else that is pending on the device, and drops that. */
  readonly isRemoval: boolean
  /** The call exists in Graph beta only. */
  readonly isBetaOnly: boolean
  /** actionName of its entry in deviceActionResults, in lower case; null where Intune keeps none. */
  readonly resultName: string | null
  /** Graph's managementState while it is under way, and when it failed; in lower case. */
  readonly pendingStates: readonly string[]
  readonly failedStates: readonly string[]
}

const task = (name: string): string => `Microsoft.Intune_RemoteTasks_${name}`
const harmless = {
  scope: 'privileged', isRemoval: false, isBetaOnly: false,
  pendingStates: [], failedStates: [],
} as const
const removal = { ...harmless, isRemoval: true } as const

/**
 * One row for each action; an action without a row does not compile, and cannot run. Which device can take it is in the eligibility table.
 * The names of the results other than "remoteLock" are not documented: they are taken to be the names of the calls.
 */
export const actionPolicies: Readonly<Record<DeviceActionName, ActionPolicy>> = {
  rename: { ...harmless, permission: task('SetDeviceName'), isBetaOnly: true, resultName: 'setdevicename' },
  'set-management-name': { ...harmless, permission: 'Microsoft.Intune_ManagedDevices_Update', scope: 'read-write', resultName: null },
  remove: {
    ...removal, permission: task('Retire'), resultName: 'retire',
    pendingStates: ['retirepending', 'retireissued'], failedStates: ['retirefailed', 'retirecanceled'],
  },
  'reset-device': {
    ...removal, permission: task('Wipe'), resultName: 'wipe',
    pendingStates: ['wipepending', 'wipeissued'], failedStates: ['wipefailed', 'wipecanceled'],
  },
  'reset-passcode': { ...harmless, permission: task('ResetPasscode'), resultName: 'resetpasscode' },
  'remote-lock': { ...harmless, permission: task('RemoteLock'), resultName: 'remotelock' },
  sync: { ...harmless, permission: task('SyncDevice'), resultName: 'syncdevice' },
  restart: { ...harmless, permission: task('RebootNow'), resultName: 'rebootnow' },
  locate: { ...harmless, permission: task('LocateDevice'), resultName: 'locatedevice' },
  'delete-record': {
    ...removal, permission: 'Microsoft.Intune_ManagedDevices_Delete', scope: 'read-write', resultName: null,
    pendingStates: ['deletepending'],
  },
}
