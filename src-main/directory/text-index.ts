import type { IndexedRows, Texts } from './text-index-builder.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { cut } from './row-text.ts'

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
  /** Places of rows, none of them hidden, with this in their own text, line feeds and all; folded, well-formed and not longer than `longestWord`. */
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
/** A word that may be in fewer of the blocks than that is found fast enough. */
const denseShare = 0.25
const encoder = new TextEncoder()

/** Where bits are set. */
function placesOf(bits: Uint32Array): number[] {
  const places: number[] = []
  for (let i = 0; i < bits.length; i += 1)
    for (let rest = bits[i] ?? 0; rest !== 0; rest &= rest - 1) places.push(i * 32 + 31 - Math.clz32(rest & -rest))
  return places
}

export function createTextIndex(indexed: IndexedRows): TextIndex {
  const { memory, own, shared, tiles } = indexed
  const { kernel } = memory
  const blocks = Math.ceil(own.count / 32)
  const blockBytes = tiles * 64
  const rowBytes = blockBytes * 32
  const sharedBytes = Math.ceil(shared.count / 512) * 64
  const word = memory.reserve(longestWord * 3 + 64)
  const wanted = memory.reserve(blockBytes)
  const mask = memory.reserve(blockBytes)
  const result = memory.reserve(rowBytes)
  const one = memory.reserve(rowBytes)
  const ofUser = memory.reserve(rowBytes)
  const ofDomain = memory.reserve(rowBytes)
  const hidden = memory.reserve(rowBytes)
  const foundValues = memory.reserve(sharedBytes)
  const everyValue = memory.reserve(sharedBytes)
  const bytes = memory.bytes()
  bytes.fill(255, everyValue, everyValue + sharedBytes)
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
  /** Adds the rows with a shared value that holds it. */
  const addShared = (text: string, out: number): void => {
    const length = encode(text)
    bytes.fill(0, foundValues, foundValues + sharedBytes)
    scan(shared, everyValue, length, foundValues)
    kernel.spread(foundValues, shared.count, indexed.sharedStarts, indexed.sharedRows, out)
  }
  /** Puts the rows that hold the word at `one`; of the own text only the blocks where `within` has rows count. */
  const find = (text: string, within: number | null): void => {
    if (kept.read(text, wordsAt(one))) return
    bytes.fill(0, one, one + rowBytes)
    addOwn(text, within, one)
    addShared(text, one)
    // "ada@contoso" lies across the cut: one part must end there, and the other begin.
    const at = text.lastIndexOf('@') + 1
    if (at === 0 || at === text.length) return
    bytes.fill(0, ofDomain, ofDomain + rowBytes)
    addShared(cut + text.slice(at), ofDomain)
    bytes.fill(0, ofUser, ofUser + rowBytes)
    addOwn(text.slice(0, at) + cut, within, ofUser)
    kernel.intersect(ofUser, ofDomain, rowBytes)
    kernel.unite(one, ofUser, rowBytes)
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
      const text = kept.next()
      if (text === null) return false
      if (candidateBlocks(text) < blocks * denseShare) kept.pass()
      else {
        find(text, null)
        kept.keep(text, wordsAt(one))
      }
      return true
    },
  }
}
