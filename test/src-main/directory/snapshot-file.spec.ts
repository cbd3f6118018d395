import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeviceRow } from '../../../src-shared/device.ts'
import type { FromWorker } from '../../../src-main/directory/directory-messages.ts'
import { createKeptRows } from '../../../src-main/directory/kept-rows.ts'
import { createIndexEngine } from '../../../src-main/directory/index-engine.ts'
import { createPieceSeal, keptFields, magic, newSalt } from '../../../src-main/directory/snapshot-format.ts'
import type { SnapshotPlace } from '../../../src-main/directory/snapshot-format.ts'
import { createSnapshotRestoring, keptForMs } from '../../../src-main/directory/snapshot-restoring.ts'
import { createSnapshotSaving } from '../../../src-main/directory/snapshot-saving.ts'
import { aDesk } from './kept-device-list.ts'
import type { Desk } from './kept-device-list.ts'
import { aRow, ask } from './device-rows.ts'

const syncedAt = '2026-11-23T07:42:00.000Z'
const planted: DeviceRow = aRow({
  id: 'id-of-the-planted', deviceName: 'Zoë’s iPhone 日本 🦊', managedDeviceName: 'MANAGED-4711', serialNumber: 'SERIAL-4711', imei: '356938035643809', userDisplayName: 'Zoë Ångström',
  userPrincipalName: 'zoe.angstrom@practice.example', phoneNumber: '+442079460123', isEncrypted: true, lastSyncAt: '2026-11-22T08:00:00.000Z',
})
const many = (count: number): DeviceRow[] => Array.from({ length: count }, (_, n) => aRow({ id: `id-${n}`, deviceName: `Device ${String(n).padStart(5, '0')}`, serialNumber: `S${n}` }))

function engineOf(rows: readonly DeviceRow[]) {
  const engine = createIndexEngine()
  engine.beginWalk()
  engine.addRows(rows)
  engine.commitWalk()
  return engine
}

function save(desk: Desk, rows: readonly DeviceRow[]): SnapshotPlace {
  const place = desk.start().find().place!
  const saving = createSnapshotSaving(engineOf(rows), place, syncedAt)
  while (saving.step());
  return place
}

function restore(place: SnapshotPlace, nowMs = Date.parse(syncedAt)) {
  const engine = createIndexEngine()
  const restoring = createSnapshotRestoring(engine, place, nowMs)
  const counts: number[] = []
  for (;;) {
    const step = restoring.step()
    counts.push(engine.count)
    if (step.state !== 'more') return { step, engine, counts }
  }
}

/** All near the beginning and the end, and some between. */
const somePlaces = (length: number): number[] =>
  Array.from({ length }, (_, at) => at).filter((at) => at < 50 || at % 17 === 0 || at >= length - 50)

function allRows(engine: ReturnType<typeof createIndexEngine>): readonly DeviceRow[] {
  return engine.query(ask('', { window: { offset: 0, limit: engine.count } }), 0).rows
}

describe('reading the copy', () => {
  it('is told of at once, once a second, and at the end: each time the page asks anew', () => {
    const place = save(aDesk(), many(8000))
    const engine = createIndexEngine()
    const told: FromWorker[] = []
    let nowMs = 0
    const kept = createKeptRows({
      engine: () => engine, held: () => ({ count: engine.count, badRows: 0, revision: 0 }), send: (message) => told.push(message), take: () => undefined, monotonicMs: () => nowMs,
    })
    kept.restore({ type: 'restore', session: 1, place, nowMs: Date.parse(syncedAt) })
    let slices = 1
    for (let isMore = true; isMore; slices += 1) {
      if (slices === 3) nowMs = 1000
      isMore = kept.read()
    }
    expect(slices).toBeGreaterThan(6)
    expect(told).toHaveLength(3)
    expect(told.at(-1)).toMatchObject({ type: 'restored', count: 8000 })
  })
})

