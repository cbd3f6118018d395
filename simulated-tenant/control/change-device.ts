import { isApplicable } from '../devices/applicability.ts'
import type { DeviceModel } from '../devices/device-model.ts'
import { checkIn, endAction, queueAction } from '../devices/life-cycle.ts'
import type { QueuedAction } from '../devices/queued-action.ts'
import { betaDefaults } from '../graph/properties.ts'
import { remoteActionOf } from '../graph/write-down.ts'
import type { TenantState } from '../state.ts'
import { given } from './given.ts'
import type { ControlOrder } from './schema.ts'

/** What Graph makes up from other things, so that it cannot be set. */
const derived = new Set(['id', 'deviceActionResults', 'lostModeState'])

function isOpen(action: QueuedAction | undefined): boolean {
  return action?.state === 'pending' || action?.state === 'active'
}

/** A sentence about what of an order does not fit the devices there are, or null. */
export function deviceFault(state: TenantState, { device, removeDevice, selfService }: ControlOrder): string | null {
  for (const id of [device?.id, removeDevice, selfService?.deviceId]) {
    if (id !== undefined && state.devices.get(id) === undefined) return `There is no device "${id}".`
  }
  const property = Object.keys(device?.patch ?? {}).find((name) => derived.has(name) || !Object.hasOwn(betaDefaults, name))
  if (property !== undefined) return `"${property}" is not a property of a device that can be set.`
  const finish = device?.finish
  const finished = state.devices.get(device?.id ?? '')
  if (finish !== undefined && !isOpen(finished?.actions.get(finish.action))) return `There is no ${finish.action} that waits on this device.`
  const asked = selfService === undefined ? undefined : state.devices.get(selfService.deviceId)
  if (selfService !== undefined && asked !== undefined && !isApplicable(asked, selfService.action)) {
    return `This device does not do ${selfService.action}.`
  }
  return null
}

/** Changes a device, then lets it check in, then ends an action. It has to be settled first. */
export function changeDevice(state: TenantState, { id, patch, model, checkIn: isCheckingIn, finish }: NonNullable<ControlOrder['device']>): void {
  const device = state.devices.get(id)
  if (device === undefined) return
  const now = state.clock.now()
  state.devices.touch(device)
  Object.assign(device.properties, patch)
  if (model !== undefined) {
    const { nextCheckInInMs, ...rest } = given(model)
    const change: Partial<DeviceModel> = rest
    if (rest.online === true && !device.model.online) change.onlineSince = now
    if (nextCheckInInMs !== undefined) change.nextCheckInAt = nextCheckInInMs === null ? null : now + nextCheckInInMs
    Object.assign(device.model, change)
  }
  if (isCheckingIn === true) checkIn(device, now)
  const action = finish === undefined ? undefined : device.actions.get(finish.action)
  if (finish !== undefined && action !== undefined && isOpen(action)) endAction(device, action, finish.state, now, state.settings, state.seed)
}

/** The device's user acts in Company Portal: Intune lists the action, and writes no audit event. */
export function actAsUser(state: TenantState, { deviceId, action }: NonNullable<ControlOrder['selfService']>): void {
  const device = state.devices.get(deviceId)
  if (device === undefined) return
  const now = state.clock.now()
  const queued = queueAction(device, action, {}, now)
  state.devices.touch(device)
  state.audit.addRemoteAction(device, remoteActionOf(action, queued), queued, device.properties.userPrincipalName, now)
}
