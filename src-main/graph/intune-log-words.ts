import type { DeviceActionName } from '../../src-shared/device-actions.ts'

/** remoteAction of remoteActionAudits (learn.microsoft.com/graph/api/resources/intune-devices-remoteaction). It has no word for a sync or a changed label. */
const actionOfRemoteAction: ReadonlyMap<string, DeviceActionName> = new Map<string, DeviceActionName>([
  ['factoryreset', 'reset-device'],
  ['factoryresetkeepenrollmentdata', 'reset-device'],
  ['removecompanydata', 'remove'],
  ['resetpasscode', 'reset-passcode'],
  ['remotelock', 'remote-lock'],
  ['rebootnow', 'restart'],
  ['locatedevice', 'locate'],
  ['setdevicename', 'rename'],
  ['delete', 'delete-record'],
])

/** The first word of auditEvents' activityType, "wipe ManagedDevice"; its capitals differ from tenant to tenant. */
const actionOfActivity: ReadonlyMap<string, DeviceActionName> = new Map<string, DeviceActionName>([
  ['wipe', 'reset-device'],
  ['retire', 'remove'],
  ['resetpasscode', 'reset-passcode'],
  ['remotelock', 'remote-lock'],
  ['rebootnow', 'restart'],
  ['locatedevice', 'locate'],
  ['setdevicename', 'rename'],
  ['syncdevice', 'sync'],
  ['delete', 'delete-record'],
  ['patch', 'set-management-name'],
])

/** Our name for a remoteAction; null for one that the console does not have. */
export function readRemoteAction(graphAction: string): DeviceActionName | null {
  return actionOfRemoteAction.get(graphAction.toLowerCase()) ?? null
}

/** Whether an activityType is about a managed device ("<action> ManagedDevice"), and our name for it; null for one that the console does not have. */
export function readActivity(activityType: string): { readonly isOnDevice: boolean; readonly action: DeviceActionName | null } {
  const [, word] = /^(\S+) ManagedDevice$/i.exec(activityType.trim()) ?? []
  return { isOnDevice: word !== undefined, action: actionOfActivity.get(word?.toLowerCase() ?? '') ?? null }
}
