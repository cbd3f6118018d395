import { deleteTriggers, isApplicable } from '../devices/applicability.ts'
import type { TenantDevice } from '../devices/device.ts'
import { cancelAction, queueAction } from '../devices/life-cycle.ts'
import type { ActionName, ActionParameters } from '../devices/queued-action.ts'
import { actionNames } from '../devices/queued-action.ts'
import type { Reply } from '../http/reply.ts'
import { bodyWithoutSecrets } from '../journal/journal.ts'
import { deleteDevices, permissionOfAction, updateDevices } from '../people/permissions.ts'
import { readParameters } from './action-parameters.ts'
import { approvalHeaderOf, checkApproval } from './approval-check.ts'
import type { GraphCall, GraphHeaders } from './device-routes.ts'
import { entityReply, forbidden, notFound } from './device-routes.ts'
import { graphError, intuneError, missingRole } from './errors.ts'
import type { LimitedPerDay } from './limits.ts'
import { limitedPerDay } from './limits.ts'
import { isVisibleTo } from './scope-tags.ts'
import { dailyLimitReached, throttled } from './throttle.ts'
import { writeDown } from './write-down.ts'

const actionScopes = ['DeviceManagementManagedDevices.PrivilegedOperations.All']
const recordScopes = ['DeviceManagementManagedDevices.ReadWrite.All']
const noContent: Reply = { status: 204, headers: {}, body: '' }

/** A request that changes a device. */
interface Write {
  readonly id: string
  /** As the journal calls it. */
  readonly action: string
  readonly scopes: readonly string[]
  readonly permission: string
  readonly body: unknown
  readonly headers: GraphHeaders
}

/** Everything that stands in a write's way, in Intune's order; then `carryOut`. `refuse` is for what depends on the device. */
function write(
  call: GraphCall, { id, action, scopes, permission, body, headers }: Write,
  refuse: (device: TenantDevice) => Reply | null, carryOut: (device: TenantDevice) => Reply,
): Reply {
  const { state, trace, caller, entry, url } = call
  entry.deviceId = id
  entry.action = action
  entry.body = bodyWithoutSecrets(body)
  entry.approval = approvalHeaderOf(headers)
  entry.effect = { accepted: false }
  const early = throttled(state, trace, 'devices', true) ?? forbidden(call, scopes, permission)
  if (early !== null) return early
  const device = state.devices.get(id)
  if (device === undefined) return notFound(call, id)
  // To an action, a device outside the person's scope tags looks like a missing role.
  if (!isVisibleTo(caller.person, device)) return missingRole(trace, url.pathname.split('/').slice(2).join('/'))
  const wrong = refuse(device)
  if (wrong !== null) return wrong
  const approval = checkApproval(call, action, device.properties.id, body, headers)
  if (approval.status === 'refused') return approval.reply
  const limited = limitedPerDay.find((known): known is LimitedPerDay => known === action)
  const late = limited === undefined ? null : dailyLimitReached(state, trace, limited)
  if (late !== null) return late
  if (limited !== undefined) state.limits.countAction(limited, trace.now)
  if (approval.request !== null) {
    approval.request.status = 'completed'
    approval.request.modifiedAt = trace.now
  }
  state.devices.touch(device)
  entry.effect = { accepted: true }
  return carryOut(device)
}

/** Answers `POST …/managedDevices/{id}/{action}`. */
export function postAction(call: GraphCall, id: string, segment: string, body: unknown, headers: GraphHeaders): Reply {
  const { trace, version, entry } = call
  const action = actionNames.find((name): name is ActionName => name === segment)
  if (action === undefined || (action === 'setDeviceName' && version === 'v1.0')) {
    entry.deviceId = id
    entry.action = segment
    entry.effect = { accepted: false }
    return graphError(trace, 400, 'BadRequest', `Resource not found for the segment '${segment}'.`)
  }
  let parameters: ActionParameters = {}
  const refuse = (device: TenantDevice): Reply | null => {
    const read = readParameters(device, action, version, body)
    if (read.status === 'wrong') return graphError(trace, 400, 'BadRequest', read.sentence)
    parameters = read.parameters
    if (isApplicable(device, action)) return null
    const url = `deviceManagement/managedDevices%28%27${id}%27%29/microsoft.management.services.api.${action}`
    return intuneError(trace, 400, 'BadRequest', 'An error has occurred', url)
  }
  return write(
    call, { id, action, scopes: actionScopes, permission: permissionOfAction[action], body, headers }, refuse, (device) => {
      writeDown(call, device, action, queueAction(device, action, parameters, trace.now))
      return noContent
    },
  )
}

/** Answers `DELETE …/managedDevices/{id}`: the record goes at once, and the device is wiped or retired. */
export function deleteDevice(call: GraphCall, id: string, headers: GraphHeaders): Reply {
  const { state, trace } = call
  return write(
    call, { id, action: 'delete', scopes: recordScopes, permission: deleteDevices, body: undefined, headers }, () => null,
    (device) => {
      const triggered = deleteTriggers(device)
      if (triggered !== null) queueAction(device, triggered, {}, trace.now)
      else for (const action of device.actions.values()) cancelAction(action, trace.now)
      device.fate.deleted = { at: trace.now, triggered }
      state.devices.remove(device.properties.id)
      writeDown(call, device, 'delete', null)
      return noContent
    },
  )
}

/** Answers `PATCH …/managedDevices/{id}`: the management name only. */
export function patchDevice(call: GraphCall, id: string, body: unknown, headers: GraphHeaders): Reply {
  const { trace } = call
  const given = typeof body === 'object' && body !== null ? body as Record<string, unknown> : {}
  const name = given['managedDeviceName']
  const refuse = (): Reply | null => {
    const other = Object.keys(given).find((key) => key !== 'managedDeviceName' && key !== '@odata.type')
    if (other !== undefined) return graphError(trace, 400, 'BadRequest', `The property '${other}' cannot be changed.`)
    return typeof name === 'string' && name !== '' ? null : graphError(
      trace, 400, 'BadRequest', 'The property \'managedDeviceName\' has to be a string that is not empty.'
    )
  }
  return write(
    call, { id, action: 'updateManagedDevice', scopes: recordScopes, permission: updateDevices, body, headers }, refuse, (device) => {
      device.properties.managedDeviceName = String(name)
      writeDown(call, device, 'updateManagedDevice', null)
      return entityReply(call, device, null)
    },
  )
}
