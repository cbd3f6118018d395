import type { IndexMemory } from './index-memory.ts'
import { rowsPerTile, tableBytesPerTile } from './kernel.ts'
import { oftenOfOneRow, valuesOf } from './row-text.ts'
import type { Columns } from './row-text.ts'
import type { Texts } from './text-index-builder.ts'

/** What many rows have, once, with the rows that have it; addresses. */
export interface SharedColumn extends Texts {
  /** For each value, where its rows begin in `rows`, and one more. */
  readonly rowStarts: number
  readonly rows: number
  /** Values that so many rows have that a bit for each row is less than a list of them: these are at `bits`, and not in `rows`. */
  readonly dense: readonly { readonly value: number; readonly bits: number }[]
  /** Which blocks of values may hold a run of characters; null for so few that all are read. */
  readonly table: number | null
}

export interface SharedValues extends Columns {
  /** Puts the next column, when all rows have been, into the memory; null when that was done with all. */
  next(memory: IndexMemory): SharedColumn | null
}

/** So few values are read faster than it is found out where to read. */
const leastValuesForTable = 8192
/** Values beyond these, of one column, stay in the text of their rows; codes have 16 bits. */
const mostValues = 65_535
/** Texts, of one column, of which it is remembered that they were met. */
const mostMet = 262_144
const none = -1
const encoder = new TextEncoder()
const halfOfAPair = /\p{Surrogate}/gu

// A lone half of a surrogate pair has no UTF-8. Words that hold one are not looked for here, and all others cannot match across a line feed.
export const encodable = (text: string): string => (text.isWellFormed() ? text : text.replace(halfOfAPair, '\n'))

export function createSharedValues(count: number): SharedValues {
  /** Codes by what is shown; 0 for what was met once. */
  const columns = valuesOf.map((valueOf) => ({
    valueOf, codes: new Map<string, number>(), values: [] as string[], ofRows: new Uint16Array(count),
  }))

  const putInto = (memory: IndexMemory, { values, ofRows }: { readonly values: readonly string[]; readonly ofRows: Uint16Array }): SharedColumn => {
    const { length } = values
    const encoded = encoder.encode(values.map((value) => `${value}\n`).join(''))
    const text = memory.reserve(encoded.length)
    memory.bytes().set(encoded, text)
    const starts = memory.reserve((length + 1) * 4)
    const offsets = memory.words(starts, length + 1)
    values.forEach((value, i) => (offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(value) + 1))
    const table = length < leastValuesForTable ? null : memory.reserve(Math.ceil(length / rowsPerTile) * tableBytesPerTile)
    if (table !== null) memory.kernel.addGrams(text, starts, 0, length, table)
    // Rows by value: count, then place. Code 0 is none.
    const counts = new Uint32Array(length + 1)
    for (const code of ofRows) counts[code] = (counts[code] ?? 0) + 1
    const bitsAt = new Map<number, number>()
    counts.forEach((rowsOfOne, code) => {
      if (code > 0 && rowsOfOne > count / 32) bitsAt.set(code, memory.reserve(Math.ceil(count / rowsPerTile) * rowsPerTile / 8))
    })
    const places = new Uint32Array(length + 2)
    for (let code = 1; code <= length; code += 1) places[code + 1] = (places[code] ?? 0) + (bitsAt.has(code) ? 0 : (counts[code] ?? 0))
    const rowStarts = memory.reserve((length + 1) * 4)
    const rows = memory.reserve((places[length + 1] ?? 0) * 4)
    memory.words(rowStarts, length + 1).set(places.subarray(1))
    const listed = memory.words(rows, places[length + 1] ?? 0)
    const bitsOf = Array.from({ length: length + 1 }, (_, code) => {
      const address = bitsAt.get(code)
      return address === undefined ? null : memory.words(address, Math.ceil(count / 32))
    })
    for (let place = 0; place < count; place += 1) {
      const code = ofRows[place] ?? 0
      if (code === 0) continue
      const bits = bitsOf[code] ?? null
      if (bits !== null) {
        bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
        continue
      }
      const at = places[code] ?? 0
      listed[at] = place
      places[code] = at + 1
    }
    return { count: length, text, starts, rowStarts, rows, dense: Array.from(bitsAt, ([code, bits]) => ({ value: code - 1, bits })), table }
  }

  return {
    codeOf: (column, text, from, to) => {
      const one = columns[column]
      if (one === undefined) return 0
      const shown = text.slice(from, to)
      const known = one.codes.get(shown) ?? none
      if (known > 0) return known
      if (one.values.length >= mostValues) return 0
      if (known === none && oftenOfOneRow.has(column)) {
        if (one.codes.size < mostMet) one.codes.set(shown, 0)
        return 0
      }
      const value = one.valueOf(shown)
      if (value === null) return 0
      one.values.push(encodable(value))
      one.codes.set(shown, one.values.length)
      return one.values.length
    },
    put: (place, column, code) => {
      const ofRows = columns[column]?.ofRows
      if (ofRows !== undefined) ofRows[place] = code
    },
    next: (memory) => {
      const column = columns.shift()
      return column === undefined ? null : putInto(memory, column)
    },
  }
}
