import type { Reply } from '../http/reply.ts'
import { readDevices } from '../people/permissions.ts'
import type { GraphCall } from './device-routes.ts'
import { forbidden, getDevice, postAction, readScopes } from './device-routes.ts'
import { graphError } from './errors.ts'
import { listDevices } from './list-devices.ts'
import { getEffectivePermissions, getMe, getOverview } from './other-routes.ts'

/** A request's headers, under lower-case names. */
export type GraphHeaders = Readonly<Record<string, string>>

/**
 * Answers one Graph request whose caller is known. `path` is percent-decoded and begins after the version; `body` is the parsed
 * JSON document, undefined when there is none.
 */
export function route(call: GraphCall, method: string, path: string, _body: unknown, _headers: GraphHeaders): Reply {
  const reading = method === 'GET'
  if (reading && path === '/me') return getMe(call)
  if (reading && path === '/deviceManagement/managedDevices') {
    return forbidden(call, readScopes, readDevices) ?? listDevices(call.state, call.trace, call.version, call.url)
  }
  if (reading && /^\/deviceManagement\/getEffectivePermissions\(scope='[^']*'\)$/.test(path)) return getEffectivePermissions(call)
  if (reading && path === '/deviceManagement/managedDeviceOverview') return getOverview(call)
  const device = /^\/deviceManagement\/managedDevices(?:\/([^/()']+)|\('([^']+)'\))(?:\/(?:microsoft\.graph\.)?(\w+))?$/.exec(path)
  const id = device?.[1] ?? device?.[2]
  const action = device?.[3]
  if (id !== undefined && action === undefined) {
    call.entry.deviceId = id
    if (reading) return getDevice(call, id)
  }
  if (id !== undefined && action !== undefined && method === 'POST') return postAction(call, id, action)
  if (id !== undefined && !reading) return graphError(
    call.trace, 501, 'NotImplemented', `The practice tenant does not do ${method} here.`
  )
  return graphError(call.trace, 400, 'BadRequest', `Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`)
}
