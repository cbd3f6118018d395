import type { IndexedRows, Texts } from './text-index-builder.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { rowsPerTile } from './kernel.ts'
import { chains, userColumn } from './row-text.ts'
import type { Chain } from './row-text.ts'
import type { SharedColumn } from './shared-values.ts'

/** Which of the indexed rows match: a bit for each, in words of 32. */
export interface Matches {
  readonly bits: Uint32Array
  readonly total: number
}

/** Finds words in rows that do not change; a row that did is hidden. */
export interface TextIndex {
  /** Bytes it takes, the answers that it keeps included. */
  readonly bytes: number
  /** Rows with every word, none of them hidden. At least one word; all of them well-formed and not longer than `longestWord`. */
  match(words: readonly string[]): Matches
  /** Places of rows, none of them hidden, with this in their own text or their user's, line feeds and all; folded, well-formed and not longer than `longestWord`. */
  matchOwn(text: string): readonly number[]
  hide(place: number): void
  isHidden(place: number): boolean
  /** A bit for each row that is not hidden. */
  shown(): Uint32Array
  /** Finds the answer for one more of the words that cost most and keeps it; true while more are left. */
  prepare(): boolean
}

/** UTF-16 units; more than that is not worth an index. */
export const longestWord = 16384
const measuredPerStep = 128
const encoder = new TextEncoder()

/** Where bits are set. */
export function placesOf(bits: Uint32Array): number[] {
  const places: number[] = []
  for (let i = 0; i < bits.length; i += 1)
    for (let rest = bits[i] ?? 0; rest !== 0; rest &= rest - 1) places.push(i * 32 + 31 - Math.clz32(rest & -rest))
  return places
}

/** The word as a chain would be cut; alone where nothing is to be cut. */
function cutWord(word: string, { separator, pieces: most }: Chain): readonly string[] {
  const pieces: string[] = []
  let from = 0
  for (let at = word.indexOf(separator); at >= 0 && at < word.length - 1; at = word.indexOf(separator, at + 1)) {
    pieces.push(word.slice(from, at + 1))
    from = at + 1
  }
  pieces.push(word.slice(from))
  // A field is cut into so many at most, from its end.
  return separator === '@' && pieces.length > most ? [pieces.slice(0, -1).join(''), pieces.at(-1) ?? ''] : pieces
}

