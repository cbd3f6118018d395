/** Intune RBAC resource actions, as `getEffectivePermissions` names them. */
export const readDevices = 'Microsoft.Intune_ManagedDevices_Read'
export const resetPasscode = 'Microsoft.Intune_RemoteTasks_ResetPasscode'

/** Which RBAC resource action each Graph action of a device needs. */
export const permissionOfAction: Readonly<Record<string, string>> = {
  resetPasscode,
  remoteLock: 'Microsoft.Intune_RemoteTasks_RemoteLock',
  wipe: 'Microsoft.Intune_RemoteTasks_Wipe',
  retire: 'Microsoft.Intune_RemoteTasks_Retire',
  setDeviceName: 'Microsoft.Intune_RemoteTasks_SetDeviceName',
  syncDevice: 'Microsoft.Intune_RemoteTasks_SyncDevice',
  rebootNow: 'Microsoft.Intune_RemoteTasks_RebootNow',
}

/** Intune's built-in role "Help Desk Operator", shortened to what a console could use. */
export const helpDeskOperator: readonly string[] = [
  readDevices,
  'Microsoft.Intune_ManagedDevices_Update',
  'Microsoft.Intune_ManagedDevices_SetPrimaryUser',
  ...Object.values(permissionOfAction),
  'Microsoft.Intune_RemoteTasks_LocateDevice',
  'Microsoft.Intune_RemoteTasks_EnableLostMode',
  'Microsoft.Intune_RemoteTasks_DisableLostMode',
  'Microsoft.Intune_RemoteTasks_ShutDown',
  'Microsoft.Intune_RemoteTasks_CustomNotification',
  'Microsoft.Intune_AuditData_Read',
  'Microsoft.Intune_Roles_Read',
  'Microsoft.Intune_Organization_Read',
]

/** Intune's built-in role "Read Only Operator", shortened. */
export const readOnlyOperator: readonly string[] = [
  readDevices,
  'Microsoft.Intune_AuditData_Read',
  'Microsoft.Intune_Roles_Read',
  'Microsoft.Intune_Organization_Read',
]
