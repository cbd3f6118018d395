import type { Rows } from './row-store.ts'
import { createIndexMemory } from './index-memory.ts'
import type { IndexMemory } from './index-memory.ts'
import { rowsPerTile, tableBytesPerTile } from './kernel.ts'
import { cutRow } from './row-text.ts'
import { createSharedValues, encodable } from './shared-values.ts'
import type { SharedColumn } from './shared-values.ts'

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
  /** By column (see cutRow). */
  readonly shared: readonly SharedColumn[]
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
/** For the rows of shared values, and what is reserved for searching. */
const bytesPerRowBesides = 64
const encoder = new TextEncoder()

/** Builds the index over rows that do not change meanwhile, step by step. */
export function createTextIndexBuilder(rows: Rows): TextIndexBuilder {
  const memory = createIndexMemory()
  const count = rows.length
  const tiles = Math.ceil(count / rowsPerTile)
  const starts = memory.reserve((count + 1) * 4)
  const table = memory.reserve(tiles * tableBytesPerTile)
  const text = memory.reserve(0)
  const values = createSharedValues(count)
  const sample = Array.from({ length: Math.min(count, 500) }, (_, i) => Math.floor((i * count) / Math.min(count, 500)))
  const sampleBytes = sample.reduce((sum, place) => sum + Buffer.byteLength(textOf(place)), 0)
  memory.expect(Math.ceil((sampleBytes / Math.max(1, sample.length)) * count * 1.05) + count * bytesPerRowBesides)
  const shared: SharedColumn[] = []
  let ends = text
  let next = 0

  function textOf(place: number): string {
    const row = rows.at(place)
    return row === undefined ? '' : encodable(cutRow(row, place, values))
  }
  /** Makes room at the end of the memory, which the text is while it grows. */
  const makeRoom = (bytes: number): void => {
    if (ends + bytes > memory.used) memory.reserve(Math.max(bytes, memory.used >> 5) + 64)
  }
  const addBatch = (from: number, to: number): void => {
    const texts: string[] = []
    for (let place = from; place < to; place += 1) texts.push(textOf(place))
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
  /** A column with each call; the rows when all are there. */
  const finish = (): IndexedRows | null => {
    if (shared.length === 0) makeRoom(64)
    const column = values.next(memory)
    if (column !== null) {
      shared.push(column)
      return null
    }
    return { memory, own: { count, text, starts }, shared, table, tiles }
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
