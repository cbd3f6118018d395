import type { TenantDevice } from '../devices/device.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { JournalEntry } from '../journal/journal.ts'
import { readDevices } from '../people/permissions.ts'
import type { TenantState } from '../state.ts'
import type { Caller } from './check-token.ts'
import type { GraphTrace } from './errors.ts'
import { graphError, missingRole, missingScope } from './errors.ts'
import { selected, unknownProperty } from './list-devices.ts'
import type { GraphVersion } from './project-device.ts'
import { createProjection } from './project-device.ts'
import { isVisibleTo } from './scope-tags.ts'

export const readScopes = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All']

/** A request's headers, under lower-case names. */
export type GraphHeaders = Readonly<Record<string, string>>

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

/** The 404 of a device that is not there, or not for this person. */
export function notFound({ trace }: GraphCall, id: string): Reply {
  return graphError(trace, 404, 'ResourceNotFound', `Device ${id} was not found.`)
}

/** One device as the version shows it. */
export function entityReply({ trace, version, url }: GraphCall, device: TenantDevice, select: readonly string[] | null): Reply {
  const projection = createProjection(version, select, 'single')
  if (projection.status === 'unknown-property') return unknownProperty(trace, projection.property)
  const context = `${url.origin}/${version}/$metadata#deviceManagement/managedDevices/$entity`
  return json(200, { '@odata.context': context, ...projection.project(device) })
}

/** Answers `GET …/managedDevices/{id}`. */
export function getDevice(call: GraphCall, id: string): Reply {
  const no = forbidden(call, readScopes, readDevices)
  if (no !== null) return no
  const device = call.state.devices.get(id)
  if (device === undefined || !isVisibleTo(call.caller.person, device)) return notFound(call, id)
  return entityReply(call, device, selected(call.url.searchParams))
}
