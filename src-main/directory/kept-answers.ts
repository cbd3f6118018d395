/** Answers to the words that cost most: single letters and digits, and those of two and three characters that are in most blocks. */
export interface KeptAnswers {
  readonly bytes: number
  /** While true, it is only asked how many blocks may hold the word that comes next. */
  readonly isMeasuring: boolean
  /** The share of all blocks that may hold the word that came next. */
  measured(share: number): void
  /** The next word to find an answer for; null when there is none, or no room. */
  next(): string | null
  keep(word: string, bits: Uint32Array): void
  /** Writes the answer over `out`; false when it is not kept. */
  read(word: string, out: Uint32Array): boolean
  /** Blocks of 32 rows that are as much work as this answer; null when it is not kept. */
  costOf(word: string): number | null
}

const letters = Array.from('0123456789abcdefghijklmnopqrstuvwxyz')
const characters = [...letters, ...Array.from('-_/:.@+')]
const twos = characters.flatMap((a) => characters.map((b) => a + b))
const threes = twos.flatMap((ab) => characters.map((c) => ab + c))
/** Fewer rows are read in no time, whatever the word. */
const leastRowsForThrees = 20_000
/** A word in fewer of the blocks is found fast enough. */
const denseShare = 0.25
const roomPerRow = 80

/** Keeps up to 80 bytes for each row. */
export function createKeptAnswers(rows: number): KeptAnswers {
  const bitsBytes = Math.ceil(rows / 32) * 4
  /** Places where they are fewer bytes than bits. */
  const answers = new Map<string, { readonly places: Uint32Array | null; readonly bits: Uint32Array | null }>()
  let bytes = 0
  let asked = 0
  const toMeasure = rows < leastRowsForThrees ? twos : [...twos, ...threes]
  let measuredOnes = 0
  const dense: { readonly word: string; readonly share: number }[] = []
  let queue: readonly string[] = letters
  const isMeasuring = (): boolean => asked >= queue.length && measuredOnes < toMeasure.length

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
    get isMeasuring() {
      return isMeasuring()
    },
    measured: (share) => {
      const word = toMeasure[measuredOnes]
      if (word !== undefined && share >= denseShare) dense.push({ word, share })
      measuredOnes += 1
      // The densest first, as far as there is room.
      if (measuredOnes === toMeasure.length) queue = [...letters, ...dense.sort((a, b) => b.share - a.share).map((one) => one.word)]
    },
    next: () => {
      if (isMeasuring()) return toMeasure[measuredOnes] ?? null
      return bytes + bitsBytes > rows * roomPerRow ? null : (queue[asked] ?? null)
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
