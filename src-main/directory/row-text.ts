import { searchedFields } from '../../src-shared/device.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { foldText } from '../../src-shared/fold-text.ts'
import { readAs } from './other-devices.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'

/** All of a row that can be searched, folded. A line feed cannot be in a search word, so no word matches across two fields. */
export function searchText(row: DeviceRow): string {
  return foldText([...searchedFields.map((field) => row[field]), readAs(row.deviceName) ?? '', phoneForms(row.phoneNumber), ''].join('\n'))
}

/** Stands where a user principal name is cut into its own part and the domain; like the line feed it cannot be in a word. */
export const cut = '\v'

/** What a row has of its own and what it shares with many: all of `searchText`, cut differently. */
export interface CutText {
  /** Folded. A line feed is behind each field, `cut` behind the "@" before the domain. */
  readonly own: string
  /** As they are shown: folded by whoever meets one for the first time. */
  readonly shared: readonly [string, string]
  /** Folded, with `cut` before it; "" without one. */
  readonly domain: string
}

// Only what was put there on purpose may be a cut.
const withoutCuts = (text: string): string => (text.includes(cut) ? text.replaceAll(cut, '\n') : text)

/** The value of a shared field as it is searched. */
export const sharedText = (value: string): string => withoutCuts(foldText(value))

/** Cuts a row's text. The IMEI is first: its beginning is the same on very many devices, and a row that matches early is left early. */
export function cutText(row: DeviceRow): CutText {
  const read = readAs(row.deviceName)
  const managed = row.managedDeviceName === row.deviceName ? '' : `${row.managedDeviceName}\n`
  const forms = phoneForms(row.phoneNumber)
  const phone = row.phoneNumber === '' ? '' : `${row.phoneNumber}\n${forms === '' ? '' : `${forms}\n`}`
  const own = withoutCuts(foldText(`${row.imei}\n${row.deviceName}\n${row.serialNumber}\n${read === null ? '' : `${read}\n`}${managed}${phone}`))
  const user = withoutCuts(foldText(row.userPrincipalName))
  const at = user.lastIndexOf('@') + 1
  const shared = [row.userDisplayName, row.model] as const
  return at === 0 ? { own: `${own}${user}\n`, shared, domain: '' } : { own: `${own}${user.slice(0, at)}${cut}\n`, shared, domain: cut + user.slice(at) }
}
