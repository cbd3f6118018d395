import { gone } from './base-order.ts'
import type { RowStore } from './row-store.ts'

/** The ids that a walk has seen: a bit for each row of the base, and the others by name. */
export interface SeenIds {
  see(id: string): void
  has(id: string): boolean
  /** As `has` the id of this row of the base. */
  hasPlace(place: number): boolean
  /** The base has another in its place: where the rows of the old one stand there (`gone`: nowhere). */
  move(next: RowStore, movedTo: Uint32Array): void
}

export function createSeenIds(first: RowStore | null): SeenIds {
  let rows = first
  let bits = new Uint32Array(Math.ceil((first?.length ?? 0) / 32))
  let ids = new Set<string>()
  const set = (place: number): void => {
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  const hasPlace = (place: number): boolean => (((bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1
  const see = (id: string): void => {
    const place = rows?.idPlace(id)
    if (place === undefined) ids.add(id)
    else set(place)
  }
  return {
    see,
    has: (id) => {
      const place = rows?.idPlace(id)
      return place === undefined ? ids.has(id) : hasPlace(place)
    },
    hasPlace,
    move: (next, movedTo) => {
      const [oldRows, oldBits, oldIds] = [rows, bits, ids]
      rows = next
      bits = new Uint32Array(Math.ceil(next.length / 32))
      ids = new Set()
      movedTo.forEach((to, place) => {
        if ((((oldBits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 0) return
        if (to !== gone) set(to)
        else if (oldRows !== null) see(oldRows.field(place, 'id'))
      })
      for (const id of oldIds) see(id)
    },
  }
}
