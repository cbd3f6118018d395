import type { TenantDevice } from '../devices/device.ts'
import { isoSeconds } from '../devices/iso-seconds.ts'
import type { QueuedAction } from '../devices/queued-action.ts'

/** What the derived type of an action's result adds; the others are of the declared type, which OData does not name. */
function derived(action: QueuedAction): Record<string, unknown> {
  switch (action.actionName) {
    case 'resetPasscode':
      return {
        '@odata.type': '#microsoft.graph.resetPasscodeActionResult', passcode: action.passcode, errorCode: action.errorCode,
      }
    case 'remoteLock': return { '@odata.type': '#microsoft.graph.remoteLockActionResult', unlockPin: action.unlockPin }
    case 'locateDevice': return { '@odata.type': '#microsoft.graph.locateDeviceActionResult', deviceLocation: action.location }
    default: return {}
  }
}

/** `deviceActionResults` of one device as they look on the wire. The device has to be settled first. */
export function actionResults(device: TenantDevice): Record<string, unknown>[] {
  return [...device.actions.values()].map((action) => ({
    actionName: action.actionName,
    actionState: action.state,
    startDateTime: isoSeconds(action.startedAt),
    lastUpdatedDateTime: isoSeconds(action.updatedAt),
    ...derived(action),
  }))
}
