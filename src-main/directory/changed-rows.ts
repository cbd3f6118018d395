import type { DeviceRow } from '../../src-shared/device.ts'
import { createSearchText, searchText } from './row-text.ts'
import { compareNames, nameKey } from './compare-names.ts'
import { createScannedTexts } from './scanned-texts.ts'
import { longestWord } from './text-index.ts'

/** Texts of rows that have gone, beyond as many as there are rows. */
const mostGone = 4096

/** A row that is not in the index, or not as it is there. */
export interface ChangedRow {
  readonly row: DeviceRow
  /** Names with one compare by it as compareNames does, and ten times as fast. */
  readonly nameKey: string | null
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

function compareChanged(a: ChangedRow, b: ChangedRow): number {
  if (a.nameKey === null || b.nameKey === null) return compareByName(a.row, b.row)
  return a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : a.row.id < b.row.id ? -1 : a.row.id > b.row.id ? 1 : 0
}

/** How many of the items, which are in order, come before this one; those before `from` do. Fast where it is not far from there. */
function itemsBefore<T>(items: readonly T[], isBefore: (item: T) => boolean, from: number): number {
  const comesBefore = (at: number): boolean => {
    const item = items[at]
    return item !== undefined && isBefore(item)
  }
  let low = from
  let step = 1
  while (low + step <= items.length && comesBefore(low + step - 1)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step - 1, items.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comesBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the rows, which are in order by name, come before this one. */
export const rowsBefore = (rows: readonly DeviceRow[], row: DeviceRow, from = 0): number => itemsBefore(rows, (other) => compareByName(other, row) < 0, from)

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
  /** Those with every word, in order by name. At least one word. */
  match(words: readonly string[]): readonly ChangedRow[]
}

export function createChangedRows(): ChangedRows {
  const byId = new Map<string, ChangedRow>()
  let inOrder: ChangedRow[] = []
  let fresh: ChangedRow[] = []
  let hasGone = false
  const textOf = createSearchText()
  /** The texts of all that were put, and whose they are; some of those have gone. */
  let texts = createScannedTexts()
  let ofTexts: ChangedRow[] = []

  const isThere = (changed: ChangedRow): boolean => byId.get(changed.row.id) === changed
  const addText = (changed: ChangedRow): void => {
    texts.add(textOf(changed.row))
    ofTexts.push(changed)
  }
  const sorted = (): readonly ChangedRow[] => {
    if (hasGone) {
      inOrder = inOrder.filter(isThere)
      fresh = fresh.filter(isThere)
      hasGone = false
    }
    if (fresh.length === 0) return inOrder
    fresh.sort(compareChanged)
    const [first] = fresh
    const last = inOrder.at(-1)
    // Pages mostly come in order by name.
    if (first === undefined || last === undefined || compareChanged(last, first) < 0) inOrder = inOrder.concat(fresh)
    else {
      const merged: ChangedRow[][] = []
      let from = 0
      for (const changed of fresh) {
        const to = itemsBefore(inOrder, (other) => compareChanged(other, changed) < 0, from)
        merged.push(inOrder.slice(from, to), [changed])
        from = to
      }
      inOrder = merged.concat([inOrder.slice(from)]).flat()
    }
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
      const changed = { row, nameKey: nameKey(row.deviceName) }
      byId.set(row.id, changed)
      fresh.push(changed)
      addText(changed)
      if (ofTexts.length <= byId.size * 2 + mostGone) return
      texts = createScannedTexts()
      ofTexts = []
      byId.forEach(addText)
    },
    remove: (id) => {
      if (byId.delete(id)) hasGone = true
    },
    tidy: () => {
      if (fresh.length > inOrder.length / 16) sorted()
    },
    sorted,
    match: (words) => {
      if (!words.every((word) => word.isWellFormed() && word.length <= longestWord))
        return sorted().filter(({ row }) => {
          const text = searchText(row)
          return words.every((word) => text.includes(word))
        })
      const found: ChangedRow[] = []
      for (const place of texts.match(words)) {
        const changed = ofTexts[place]
        if (changed !== undefined && isThere(changed)) found.push(changed)
      }
      if (found.length < byId.size / 16) return found.sort(compareChanged)
      const isFound = new Set(found)
      return sorted().filter((changed) => isFound.has(changed))
    },
  }
}
