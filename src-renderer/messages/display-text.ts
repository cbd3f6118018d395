import { lookAlikes } from './look-alikes.ts'

export interface TextSegment {
  readonly text: string
  readonly kind: 'plain' | 'match' | 'escape' | 'look-alike'
  /** For a look-alike: which letter it is, in words. */
  readonly words?: string
}

/**
 * Characters that a person cannot see or that reorder what they see: controls, formats (bidi, zero width), separators, spaces that
 * look like the ordinary one, blanks that pass for nothing, lone surrogates.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u1680\u2000-\u200a\u202f\u205f\u115f\u1160\u2800\u3164\uffa0]/u
const longest = 400
/** ASCII and accented Latin letters, no space at the ends: nothing in it is hidden, a picture or of another alphabet. */
const ordinary = /^[!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f](?:[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]*[!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f])?$/
const ascii = /^[ -~]*$/
/** Emoji as Unicode recommends them: the joiner inside 👩‍💻 is seen, as one picture. */
const emoji = /\p{RGI_Emoji}/gv
/** Every emoji has one of these. The other expression takes milliseconds when it is used for the first time. */
const mayHaveEmoji = /[\u2000-\u{10ffff}]/u

/** ⟪U+202E⟫ */
function escapeOf(character: string): string {
  return `⟪U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟫`
}

/** Device data as plain text with every hidden character written out; for labels and titles. */
export function visibleText(text: string): string {
  return displaySegments(text).map((segment) => segment.text).join('')
}

/** Device data cut into pieces: plain, matching the search words, a hidden character written out, or a letter that passes for another. */
export function displaySegments(text: string, search = ''): readonly TextSegment[] {
  if (text.length <= longest && ordinary.test(text)) return ordinarySegments(text, search)
  const characters = Array.from(shorten(text))
  const matches = matchedCharacters(characters, search)
  const pictures = emojiCharacters(characters)
  const first = characters.findIndex((character) => character !== ' ')
  const last = characters.findLastIndex((character) => character !== ' ')
  const strangers = new Map(lookAlikes(characters).map(({ index, words }) => [index, words]))
  const segments: { text: string; kind: TextSegment['kind']; words?: string }[] = []
  characters.forEach((character, index) => {
    const isOuterSpace = index < first || index > last // nobody sees a space at the ends, and two devices must not look the same
    const words = strangers.get(index)
    if (words !== undefined) {
      segments.push({ text: character, kind: 'look-alike', words })
      return
    }
    const kind = (hidden.test(character) && !pictures.has(index)) || isOuterSpace ? 'escape' : matches.has(index) ? 'match' : 'plain'
    const shown = kind === 'escape' ? escapeOf(character) : character
    const before = segments.at(-1)
    if (before?.kind === kind) before.text += shown
    else segments.push({ text: shown, kind })
  })
  return segments
}

/** Whether the text is shown as it is, in one piece: what most cells of the grid ask at each keystroke. */
export function isPlainly(text: string, search: string): boolean {
  return text.length <= longest && ordinary.test(text) && !isFoundIn(text, search)
}

/** Text of which nothing is hidden, a picture or of another alphabet. */
function ordinarySegments(text: string, search: string): readonly TextSegment[] {
  if (!isFoundIn(text, search)) return [{ text, kind: 'plain' }]
  const matches = matchedCharacters(text.split(''), search)
  const segments: TextSegment[] = []
  for (let from = 0; from < text.length;) {
    let to = from + 1
    while (to < text.length && matches.has(to) === matches.has(from)) to += 1
    segments.push({ text: text.slice(from, to), kind: matches.has(from) ? 'match' : 'plain' })
    from = to
  }
  return segments
}

/** True when every character of a search word is somewhere in the text, one after the other, whatever the case and the accents. */
export function containsWord(text: string, word: string): boolean {
  return fold(text).includes(fold(word))
}

export function searchWords(search: string): readonly string[] {
  return search.split(/\s+/u).filter((word) => word !== '')
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length - longest} more characters)`
}

function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The characters that belong to an emoji of several. */
function emojiCharacters(characters: readonly string[]): ReadonlySet<number> {
  const parts = new Set<number>()
  if (!characters.some((character) => mayHaveEmoji.test(character))) return parts
  const starts: number[] = []
  let unit = 0
  for (const character of characters) {
    starts.push(unit)
    unit += character.length
  }
  for (const found of characters.join('').matchAll(emoji)) {
    const end = found.index + found[0].length
    starts.forEach((start, index) => {
      if (start >= found.index && start < end) parts.add(index)
    })
  }
  return parts
}

let foldedOf = ''
let folded: readonly string[] = []
/** The words of a search as they are compared; every cell of the grid asks for those of the same search. */
function foldedWords(search: string): readonly string[] {
  if (search !== foldedOf) {
    foldedOf = search
    folded = searchWords(search).map(fold).filter((word) => word !== '')
  }
  return folded
}

function isFoundIn(text: string, search: string): boolean {
  const words = foldedWords(search)
  if (words.length === 0) return false
  const compared = fold(text)
  return words.some((word) => compared.includes(word))
}

function matchedCharacters(characters: readonly string[], search: string): ReadonlySet<number> {
  const matched = new Set<number>()
  const words = foldedWords(search)
  if (words.length === 0) return matched
  let text = ''
  const owner: number[] = [] // which character each folded code unit came from
  characters.forEach((character, index) => {
    const piece = fold(character)
    text += piece
    for (let unit = 0; unit < piece.length; unit += 1) owner.push(index)
  })
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      for (let unit = at; unit < at + word.length; unit += 1) matched.add(owner[unit] ?? -1)
    }
  }
  return matched
}
