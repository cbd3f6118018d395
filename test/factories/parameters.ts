import type { ActionParameters, DeviceActionName } from '../../src-shared/device-actions.ts'
import { plainWipe } from '../../src-shared/device-actions.ts'

/** What an action can be asked with, on any device that takes it. */
export function someParameters(action: DeviceActionName): ActionParameters {
  switch (action) {
    case 'rename': return { action, deviceName: 'NEW-NAME' }
    case 'set-management-name': return { action, managedDeviceName: 'Front desk' }
    case 'reset-device': return { action, wipe: plainWipe }
    default: return { action }
  }
}
