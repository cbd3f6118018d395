import type { DeviceRow } from '../../src-shared/device.ts'
import { createSearchText, searchText } from './row-text.ts'
import { compareNames, nameKey } from './compare-names.ts'
import type { PackedRows } from './packed-rows.ts'
import type { RowStore } from './row-store.ts'
import { createScannedTexts } from './scanned-texts.ts'
import { longestWord } from './text-index.ts'

/** Texts of rows that have gone, beyond as many as there are rows. */
const mostGone = 4096

/** A row that is not in the index, or not as it is there. */
export interface ChangedRow {
  /** Where the row is packed (see ChangedRows.rowOf). */
  readonly address: number
  /** Names with one compare by it as compareNames does, and ten times as fast. */
  readonly nameKey: string | null
}

export type Named = Pick<DeviceRow, 'deviceName' | 'id'>

/** The order by name: names without text last, equal ones by id. */
export function compareByName(a: Named, b: Named): number {
  if (a.deviceName !== b.deviceName) {
    if (a.deviceName === '') return 1
    if (b.deviceName === '') return -1
    return compareNames(a.deviceName, b.deviceName)
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** How many of the items, which are in order, come before this one; those before `from` do. Fast where it is not far from there. */
function itemsBefore(length: number, comesBefore: (at: number) => boolean, from: number): number {
  let low = from
  let step = 1
  while (low + step <= length && comesBefore(low + step - 1)) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step - 1, length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comesBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the rows, which are in order by name, come before this one. */
export const rowsBefore = (rows: Pick<RowStore, 'length' | 'view'>, row: Named, from = 0): number => itemsBefore(rows.length, (at) => compareByName(rows.view(at), row) < 0, from)

/** The rows that are not in the index: few, so they are scanned. */
export interface ChangedRows {
  readonly size: number
  get(id: string): ChangedRow | undefined
  rowOf(changed: ChangedRow): DeviceRow
  nameOf(changed: ChangedRow): Named
  /** As PackedRows.view. */
  view(changed: ChangedRow): DeviceRow
  put(row: DeviceRow): void
  remove(id: string): void
  /** Puts new ones in their places, when there are enough of them to be worth going through all. */
  tidy(): void
  /** All of them in order by name. */
  sorted(): readonly ChangedRow[]
  /** Those with every word, in order by name. At least one word. */
  match(words: readonly string[]): readonly ChangedRow[]
}

/** `packed`: where the rows are kept. */
export function createChangedRows(packed: PackedRows): ChangedRows {
  const byId = new Map<string, ChangedRow>()
  let inOrder: ChangedRow[] = []
  let fresh: ChangedRow[] = []
  let hasGone = false
  const textOf = createSearchText()
  /** The texts of all that were put, and whose they are; some of those have gone. */
  let texts = createScannedTexts()
  let ofTexts: ChangedRow[] = []

  const idOf = ({ address }: ChangedRow): string => packed.field(address, 'id')
  const nameOf = (changed: ChangedRow): Named => ({ deviceName: packed.field(changed.address, 'deviceName'), id: idOf(changed) })
  const compareChanged = (a: ChangedRow, b: ChangedRow): number => {
    if (a.nameKey === null || b.nameKey === null) return compareByName(nameOf(a), nameOf(b))
    if (a.nameKey !== b.nameKey) return a.nameKey < b.nameKey ? -1 : 1
    const [idA, idB] = [idOf(a), idOf(b)]
    return idA < idB ? -1 : idA > idB ? 1 : 0
  }
  const isThere = (changed: ChangedRow): boolean => byId.get(idOf(changed)) === changed
  const addText = (changed: ChangedRow, row: DeviceRow): void => {
    texts.add(textOf(row))
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
        const to = itemsBefore(inOrder.length, (at) => compareChanged(inOrder[at] ?? changed, changed) < 0, from)
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
    get: (id) => byId.get(id),
    rowOf: ({ address }) => packed.at(address),
    nameOf,
    view: ({ address }) => packed.view(address),
    put: (row) => {
      if (byId.has(row.id)) hasGone = true
      const changed = { address: packed.add(row), nameKey: nameKey(row.deviceName) }
      byId.set(row.id, changed)
      fresh.push(changed)
      addText(changed, row)
      if (ofTexts.length <= byId.size * 2 + mostGone) return
      texts = createScannedTexts()
      ofTexts = []
      byId.forEach((one) => addText(one, packed.at(one.address)))
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
        return sorted().filter(({ address }) => {
          const text = searchText(packed.at(address))
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
