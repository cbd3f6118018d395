import type { DeviceRow, DirectoryQuery } from '../../src-shared/device.ts'
import { rowsBefore } from './changed-rows.ts'
import type { ChangedRow } from './changed-rows.ts'
import type { DeviceList } from './device-list.ts'
import { searchText } from './row-text.ts'
import { longestWord } from './text-index.ts'

/** What matches: rows of the base as bits (null for all of them that are not hidden), and changed rows in order by name. */
export interface Found {
  readonly total: number
  readonly bits: Uint32Array | null
  readonly changed: readonly ChangedRow[]
}
type Window = DirectoryQuery['window']

/** Every device of the list. */
export const allOf = (list: DeviceList): Found => ({ total: list.count, bits: null, changed: list.changed.sorted() })

/** The devices that have every word. */
export function find(list: DeviceList, words: readonly string[]): Found {
  const changed = list.changed.sorted().filter(({ text }) => words.every((word) => text.includes(word)))
  if (list.base === null) return { total: changed.length, bits: new Uint32Array(0), changed }
  const { rows, index } = list.base
  if (words.every((word) => word.isWellFormed() && word.length <= longestWord)) {
    const { bits, total } = index.match(words)
    return { total: total + changed.length, bits, changed }
  }
  // Half an emoji, or a text of many pages: nobody types that, but it is answered.
  const bits = new Uint32Array(Math.ceil(rows.length / 32))
  let total = 0
  rows.forEach((row, place) => {
    const text = searchText(row)
    if (index.isHidden(place) || !words.every((word) => text.includes(word))) return
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
    total += 1
  })
  return { total: total + changed.length, bits, changed }
}

function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The asked rows of the matches in order by name: the base is in that order already, the changed rows are put between. */
export function windowByName(list: DeviceList, found: Found, { offset, limit }: Window): DeviceRow[] {
  const rows: DeviceRow[] = []
  const base = list.base?.rows ?? []
  // Without a search, all that are not hidden.
  const matches = found.bits ?? list.base?.index.shown() ?? new Uint32Array(0)
  let toSkip = offset
  let place = 0
  const take = (row: DeviceRow | undefined): void => {
    if (toSkip > 0) toSkip -= 1
    else if (row !== undefined) rows.push(row)
  }
  const takeBaseUpTo = (end: number): void => {
    while (place < end && rows.length < limit) {
      const bits = matches[place >>> 5] ?? 0
      if ((place & 31) === 0 && place + 32 <= end) {
        const count = bits === 0 ? 0 : countBits(bits)
        if (count <= toSkip) {
          toSkip -= count
          place += 32
          continue
        }
      }
      if (((bits >>> (place & 31)) & 1) === 1) take(base[place])
      place += 1
    }
  }
  for (const { row } of found.changed) {
    if (rows.length >= limit) break
    takeBaseUpTo(rowsBefore(base, row, place))
    if (rows.length < limit) take(row)
  }
  takeBaseUpTo(base.length)
  return rows
}

/** The asked rows of the matches in an order of the list's every place. */
export function windowInOrder(list: DeviceList, found: Found, order: Uint32Array, { offset, limit }: Window): DeviceRow[] {
  const base = list.base?.rows ?? []
  const bits = found.bits ?? list.base?.index.shown() ?? new Uint32Array(0)
  const changed = list.changed.sorted()
  const isFound = new Set(found.changed)
  const rows: DeviceRow[] = []
  let toSkip = offset
  for (let i = 0; i < order.length && rows.length < limit; i += 1) {
    const place = order[i] ?? 0
    let row: DeviceRow | undefined
    if (place < base.length) {
      if ((((bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1) row = base[place]
    } else {
      const one = changed[place - base.length]
      if (one !== undefined && isFound.has(one)) row = one.row
    }
    if (row === undefined) continue
    if (toSkip > 0) toSkip -= 1
    else rows.push(row)
  }
  return rows
}
