import type { DeviceRow } from '../../src-shared/device.ts'
import { hashOf } from './packed-rows.ts'
import type { PackedRows } from './packed-rows.ts'

/** Rows in an order, each made when it is asked for; a list of rows is one as well. */
export interface Rows {
  readonly length: number
  at(place: number): DeviceRow | undefined
}

/** Packed rows in order, which can be found by their id. */
export interface RowStore extends Rows {
  /** One field, without reading the others; the place must be one. */
  field<K extends keyof DeviceRow>(place: number, key: K): DeviceRow[K]
  isSame(place: number, row: DeviceRow): boolean
  /** As PackedRows.view. */
  view(place: number): DeviceRow
  idPlace(id: string): number | undefined
  /** Where the row is packed. */
  address(place: number): number
}

const idsPerStep = 8192

/** The rows at these addresses, no id twice. Made in slices. */
export function* createRowStore(packed: PackedRows, addresses: Uint32Array): Generator<undefined, RowStore> {
  const { length } = addresses
  const addressOf = (place: number): number => addresses[place] ?? 0
  // Place + 1 of each id, at its hash or behind it; 0 is free, and at least a third is.
  const table = new Uint32Array(2 ** Math.ceil(Math.log2(length * 1.5 + 2)))
  const mask = table.length - 1
  for (let place = 0; place < length; place += 1) {
    let at = packed.hashOfId(addressOf(place)) & mask
    while (table[at] !== 0) at = (at + 1) & mask
    table[at] = place + 1
    if (place % idsPerStep === idsPerStep - 1) yield
  }
  return {
    length,
    at: (place) => (place < length ? packed.at(addressOf(place)) : undefined),
    field: (place, key) => packed.field(addressOf(place), key),
    view: (place) => packed.view(addressOf(place)),
    isSame: (place, row) => packed.isSame(addressOf(place), row),
    idPlace: (id) => {
      for (let at = hashOf(id) & mask; table[at] !== 0; at = (at + 1) & mask) {
        const place = (table[at] ?? 0) - 1
        if (packed.hasId(addressOf(place), id)) return place
      }
      return undefined
    },
    address: addressOf,
  }
}
