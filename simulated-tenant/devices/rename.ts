import type { TenantDevice } from './device.ts'
import type { LifeCycleRules, QueuedAction } from './queued-action.ts'

function isAndroid({ properties }: TenantDevice): boolean {
  return properties.operatingSystem === 'Android'
}

/** An Android is never told its new name: only Intune's record has it, so nothing waits for the device. */
export function isDoneByIntune(device: TenantDevice, action: QueuedAction): boolean {
  return action.actionName === 'setDeviceName' && isAndroid(device)
}

/** What the end of a rename at `at` leaves behind. */
export function afterRename(device: TenantDevice, action: QueuedAction, at: number, rules: LifeCycleRules): void {
  const name = action.parameters.deviceName ?? device.properties.deviceName
  if (isAndroid(device)) {
    device.fate.newName = { at: Math.max(at, action.startedAt + rules.androidRenameMs), name }
    return
  }
  device.properties.deviceName = name
  device.fate.hasForeignName = device.model.nameTemplate !== null
}

/** The next check-in puts the name of the enrolment profile back. */
export function revertName({ properties, model, fate }: TenantDevice): void {
  if (!fate.hasForeignName || model.nameTemplate === null) return
  properties.deviceName = model.nameTemplate.replaceAll('{{serialnumber}}', properties.serialNumber)
  fate.hasForeignName = false
}
