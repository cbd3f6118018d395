/** Answers to the words that cost most: one or two letters or digits, which hardly narrow anything down. */
export interface KeptAnswers {
  readonly bytes: number
  /** The next word to find an answer for; null when there is none, or no room. */
  next(): string | null
  /** No answer is wanted for the word that came next. */
  pass(): void
  keep(word: string, bits: Uint32Array): void
  /** Writes the answer over `out`; false when it is not kept. */
  read(word: string, out: Uint32Array): boolean
  /** Blocks of 32 rows that are as much work as this answer; null when it is not kept. */
  costOf(word: string): number | null
}

const letters = Array.from('0123456789abcdefghijklmnopqrstuvwxyz')
/** In the order in which room is given: digits are in every serial number and IMEI. */
const words = [...letters, ...letters.flatMap((a) => letters.map((b) => a + b)), ...letters.flatMap((a) => [`-${a}`, `${a}-`])]
const roomPerRow = 32

/** Keeps up to 32 bytes for each row. */
export function createKeptAnswers(rows: number): KeptAnswers {
  const bitsBytes = Math.ceil(rows / 32) * 4
  /** Places where they are fewer bytes than bits. */
  const answers = new Map<string, { readonly places: Uint32Array | null; readonly bits: Uint32Array | null }>()
  let bytes = 0
  let asked = 0

  const placesOf = (bits: Uint32Array, most: number): Uint32Array | null => {
    const places: number[] = []
    for (let i = 0; i < bits.length; i += 1)
      for (let rest = bits[i] ?? 0; rest !== 0; rest &= rest - 1) {
        if (places.length >= most) return null
        places.push(i * 32 + 31 - Math.clz32(rest & -rest))
      }
    return new Uint32Array(places)
  }

  return {
    get bytes() {
      return bytes
    },
    next: () => (bytes + bitsBytes > rows * roomPerRow ? null : (words[asked] ?? null)),
    pass: () => {
      asked += 1
    },
    keep: (word, bits) => {
      asked += 1
      const places = placesOf(bits, bitsBytes / 4)
      answers.set(word, places === null ? { places, bits: bits.slice() } : { places, bits: null })
      bytes += places === null ? bitsBytes : places.byteLength
    },
    read: (word, out) => {
      const answer = answers.get(word)
      if (answer === undefined) return false
      if (answer.bits !== null) {
        out.set(answer.bits)
        return true
      }
      out.fill(0)
      for (const place of answer.places ?? []) out[place >>> 5] = (out[place >>> 5] ?? 0) | (1 << (place & 31))
      return true
    },
    costOf: (word) => {
      const answer = answers.get(word)
      return answer === undefined ? null : answer.places === null ? rows / 32 : answer.places.length / 32
    },
  }
}
