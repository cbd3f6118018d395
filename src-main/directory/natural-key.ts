/** Languages that sort plain Latin letters one by one, without pairs that count as a letter of their own. */
const plainLanguages = new Set(['en', 'de', 'fr', 'it', 'nl', 'pt', 'es'])
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
/** Characters; the language's own comparing takes much longer numbers in pieces, and names are shorter. */
const longest = 200
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const plainText = /^[\x20-\x7e]*$/

/**
 * Makes keys that compare by code unit as texts do in natural order (see compareNaturally): comparing by language is some ten times as slow. null for a text
 * with other characters than ASCII's, and always where the language has an order of its own.
 */
export function createNaturalKey(locale?: string): (text: string) => string | null {
  const collator = new Intl.Collator(locale, { numeric: true })
  const { locale: language, collation, caseFirst } = collator.resolvedOptions()
  if (!plainLanguages.has(language.split('-')[0] ?? '') || collation !== 'default' || caseFirst !== 'false') return () => null
  const byLetter = new Intl.Collator(locale, { sensitivity: 'base' })
  const ranks = new Uint8Array(128)
  let rank = 0x20
  ;[...printable].sort((a, b) => byLetter.compare(a, b)).forEach((character, i, all) => {
    const before = all[i - 1]
    // All digits are one class: numbers are told apart by how many digits they have, and then by these.
    const isSame = before !== undefined && (byLetter.compare(before, character) === 0 || (/\d/.test(before) && /\d/.test(character)))
    if (!isSame) rank += 1
    ranks[character.charCodeAt(0)] = rank
  })
  // Bytes are put together here: strings made letter by letter are slow to compare.
  const bytes = Buffer.alloc(4 * longest + 2)
  const cases = new Uint8Array(longest)
  return (text) => {
    if (text.length > longest || !plainText.test(text)) return null
    let end = 0
    let weights = 0
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      bytes[end++] = ranks[code] ?? 0
      if (!isDigit(code)) {
        cases[weights++] = code >= 0x41 && code <= 0x5a ? 2 : 1
        continue
      }
      let from = i
      while (isDigit(text.charCodeAt(i + 1))) i += 1
      while (from <= i && text.charCodeAt(from) === 0x30) from += 1
      bytes[end++] = 0x20 + i + 1 - from
      for (; from <= i; from += 1) bytes[end++] = text.charCodeAt(from)
      cases[weights++] = 1
    }
    // Equal letters: small ones first; still equal ("07" and "7"): by code unit.
    bytes[end++] = 0
    bytes.set(cases.subarray(0, weights), end)
    end += weights
    bytes[end++] = 0
    return bytes.toString('latin1', 0, end + bytes.write(text, end, 'latin1'))
  }
}
