/** Letters that have no decomposition in Unicode but that people type without their stroke or ligature. */
const plainForms: Readonly<Record<string, string>> = {
  ø: 'o', đ: 'd', ł: 'l', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ς: 'σ', '’': "'", '‘': "'", 'ʼ': "'",
}
const hasPlainForm = /[øđłæœðþħŧς’‘ʼ]/gu
const dashes = /[\u2010-\u2015\u2212]/gu
/** Accents of Latin, Greek and Cyrillic. The vowel signs of Indic scripts, Arabic and Kana are letters to their readers, and stay. */
const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu
/** Zero-width spaces, soft hyphens, direction marks: nobody sees or types them. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
// Nothing below the range of plain ASCII needs any of the work.
const isAscii = /^[\x00-\x7f]*$/

/**
 * The form in which text is compared: without case, accents, width and invisible characters, in any script (NFKD). Decided edge cases:
 * ß and ẞ are "ss"; İ, I, ı and i are all "i", so that a Turkish name is found from any keyboard; final ς is σ; й is и.
 */
export function foldText(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(accents, '')
    .replace(invisible, '')
    // Lower, upper, lower: ẞ → ß → SS → ss, and ı → I → i.
    .toLowerCase().toUpperCase().toLowerCase()
    // Lower-casing can bring an accent back (İ → i̇).
    .normalize('NFKD')
    .replace(accents, '')
    .replace(hasPlainForm, (letter) => plainForms[letter] ?? letter)
    .replace(dashes, '-')
}

/** What was typed → the folded words that must all be found, each once, the longest first (it rules out the most). */
export function searchWords(typed: string): readonly string[] {
  const words = foldText(typed).split(/\s+/u).filter((word) => word !== '')
  return [...new Set(words)].sort((a, b) => b.length - a.length)
}
