import { describe, expect, it } from 'vitest'
import { comparedName, countOthers } from '../../../src-main/directory/other-devices.ts'
import type { Compared } from '../../../src-main/directory/other-devices.ts'
import type { DeviceRow } from '../../../src-shared/device.ts'
import { aRow } from './device-rows.ts'

const none = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }
const count = (rows: readonly DeviceRow[], device: Partial<Compared>) =>
  countOthers(rows, rows.map((row) => comparedName(row.deviceName)), { id: 'me', deviceName: '', serialNumber: '', userPrincipalName: '', ...device })
const named = (...names: string[]): DeviceRow[] => names.map((deviceName, n) => aRow({ id: String(n), deviceName }))

describe('devices of the same name', () => {
  it.each([
    ['in another case', 'KIOSK-1', 'kiosk-1'], ['in another case, with an I in it', 'INIT', 'init'], ['with an accent', 'Zoë', 'zoe'], ['with spaces around', ' Desk', 'desk '],
    ['in full-width letters', 'ＰＣ-1', 'pc-1'], ['with an invisible sign', 'PC\u200b-1', 'PC-1'], ['with another dash', 'PC‑1', 'PC-1'], ['with the Turkish İ', 'İSTANBUL', 'istanbul'],
    ['in Cyrillic', 'СТОЛ', 'стол'], ['in the same letters', 'PC-1', 'PC-1'], ['of digits alone', '4711', '4711'],
  ])('are counted: %s', (_how, one, other) => {
    expect(count(named(one), { deviceName: other })).toEqual({ ...none, sameName: 1 })
    expect(count(named(other), { deviceName: one })).toEqual({ ...none, sameName: 1 })
  })
})

describe('devices of a name that only looks the same', () => {
  it.each([
    ['Cyrillic а and о', 'DEMO-LAPTOP', 'DEMО-LАPTOP'], ['l for 1', 'PC-1', 'PC-l'], ['l for I', 'KIOSK', 'KlOSK'], ['1 for I', 'KIOSK', 'K1OSK'], ['0 for O', 'ROOM-O', 'ROOM-0'],
    ['Greek', 'BETA', 'ΒΕΤΑ'], ['rn for m', 'modern', 'modem'], ['Cyrillic and an accent', 'Zoë', 'Zоë'],
  ])('are counted apart: %s', (_how, one, other) => {
    expect(count(named(one), { deviceName: other })).toEqual({ ...none, similarName: 1 })
    expect(count(named(other), { deviceName: one })).toEqual({ ...none, similarName: 1 })
  })
  it.each([['PC-1', 'PC-2'], ['PC-1', 'PC-11'], ['DESK', 'DESKS'], ['北京', '東京'], ['Anna', 'Hanna']])('are not %j and %j', (one, other) => {
    expect(count(named(one), { deviceName: other })).toEqual(none)
  })
  it('are each counted once', () => {
    expect(count(named('PC-1', 'pc-1', 'PC-l', 'РС-1', 'PC-2'), { deviceName: 'PC-1' })).toEqual({ ...none, sameName: 2, similarName: 2 })
  })
})

describe('devices of the same serial number and user', () => {
  const rows = [
    aRow({ id: 'a', serialNumber: 'F2LX', userPrincipalName: 'ana@x.example' }), aRow({ id: 'b', serialNumber: ' f2lx ', userPrincipalName: 'ANA@x.example' }),
    aRow({ id: 'c', serialNumber: 'OTHER', userPrincipalName: 'bo@x.example' }), aRow({ id: 'd' }),
  ]
  it('are counted, whatever their case', () => {
    expect(count(rows, { serialNumber: 'F2lx', userPrincipalName: 'Ana@X.example' })).toEqual({ ...none, sameSerial: 2, sameUser: 2 })
  })
  it('leave the device itself out', () => {
    expect(count(rows, { id: 'a', serialNumber: 'F2LX', userPrincipalName: 'ana@x.example' })).toEqual({ ...none, sameSerial: 1, sameUser: 1 })
  })
  it('are none for what is empty: that says nothing', () => {
    expect(count(rows, {})).toEqual(none)
    expect(count(rows, { deviceName: ' \u200b', serialNumber: '  ' })).toEqual(none)
  })
})
