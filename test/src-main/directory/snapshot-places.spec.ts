import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptForMs } from '../../../src-main/directory/snapshot-restoring.ts'
import { aDesk } from './kept-device-list.ts'
import type { Desk } from './kept-device-list.ts'

/** A copy is there, whatever is in it. */
function aKeptList(desk: Desk): void {
  writeFileSync(desk.start().find().place!.file, 'sealed')
  utimesSync(desk.file(), desk.nowMs / 1000, desk.nowMs / 1000)
}

describe('where the device list is kept', () => {
  it('is the same place, with the same key, for the same account at the next start', () => {
    const desk = aDesk()
    const { place } = desk.start().find()
    aKeptList(desk)
    expect(place!.key).toHaveLength(32)
    expect(desk.start().find()).toEqual({ place, isLost: false })
    expect(desk.files()).toHaveLength(2)
  })

  it.each<[string, Desk['person']]>([['account', { tid: 'tenant-1', oid: 'bob' }], ['tenant', { tid: 'tenant-2', oid: 'ada' }]])(
    'is emptied for another %s, and no longer there for the first one', (_name, person) => {
      const desk = aDesk()
      const { place } = desk.start().find()
      const first = desk.person
      aKeptList(desk)
      desk.person = person
      const other = desk.start().find()
      expect(other.isLost).toBe(false)
      expect(other.place!.file).not.toBe(place!.file)
      expect(other.place!.key).not.toEqual(place!.key)
      expect(desk.files()).toEqual(['key'])
      desk.person = first
      expect(desk.start().find().place!.key).not.toEqual(place!.key)
    })

  it('is nowhere while nobody is signed in; what is kept stays for who made it', () => {
    const desk = aDesk()
    aKeptList(desk)
    desk.person = null
    expect(desk.start().find()).toEqual({ place: null, isLost: false })
    expect(desk.files()).toHaveLength(2)
  })

  it('is nowhere on a shared PC, from its first start on', () => {
    const desk = aDesk()
    aKeptList(desk)
    const places = desk.start({ mayKeep: false })
    expect(desk.files()).toEqual([])
    expect(places.find()).toEqual({ place: null, isLost: false })
  })

  it.each<[string, (desk: Desk) => void]>([
    ['has no store for keys', ({ store }) => { store.isThere = false }],
    ['has one that is none', ({ store }) => { store.backend = 'basic_text' }],
  ])('is nowhere where the system %s', (_name, change) => {
    const desk = aDesk()
    aKeptList(desk)
    change(desk)
    expect(desk.start().find()).toEqual({ place: null, isLost: false })
    expect(desk.files()).toEqual([])
  })

  it.each<[string, (desk: Desk) => void]>([
    ['the system no longer opens its key', ({ store }) => { store.secret = 0x33 }],
    ['its key is garbage', ({ folder }) => { writeFileSync(join(folder, 'key'), 'garbage') }],
  ])('begins anew, and says so, when %s', (_name, change) => {
    const desk = aDesk()
    aKeptList(desk)
    const before = desk.file()
    change(desk)
    const { place, isLost } = desk.start().find()
    expect(isLost).toBe(true)
    expect(place!.file).not.toBe(before)
    expect(desk.files()).toEqual(['key'])
    expect(desk.problems).toEqual(['the kept device list: Error: its key does not open'])
    expect(desk.start().find()).toEqual({ place, isLost: false })
  })

  it('is emptied at a start when what is there is older than a week, whoever signs in', () => {
    const desk = aDesk()
    aKeptList(desk)
    desk.nowMs += keptForMs
    desk.start()
    expect(desk.files()).toHaveLength(2)
    desk.nowMs += 1
    desk.start()
    expect(desk.files()).toEqual([])
  })

  it('is nowhere when the disk does not allow it, which is written down', () => {
    const desk = aDesk()
    writeFileSync(desk.folder, 'a file')
    expect(desk.start().find()).toEqual({ place: null, isLost: false })
    expect(desk.problems).toHaveLength(1)
  })
})
