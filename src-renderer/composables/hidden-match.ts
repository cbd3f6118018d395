import { searchedFields as searched } from '../../src-shared/device.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { columnNames } from '../../src-shared/device-list-words.ts'
import { foldText, searchWords } from '../../src-shared/fold-text.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'
import { readAsLatin } from '../messages/look-alikes.ts'

type Searched = (typeof searched)[number]
const hasOtherLetters = /[^\x00-\x7f]/
/** More characters before the match than that are left out: it must be seen in a narrow cell. */
const mostBefore = 8

/** All forms in which a field is searched, folded. */
function formsOf(row: DeviceRow, key: Searched): string {
  const value = row[key]
  if (key === 'phoneNumber') return foldText(`${value}\n${phoneForms(value)}`)
  return key === 'deviceName' && hasOtherLetters.test(value) ? foldText(`${value}\n${Array.from(value, readAsLatin).join('')}`) : foldText(value)
}

/** Why a row matches, when no column on the screen shows it: the hidden field that has the word, from shortly before it. */
export function hiddenMatch(row: DeviceRow, search: string, shown: readonly SortKey[]): { readonly label: string; readonly value: string } | null {
  for (const word of searchWords(search)) {
    const has = (key: Searched): boolean => formsOf(row, key).includes(word)
    if (searched.some((key) => shown.includes(key) && has(key))) continue
    const key = searched.find(has)
    if (key !== undefined) return { label: columnNames[key], value: fromShortlyBefore(row[key], word) }
  }
  return null
}

/** "lindqvist.fatima@contoso.example" for "conto" → "…ima@contoso.example". */
function fromShortlyBefore(value: string, word: string): string {
  const characters = Array.from(value)
  let at = -1
  for (let from = characters.length - 1; from > mostBefore && at === -1; from -= 1) if (foldText(characters.slice(from).join('')).startsWith(word)) at = from
  return at === -1 ? value : `…${characters.slice(at - mostBefore / 2).join('')}`
}
