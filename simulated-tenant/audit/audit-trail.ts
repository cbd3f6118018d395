import type { TenantDevice } from '../devices/device.ts'
import type { QueuedAction } from '../devices/queued-action.ts'
import type { TenantPerson } from '../people/people.ts'
import { createRandom } from '../random.ts'

/** A row of Graph's remoteActionAudits; `at` in tenant time, ms. */
export interface RemoteActionRecord {
  readonly seq: number
  readonly id: string
  readonly at: number
  /** A member of Graph's remoteAction; its names are not those of the calls. */
  readonly action: string
  readonly deviceId: string
  readonly deviceName: string
  readonly imei: string
  readonly ownerUpn: string
  readonly initiatedBy: string
  /** Where its state is read; null: it was over when it began. */
  readonly queued: QueuedAction | null
}

/** A row of Graph's auditEvents. */
export interface AuditEventRecord {
  readonly seq: number
  readonly id: string
  readonly at: number
  /** Such as "wipe ManagedDevice". */
  readonly activityType: string
  readonly operation: 'Action' | 'Patch' | 'Delete' | 'Create'
  readonly category: 'Device' | 'Other'
  readonly correlationId: string
  readonly actor: Pick<TenantPerson, 'oid' | 'upn' | 'permissions'>
  readonly resource: { readonly type: string; readonly id: string; readonly name: string; readonly entraDeviceId: string | null }
  readonly isSuccess: boolean
}

/** What Intune itself writes down. Nobody can change it; only a reset of the tenant empties it. */
export interface AuditTrail {
  /** Newest first. */
  remoteActions(): readonly RemoteActionRecord[]
  /** Newest first. */
  events(): readonly AuditEventRecord[]
  addRemoteAction(device: TenantDevice, action: string, queued: QueuedAction | null, initiatedBy: string, at: number): void
  addEvent(event: Omit<AuditEventRecord, 'seq' | 'id'>): void
}

/** An empty trail; its ids follow the seed. */
export function createAuditTrail(seed: number): AuditTrail {
  const random = createRandom(seed, 'audit')
  const remoteActions: RemoteActionRecord[] = []
  const events: AuditEventRecord[] = []
  let seq = 0
  return {
    remoteActions: () => remoteActions,
    events: () => events,
    addRemoteAction: ({ properties }, action, queued, initiatedBy, at) => {
      seq += 1
      remoteActions.unshift({
        seq, id: random.guid(), at, action, deviceId: properties.id, deviceName: properties.deviceName, imei: properties.imei,
        ownerUpn: properties.userPrincipalName, initiatedBy, queued,
      })
    },
    addEvent: (event) => {
      seq += 1
      events.unshift({ seq, id: random.guid(), ...event })
    },
  }
}
