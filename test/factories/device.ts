import type { DeviceDetails } from '../../src-shared/device.ts'

/** An iPhone that can be reset; override what the spec is about. */
export function aDevice(overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return {
    id: '11111111-1111-4111-8111-111111111111', deviceName: 'Maya’s iPhone', kind: 'ios-automated', operatingSystem: 'iOS', osVersion: '18.1',
    manufacturer: 'Apple', model: 'iPhone 15', serialNumber: 'F2LXK4Q9N7', imei: '356938035643809', userDisplayName: 'Maya Lindqvist',
    userPrincipalName: 'maya.lindqvist@practice.example', ownership: 'company', compliance: 'compliant', lastSyncAt: '2026-11-23T08:00:00.000Z',
    managedDeviceName: '', userId: '22222222-2222-4222-8222-222222222222', emailAddress: '', phoneNumber: '', entraDeviceId: '', meid: '',
    wiFiMacAddress: '', deviceCategory: '', enrollmentType: 'appleBulkWithUser', managementAgent: 'mdm', managementState: 'managed',
    isSupervised: true, isEncrypted: true, jailBroken: 'False', androidSecurityPatchLevel: '', totalStorageBytes: null, freeStorageBytes: null,
    enrolledAt: '2025-01-02T03:04:05.000Z', readAt: '2026-11-23T09:00:00.000Z', readFrom: 'beta',
    ...overrides,
  }
}
