import { describe, expect, it } from 'vitest'
import { confirmationFor, isConfirmed } from '../../src-shared/typed-confirmation.ts'

const id = '11111111-2222-4333-8444-555555551234'
const none = { serialNumber: '', imei: '', id }

describe('what is typed to confirm a device', () => {
  it('is compared without the spaces around the number that Intune holds', () => {
    const device = { ...none, serialNumber: ' F9FQ9N7  ' }
    expect(confirmationFor(device)).toEqual({ of: 'serialNumber', length: 4 })
    expect(isConfirmed(device, confirmationFor(device), 'Q9N7')).toBe(true)
    expect(isConfirmed(device, confirmationFor(device), '7')).toBe(false)
  })
  it.each(['', 'X1', '   '])('confirms nothing where the number is too short to be asked for: "%s"', (number) => {
    const device = { ...none, serialNumber: number, id: number }
    expect(isConfirmed(device, confirmationFor(device), number)).toBe(false)
    expect(isConfirmed(device, { of: 'serialNumber', length: 4 }, number)).toBe(false)
  })
})