export function createTextIndex(indexed: IndexedRows): TextIndex {
  const { memory, own, shared, tiles } = indexed
  const { kernel } = memory
  const blocks = Math.ceil(own.count / 32)
  const blockBytes = tiles * 64
  const rowBytes = blockBytes * 32
  const valueBytes = Math.ceil(Math.max(...shared.map((column) => column.count)) / 512) * 64
  const word = memory.reserve(longestWord * 3 + 64)
  const wanted = memory.reserve(blockBytes)
  const mask = memory.reserve(blockBytes)
  const result = memory.reserve(rowBytes)
  const one = memory.reserve(rowBytes)
  const ofPieces = memory.reserve(rowBytes)
  const ofRuns = memory.reserve(rowBytes)
  const ofPiece = memory.reserve(rowBytes)
  const hidden = memory.reserve(rowBytes)
  const foundValues = memory.reserve(valueBytes)
  const wantedValues = memory.reserve(valueBytes)
  const everyValue = memory.reserve(valueBytes)
  const bytes = memory.bytes()
  bytes.fill(255, everyValue, everyValue + valueBytes)
  const wordsAt = (address: number): Uint32Array => memory.words(address, blocks)
  const kept = createKeptAnswers(own.count)

  const scan = (texts: Texts, places: number, length: number, out: number): void =>
    kernel.scan(texts.text, texts.starts, texts.count, places, word, length, out)
  const encode = (text: string): number => encoder.encodeInto(text, bytes.subarray(word, word + longestWord * 3 + 64)).written
  /** How many blocks may hold the word in their own text. */
  const candidateBlocks = (text: string): number => {
    kernel.candidates(indexed.table, tiles, word, encode(text), wanted)
    bytes.fill(0, mask, mask + blockBytes)
    return kernel.without(wanted, mask, blockBytes)
  }

  /** Adds the rows whose own text holds it, of the blocks where `within` has rows. */
  const addOwn = (text: string, within: number | null, out: number): void => {
    const length = encode(text)
    kernel.candidates(indexed.table, tiles, word, length, wanted)
    if (within !== null) {
      bytes.fill(0, mask, mask + blockBytes)
      kernel.addBlocks(within, blocks, mask)
      kernel.intersect(wanted, mask, blockBytes)
    }
    scan(own, wanted, length, out)
  }
  /** Adds the rows with a value of the column that holds it. */
  const addColumn = (column: SharedColumn, text: string, out: number): void => {
    if (column.count === 0) return
    const length = encode(text)
    bytes.fill(0, foundValues, foundValues + valueBytes)
    if (column.table !== null) kernel.candidates(column.table, Math.ceil(column.count / rowsPerTile), word, length, wantedValues)
    scan(column, column.table === null ? everyValue : wantedValues, length, foundValues)
    kernel.spread(foundValues, column.count, column.rowStarts, column.rows, out)
    const valuesFound = memory.words(foundValues, valueBytes / 4)
    for (const { value, bits } of column.dense) if ((((valuesFound[value >>> 5] ?? 0) >>> (value & 31)) & 1) === 1) kernel.unite(out, bits, rowBytes)
  }
  /** Adds the rows where a word that was cut like this lies in pieces beside each other, the first of them at `from`. */
  const addPieces = (pieces: readonly string[], { separator, cut, column: first }: Chain, from: number, within: number | null, out: number): void => {
    let isFirst = true
    for (const [i, piece] of pieces.entries()) {
      // Every piece but the first of all has a separator before it.
      if (i === 0 && piece === separator) continue
      const text = i === 0 ? piece + cut : i === pieces.length - 1 ? cut + piece : cut + piece + cut
      const rows = isFirst ? ofPieces : ofPiece
      bytes.fill(0, rows, rows + rowBytes)
      const column = shared[first + from + i]
      if (column !== undefined) addColumn(column, text, rows)
      // Without room among the values a first piece is in the row's own text.
      if (from + i === 0) addOwn(text, within, rows)
      if (!isFirst) kernel.intersect(ofPieces, ofPiece, rowBytes)
      isFirst = false
    }
    if (!isFirst) kernel.unite(out, ofPieces, rowBytes)
  }
  /** Rows, among `within`, that have every run of three of the word for which there is a kept answer: the word is nowhere else. */
  const narrowed = (text: string, within: number | null): number | null => {
    let rows = within
    for (let i = 0; i + 3 <= text.length && text.length > 3; i += 1) {
      if (!kept.read(text.slice(i, i + 3), wordsAt(ofPieces))) continue
      if (rows === null) bytes.copyWithin(ofRuns, ofPieces, ofPieces + rowBytes)
      else {
        if (rows !== ofRuns) bytes.copyWithin(ofRuns, rows, rows + rowBytes)
        kernel.intersect(ofRuns, ofPieces, rowBytes)
      }
      rows = ofRuns
    }
    return rows
  }
  /** Puts the rows that hold the word at `one`; of the own text only the blocks where `within` has rows count. */
  const find = (text: string, within: number | null): void => {
    if (kept.read(text, wordsAt(one))) return
    bytes.fill(0, one, one + rowBytes)
    addOwn(text, narrowed(text, within), one)
    for (const column of shared) addColumn(column, text, one)
    // "ada@contoso" and "ada_windows" lie across cuts.
    for (const chain of chains) {
      const pieces = cutWord(text, chain)
      if (pieces.length > 1) for (let from = 0; from + pieces.length <= chain.pieces; from += 1) addPieces(pieces, chain, from, within, one)
    }
  }

  return {
    get bytes() {
      return memory.used + kept.bytes
    },
    match: (words) => {
      // The rarest first: where it is nowhere, the others need not be looked for.
      const order = words.length === 1 ? words
        : words.map((text) => ({ text, cost: kept.costOf(text) ?? candidateBlocks(text) })).sort((a, b) => a.cost - b.cost).map(({ text }) => text)
      order.forEach((text, i) => {
        find(text, i === 0 ? null : result)
        if (i === 0) bytes.copyWithin(result, one, one + rowBytes)
        else kernel.intersect(result, one, rowBytes)
      })
      const total = kernel.without(result, hidden, rowBytes)
      return { bits: wordsAt(result).slice(), total }
    },
    matchOwn: (text) => {
      bytes.fill(0, one, one + rowBytes)
      addOwn(text, null, one)
      const users = shared[userColumn]
      if (users !== undefined) addColumn(users, text, one)
      return kernel.without(one, hidden, rowBytes) === 0 ? [] : placesOf(wordsAt(one))
    },
    hide: (place) => {
      const bits = wordsAt(hidden)
      bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
    },
    isHidden: (place) => (((wordsAt(hidden)[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1,
    shown: () => {
      const bits = wordsAt(hidden).map((group) => ~group)
      const rest = own.count & 31
      if (rest > 0) bits[blocks - 1] = (bits[blocks - 1] ?? 0) & ((1 << rest) - 1)
      return bits
    },
    prepare: () => {
      for (let left = measuredPerStep; left > 0 && kept.isMeasuring; left -= 1) kept.measured(candidateBlocks(kept.next() ?? '') / blocks)
      if (kept.isMeasuring) return true
      const text = kept.next()
      if (text === null) return false
      find(text, null)
      kept.keep(text, wordsAt(one))
      return true
    },
  }
}
