import unhomoglyph from 'unhomoglyph'
import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { foldText } from '../../src-shared/fold-text.ts'

/** The device that others are compared with. */
export type Compared = Pick<DeviceRow, 'id' | 'deviceName' | 'serialNumber' | 'userPrincipalName'>

/**
 * The form in which names that look alike are the same: letters of other scripts that look Latin become Latin (Unicode's confusables),
 * then case, accents and what cannot be seen go. "l", "I" and "1" look alike too, and become one.
 */
function lookOf(name: string): string {
  const latin = unhomoglyph(foldText(unhomoglyph(name)))
  return foldText(latin).replaceAll(/\s+/gu, ' ').trim()
}

/** What a name is compared by: as it is searched, and as it looks. The two differ for "KIOSK" and "kiosk": an "I" looks like an "l", an "i" does not. */
export interface ComparedName {
  readonly name: string
  readonly look: string
}

/** Both forms of a name; some microseconds each, so the engine keeps them. */
export function comparedName(deviceName: string): ComparedName {
  return { name: foldText(deviceName).trim(), look: lookOf(deviceName) }
}

/** What a name is taken for at a glance: its letters of other scripts as the Latin ones they look like; null where it has none. */
export function readAs(name: string): string | null {
  if (!/[^\x00-\x7f]/.test(name)) return null
  return Array.from(name, (character) => (character > '\x7f' ? unhomoglyph(character) : character)).join('')
}

/** Counts the devices that could be mistaken for this one, itself left out; `names` stand beside `rows`. Empty names, serial numbers and users are no likeness. */
export function countOthers(rows: readonly DeviceRow[], names: readonly ComparedName[], device: Compared): OtherDevices {
  const mine = comparedName(device.deviceName)
  const serial = device.serialNumber.trim().toLowerCase()
  const user = device.userPrincipalName.toLowerCase()
  const others = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }
  rows.forEach((row, place) => {
    if (row.id === device.id) return
    const theirs = names[place]
    if (mine.name !== '' && theirs !== undefined) {
      if (theirs.name === mine.name) others.sameName += 1
      else if (theirs.look === mine.look) others.similarName += 1
    }
    if (serial !== '' && row.serialNumber.trim().toLowerCase() === serial) others.sameSerial += 1
    if (user !== '' && row.userPrincipalName.toLowerCase() === user) others.sameUser += 1
  })
  return others
}
