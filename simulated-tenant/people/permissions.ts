import type { ActionName } from '../devices/queued-action.ts'

/** Intune RBAC resource actions, as `getEffectivePermissions` names them. */
export const readDevices = 'Microsoft.Intune_ManagedDevices_Read'
export const updateDevices = 'Microsoft.Intune_ManagedDevices_Update'
export const deleteDevices = 'Microsoft.Intune_ManagedDevices_Delete'
export const readAuditData = 'Microsoft.Intune_AuditData_Read'
export const resetPasscode = 'Microsoft.Intune_RemoteTasks_ResetPasscode'

/** Which RBAC resource action each Graph action of a device needs. */
export const permissionOfAction: Readonly<Record<ActionName, string>> = {
  resetPasscode,
  remoteLock: 'Microsoft.Intune_RemoteTasks_RemoteLock',
  wipe: 'Microsoft.Intune_RemoteTasks_Wipe',
  retire: 'Microsoft.Intune_RemoteTasks_Retire',
  setDeviceName: 'Microsoft.Intune_RemoteTasks_SetDeviceName',
  syncDevice: 'Microsoft.Intune_RemoteTasks_SyncDevice',
  rebootNow: 'Microsoft.Intune_RemoteTasks_RebootNow',
  locateDevice: 'Microsoft.Intune_RemoteTasks_LocateDevice',
}

/** Intune's built-in role "Help Desk Operator", shortened to what a console could use. It may not delete records. */
export const helpDeskOperator: readonly string[] = [
  readDevices,
  updateDevices,
  'Microsoft.Intune_ManagedDevices_SetPrimaryUser',
  ...Object.values(permissionOfAction),
  'Microsoft.Intune_RemoteTasks_EnableLostMode',
  'Microsoft.Intune_RemoteTasks_DisableLostMode',
  'Microsoft.Intune_RemoteTasks_ShutDown',
  'Microsoft.Intune_RemoteTasks_CustomNotification',
  readAuditData,
  'Microsoft.Intune_Roles_Read',
  'Microsoft.Intune_Organization_Read',
]

/** Intune's built-in role "Read Only Operator", shortened. */
export const readOnlyOperator: readonly string[] = [
  readDevices,
  readAuditData,
  'Microsoft.Intune_Roles_Read',
  'Microsoft.Intune_Organization_Read',
]
