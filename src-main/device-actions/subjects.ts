import type { AuditTarget } from '../../src-shared/audit.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'

/** What it was done to, as the audit log names it. */
export function targetOf(device: DeviceDetails): AuditTarget {
  return {
    deviceId: device.id,
    deviceName: device.deviceName,
    serialNumber: device.serialNumber,
    kind: device.kind,
    userId: device.userId,
    userPrincipalName: device.userPrincipalName,
    userDisplayName: device.userDisplayName,
    enrolledAt: device.enrolledAt,
    lastSyncAt: device.lastSyncAt,
  }
}

/** A target of which nothing but the id is known, for an attempt on a device that could not be read. */
export function unreadTarget(deviceId: string): AuditTarget {
  return {
    deviceId,
    deviceName: '',
    serialNumber: '',
    kind: 'unknown',
    userId: '',
    userPrincipalName: '',
    userDisplayName: '',
    enrolledAt: null,
    lastSyncAt: null,
  }
}
