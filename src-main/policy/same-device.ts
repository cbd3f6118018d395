import type { DeviceDetails } from '../../src-shared/device.ts'

const identity = ['id', 'serialNumber', 'imei', 'userId', 'userPrincipalName', 'enrolledAt', 'kind', 'ownership'] as const

/**
 * Says whether a device read again is still the one that the agent was shown: same id, serial, IMEI, user, enrolment.
 * Names and check-in times may change; these may not.
 */
export function isSameDevice(shown: DeviceDetails, read: DeviceDetails): boolean {
  return identity.every((key) => shown[key] === read[key])
}
