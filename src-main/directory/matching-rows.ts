import type { DeviceRow, DirectoryQuery } from '../../src-shared/device.ts'
import { rowsBefore } from './changed-rows.ts'
import type { ChangedRow } from './changed-rows.ts'
import type { DeviceList } from './device-list.ts'
import { searchText } from './row-text.ts'
import type { Rows } from './row-store.ts'
import { compareRows } from './row-order.ts'
import { longestWord, placesOf } from './text-index.ts'

/** What matches: rows of the base as bits (null for all of them that are not hidden), and changed rows in order by name. */
export interface Found {
  readonly total: number
  readonly bits: Uint32Array | null
  readonly changed: readonly ChangedRow[]
}
type Window = DirectoryQuery['window']
type Sort = DirectoryQuery['sort']
/** So few matches are sorted when they are asked for, where the order of all is not made yet. */
const mostSortedAtOnce = 2000

/** Every device of the list. */
export const allOf = (list: DeviceList): Found => ({ total: list.count, bits: null, changed: list.changed.sorted() })

/** The devices that have every word. */
export function find(list: DeviceList, words: readonly string[]): Found {
  const changed = list.changed.match(words)
  if (list.base === null) return { total: changed.length, bits: new Uint32Array(0), changed }
  const { rows, index } = list.base
  if (words.every((word) => word.isWellFormed() && word.length <= longestWord)) {
    const { bits, total } = index.match(words)
    return { total: total + changed.length, bits, changed }
  }
  // Half an emoji, or a text of many pages: nobody types that, but it is answered.
  const bits = new Uint32Array(Math.ceil(rows.length / 32))
  let total = 0
  for (let place = 0; place < rows.length; place += 1) {
    const text = searchText(rows.view(place))
    if (index.isHidden(place) || !words.every((word) => text.includes(word))) continue
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
    total += 1
  }
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
  const base = list.base?.rows ?? null
  const size = base?.length ?? 0
  // Without a search, all that are not hidden.
  const matches = found.bits ?? list.base?.index.shown() ?? new Uint32Array(0)
  let toSkip = offset
  let place = 0
  const take = (row: () => DeviceRow | undefined): void => {
    const one = toSkip > 0 ? undefined : row()
    if (toSkip > 0) toSkip -= 1
    else if (one !== undefined) rows.push(one)
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
      if (((bits >>> (place & 31)) & 1) === 1) take(() => base?.at(place))
      place += 1
    }
  }
  for (const one of found.changed) {
    if (rows.length >= limit) break
    if (base !== null && place < size) takeBaseUpTo(rowsBefore(base, list.changed.nameOf(one), place))
    if (rows.length < limit) take(() => list.changed.rowOf(one))
  }
  takeBaseUpTo(size)
  return rows
}

/** Rows outside the base in an order, and how many places of the base's order come before each, as far as that was needed. */
interface Sorted {
  readonly order: Uint32Array | null
  readonly rows: readonly DeviceRow[]
  readonly before: number[]
}
/** Of each list of changed rows the last order that it was asked for in: sorting them takes longer than to give a window. */
const sortedOnes = new WeakMap<readonly ChangedRow[], { readonly name: string; readonly sorted: Sorted }>()
function sortedChanged(list: DeviceList, changed: readonly ChangedRow[], { key, direction }: Sort, order: Uint32Array | null): Sorted {
  const name = `${key} ${direction}`
  const known = sortedOnes.get(changed)
  if (known?.name === name && known.sorted.order === order) return known.sorted
  const sorted = { order, rows: changed.map(list.changed.rowOf).sort(compareRows(key, direction)), before: [] }
  sortedOnes.set(changed, { name, sorted })
  return sorted
}

/** The asked rows of the matches in any order. */
export function windowInOrder(list: DeviceList, found: Found, sort: Sort, { offset, limit }: Window): DeviceRow[] {
  const base: Rows = list.base?.rows ?? []
  const bits = found.bits ?? list.base?.index.shown() ?? new Uint32Array(0)
  const compare = compareRows(sort.key, sort.direction)
  if (list.base?.order.isReady(sort.key) !== true && found.total <= mostSortedAtOnce) {
    const rows = found.changed.map(list.changed.rowOf)
    for (const place of placesOf(bits)) {
      const row = base.at(place)
      if (row !== undefined) rows.push(row)
    }
    return rows.sort(compare).slice(offset, offset + limit)
  }
  const order = list.base?.order.get(sort.key, sort.direction) ?? new Uint32Array(0)
  const changed = sortedChanged(list, found.changed, sort, order)
  const rows: DeviceRow[] = []
  let toSkip = offset
  let at = 0
  const take = (row: DeviceRow | number): void => {
    const one = toSkip > 0 ? undefined : typeof row === 'number' ? base.at(row) : row
    if (toSkip > 0) toSkip -= 1
    else if (one !== undefined) rows.push(one)
  }
  const takeBaseUpTo = (end: number): void => {
    for (; at < end && rows.length < limit; at += 1) {
      const place = order[at] ?? 0
      if ((((bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1) take(place)
    }
  }
  for (const [i, row] of changed.rows.entries()) {
    if (rows.length >= limit) break
    const before = (changed.before[i] ??= placesBefore(order, base, row, compare, changed.before[i - 1] ?? 0))
    takeBaseUpTo(before)
    if (rows.length < limit) take(row)
  }
  takeBaseUpTo(order.length)
  return rows
}

function placesBefore(order: Uint32Array, base: Rows, row: DeviceRow, compare: (a: DeviceRow, b: DeviceRow) => number, from: number): number {
  let low = from
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = base.at(order[middle] ?? 0)
    if (other !== undefined && compare(other, row) < 0) low = middle + 1
    else high = middle
  }
  return low
}
