import type { TenantDevice } from './device.ts'

/**
 * What is wrong with a new name for this device, or null. These are the rules of Intune's admin centre; how Graph words its
 * refusal is not documented. https://learn.microsoft.com/intune/intune-service/remote-actions/device-rename
 */
export function nameFault(device: TenantDevice, name: unknown): string | null {
  if (typeof name !== 'string' || name === '') return 'The property \'deviceName\' must be a string that is not empty.'
  if (device.properties.operatingSystem === 'Windows') {
    if (name.length > 63) return 'The device name has more than 63 characters.'
    if (!/^[A-Za-z0-9\-\u0080-\uffff]+$/.test(name)) return 'The device name has characters that are not allowed.'
    return /^\d+$/.test(name) ? 'The device name must not be digits only.' : null
  }
  if (!/^[A-Za-z0-9-]{1,255}$/.test(name)) return 'The device name has characters that are not allowed.'
  return /[A-Za-z-]/.test(name) ? null : 'The device name must have a letter or a hyphen.'
}
