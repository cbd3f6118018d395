import type { DeviceDetails } from './device.ts'

/** What an agent types to show that they mean this device: the last four characters of one of its numbers. */
export interface TypedConfirmation {
  /** Which number: the serial number, or where Intune has none the IMEI, or else Intune's own id of the device. */
  readonly of: 'serialNumber' | 'imei' | 'id'
  readonly length: 4
}

const length = 4

/** Which number of the device is asked for. */
export function confirmationFor(device: Pick<DeviceDetails, 'serialNumber' | 'imei' | 'id'>): TypedConfirmation {
  const of = (['serialNumber', 'imei', 'id'] as const).find((name) => device[name].trim().length >= length) ?? 'id'
  return { of, length }
}

/** Whether what was typed are the last four characters; case and spaces around do not matter. */
export function isConfirmed(device: Pick<DeviceDetails, 'serialNumber' | 'imei' | 'id'>, confirmation: TypedConfirmation, typed: string): boolean {
  const expected = device[confirmation.of].trim().slice(-confirmation.length).toLowerCase()
  return expected.length === confirmation.length && typed.trim().toLowerCase() === expected
}
