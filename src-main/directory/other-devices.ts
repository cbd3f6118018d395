import unhomoglyph from 'unhomoglyph'
import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { foldText } from './fold-text.ts'

/** The device that others are compared with. */
export type Compared = Pick<DeviceRow, 'id' | 'deviceName' | 'serialNumber' | 'userPrincipalName'>

/**
 * The form in which names that look alike are the same: letters of other scripts that look Latin become Latin (Unicode's confusables),
 * then case, accents and what cannot be seen go. "l", "I" and "1" look alike too, and become one.
 */
export function lookOf(name: string): string {
  const latin = unhomoglyph(foldText(unhomoglyph(name)))
  return foldText(latin).replaceAll(/\s+/gu, ' ').trim()
}

/** Counts the devices that could be mistaken for this one, itself left out. Empty names, serial numbers and users are no likeness. */
export function countOthers(rows: readonly DeviceRow[], looks: readonly string[], device: Compared): OtherDevices {
  const name = foldText(device.deviceName).trim()
  const look = lookOf(device.deviceName)
  const serial = device.serialNumber.trim().toLowerCase()
  const user = device.userPrincipalName.toLowerCase()
  const others = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }
  rows.forEach((row, place) => {
    if (row.id === device.id) return
    if (name !== '' && looks[place] === look) {
      if (foldText(row.deviceName).trim() === name) others.sameName += 1
      else others.similarName += 1
    }
    if (serial !== '' && row.serialNumber.trim().toLowerCase() === serial) others.sameSerial += 1
    if (user !== '' && row.userPrincipalName.toLowerCase() === user) others.sameUser += 1
  })
  return others
}
