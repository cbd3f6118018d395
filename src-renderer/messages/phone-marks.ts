import { phoneForms } from '../../src-shared/phone-forms.ts'

const digit = /\d/

/** Where the digits of a phone number stand that a word finds without its spaces, or as it is dialled in its own country: places in the text; ASCII only. */
export function phoneMarks(text: string, word: string): readonly number[] {
  const places = Array.from(text).flatMap((character, place) => (digit.test(character) ? [place] : []))
  const digits = places.map((place) => text[place]).join('')
  for (const form of phoneForms(text).split('\n')) {
    const at = form.indexOf(word)
    if (at === -1) continue
    const wanted = word.replaceAll(/\D/g, '')
    // The "0" before a number in its own country is not written in the long form.
    const written = digits.includes(wanted) ? wanted : wanted.replace(/^0/, '')
    // The end of the form says which of several places is meant.
    const end = digits.length - (form.length - at - word.length)
    if (written === '' || digits.slice(end - written.length, end) !== written) continue
    return places.slice(end - written.length, end)
  }
  return []
}