describe('the copy of the device list on this PC', () => {
  it('gives back every row as it was, in order by name, the first of them at once', () => {
    const rows = [...many(2500), planted]
    const place = save(aDesk(), rows.toReversed())
    const { step, engine, counts } = restore(place)
    expect(step).toEqual({ state: 'whole', syncedAt })
    expect(allRows(engine)).toEqual(rows)
    expect(counts).toEqual([200, 1200, 2200, 2501, 2501])
  })

  it('has nothing of a device, a person or the key in clear, and is for this user alone', () => {
    const desk = aDesk()
    const place = save(desk, [planted])
    const files = desk.files().map((name) => readFileSync(join(desk.folder, name)))
    expect(files).toHaveLength(2)
    // Shorter ones can be in random bytes by chance.
    const secrets = [...Object.values(planted) as unknown[], 'iPhone', 'deviceName', 'tenant-1'].filter((value) => typeof value === 'string' && value.length > 5) as string[]
    for (const bytes of files) {
      for (const secret of secrets) for (const encoding of ['utf8', 'utf16le', 'base64'] as const)
        expect(bytes.includes(encoding === 'base64' ? Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1) : Buffer.from(secret, encoding)), secret).toBe(false)
      for (const key of [Buffer.from(place.key), Buffer.from(Buffer.from(place.key).toString('base64'))]) expect(bytes.includes(key)).toBe(false)
    }
    if (process.platform !== 'win32') for (const name of desk.files()) expect(statSync(join(desk.folder, name)).mode & 0o777, name).toBe(0o600)
  })

  it('is dropped with one byte of it changed, wherever that is: no row of it is held, and the file is gone', () => {
    const desk = aDesk()
    const place = save(desk, many(210))
    const whole = desk.bytes()
    for (const at of somePlaces(whole.length)) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
      writeFileSync(place.file, bytes)
      const { step, engine } = restore(place)
      expect([at, step.state, engine.count, desk.files()]).toEqual([at, 'dropped', 0, ['key']])
    }
  })

  it('is dropped when it is cut off anywhere, between two pieces too, or something follows it', () => {
    const desk = aDesk()
    const place = save(desk, many(210))
    const whole = desk.bytes()
    for (const length of somePlaces(whole.length)) {
      writeFileSync(place.file, whole)
      truncateSync(place.file, length)
      const { step, engine } = restore(place)
      expect([length, step.state, engine.count]).toEqual([length, 'dropped', 0])
    }
    writeFileSync(place.file, Buffer.concat([whole, Buffer.from([0])]))
    expect(restore(place).step.state).toBe('dropped')
    writeFileSync(place.file, whole)
    expect(restore(place).step.state).toBe('whole')
  })

  it.each<[string, (place: SnapshotPlace) => SnapshotPlace]>([
    ['another key', (place) => ({ ...place, key: new Uint8Array(32) })],
    ['another account', (place) => ({ ...place, oid: 'bob' })],
    ['another tenant', (place) => ({ ...place, tid: 'tenant-2' })],
  ])('does not open with %s', (_name, other) => {
    const place = save(aDesk(), many(3))
    expect(restore(other(place)).step.state).toBe('dropped')
  })

  it.each<[string, unknown]>([
    ['rows of another version', { fields: [...keptFields, 'colour'], count: 1, syncedAt }],
    ['fewer rows than it says', { fields: keptFields, count: 2, syncedAt }],
    ['a time that is none', { fields: keptFields, count: 0, syncedAt: 'yesterday' }],
    ['no header', null],
  ])('is not shown with %s, though the key is right', (_name, header) => {
    const place = aDesk().start().find().place!
    const salt = newSalt()
    const pieces = createPieceSeal(place, salt)
    writeFileSync(place.file, Buffer.concat([magic, salt, pieces.seal(header, false), pieces.seal([keptFields], false), pieces.seal(null, true)]))
    const { step, engine } = restore(place)
    expect(['dropped', 'none']).toContain(step.state)
    expect(engine.count).toBe(0)
    expect(restore(place).step.state).toBe('none')
  })

  it('is not shown when it is older than a week, or from the future', () => {
    const at = Date.parse(syncedAt)
    expect(restore(save(aDesk(), many(3)), at + keptForMs).step.state).toBe('whole')
    for (const nowMs of [at + keptForMs + 1, at - 6 * 60_000]) {
      const desk = aDesk()
      expect(restore(save(desk, many(3)), nowMs).step.state).toBe('none')
      expect(desk.files()).toEqual(['key'])
    }
  })

  it('stays whole when the console ends while it writes the next one, whose remains are gone at the next sign-in', () => {
    const desk = aDesk()
    const place = save(desk, many(3))
    const saving = createSnapshotSaving(engineOf(many(3000)), place, syncedAt)
    expect([saving.step(), saving.step(), saving.step()]).toEqual([true, true, true])
    expect(desk.files()).toHaveLength(3)
    expect(allRows(restore(place).engine)).toEqual(many(3))
    expect(desk.start().find().place).toEqual(place)
    expect(desk.files()).toHaveLength(2)
  })

  it('is of one state of the list: what changes meanwhile makes it begin again, and a list that never rests is not kept', () => {
    const desk = aDesk()
    const { place } = desk.start().find()
    const engine = engineOf(many(1500))
    const saving = createSnapshotSaving(engine, place!, syncedAt)
    saving.step()
    engine.update(aRow({ id: 'id-0', deviceName: 'Zebra' }))
    while (saving.step());
    expect(allRows(restore(place!).engine).map(({ id }) => id)).toEqual([...many(1500).slice(1).map(({ id }) => id), 'id-0'])
    const restless = createSnapshotSaving(engine, { ...place!, file: `${place!.file}-2` }, syncedAt)
    let n = 0
    while (restless.step()) engine.update(aRow({ id: 'id-0', deviceName: `Zebra ${n += 1}` }))
    expect(n).toBe(5)
    expect(desk.files()).toHaveLength(2)
  })

  it('is the old one still when the disk does not take the new one', () => {
    const desk = aDesk()
    const place = save(desk, many(3))
    const saving = createSnapshotSaving(engineOf(many(4)), { ...place, file: join(desk.folder, 'no-such-folder', 'x.list') }, syncedAt)
    expect(() => saving.step()).toThrow('ENOENT')
    expect(allRows(restore(place).engine)).toEqual(many(3))
  })
})
