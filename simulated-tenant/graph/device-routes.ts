import type { TenantDevice } from '../devices/device.ts'
import { canResetPasscode, queueResetPasscode, settle } from '../devices/reset-passcode.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { JournalEntry } from '../journal/journal.ts'
import { permissionOfAction, readDevices } from '../people/permissions.ts'
import type { TenantState } from '../state.ts'
import type { Caller } from './check-token.ts'
import type { GraphTrace } from './errors.ts'
import { graphError, intuneError, missingRole, missingScope } from './errors.ts'
import { selected, unknownProperty } from './list-devices.ts'
import type { GraphVersion } from './project-device.ts'
import { createProjection } from './project-device.ts'

export const readScopes = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All']
const actionScopes = ['DeviceManagementManagedDevices.PrivilegedOperations.All']

/** Everything that a Graph route needs of its request. */
export interface GraphCall {
  readonly state: TenantState
  readonly trace: GraphTrace
  readonly version: GraphVersion
  readonly url: URL
  readonly caller: Caller
  readonly entry: JournalEntry
}

/** The 403 that stands in the caller's way, or null. */
export function forbidden({ trace, caller, url }: GraphCall, scopes: readonly string[], permission: string | null): Reply | null {
  const inner = url.pathname.split('/').slice(2).join('/')
  if (!scopes.some((scope) => caller.scopes.includes(scope))) return missingScope(trace, scopes, inner)
  return permission === null || caller.person.permissions.includes(permission) ? null : missingRole(trace, inner)
}

function notFound({ trace }: GraphCall, id: string): Reply {
  return graphError(trace, 404, 'ResourceNotFound', `Device ${id} was not found.`)
}

function bringUpToDate(state: TenantState, device: TenantDevice): void {
  settle(device, state.clock.now(), state.settings.pace, state.seed)
}

/** Answers `GET …/managedDevices/{id}`. */
export function getDevice(call: GraphCall, id: string): Reply {
  const { state, trace, version, url } = call
  const no = forbidden(call, readScopes, readDevices)
  if (no !== null) return no
  const device = state.devices.get(id)
  if (device === undefined) return notFound(call, id)
  const projection = createProjection(version, selected(url.searchParams), 'single')
  if (projection.status === 'unknown-property') return unknownProperty(trace, projection.property)
  bringUpToDate(state, device)
  return json(
    200,
    {
      '@odata.context': `${url.origin}/${version}/$metadata#deviceManagement/managedDevices/$entity`,
      ...projection.project(device)
    }
  )
}

/** Answers `POST …/managedDevices/{id}/{action}`. Only resetPasscode is carried out; the others get Graph's bare 400. */
export function postAction(call: GraphCall, id: string, action: string): Reply {
  const { state, trace, version, entry } = call
  entry.deviceId = id
  entry.action = action
  entry.effect = { accepted: false }
  const permission = permissionOfAction[action]
  if (permission === undefined || (action === 'setDeviceName' && version === 'v1.0')) {
    return graphError(trace, 400, 'BadRequest', `Resource not found for the segment '${action}'.`)
  }
  const no = forbidden(call, actionScopes, permission)
  if (no !== null) return no
  const device = state.devices.get(id)
  if (device === undefined) return notFound(call, id)
  if (action !== 'resetPasscode' || !canResetPasscode(device)) {
    const url = `deviceManagement/managedDevices%28%27${id}%27%29/microsoft.management.services.api.${action}`
    return intuneError(trace, 400, 'BadRequest', 'An error has occurred', url)
  }
  bringUpToDate(state, device)
  queueResetPasscode(device, state.clock.now())
  entry.effect = { accepted: true }
  return { status: 204, headers: {}, body: '' }
}
