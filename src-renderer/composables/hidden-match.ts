import { searchedFields as searched } from '../../src-shared/device.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { columnNames } from '../../src-shared/device-list-words.ts'
import { containsWord, searchWords } from '../messages/display-text.ts'

/** Why a row matches, when no column on the screen shows it: the hidden field that has the word. */
export function hiddenMatch(row: DeviceRow, search: string, shown: readonly SortKey[]): { readonly label: string; readonly value: string } | null {
  for (const word of searchWords(search)) {
    const has = (key: (typeof searched)[number]): boolean => containsWord(row[key], word)
    if (searched.some((key) => shown.includes(key) && has(key))) continue
    const key = searched.find(has)
    if (key !== undefined) return { label: columnNames[key], value: row[key] }
  }
  return null
}
