import type { DeviceRow } from '../../src-shared/device.ts'
import type { Rows } from './row-store.ts'
import { createIndexMemory } from './index-memory.ts'
import type { IndexMemory } from './index-memory.ts'
import { rowsPerTile, tableBytesPerTile } from './kernel.ts'
import { cut, cutText, sharedText } from './row-text.ts'

/** Texts that lie in a row, with the bits that say which of them hold a word. */
export interface Texts {
  readonly count: number
  readonly text: number
  /** count + 1 offsets from `text`. */
  readonly starts: number
}

/** Rows as bytes in the kernel's memory; addresses. What many rows share is kept once, with the rows that have it. */
export interface IndexedRows {
  readonly memory: IndexMemory
  readonly own: Texts
  readonly shared: Texts
  /** For each shared value, where its rows begin in `sharedRows`, and one more. */
  readonly sharedStarts: number
  readonly sharedRows: number
  /** Values that so many rows have that a bit for each row is less than a list of them: these are at `bits`, and not in `sharedRows`. */
  readonly dense: readonly { readonly value: number; readonly bits: number }[]
  readonly table: number
  readonly tiles: number
}

export interface TextIndexBuilder {
  /** Some milliseconds of work; the rows when all is done. */
  step(): IndexedRows | null
}

const rowsPerStep = 2048
/** Rows encoded in one call; a whole number of them in a step. */
const rowsPerBatch = 32
/** Values beyond these stay in the text of their rows. */
const mostShared = 32768
/** For the devices of shared values, and what is reserved for searching. */
const bytesPerRowBesides = 16
const encoder = new TextEncoder()
const halfOfAPair = /\p{Surrogate}/gu

// A lone half of a surrogate pair has no UTF-8. Words that hold one are not looked for here, and all others cannot match across a line feed.
const encodable = (text: string): string => (text.isWellFormed() ? text : text.replace(halfOfAPair, '\n'))

/** Builds the index over rows that do not change meanwhile, step by step. */
export function createTextIndexBuilder(rows: Rows): TextIndexBuilder {
  const memory = createIndexMemory()
  const count = rows.length
  const tiles = Math.ceil(count / rowsPerTile)
  const starts = memory.reserve((count + 1) * 4)
  const table = memory.reserve(tiles * tableBytesPerTile)
  const text = memory.reserve(0)
  const sample: DeviceRow[] = []
  for (let place = 0; place < count; place += Math.ceil(count / 500)) sample.push(rows.at(place) as DeviceRow)
  const sampleBytes = sample.reduce((sum, row) => sum + Buffer.byteLength(cutText(row).own), 0)
  memory.expect(Math.ceil((sampleBytes / Math.max(1, sample.length)) * count * 1.05) + count * bytesPerRowBesides)
  let ends = text
  let next = 0
  const codes = new Map<string, number>()
  const values: string[] = []
  /** For each row up to three values; 0 for none. */
  const codesOfRows = new Uint32Array(count * 3)

  /** Makes room at the end of the memory, which the text is while it grows. */
  const makeRoom = (bytes: number): void => {
    if (ends + bytes > memory.used) memory.reserve(Math.max(bytes, memory.used >> 5) + 64)
  }
  /** The value's code, or 0 when there is no room for another value. */
  const codeOf = (key: string, folded: () => string): number => {
    const known = codes.get(key)
    if (known !== undefined) return known
    if (values.length >= mostShared) return 0
    values.push(encodable(folded()))
    codes.set(key, values.length)
    return values.length
  }
  const textOf = (row: DeviceRow, place: number): string => {
    const { own, shared, domain } = cutText(row)
    let text = own
    shared.forEach((value, field) => {
      if (value === '') return
      const code = codeOf(value, () => sharedText(value))
      codesOfRows[place * 3 + field] = code
      if (code === 0) text += `${sharedText(value)}\n`
    })
    if (domain !== '') {
      const code = codeOf(domain, () => domain)
      codesOfRows[place * 3 + 2] = code
      // Without room the name is whole again: its own part stands at the end.
      if (code === 0) text = text.replace(`${cut}\n`, () => `${domain.slice(1)}\n`)
    }
    return encodable(text)
  }
  const addBatch = (from: number, to: number): void => {
    const texts: string[] = []
    for (let place = from; place < to; place += 1) {
      const row = rows.at(place)
      if (row !== undefined) texts.push(textOf(row, place))
    }
    const all = texts.join('')
    makeRoom(all.length * 3)
    const { written } = encoder.encodeInto(all, memory.bytes().subarray(ends))
    const offsets = memory.words(starts, count + 1)
    let end = ends - text
    texts.forEach((one, i) => {
      // In a batch of plain ASCII a character is a byte.
      end += written === all.length ? one.length : Buffer.byteLength(one)
      offsets[from + i + 1] = end
    })
    ends += written
  }
  const finish = (): IndexedRows => {
    const { length } = values
    const shared = encoder.encode(values.map((value) => `${value}\n`).join(''))
    makeRoom(64)
    const sharedBytes = memory.reserve(shared.length)
    memory.bytes().set(shared, sharedBytes)
    const valueStarts = memory.reserve((length + 1) * 4)
    const offsets = memory.words(valueStarts, length + 1)
    values.forEach((value, i) => (offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(value) + 1))
    // Rows by value: count, then place. Code 0 means that the value is in the row's own text.
    const counts = new Uint32Array(length + 1)
    for (const code of codesOfRows) counts[code] = (counts[code] ?? 0) + 1
    const bitsAt = new Map<number, number>()
    counts.forEach((rowsOfOne, code) => {
      if (code > 0 && rowsOfOne > count / 32) bitsAt.set(code, memory.reserve(tiles * rowsPerTile / 8))
    })
    const places = new Uint32Array(length + 2)
    for (let code = 1; code <= length; code += 1) places[code + 1] = (places[code] ?? 0) + (bitsAt.has(code) ? 0 : (counts[code] ?? 0))
    const sharedStarts = memory.reserve((length + 1) * 4)
    const sharedRows = memory.reserve((places[length + 1] ?? 0) * 4)
    memory.words(sharedStarts, length + 1).set(places.subarray(1))
    const listed = memory.words(sharedRows, places[length + 1] ?? 0)
    const bitsOf = new Map(Array.from(bitsAt, ([code, address]) => [code, memory.words(address, Math.ceil(count / 32))]))
    for (let i = 0; i < codesOfRows.length; i += 1) {
      const code = codesOfRows[i] ?? 0
      if (code === 0) continue
      const place = Math.floor(i / 3)
      const bits = bitsOf.get(code)
      if (bits !== undefined) {
        bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
        continue
      }
      const at = places[code] ?? 0
      listed[at] = place
      places[code] = at + 1
    }
    const dense = Array.from(bitsAt, ([code, bits]) => ({ value: code - 1, bits }))
    return {
      memory, own: { count, text, starts }, shared: { count: length, text: sharedBytes, starts: valueStarts }, sharedStarts, sharedRows, dense, table, tiles,
    }
  }

  return {
    step: () => {
      if (next >= count) return finish()
      const from = next
      const to = Math.min(from + rowsPerStep, count)
      for (let at = from; at < to; at += rowsPerBatch) addBatch(at, Math.min(at + rowsPerBatch, to))
      memory.kernel.addGrams(text, starts, from, to, table)
      next = to
      return null
    },
  }
}
