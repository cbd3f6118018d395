import type { TenantDevice } from '../devices/device.ts'
import type { QueuedAction } from '../devices/queued-action.ts'
import type { AuditEventRecord } from '../audit/audit-trail.ts'
import type { GraphCall } from './device-routes.ts'

/** Graph's remoteAction has names of its own, and none for a sync. */
export function remoteActionOf(action: string, queued: QueuedAction | null): string {
  switch (action) {
    case 'wipe': return queued?.parameters.keepEnrollmentData === true ? 'factoryResetKeepEnrollmentData' : 'factoryReset'
    case 'retire': return 'removeCompanyData'
    case 'syncDevice': return 'unknown'
    default: return action
  }
}

function activityOf(action: string): Pick<AuditEventRecord, 'activityType' | 'operation'> {
  switch (action) {
    case 'delete': return { activityType: 'Delete ManagedDevice', operation: 'Delete' }
    case 'updateManagedDevice': return { activityType: 'Patch ManagedDevice', operation: 'Patch' }
    default: return { activityType: `${action} ManagedDevice`, operation: 'Action' }
  }
}

/** Intune's own record of a write that was accepted: remoteActionAudits for an action, auditEvents for everything. */
export function writeDown({ state, trace, caller }: GraphCall, device: TenantDevice, action: string, queued: QueuedAction | null): void {
  const { person } = caller
  if (action !== 'updateManagedDevice') {
    state.audit.addRemoteAction(device, remoteActionOf(action, queued), queued, person.upn, trace.now)
  }
  const { id, deviceName, azureADDeviceId } = device.properties
  state.audit.addEvent({
    ...activityOf(action), at: trace.now, category: 'Device', correlationId: trace.clientRequestId, actor: person, isSuccess: true,
    resource: { type: 'ManagedDevice', id, name: deviceName, entraDeviceId: azureADDeviceId },
  })
}
