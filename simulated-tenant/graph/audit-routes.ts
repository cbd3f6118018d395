import type { AuditEventRecord, RemoteActionRecord } from '../audit/audit-trail.ts'
import { isoSeconds } from '../devices/iso-seconds.ts'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import { readAuditData, readDevices } from '../people/permissions.ts'
import type { GraphCall, GraphHeaders } from './device-routes.ts'
import { forbidden, readScopes } from './device-routes.ts'
import { pageOf } from './page-of.ts'

const remoteActionScopes = [
  ...readScopes, 'DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All',
]
const auditScopes = ['DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All']

/** Members of remoteAction that Graph shows only to who asks for unknown ones. */
const hiddenMembers = new Set(['delete'])

function remoteActionView(record: RemoteActionRecord, showsHidden: boolean): Record<string, unknown> {
  return {
    id: record.id, deviceDisplayName: record.deviceName, userName: record.initiatedBy,
    initiatedByUserPrincipalName: record.initiatedBy,
    action: hiddenMembers.has(record.action) && !showsHidden ? 'unknownFutureValue' : record.action,
    requestDateTime: isoSeconds(record.at), deviceOwnerUserPrincipalName: record.ownerUpn, deviceIMEI: record.imei,
    actionState: record.queued?.state ?? 'done', managedDeviceId: record.deviceId, deviceActionDetails: [],
    deviceActionCategory: 'single', bulkDeviceActionId: null,
  }
}

/** Answers `GET /beta/deviceManagement/remoteActionAudits`, newest first. */
export function listRemoteActions(call: GraphCall, headers: GraphHeaders): Reply {
  const no = forbidden(call, remoteActionScopes, readDevices)
  if (no !== null) return no
  const showsHidden = (headers['prefer'] ?? '').includes('include-unknown-enum-members')
  return pageOf(call, 'remoteActionAudits', call.state.audit.remoteActions(), (record) => remoteActionView(record, showsHidden), {
    initiatedByUserPrincipalName: { operators: ['eq'], of: (record) => record.initiatedBy },
    requestDateTime: { operators: ['ge', 'gt', 'le', 'lt'], of: (record) => record.at },
  })
}

function eventView(call: GraphCall, event: AuditEventRecord): Record<string, unknown> {
  const { actor, resource } = event
  const modifiedProperties = resource.entraDeviceId === null ? [] : [
    { displayName: 'AzureADDeviceId', oldValue: null, newValue: resource.entraDeviceId },
    { displayName: 'DeviceManagementAPIVersion', oldValue: null, newValue: '5026-10-01' },
  ]
  return {
    id: event.id, displayName: event.activityType, componentName: 'ManagedDevices', activity: null,
    activityDateTime: new Date(event.at).toISOString(), activityType: event.activityType,
    activityOperationType: event.operation, activityResult: event.isSuccess ? 'Success' : 'Failure',
    correlationId: event.correlationId, category: event.category,
    actor: {
      auditActorType: 'ItPro', userPermissions: actor.permissions, applicationId: call.state.clientId,
      applicationDisplayName: 'Helpdesk Console (practice)', userPrincipalName: actor.upn, servicePrincipalName: null,
      // Seen on real tenants: the address is missing from every event.
      ipAddress: null, userId: actor.oid,
    },
    resources: [{ displayName: resource.name, auditResourceType: resource.type, resourceId: resource.id, modifiedProperties }],
  }
}

/** Answers `GET …/deviceManagement/auditEvents`, newest first, and its two functions. */
export function listAuditEvents(call: GraphCall): Reply {
  return forbidden(call, auditScopes, readAuditData) ?? pageOf(
    call, 'auditEvents', call.state.audit.events(), (event) => eventView(call, event), {
      activityDateTime: { operators: ['ge', 'gt', 'le', 'lt'], of: (event) => event.at },
      activityType: { operators: ['eq'], of: (event) => event.activityType },
      category: { operators: ['eq'], of: (event) => event.category },
    },
  )
}

function textsReply(call: GraphCall, value: readonly string[]): Reply {
  return forbidden(call, auditScopes, readAuditData) ?? json(
    200, { '@odata.context': `${call.url.origin}/${call.version}/$metadata#Collection(Edm.String)`, value }
  )
}

/** Answers `GET …/auditEvents/getAuditCategories()`. */
export const getAuditCategories = (call: GraphCall): Reply => textsReply(call, ['Device', 'Other'])

const activityTypes: Readonly<Record<string, readonly string[]>> = {
  Device: [
    'Delete ManagedDevice', 'Patch ManagedDevice', 'locateDevice ManagedDevice', 'rebootNow ManagedDevice',
    'remoteLock ManagedDevice', 'resetPasscode ManagedDevice', 'retire ManagedDevice', 'setDeviceName ManagedDevice',
    'syncDevice ManagedDevice', 'wipe ManagedDevice',
  ],
  Other: ['Create OperationApprovalRequest'],
}

/** Answers `GET …/auditEvents/getAuditActivityTypes(category='…')`. */
export function getAuditActivityTypes(call: GraphCall, category: string): Reply {
  return textsReply(call, Object.hasOwn(activityTypes, category) ? activityTypes[category] ?? [] : [])
}
