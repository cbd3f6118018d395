import { createNaturalKey } from './natural-key.ts'

const collator = new Intl.Collator(undefined, { numeric: true })

/** What a name begins with that is neither letter nor digit: controls, quotes, signs. */
const leadingSigns = /^[^\p{L}\p{N}]+/u
const isPlainStart = (text: string): boolean => /^[0-9A-Za-z]/.test(text)
const bare = (text: string): string => (isPlainStart(text) ? text : text.replace(leadingSigns, ''))

/** Like compareNaturally, but by the first letter or digit, as a person looks a name up; names without any come last. */
export function compareNames(a: string, b: string): number {
  const [bareA, bareB] = [bare(a), bare(b)]
  if ((bareA === '') !== (bareB === '')) return bareA === '' ? 1 : -1
  return collator.compare(bareA, bareB) || compareNaturally(a, b)
}

/** Natural order of the PC's language ("PC-9" before "PC-10"); where the language sees no difference, by code unit, so that it is total. */
export function compareNaturally(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

/** Compares by text (see createNaturalKey). */
export const naturalKey = createNaturalKey()

/** A key that compares with others by code unit as compareNames does; null for what begins with a sign, or has more than plain letters. */
export const nameKey = (name: string): string | null => (isPlainStart(name) ? naturalKey(name) : null)
