import type { DeviceActionRecord, DeviceLocation } from '../../src-shared/action-records.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { Availability, Caution, OpenedDevice, OtherDevices } from '../../src-shared/availability.ts'
import { deviceActionNames, type ActionEffect, type DeviceActionName, type WipeOption } from '../../src-shared/device-actions.ts'
import type { BulkRun } from '../../src-shared/bulk-runs.ts'
import type { DeviceDetails, DeviceRow } from '../../src-shared/device.ts'

export function aDeviceRow(overrides: Partial<DeviceRow> = {}): DeviceRow {
  return {
    id: '7a1f0c7e-2f4b-4f0e-9a53-000000000001',
    deviceName: 'Ana’s iPhone',
    managedDeviceName: 'ana.ruiz_iPhone_11/2/2026_9:12 AM',
    kind: 'ios-personal',
    operatingSystem: 'iOS',
    osVersion: '26.1',
    manufacturer: 'Apple',
    model: 'iPhone 17',
    serialNumber: 'F2LXK0ANA1',
    imei: '356938035643809',
    userDisplayName: 'Ana Ruiz',
    userPrincipalName: 'ana.ruiz@contoso.example',
    phoneNumber: '+34 600 000 000',
    ownership: 'personal',
    compliance: 'compliant',
    isEncrypted: true,
    lastSyncAt: '2026-11-23T10:00:00.000Z',
    ...overrides,
  }
}

export function aDeviceDetails(overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return {
    ...aDeviceRow(),
    userId: '0b6a7f6e-1111-4c1c-8f3c-000000000001',
    emailAddress: 'ana.ruiz@contoso.example',
    entraDeviceId: '5c3a7f6e-2222-4c1c-8f3c-000000000001',
    meid: '',
    wiFiMacAddress: '3c22fb000001',
    deviceCategory: 'Sales',
    enrollmentType: 'userEnrollment',
    managementAgent: 'mdm',
    managementState: 'managed',
    isSupervised: false,
    joinType: '',
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

type Available = Extract<Availability, { status: 'available' }>

export const available: Available = {
  status: 'available',
  effect: 'passcode-removed',
  cautions: ['ios-touch-id-again'],
  wipeOptions: [],
  source: { ruleId: 'reset-passcode/graph-admin/ios-personal', profile: 'graph-admin', title: 'Remove passcode', url: 'https://learn.microsoft.com/' },
}

/** An action that can be used and does this. */
export function availableWith(effect: ActionEffect, more: { readonly cautions?: readonly Caution[]; readonly wipeOptions?: readonly WipeOption[] } = {}): Available {
  return { ...available, effect, cautions: [], wipeOptions: [], ...more }
}

/** What a supervised iPhone can do. */
const effects: Readonly<Record<DeviceActionName, ActionEffect>> = {
  rename: 'device-renamed', remove: 'company-data-removed', 'reset-device': 'factory-reset', 'reset-passcode': 'passcode-removed', 'remote-lock': 'locked',
  sync: 'checks-in', restart: 'restarts', locate: 'located', 'delete-record': 'retired-and-deleted', 'set-management-name': 'management-name-changed',
}

export const noOthers: OtherDevices = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }

export function anOpenedDevice(
  device: Partial<DeviceDetails> = {}, availability: Partial<OpenedDevice['availability']> = {}, more: Partial<Pick<OpenedDevice, 'others' | 'pending'>> = {},
): OpenedDevice {
  const all = Object.fromEntries(deviceActionNames.map((action) => [action, availableWith(effects[action])])) as OpenedDevice['availability']
  return { device: aDeviceDetails(device), availability: { ...all, 'reset-passcode': available, ...availability }, others: noOthers, pending: [], ...more }
}

export function anAttemptState(overrides: Partial<AttemptState> = {}): AttemptState {
  return {
    attemptId: 'attempt-1',
    action: 'reset-passcode',
    parameters: { action: 'reset-passcode' },
    phase: 'ready',
    needsFreshSignIn: true,
    confirmation: null,
    remainingMs: null,
    code: null,
    agentName: 'Alex Agent',
    agentUpn: 'alex.agent@contoso.example',
    device: aDeviceDetails(),
    effect: 'passcode-removed',
    cautions: ['ios-touch-id-again'],
    cancels: [],
    ticket: 'INC-1042',
    reason: 'Forgot it after the holiday',
    isApproved: false,
    ...overrides,
  }
}

export function anActionRecord(overrides: Partial<DeviceActionRecord> = {}): DeviceActionRecord {
  const device = aDeviceDetails()
  return {
    attemptId: 'attempt-1',
    action: 'reset-passcode',
    parameters: { action: 'reset-passcode' },
    deviceId: device.id,
    deviceName: device.deviceName,
    serialNumber: device.serialNumber,
    userDisplayName: device.userDisplayName,
    kind: device.kind,
    effect: 'passcode-removed',
    agentOid: 'oid-alex',
    agentName: 'Alex Agent',
    ticket: 'INC-1042',
    reason: 'Forgot it after the holiday',
    state: 'requested',
    isFinal: false,
    code: null,
    requestedAt: '2026-11-23T10:06:00.000Z',
    updatedAt: '2026-11-23T10:06:00.000Z',
    lastSyncAt: device.lastSyncAt,
    secret: null,
    hasLocation: false,
    approval: null,
    runId: null,
    ...overrides,
  }
}

export function aLocation(overrides: Partial<DeviceLocation> = {}): DeviceLocation {
  return { latitude: 51.5074, longitude: -0.1278, horizontalAccuracy: 35, altitude: 11, collectedAt: '2026-11-23T10:06:30.000Z', ...overrides }
}

export function aBulkRun(overrides: Partial<BulkRun> = {}): BulkRun {
  return { runId: 'run-1', action: 'sync', phase: 'checking', ticket: '', reason: '', items: [], code: null, isHeldBack: false, ...overrides }
}
