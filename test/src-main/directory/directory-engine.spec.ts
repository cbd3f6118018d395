import { describe, expect, it } from 'vitest'
import { sortKeys } from '../../../src-shared/device.ts'
import type { DeviceRow, SortKey } from '../../../src-shared/device.ts'
import type { DirectoryEngine } from '../../../src-main/directory/directory-engine.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import { aRow, ask, nowMs } from './device-rows.ts'

function holding(rows: readonly DeviceRow[]): DirectoryEngine {
  const engine = createIndexEngine()
  engine.beginWalk()
  engine.addRows(rows)
  engine.commitWalk()
  return engine
}
const ids = (engine: DirectoryEngine, ...question: Parameters<typeof ask>): string[] => engine.query(ask(...question), nowMs).rows.map(({ id }) => id)

const zoe = aRow({ id: 'z', deviceName: 'Zoë’s iPhone', serialNumber: 'F2LXK4Q9N7', imei: '356938035643809', userDisplayName: 'Zoë Groß', userPrincipalName: 'zoe@practice.example', phoneNumber: '+44 7700 900001', managedDeviceName: 'zoe_iOS_11/3/2026_8:02 AM', model: 'iPhone 15 Pro' })
const ivan = aRow({ id: 'i', deviceName: 'PIXEL-10', serialNumber: '', userDisplayName: 'Иван Петров', userPrincipalName: 'ivan@practice.example', model: 'Pixel 8', manufacturer: 'Google' })
const wang = aRow({ id: 'w', deviceName: 'PIXEL-9', userDisplayName: '王伟', userPrincipalName: 'wang@practice.example', model: 'Pixel 8' })

describe('searching', () => {
  const engine = holding([zoe, ivan, wang])
  it.each<[string, string, string[]]>([
    ['nothing, all', '', ['w', 'i', 'z']], ['part of a name', 'pixel', ['w', 'i']], ['name without accent', 'zoe', ['z']], ['name with accent', 'ZOË', ['z']],
    ['serial', 'xk4q', ['z']], ['IMEI', '35643809', ['z']], ['user name', 'gross', ['z']], ['Cyrillic', 'ПЕТР', ['i']], ['Chinese', '伟', ['w']],
    ['UPN', 'ivan@', ['i']], ['management name', 'zoe_ios', ['z']], ['phone number as it is written', '+44 7700 900001', ['z']], ['its digits', '7700900001', ['z']],
    ['as it is dialled at home', '07700900001', ['z']], ['as it is dialled from abroad', '+447700900001', ['z']], ['not with another digit', '17700900001', []], ['model', '15 pro', ['z']], ['words of several fields in any order', 'practice pixel ИВАН', ['i']],
    ['one word that is not there', 'pixel nowhere', []], ['not the manufacturer', 'google', []], ['regular expressions are text', '.*', []],
    ['no match across fields', 'iphonef2l', []],
  ])('by %s: %j', (_name, typed, expected) => expect(ids(engine, typed)).toEqual(expected))

  it('counts all and gives the window', () => {
    expect(engine.query(ask('', { window: { offset: 1, limit: 1 } }), nowMs)).toMatchObject({ total: 3, rows: [{ id: 'i' }] })
    expect(engine.query(ask('', { window: { offset: 99, limit: 10 } }), nowMs)).toMatchObject({ total: 3, rows: [] })
    expect(engine.query(ask('', { window: { offset: 0, limit: 0 } }), nowMs)).toMatchObject({ total: 3, rows: [] })
  })

  it('finds a device that was read again by its new name, in its new place, and no longer by the old one', () => {
    const devices = holding([zoe, ivan, wang])
    const { revision } = devices
    expect(devices.update({ ...wang, deviceName: 'AAA-1' })).toBe(true)
    expect(devices.revision).toBeGreaterThan(revision)
    expect(ids(devices, '')).toEqual(['w', 'i', 'z'])
    expect(ids(devices, 'aaa')).toEqual(['w'])
    expect(ids(devices, 'pixel-9')).toEqual([])
    devices.update({ ...wang, deviceName: 'ZZZ' })
    expect(ids(devices, '')).toEqual(['i', 'z', 'w'])
  })
  it('does not change for a device that is as it was, nor for one that it does not hold', () => {
    const devices = holding([zoe, ivan])
    const { revision } = devices
    expect(devices.update({ ...zoe })).toBe(false)
    expect(devices.update(wang)).toBe(false)
    expect(devices).toMatchObject({ revision, count: 2 })
  })

  it('counts who could be mistaken for a device, anew after every change', () => {
    const zoes = [aRow({ id: '1', deviceName: 'Zoë' }), aRow({ id: '2', deviceName: 'ZOE' }), aRow({ id: '3', deviceName: 'Zoe 2' })]
    const twins = holding(zoes)
    const device = { id: '1', deviceName: 'Zoë', serialNumber: '', userPrincipalName: '' }
    expect(twins.countOthers(device)).toMatchObject({ sameName: 1 })
    twins.beginWalk()
    twins.addRows([...zoes, aRow({ id: '4', deviceName: 'zoe' })])
    expect(twins.countOthers(device)).toMatchObject({ sameName: 1 })
    twins.commitWalk()
    expect(twins.countOthers(device)).toMatchObject({ sameName: 2 })
    twins.clear()
    expect(twins.countOthers(device)).toEqual({ sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 })
  })
})

