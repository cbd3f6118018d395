import table from 'unhomoglyph/data.json' with { type: 'json' }

/** Alphabets with letters that pass for Latin ones. Others (Han, Arabic, …) stand beside Latin without being mistaken for it. */
const alphabets = {
  Latin: /\p{Script=Latin}/u, Cyrillic: /\p{Script=Cyrillic}/u, Greek: /\p{Script=Greek}/u, Armenian: /\p{Script=Armenian}/u, Cherokee: /\p{Script=Cherokee}/u,
  Coptic: /\p{Script=Coptic}/u, Lisu: /\p{Script=Lisu}/u, Georgian: /\p{Script=Georgian}/u,
} as const
type Alphabet = keyof typeof alphabets
const latinLetter = /^[A-Za-z]$/
const letter = /[\p{L}\p{M}\p{N}]/u

/** One character that passes for another, and the words about it: "Cyrillic letter that looks like “a”". */
export interface LookAlike { readonly index: number; readonly words: string }

function alphabetOf(character: string): Alphabet | null {
  return (Object.keys(alphabets) as Alphabet[]).find((name) => alphabets[name].test(character)) ?? null
}

/** Unicode's confusables, by themselves: the package's own function makes one pattern of all 6,000, which the start of the page would wait for. */
const confusables: Readonly<Record<string, string>> = table

const twinOf = (character: string): string => (Object.hasOwn(confusables, character) ? confusables[character] ?? character : character)

/** "а" (Cyrillic) → "a"; null for what passes for no Latin letter. */
function latinTwin(character: string): string | null {
  const twin = twinOf(character)
  return twin !== character && latinLetter.test(twin) ? twin : null
}

/** What a letter of another alphabet is read as, as the search reads it. */
export const readAsLatin = (character: string): string => (character > '\x7f' ? twinOf(character) : character)

/** Latin letters that some letter of the alphabet passes for; worked out once for each alphabet that turns up. */
const twins = new Map<Alphabet, ReadonlySet<string>>()
const blocks: Partial<Record<Alphabet, readonly [number, number]>> = { Cyrillic: [0x400, 0x52f], Greek: [0x370, 0x3ff], Armenian: [0x530, 0x58f] }
function twinsOf(alphabet: Alphabet): ReadonlySet<string> {
  const known = twins.get(alphabet)
  if (known !== undefined) return known
  const [first, last] = blocks[alphabet] ?? [0, -1]
  const found = new Set<string>()
  for (let point = first; point <= last; point += 1) found.add(latinTwin(String.fromCodePoint(point)) ?? '')
  twins.set(alphabet, found)
  return found
}

/**
 * Letters that do not belong to the alphabet of their word and pass for one that does: "Pаypal" with a Cyrillic "а". A word that is
 * all of one alphabet is left alone, whichever it is. The alphabet with more letters in the word counts as its own; Latin where they are even.
 */
export function lookAlikes(characters: readonly string[]): readonly LookAlike[] {
  if (characters.every((character) => character < '\u0080')) return [] // nearly every name: the grid asks for each cell
  const found: LookAlike[] = []
  let start = 0
  while (start < characters.length) {
    let end = start
    while (end < characters.length && letter.test(characters[end] ?? '')) end += 1
    found.push(...inWord(characters, start, end))
    start = end + 1
  }
  return found
}

function inWord(characters: readonly string[], start: number, end: number): readonly LookAlike[] {
  const letters = characters.slice(start, end).map((character, offset) => ({ character, index: start + offset, alphabet: alphabetOf(character) }))
  const counts = new Map<Alphabet, number>()
  for (const { alphabet } of letters) if (alphabet !== null) counts.set(alphabet, (counts.get(alphabet) ?? 0) + 1)
  if (counts.size < 2) return []
  const [main] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || Number(b === 'Latin') - Number(a === 'Latin')).map(([name]) => name)
  return letters.flatMap(({ character, index, alphabet }) => {
    if (alphabet === null || alphabet === main || main === undefined) return []
    const twin = alphabet === 'Latin' ? latinAmong(character, main) : latinTwin(character)
    return twin === null ? [] : [{ index, words: `${alphabet} letter that looks like “${twin}”` }]
  })
}

const latinAmong = (character: string, main: Alphabet): string | null => (twinsOf(main).has(character) ? character : null)
