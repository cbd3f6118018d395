import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { Availability, OpenedDevice } from '../../src-shared/availability.ts'
import type { DeviceDetails, DeviceRow } from '../../src-shared/device.ts'

export function aDeviceRow(overrides: Partial<DeviceRow> = {}): DeviceRow {
  return {
    id: '7a1f0c7e-2f4b-4f0e-9a53-000000000001',
    deviceName: 'Ana’s iPhone',
    kind: 'ios-personal',
    operatingSystem: 'iOS',
    osVersion: '26.1',
    manufacturer: 'Apple',
    model: 'iPhone 17',
    serialNumber: 'F2LXK0ANA1',
    imei: '356938035643809',
    userDisplayName: 'Ana Ruiz',
    userPrincipalName: 'ana.ruiz@contoso.example',
    ownership: 'personal',
    compliance: 'compliant',
    lastSyncAt: '2026-11-23T10:00:00.000Z',
    ...overrides,
  }
}

export function aDeviceDetails(overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return {
    ...aDeviceRow(),
    managedDeviceName: 'ana.ruiz_iPhone_11/2/2026_9:12 AM',
    userId: '0b6a7f6e-1111-4c1c-8f3c-000000000001',
    emailAddress: 'ana.ruiz@contoso.example',
    phoneNumber: '+34 600 000 000',
    entraDeviceId: '5c3a7f6e-2222-4c1c-8f3c-000000000001',
    meid: '',
    wiFiMacAddress: '3c22fb000001',
    deviceCategory: 'Sales',
    enrollmentType: 'userEnrollment',
    managementAgent: 'mdm',
    managementState: 'managed',
    isSupervised: false,
    isEncrypted: true,
    jailBroken: 'False',
    androidSecurityPatchLevel: '',
    totalStorageBytes: 256_000_000_000,
    freeStorageBytes: 81_300_000_000,
    enrolledAt: '2025-02-03T09:12:00.000Z',
    readAt: '2026-11-23T10:05:00.000Z',
    readFrom: 'beta',
    ...overrides,
  }
}

export const available: Availability = {
  status: 'available',
  effect: 'passcode-removed',
  preconditions: ['ios-touch-id-again'],
  source: { ruleId: 'reset-passcode/graph-admin/ios-personal', profile: 'graph-admin', title: 'Remove passcode', url: 'https://learn.microsoft.com/' },
}

const notYet: Availability = { status: 'unavailable', reason: 'not-in-this-version', nextStep: 'intune-admin-center', source: null }

export function anOpenedDevice(device: Partial<DeviceDetails> = {}, resetPasscode: Availability = available, namesakes = 0): OpenedDevice {
  return {
    device: aDeviceDetails(device),
    availability: { rename: notYet, remove: notYet, 'reset-device': notYet, 'reset-passcode': resetPasscode, 'remote-lock': notYet },
    namesakes,
  }
}

export function anAttemptState(overrides: Partial<AttemptState> = {}): AttemptState {
  return {
    attemptId: 'attempt-1',
    action: 'reset-passcode',
    phase: 'ready',
    remainingMs: null,
    code: null,
    agentName: 'Alex Agent',
    agentUpn: 'alex.agent@contoso.example',
    device: aDeviceDetails(),
    effect: 'passcode-removed',
    preconditions: ['ios-touch-id-again'],
    ticket: 'INC-1042',
    reason: 'Forgot it after the holiday',
    ...overrides,
  }
}

export function anActionRecord(overrides: Partial<DeviceActionRecord> = {}): DeviceActionRecord {
  const device = aDeviceDetails()
  return {
    attemptId: 'attempt-1',
    action: 'reset-passcode',
    deviceId: device.id,
    deviceName: device.deviceName,
    serialNumber: device.serialNumber,
    userDisplayName: device.userDisplayName,
    kind: device.kind,
    effect: 'passcode-removed',
    agentOid: 'oid-alex',
    agentName: 'Alex Agent',
    state: 'requested',
    isFinal: false,
    code: null,
    requestedAt: '2026-11-23T10:06:00.000Z',
    updatedAt: '2026-11-23T10:06:00.000Z',
    lastSyncAt: device.lastSyncAt,
    hasTemporaryPasscode: false,
    ...overrides,
  }
}
