import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'

export interface OtherDevicesLine {
  readonly isWarning: boolean
  readonly text: string
  /** What goes into the search box to show them. */
  readonly search: string
}

const count = (number: number, rest: string, restOfMany: string): string => (number === 1 ? `1 other device ${rest}` : `${number} other devices ${restOfMany}`)

/** Which other devices could be mistaken for this one: the names and the serial are warnings, the same user is only worth knowing. */
export function otherDevicesLines(others: OtherDevices, device: Pick<DeviceDetails, 'deviceName' | 'serialNumber' | 'userPrincipalName'>): readonly OtherDevicesLine[] {
  const lines: readonly (OtherDevicesLine & { readonly number: number })[] = [
    { number: others.sameName, isWarning: true, search: device.deviceName, text: `${count(others.sameName, 'has', 'have')} this name: compare the serial number.` },
    {
      number: others.similarName, isWarning: true, search: device.deviceName,
      text: `${count(others.similarName, 'has a name that only looks', 'have names that only look')} the same: compare the serial number.`,
    },
    { number: others.sameSerial, isWarning: true, search: device.serialNumber, text: `${count(others.sameSerial, 'has', 'have')} this serial number: compare the user and the Intune id.` },
    { number: others.sameUser, isWarning: false, search: device.userPrincipalName, text: `${count(others.sameUser, 'has', 'have')} the same primary user.` },
  ]
  return lines.filter(({ number }) => number > 0).map(({ isWarning, text, search }) => ({ isWarning, text, search }))
}
