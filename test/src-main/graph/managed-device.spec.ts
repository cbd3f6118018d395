import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../simulated-tenant/random.ts'
import { parseDeviceDetails, parseDeviceRow, parseGraphDate } from '../../../src-main/graph/managed-device.ts'

describe('dates of Graph', () => {
  it.each([
    ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['2026-11-23T08:00:00.1234567Z', '2026-11-23T08:00:00.123Z'],
    ['2026-11-23T10:00:00+02:00', '2026-11-23T08:00:00.000Z'],
  ])('%s is kept', (given, expected) => expect(parseGraphDate(given)).toBe(expected))

  it.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-13-45T99:99:99Z', 'NaN', '', 'yesterday', '2026', null, undefined, 5, {}])(
    '%j is no date', (given) => expect(parseGraphDate(given)).toBeNull())
})

describe('a managedDevice', () => {
  it('becomes a row with its text verbatim', () => {
    expect(parseDeviceRow({
      id: 'd-1', deviceName: '  Zoë’s iPhone ', operatingSystem: 'iOS', osVersion: '18.1', manufacturer: 'Apple', model: 'iPhone 15', serialNumber: 'F2L',
      imei: '356938035643809', userDisplayName: 'Zoë', userPrincipalName: 'zoe@practice.example', managedDeviceOwnerType: 'company',
      complianceState: 'inGracePeriod', lastSyncDateTime: '2026-11-23T08:00:00Z', deviceType: 'iPhone', deviceEnrollmentType: 'appleBulkWithUser',
      managementAgent: 'mdm', managedDeviceName: 'zoe_iPhone', phoneNumber: '+44 7700 900001', isEncrypted: false, somethingNew: { nested: true },
    })).toEqual({
      id: 'd-1', deviceName: '  Zoë’s iPhone ', kind: 'ios-automated', operatingSystem: 'iOS', osVersion: '18.1', manufacturer: 'Apple', model: 'iPhone 15',
      serialNumber: 'F2L', imei: '356938035643809', userDisplayName: 'Zoë', userPrincipalName: 'zoe@practice.example', phoneNumber: '+44 7700 900001', ownership: 'company',
      compliance: 'inGracePeriod', isEncrypted: false, managedDeviceName: 'zoe_iPhone', lastSyncAt: '2026-11-23T08:00:00.000Z',
    })
  })

  it('with nothing but its id, or with nulls and wrong types, still is one', () => {
    const empty = {
      id: 'd-1', deviceName: '', managedDeviceName: '', kind: 'unknown', operatingSystem: '', osVersion: '', manufacturer: '', model: '', serialNumber: '', imei: '',
      userDisplayName: '', userPrincipalName: '', phoneNumber: '', ownership: 'unknown', compliance: 'unknown', isEncrypted: null, lastSyncAt: null,
    }
    expect(parseDeviceRow({ id: 'd-1' })).toEqual(empty)
    expect(parseDeviceRow({
      id: 'd-1', deviceName: null, model: 7, imei: ['x'], phoneNumber: 44, isEncrypted: 'yes', managedDeviceName: [], complianceState: 'brandNew', managedDeviceOwnerType: {}, lastSyncDateTime: false, deviceType: null,
    })).toEqual(empty)
  })

  it.each([[null], [undefined], ['text'], [7], [[]], [{}], [{ id: '' }], [{ id: 7 }], [{ id: null, deviceName: 'x' }]])(
    '%j is none', (value) => {
      expect(parseDeviceRow(value)).toBeNull()
      expect(parseDeviceDetails(value, '2026-11-23T09:00:00.000Z', 'beta')).toBeNull()
    })

  it('is read alike by hand and by the schema, whatever its fields hold', () => {
    const fields = [
      'deviceName', 'managedDeviceName', 'operatingSystem', 'osVersion', 'manufacturer', 'model', 'serialNumber', 'imei', 'userDisplayName', 'userPrincipalName', 'phoneNumber',
      'managedDeviceOwnerType', 'complianceState', 'isEncrypted', 'lastSyncDateTime', 'deviceType', 'deviceEnrollmentType', 'managementAgent',
    ]
    const values = [
      undefined, null, '', 'text', 7, NaN, true, false, [], ['x'], {}, 'company', 'personal', 'compliant', 'inGracePeriod', 'iOS', 'Android', 'iPhone', 'androidForWork', 'userEnrollment',
      'googleCloudDevicePolicyController', '2026-11-23T08:00:00Z', '2026-11-23T08:00:00.1234567Z', '0001-01-01T00:00:00Z', '2026-13-45T99:99:99Z', '\ud800', 'constructor', 'toString',
    ]
    const random = createRandom(8, 'fields')
    const one = (from: readonly unknown[]): unknown => from[random.int(0, from.length - 1)]
    for (let n = 0; n < 5000; n += 1) {
      const id = one(['d-1', 'd-1', 'd-1', 'd-1', '', 'x'.repeat(200), 'x'.repeat(201), 7, null, undefined])
      const device = { id, ...Object.fromEntries(fields.map((field) => [field, one(values)])) }
      const row = parseDeviceRow(device)
      const details = parseDeviceDetails(device, '2026-11-23T09:00:00.000Z', 'beta')
      expect(row === null).toBe(details === null)
      if (row !== null) expect(details).toMatchObject(row)
    }
  })

  it('takes nothing from a prototype that came in as data', () => {
    const row = parseDeviceRow(JSON.parse('{"id":"d-1","__proto__":{"deviceName":"evil"}}'))
    expect(row).toMatchObject({ id: 'd-1', deviceName: '' })
    expect(({} as Record<string, unknown>)['deviceName']).toBeUndefined()
  })

  it('read by id has what the drawer shows', () => {
    expect(parseDeviceDetails({ id: 'd-1', azureADDeviceId: 'e-1', isSupervised: true, isEncrypted: 'yes', totalStorageSpaceInBytes: 64e9, freeStorageSpaceInBytes: -1,
      managementState: 'wipePending', deviceCategoryDisplayName: 'Unknown', enrolledDateTime: '0001-01-01T00:00:00Z' }, '2026-11-23T09:00:00.000Z', 'v1.0'))
      .toMatchObject({ entraDeviceId: 'e-1', isSupervised: true, isEncrypted: null, totalStorageBytes: 64e9, freeStorageBytes: null,
        managementState: 'wipePending', deviceCategory: 'Unknown', enrolledAt: null, readAt: '2026-11-23T09:00:00.000Z', readFrom: 'v1.0' })
  })
})