describe('sorting', () => {
  const engine = holding([zoe, ivan, wang])
  it('is natural and by language', () => {
    expect(ids(engine, '')).toEqual(['w', 'i', 'z'])
    expect(ids(engine, '', { sort: { key: 'deviceName', direction: 'descending' } })).toEqual(['z', 'i', 'w'])
    expect(ids(holding(['éa', 'ez', 'Eb', 'e'].map((deviceName) => aRow({ id: deviceName, deviceName }))), '')).toEqual(['e', 'éa', 'Eb', 'ez'])
  })

  it('breaks ties by name, then by id, whatever order Graph used and in both directions', () => {
    const rows = [aRow({ id: 'b', deviceName: 'PC-2' }), aRow({ id: 'c', deviceName: 'PC-10' }), aRow({ id: 'a', deviceName: 'PC-2' })]
    for (const direction of ['ascending', 'descending'] as const)
      for (const list of [rows, [...rows].reverse()])
        expect(ids(holding(list), '', { sort: { key: 'model', direction } })).toEqual(['a', 'b', 'c'])
  })

  it('goes by the first letter or digit of a name, and puts names without any last', () => {
    const names = ['"Quentin"', '-2+3', '...', '<b>Bo</b>', 'Anna', '\tTom', '10', 'Zed']
    expect(ids(holding(names.map((deviceName) => aRow({ id: deviceName, deviceName }))), '')).toEqual(['-2+3', '10', 'Anna', '<b>Bo</b>', '"Quentin"', '\tTom', 'Zed', '...'])
  })

  it('sorts systems by version, as numbers', () => {
    const rows = ([['Android', '9'], ['iOS', '26.0.1'], ['iOS', '18.7.10'], ['Android', '13'], ['iOS', '18.7.2'], ['Android', '7.0']] as const)
      .map(([operatingSystem, osVersion]) => aRow({ id: `${operatingSystem} ${osVersion}`, operatingSystem, osVersion }))
    expect(ids(holding(rows), '', { sort: { key: 'operatingSystem', direction: 'ascending' } }))
      .toEqual(['Android 7.0', 'Android 9', 'Android 13', 'iOS 18.7.2', 'iOS 18.7.10', 'iOS 26.0.1'])
  })

  it('puts what is not reported last in both directions', () => {
    const rows = [aRow({ id: 'none', serialNumber: '', lastSyncAt: null }), aRow({ id: 'old', serialNumber: 'A1', lastSyncAt: '2020-01-01T00:00:00.000Z' }),
      aRow({ id: 'new', serialNumber: 'B1', lastSyncAt: '2026-01-01T00:00:00.000Z' })]
    for (const key of ['serialNumber', 'lastSyncAt'] as const) {
      expect(ids(holding(rows), '', { sort: { key, direction: 'ascending' } })).toEqual(['old', 'new', 'none'])
      expect(ids(holding(rows), '', { sort: { key, direction: 'descending' } })).toEqual(['new', 'old', 'none'])
    }
  })

  it('agrees with a plain sort for every column, also after changes and preparation', () => {
    let seed = 7
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below
    const make = (n: number): DeviceRow => aRow({
      id: `id-${n}`, deviceName: `PC-${random(40)}`, userDisplayName: ['Ada', 'ädä', 'Bo', '', '王'][random(5)]!, userPrincipalName: `u${random(30)}@x`,
      serialNumber: random(9) === 0 ? '' : `S${random(1e6)}`, imei: String(random(1e9)), model: `M ${random(12)}`, operatingSystem: ['iOS', 'Android', 'Windows'][random(3)]!,
      kind: (['ios-personal', 'windows', 'unknown'] as const)[random(3)]!, ownership: (['company', 'personal', 'unknown'] as const)[random(3)]!,
      compliance: (['compliant', 'noncompliant'] as const)[random(2)]!, lastSyncAt: random(5) === 0 ? null : new Date(1.7e12 + random(1e6) * 1000).toISOString(),
    })
    const engine = createIndexEngine()
    for (let walk = 0; walk < 3; walk += 1) {
      const rows = Array.from({ length: 300 }, (_, n) => make(n + walk * 50))
      engine.beginWalk()
      for (let at = 0; at < rows.length; at += 70) {
        engine.addRows(rows.slice(at, at + 70))
        engine.query(ask('', { sort: { key: sortKeys[random(sortKeys.length)]!, direction: 'descending' } }), nowMs)
      }
      engine.commitWalk()
      if (walk === 1) while (engine.prepare());
      const collator = new Intl.Collator(undefined, { numeric: true })
      const kinds = ['ios-personal', 'windows', 'unknown']
      const compare = (key: SortKey, a: DeviceRow, b: DeviceRow): number =>
        key === 'kind' ? kinds.indexOf(a.kind) - kinds.indexOf(b.kind)
        : key === 'isEncrypted' ? Number(a.isEncrypted) - Number(b.isEncrypted)
        : key === 'lastSyncAt' ? (a.lastSyncAt ?? '').localeCompare(b.lastSyncAt ?? '') : collator.compare(a[key], b[key])
      const tie = (a: DeviceRow, b: DeviceRow): number => collator.compare(a.deviceName, b.deviceName) || (a.id < b.id ? -1 : 1)
      for (const key of sortKeys)
        for (const direction of ['ascending', 'descending'] as const) {
          const isEmpty = (row: DeviceRow): boolean => row[key] === '' || row[key] === null
          const expected = [...rows].sort((a, b) =>
            Number(isEmpty(a)) - Number(isEmpty(b)) || (direction === 'ascending' ? compare(key, a, b) : compare(key, b, a)) || tie(a, b))
          const got = [0, 200].flatMap((offset) => ids(engine, '', { sort: { key, direction }, window: { offset, limit: 200 } }))
          expect(got, `${key} ${direction}`).toEqual(expected.map(({ id }) => id))
        }
    }
  })
})

