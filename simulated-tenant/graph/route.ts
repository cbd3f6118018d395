import { bringUpToDate } from '../bring-up-to-date.ts'
import type { Reply } from '../http/reply.ts'
import { readDevices } from '../people/permissions.ts'
import { listApprovalRequests } from './approval-routes.ts'
import { getAuditActivityTypes, getAuditCategories, listAuditEvents, listRemoteActions } from './audit-routes.ts'
import type { GraphCall, GraphHeaders } from './device-routes.ts'
import { forbidden, getDevice, readScopes } from './device-routes.ts'
import { deleteDevice, patchDevice, postAction } from './device-writes.ts'
import { graphError } from './errors.ts'
import { listDevices } from './list-devices.ts'
import { getEffectivePermissions, getMe, getOverview } from './other-routes.ts'
import { isVisibleTo } from './scope-tags.ts'
import { throttled } from './throttle.ts'

function devicePath(path: string): { readonly id: string; readonly action: string | undefined } | null {
  const found = /^\/deviceManagement\/managedDevices(?:\/([^/()']+)|\('([^']+)'\))(?:\/(?:microsoft\.graph\.)?(\w+))?$/.exec(path)
  const id = found?.[1] ?? found?.[2]
  return id === undefined ? null : { id, action: found?.[3] }
}

function unknownSegment({ trace }: GraphCall, path: string): Reply {
  return graphError(trace, 400, 'BadRequest', `Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`)
}

function readDevicesService(call: GraphCall, path: string, headers: GraphHeaders): Reply | null {
  const { state, trace, version, url, caller } = call
  switch (path) {
    case '/deviceManagement/managedDevices':
      return forbidden(call, readScopes, readDevices) ??
        listDevices(state, trace, version, url, (device) => isVisibleTo(caller.person, device))
    case '/deviceManagement/managedDeviceOverview': return getOverview(call)
    case '/deviceManagement/remoteActionAudits': return version === 'beta' ? listRemoteActions(call, headers) : null
    default:
  }
  const device = devicePath(path)
  if (device === null || device.action !== undefined) return null
  call.entry.deviceId = device.id
  return getDevice(call, device.id)
}

function readAuditService(call: GraphCall, path: string): Reply | null {
  if (path === '/deviceManagement/auditEvents') return listAuditEvents(call)
  if (/\/getAuditCategories(\(\))?$/.test(path)) return getAuditCategories(call)
  const category = /\/getAuditActivityTypes\(category='([^']*)'\)$/.exec(path)?.[1]
  return category === undefined ? null : getAuditActivityTypes(call, category)
}

function read(call: GraphCall, path: string, headers: GraphHeaders): Reply {
  const { state, trace } = call
  if (path === '/me') return getMe(call)
  if (/^\/deviceManagement\/getEffectivePermissions\(scope='[^']*'\)$/.test(path)) return getEffectivePermissions(call)
  if (path === '/deviceManagement/operationApprovalRequests' && call.version === 'beta') return listApprovalRequests(call)
  if (/^\/deviceManagement\/auditEvents(\/|$)/.test(path)) {
    return throttled(state, trace, 'audit', false) ?? readAuditService(call, path) ?? unknownSegment(call, path)
  }
  return throttled(state, trace, 'devices', false) ?? readDevicesService(call, path, headers) ?? unknownSegment(call, path)
}

/**
 * Answers one Graph request whose caller is known. `path` is percent-decoded and begins after the version; `body` is the parsed
 * JSON document, undefined when there is none.
 */
export function route(call: GraphCall, method: string, path: string, body: unknown, headers: GraphHeaders): Reply {
  bringUpToDate(call.state)
  if (method === 'GET') return read(call, path, headers)
  const device = devicePath(path)
  if (device === null) return unknownSegment(call, path)
  const { id, action } = device
  if (action !== undefined && method === 'POST') return postAction(call, id, action, body, headers)
  if (action === undefined && method === 'DELETE') return deleteDevice(call, id, headers)
  if (action === undefined && method === 'PATCH') return patchDevice(call, id, body, headers)
  call.entry.deviceId = id
  return graphError(call.trace, 501, 'NotImplemented', `The practice tenant does not do ${method} here.`)
}
