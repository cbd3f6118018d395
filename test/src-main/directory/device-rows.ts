import type { DeviceRow, DirectoryQuery } from '../../../src-shared/device.ts'

/** When questions are asked. */
export const nowMs = Date.parse('2026-11-24T12:00:00.000Z')

export function aRow(overrides: Partial<DeviceRow> & { readonly id: string }): DeviceRow {
  return {
    deviceName: '', managedDeviceName: '', kind: 'ios-automated', operatingSystem: 'iOS', osVersion: '18.1', manufacturer: 'Apple', model: 'iPhone 15', serialNumber: '', imei: '',
    userDisplayName: '', userPrincipalName: '', phoneNumber: '', ownership: 'company', compliance: 'compliant', isEncrypted: null, lastSyncAt: null, ...overrides,
  }
}

export function ask(text: string, overrides: Partial<DirectoryQuery> = {}): DirectoryQuery {
  return { text, sort: { key: 'deviceName', direction: 'ascending' }, window: { offset: 0, limit: 200 }, ...overrides }
}

/** As Graph lists it. */
export const listed = (id: string, deviceName: string): unknown => ({ id, deviceName, operatingSystem: 'iOS', deviceType: 'iPhone', deviceEnrollmentType: 'userEnrollment' })
