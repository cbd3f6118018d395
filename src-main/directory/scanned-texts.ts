import { createIndexMemory } from './index-memory.ts'
import type { IndexMemory } from './index-memory.ts'
import { encodable } from './shared-values.ts'
import type { Texts } from './text-index-builder.ts'
import { longestWord } from './text-index.ts'

/** Folded texts without an index, in the kernel's memory: it reads them many times as fast as strings can be read. */
export interface ScannedTexts {
  /** Its place is how many were added before. It must end with a line feed. */
  add(text: string): void
  /** Places of the texts with every word, ascending. The words must be well-formed and not longer than `longestWord`. */
  match(words: readonly string[]): readonly number[]
}

/** What is added between two questions is a part; so many texts at most. */
const mostInPart = 16_384
const bitsBytes = mostInPart / 8
const encoder = new TextEncoder()

export function createScannedTexts(): ScannedTexts {
  const parts: Texts[] = []
  let fresh: string[] = []
  let count = 0
  // Most lists of changed rows stay empty.
  let areas: { readonly memory: IndexMemory; readonly word: number; readonly everyBlock: number; readonly hits: number; readonly others: number } | null = null

  const makeAreas = (): NonNullable<typeof areas> => {
    const memory = createIndexMemory()
    const [word, everyBlock] = [memory.reserve(longestWord * 3 + 64), memory.reserve(bitsBytes / 32)]
    memory.bytes().fill(255, everyBlock, everyBlock + bitsBytes / 32)
    return { memory, word, everyBlock, hits: memory.reserve(bitsBytes), others: memory.reserve(bitsBytes) }
  }
  const putPart = (memory: IndexMemory, texts: readonly string[]): void => {
    const all = texts.join('')
    const encoded = encoder.encode(all)
    const text = memory.reserve(encoded.length)
    const starts = memory.reserve((texts.length + 1) * 4)
    memory.bytes().set(encoded, text)
    const offsets = memory.words(starts, texts.length + 1)
    // In plain ASCII a character is a byte.
    texts.forEach((one, i) => (offsets[i + 1] = (offsets[i] ?? 0) + (encoded.length === all.length ? one.length : Buffer.byteLength(one))))
    parts.push({ count: texts.length, text, starts })
  }

  return {
    add: (text) => {
      fresh.push(encodable(text))
      count += 1
    },
    match: (words) => {
      if (count === 0) return []
      areas ??= makeAreas()
      const { memory, word, everyBlock, hits, others } = areas
      const { kernel } = memory
      for (let from = 0; from < fresh.length; from += mostInPart) putPart(memory, fresh.slice(from, from + mostInPart))
      fresh = []
      const bytes = memory.bytes()
      const found = memory.words(hits, bitsBytes / 4)
      const encoded = words.map((one) => encoder.encode(one))
      const places: number[] = []
      let before = 0
      for (const { count: inPart, text, starts } of parts) {
        encoded.forEach((one, i) => {
          const to = i === 0 ? hits : others
          bytes.fill(0, to, to + bitsBytes)
          bytes.set(one, word)
          kernel.scan(text, starts, inPart, everyBlock, word, one.length, to)
          if (i > 0) kernel.intersect(hits, others, bitsBytes)
        })
        for (let i = 0; i * 32 < inPart; i += 1)
          for (let rest = found[i] ?? 0; rest !== 0; rest &= rest - 1) places.push(before + i * 32 + 31 - Math.clz32(rest & -rest))
        before += inPart
      }
      return places
    },
  }
}