describe('walks', () => {
  it('show the rows of the first one at once, and grow the revision', () => {
    const engine = createIndexEngine(41)
    engine.beginWalk()
    engine.addRows([zoe])
    expect(engine.query(ask(''), nowMs)).toMatchObject({ total: 1, revision: 42 })
    engine.addRows([ivan])
    expect(ids(engine, '')).toEqual(['i', 'z'])
    engine.commitWalk()
    expect(engine.revision).toBe(44)
  })

  it('later are gathered unseen and replace the list whole', () => {
    const engine = holding([zoe, ivan])
    const { revision } = engine
    engine.beginWalk()
    engine.addRows([wang])
    engine.addRows([{ ...zoe, deviceName: 'Renamed' }])
    expect(ids(engine, '')).toEqual(['i', 'z'])
    expect(engine.revision).toBe(revision)
    engine.commitWalk()
    expect(ids(engine, '')).toEqual(['w', 'z'])
    expect(ids(engine, 'renamed')).toEqual(['z'])
    expect(engine.revision).toBeGreaterThan(revision)
  })

  it('that break off leave the list as it was', () => {
    const engine = holding([zoe])
    engine.beginWalk()
    engine.addRows([ivan])
    engine.abandonWalk()
    expect(ids(engine, '')).toEqual(['z'])
  })

  it('never list a device twice, and take the later row', () => {
    const engine = createIndexEngine()
    engine.beginWalk()
    engine.addRows([zoe, { ...zoe, deviceName: 'Second' }])
    engine.addRows([{ ...zoe, deviceName: 'Third' }])
    expect(engine.query(ask(''), nowMs)).toMatchObject({ total: 1, rows: [{ deviceName: 'Third' }] })
  })

  it('after a first one that broke off keep its rows until they know better', () => {
    const engine = createIndexEngine()
    engine.beginWalk()
    engine.addRows([zoe, ivan])
    engine.abandonWalk()
    engine.beginWalk()
    engine.addRows([wang, zoe])
    expect(ids(engine, '')).toEqual(['w', 'i', 'z'])
    engine.commitWalk()
    expect(ids(engine, '')).toEqual(['w', 'z'])
  })

  it('are forgotten with everything else', () => {
    const engine = holding([zoe])
    const { revision } = engine
    engine.clear()
    expect(engine.query(ask(''), nowMs)).toEqual({ total: 0, rows: [], revision: revision + 1 })
    expect(engine.isLive).toBe(true)
  })
})
