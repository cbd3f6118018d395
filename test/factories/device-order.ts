import { deviceKinds, sortKeys } from '../../src-shared/device.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { compareNames, compareNaturally } from '../../src-main/directory/compare-names.ts'
import { createSortedValues } from './sorted-values.ts'
import type { SortedValues } from './sorted-values.ts'

export type Direction = 'ascending' | 'descending'
type TextKey = Exclude<SortKey, 'kind' | 'lastSyncAt' | 'isEncrypted'>

const textKeys = sortKeys.filter((key): key is TextKey => key !== 'kind' && key !== 'lastSyncAt' && key !== 'isEncrypted')
const kindRanks = new Map<string, number>(deviceKinds.map((kind, rank) => [kind, rank]))
/** Rows per slice of preparation. */
const sliceSize = 2000

/** What a column is sorted by: the system goes with its version, as it is shown. */
function sortText(row: DeviceRow, key: TextKey): string {
  return key === 'operatingSystem' ? `${row.operatingSystem} ${row.osVersion}`.trim() : row[key]
}

/** The rows in every order that a person can ask for. Empty values come last in both directions; ties go by name, then by id. */
export interface DeviceOrder {
  /** Rows that will be sorted now or later: their values are put in order as they come. */
  learn(rows: readonly DeviceRow[]): void
  /** Another list is in use from now on. */
  use(rows: readonly DeviceRow[]): void
  /** Places in the list, in order; kept until `use` is called. */
  get(key: SortKey, direction: Direction): Uint32Array
  /** A slice of work that makes `get` fast; true while more is left. */
  prepare(): boolean
  /** Forgets every value that it has seen. */
  clear(): void
}

/** Orders are computed for the list given to `use`, one by one, when they are first asked for. */
export function createDeviceOrder(): DeviceOrder {
  let rows: readonly DeviceRow[] = []
  const columns = new Map<TextKey, { readonly values: SortedValues; fed: number }>()
  const orders = new Map<string, Uint32Array>()
  /** For each place in the list, its place in the order by name and id: what breaks every tie. */
  let nameRank: Uint32Array | null = null
  let nameOrder = new Uint32Array(0)

  const columnOf = (key: TextKey): { readonly values: SortedValues; fed: number } => {
    const found = columns.get(key)
    if (found !== undefined) return found
    const made = { values: createSortedValues(key === 'deviceName' ? compareNames : compareNaturally), fed: 0 }
    columns.set(key, made)
    return made
  }
  const feed = (key: TextKey, upTo: number): void => {
    const column = columnOf(key)
    if (column.fed >= upTo) return
    column.values.add(rows.slice(column.fed, upTo).map((row) => sortText(row, key)))
    column.fed = upTo
  }

  const ranksBy = (key: SortKey): (row: DeviceRow) => number => {
    if (key === 'kind') return (row) => kindRanks.get(row.kind) ?? -1
    if (key === 'isEncrypted') return (row) => (row.isEncrypted === null ? -1 : row.isEncrypted ? 1 : 0)
    // Seconds: the product with the number of rows has to stay a safe integer.
    if (key === 'lastSyncAt') return (row) => (row.lastSyncAt === null ? -1 : Math.max(0, Math.floor(Date.parse(row.lastSyncAt) / 1000)))
    feed(key, rows.length)
    const ranks = columnOf(key).values.ranks()
    return (row) => {
      const text = sortText(row, key)
      return text === '' ? -1 : (ranks.get(text) ?? -1)
    }
  }

  /** Sorts by (rank, tie) through one number per row: a typed array sorts numbers natively, without a comparator. */
  const sortBy = (rankOf: (row: DeviceRow) => number, direction: Direction, tieOf: (place: number) => number): Float64Array => {
    const size = rows.length
    const ranks = new Float64Array(size)
    let highest = 0
    rows.forEach((row, place) => {
      const rank = rankOf(row)
      ranks[place] = rank
      if (rank > highest) highest = rank
    })
    const keys = new Float64Array(size)
    for (let place = 0; place < size; place += 1) {
      const rank = ranks[place] ?? -1
      const turned = rank < 0 ? highest + 1 : direction === 'ascending' ? rank : highest - rank
      keys[place] = turned * size + tieOf(place)
    }
    return keys.sort()
  }

  const prepareNames = (): Uint32Array => {
    if (nameRank !== null) return nameRank
    const size = rows.length
    const sorted = sortBy(ranksBy('deviceName'), 'ascending', (place) => place)
    const order = new Uint32Array(size)
    for (let i = 0; i < size; i += 1) order[i] = (sorted[i] ?? 0) % size
    // Runs of one name go by id, so that the order does not depend on how Graph happened to page.
    for (let from = 0; from < size;) {
      const name = rows[order[from] ?? 0]?.deviceName
      let to = from + 1
      while (to < size && rows[order[to] ?? 0]?.deviceName === name) to += 1
      if (to - from > 1) {
        const run = [...order.subarray(from, to)].sort((a, b) => ((rows[a]?.id ?? '') < (rows[b]?.id ?? '') ? -1 : 1))
        order.set(run, from)
      }
      from = to
    }
    const rank = new Uint32Array(size)
    for (let i = 0; i < size; i += 1) rank[order[i] ?? 0] = i
    nameOrder = order
    nameRank = rank
    return rank
  }

  return {
    learn: (added) => {
      // Only columns that somebody has asked for, and the name, which breaks ties in all of them.
      columnOf('deviceName')
      for (const [key, column] of columns) column.values.add(added.map((row) => row[key]))
    },
    use: (list) => {
      rows = list
      orders.clear()
      nameRank = null
      for (const [key, column] of columns) {
        // Cheap to feed again: what was learnt before is only looked up.
        column.fed = 0
        if (column.values.size > 2 * list.length + sliceSize) column.values.prune(new Set(list.map((row) => row[key])))
      }
    },
    get: (key, direction) => {
      const name = `${key} ${direction}`
      const known = orders.get(name)
      if (known !== undefined) return known
      const tie = prepareNames()
      const size = rows.length
      const order = new Uint32Array(size)
      if (key === 'deviceName' && direction === 'ascending') order.set(nameOrder)
      else {
        const sorted = sortBy(ranksBy(key), direction, (place) => tie[place] ?? 0)
        for (let i = 0; i < size; i += 1) order[i] = nameOrder[(sorted[i] ?? 0) % size] ?? 0
      }
      orders.set(name, order)
      return order
    },
    prepare: () => {
      // The order by name first: it is what the grid opens with, and it breaks the ties of all others.
      for (const key of ['deviceName', ...textKeys] as const) {
        const { fed } = columnOf(key)
        if (fed < rows.length) {
          feed(key, Math.min(fed + sliceSize, rows.length))
          return true
        }
        if (nameRank === null) {
          prepareNames()
          return true
        }
      }
      return false
    },
    clear: () => {
      rows = []
      columns.clear()
      orders.clear()
      nameRank = null
      nameOrder = new Uint32Array(0)
    },
  }
}
