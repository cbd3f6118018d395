import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { Account } from '../../src-shared/session.ts'

/** An agent of the helpdesk. */
export const ada: Account = { oid: 'ada', tid: 't', displayName: 'Ada Okafor', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }
export const bob: Account = { ...ada, oid: 'bob', displayName: 'Bob', upn: 'bob@practice.example' }
export const sofia: Account = { ...ada, oid: 'sofia', displayName: 'Sofia', upn: 'sofia@practice.example', roles: ['Helpdesk.Supervisor'] }

/** An iPhone that can be reset; override what the spec is about. */
export function aDevice(overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return {
    id: '11111111-1111-4111-8111-111111111111', deviceName: 'Maya’s iPhone', kind: 'ios-automated', operatingSystem: 'iOS', osVersion: '18.1',
    manufacturer: 'Apple', model: 'iPhone 15', serialNumber: 'F2LXK4Q9N7', imei: '356938035643809', userDisplayName: 'Maya Lindqvist',
    userPrincipalName: 'maya.lindqvist@practice.example', ownership: 'company', compliance: 'compliant', lastSyncAt: '2026-11-23T08:00:00.000Z',
    managedDeviceName: '', userId: '22222222-2222-4222-8222-222222222222', emailAddress: '', phoneNumber: '', entraDeviceId: '', meid: '',
    wiFiMacAddress: '', deviceCategory: '', enrollmentType: 'appleBulkWithUser', managementAgent: 'mdm', managementState: 'managed',
    isSupervised: true, joinType: '', isEncrypted: true, jailBroken: 'False', androidSecurityPatchLevel: '', totalStorageBytes: null, freeStorageBytes: null,
    enrolledAt: '2025-01-02T03:04:05.000Z', readAt: '2026-11-23T09:00:00.000Z', readFrom: 'beta',
    ...overrides,
  }
}

/** A request that Graph has accepted, of Ada's, for an Android phone. */
export function aRecord(overrides: Partial<DeviceActionRecord> = {}): DeviceActionRecord {
  return {
    attemptId: 'a1', action: 'reset-passcode', parameters: { action: 'reset-passcode' }, deviceId: 'd1', deviceName: 'Pixel', serialNumber: 'S1', userDisplayName: 'U',
    kind: 'android-dedicated', effect: 'temporary-device-passcode', agentOid: ada.oid, agentName: ada.displayName, ticket: 'INC1', reason: 'forgot it',
    state: 'requested', isFinal: false, code: null, requestedAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z', lastSyncAt: null,
    secret: null, hasLocation: false, approval: null, runId: null, ...overrides,
  }
}
