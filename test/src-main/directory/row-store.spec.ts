import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPackedRows, hashOf } from '../../../src-main/directory/packed-rows.ts'
import type { PackedRows } from '../../../src-main/directory/packed-rows.ts'
import { createSharedTexts } from '../../../src-main/directory/row-record.ts'
import { createRowStore } from '../../../src-main/directory/row-store.ts'
import type { RowStore } from '../../../src-main/directory/row-store.ts'
import { complianceStates, ownerships } from '../../../src-shared/device-filter.ts'
import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceRow } from '../../../src-shared/device.ts'
import { aRow } from './device-rows.ts'

function storeOf(packed: PackedRows, addresses: readonly number[]): RowStore {
  const making = createRowStore(packed, Uint32Array.from(addresses))
  for (let step = making.next(); ; step = making.next()) if (step.done === true) return step.value
}

const someText = fc.oneof(
  fc.constantFrom('', '@', 'ana@contoso.example', '@contoso.example', 'a@b@contoso.example', 'é', 'ÿ', 'Ā', 'Ж', '王小明', '😀', '\ud83d', '\ude00x', '\u0000', '\ufeff', 'x'.repeat(300), 'Ж'.repeat(5000)),
  fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 40 }), fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 8 }),
)
const someDate = fc.oneof(
  fc.constant(null), fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.constantFrom('', '2026-11-24', '2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z', '1969-12-31T23:59:59.999Z', '-000001-01-01T00:00:00.000Z'), someText,
)
const someId = fc.oneof(fc.uuid(), someText)
const someRow: fc.Arbitrary<DeviceRow> = fc.record({
  id: someId, deviceName: someText, managedDeviceName: someText, kind: fc.constantFrom(...deviceKinds), operatingSystem: someText, osVersion: someText, manufacturer: someText, model: someText,
  serialNumber: someText, imei: someText, userDisplayName: someText, userPrincipalName: someText, phoneNumber: someText, ownership: fc.constantFrom(...ownerships),
  compliance: fc.constantFrom(...complianceStates), isEncrypted: fc.constantFrom(true, false, null), lastSyncAt: someDate,
})
const keys = Object.keys(aRow({ id: '' })) as (keyof DeviceRow)[]
const someRows = fc.uniqueArray(someRow, { selector: ({ id }) => id, maxLength: 30 })

describe('packed rows', () => {
  it('come out as they went in, whole and field by field, whatever their texts are', () => {
    fc.assert(fc.property(someRows, (rows) => {
      const packed = createPackedRows(createSharedTexts())
      const store = storeOf(packed, rows.map(packed.add))
      expect(store.length).toBe(rows.length)
      rows.forEach((row, place) => {
        expect(store.at(place)).toEqual(row)
        for (const key of keys) {
          expect(store.field(place, key)).toBe(row[key])
          expect(store.view(place)[key]).toBe(row[key])
        }
      })
      expect(store.at(rows.length)).toBeUndefined()
    }), { numRuns: 150 })
  })

  it('are found by their ids, and nothing else is', () => {
    fc.assert(fc.property(someRows, fc.array(someId, { maxLength: 20 }), (rows, others) => {
      const packed = createPackedRows(createSharedTexts())
      const store = storeOf(packed, rows.map(packed.add))
      rows.forEach(({ id }, place) => expect(store.idPlace(id)).toBe(place))
      for (const id of others) expect(store.idPlace(id)).toBe(rows.findIndex((row) => row.id === id) === -1 ? undefined : rows.findIndex((row) => row.id === id))
    }), { numRuns: 100 })
  })

  it('are found by their ids when these have the same hash', () => {
    // Found by trying numbers: 32 bits are few.
    const pair = ['device 340094', 'device 1032130']
    expect(new Set(pair.map(hashOf)).size).toBe(1)
    const packed = createPackedRows(createSharedTexts())
    const store = storeOf(packed, pair.map((id) => packed.add(aRow({ id }))))
    expect(pair.map(store.idPlace)).toEqual([0, 1])
  })

  it('are the same as a row that has every field alike, and as no other', () => {
    fc.assert(fc.property(someRow, someRow, fc.constantFrom(...keys), (row, other, key) => {
      const packed = createPackedRows(createSharedTexts())
      const store = storeOf(packed, [packed.add(row), packed.add(other)])
      expect(store.isSame(0, { ...row })).toBe(true)
      const changed = { ...row, [key]: other[key] }
      expect(store.isSame(0, changed)).toBe(changed[key] === row[key])
    }), { numRuns: 150 })
  })

  it('are the same when they are copied into others, without those that nobody needs', () => {
    fc.assert(fc.property(someRows, (rows) => {
      const texts = createSharedTexts()
      const old = createPackedRows(texts)
      const addresses = rows.map(old.add)
      const packed = createPackedRows(texts)
      const kept = rows.filter((_, i) => i % 2 === 0)
      const store = storeOf(packed, addresses.filter((_, i) => i % 2 === 0).map((address) => packed.copy(old, address)))
      expect(packed.count).toBe(kept.length)
      kept.forEach((row, place) => expect(store.at(place)).toEqual(row))
    }), { numRuns: 100 })
  })

  it('fill many chunks, with a row among them that is longer than one', () => {
    const long = 'Ж'.repeat(1_500_000)
    const rows = Array.from({ length: 9000 }, (_, n) => aRow({ id: `id-${n}`, deviceName: `PC-${n}`.padEnd(300, '-'), serialNumber: n === 4000 ? long : `${n}` }))
    const packed = createPackedRows(createSharedTexts())
    const store = storeOf(packed, rows.map(packed.add))
    for (const place of [0, 3999, 4000, 4001, 8999]) expect(store.at(place)).toEqual(rows[place])
    expect(store.idPlace('id-8999')).toBe(8999)
  })

  it('say the same when more texts are shared than are kept apart', () => {
    const packed = createPackedRows(createSharedTexts())
    const rows = Array.from({ length: 70_000 }, (_, n) => aRow({ id: `${n}`, model: `Model ${n}`, userPrincipalName: `ana@${n}.example`, kind: n === 69_999 ? 'windows' : 'linux' }))
    const store = storeOf(packed, rows.map(packed.add))
    for (const place of [0, 32_766, 32_767, 32_768, 69_999]) {
      expect(store.at(place)).toEqual(rows[place])
      expect(store.isSame(place, rows[place] as DeviceRow)).toBe(true)
    }
  })
})
