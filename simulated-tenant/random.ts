/** A seeded stream of random choices: the same seed gives the same tenant, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [min, max]. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of `from`, by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T
  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string
  /** A random (version 4) GUID, lower case. */
  guid(): string
}

/** FNV-1a over UTF-16 units: turns a name into a 32-bit number. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/**
 * Opens the stream called `name` of a seed. Streams of one seed are independent: drawing more from one leaves the others as
 * they were.
 */
export function createRandom(seed: number, name: string): Random {
  let a = hash32(`${name}/a/${seed}`)
  let b = hash32(`${name}/b/${seed}`)
  let c = hash32(`${name}/c/${seed}`)
  let counter = 1

  // sfc32 (PractRand's small fast counting generator).
  const bits = (): number => {
    const mixed = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + mixed) | 0
    return mixed >>> 0
  }
  for (let round = 0; round < 12; round += 1) bits()

  const next = (): number => bits() / 4294967296
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[int(0, from.length - 1)]
    if (chosen === undefined) throw new RangeError('cannot pick from an empty list')
    return chosen
  }

  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of from) {
        left -= weight
        if (left < 0) return value
      }
      return pick(from)[0]
    },
    text: (length, alphabet) => {
      let text = ''
      for (let index = 0; index < length; index += 1) text += alphabet.charAt(int(0, alphabet.length - 1))
      return text
    },
    guid: () => {
      const hex = (): string => bits().toString(16).padStart(8, '0')
      const [first, second, third, fourth] = [hex(), hex(), hex(), hex()]
      const variant = '89ab'.charAt(parseInt(third.charAt(0), 16) & 3)
      return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`
    },
  }
}
