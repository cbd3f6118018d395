import type { DeviceRow } from '../../src-shared/device.ts'
import { searchText } from './row-text.ts'
import { compareNames } from './compare-names.ts'

/** A row that is not in the index, or not as it is there. */
export interface ChangedRow {
  readonly row: DeviceRow
  readonly text: string
}

/** The order by name: names without text last, equal ones by id. */
export function compareByName(a: DeviceRow, b: DeviceRow): number {
  if (a.deviceName !== b.deviceName) {
    if (a.deviceName === '') return 1
    if (b.deviceName === '') return -1
    return compareNames(a.deviceName, b.deviceName)
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** How many of the rows, which are in order by name, come before this one. */
export function rowsBefore(rows: readonly DeviceRow[], row: DeviceRow, from = 0): number {
  let low = from
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = rows[middle]
    if (other !== undefined && compareByName(other, row) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The rows that are not in the index: few, so they are scanned. */
export interface ChangedRows {
  readonly size: number
  get(id: string): DeviceRow | undefined
  put(row: DeviceRow): void
  remove(id: string): void
  /** Puts new ones in their places, when there are enough of them to be worth going through all. */
  tidy(): void
  /** All of them in order by name. */
  sorted(): readonly ChangedRow[]
}

export function createChangedRows(): ChangedRows {
  const byId = new Map<string, ChangedRow>()
  let inOrder: ChangedRow[] = []
  let fresh: ChangedRow[] = []
  let hasGone = false

  const sorted = (): readonly ChangedRow[] => {
    if (hasGone) {
      const isThere = (changed: ChangedRow): boolean => byId.get(changed.row.id) === changed
      inOrder = inOrder.filter(isThere)
      fresh = fresh.filter(isThere)
      hasGone = false
    }
    if (fresh.length === 0) return inOrder
    fresh.sort((a, b) => compareByName(a.row, b.row))
    const merged: ChangedRow[][] = []
    const rows = inOrder.map(({ row }) => row)
    let from = 0
    for (const changed of fresh) {
      const to = rowsBefore(rows, changed.row, from)
      merged.push(inOrder.slice(from, to), [changed])
      from = to
    }
    inOrder = merged.concat([inOrder.slice(from)]).flat()
    fresh = []
    return inOrder
  }

  return {
    get size() {
      return byId.size
    },
    get: (id) => byId.get(id)?.row,
    put: (row) => {
      if (byId.has(row.id)) hasGone = true
      const changed = { row, text: searchText(row) }
      byId.set(row.id, changed)
      fresh.push(changed)
    },
    remove: (id) => {
      if (byId.delete(id)) hasGone = true
    },
    tidy: () => {
      if (fresh.length > inOrder.length / 16) sorted()
    },
    sorted,
  }
}
