import type { Random } from '../random.ts'

const digits = '0123456789'
const hex = '0123456789ABCDEF'
/** Makers leave out letters that are mistaken for digits. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const mixed = `${letters}${digits}`

export type SerialFormat =
  | 'apple' | 'apple-old' | 'samsung' | 'pixel' | 'zebra' | 'honeywell' | 'dell' | 'hp' | 'lenovo' | 'surface' | 'quest' | 'generic'

/** A serial number as that maker writes them. */
export function serialNumber(random: Random, format: SerialFormat): string {
  switch (format) {
    case 'apple': return random.text(10, mixed)
    case 'apple-old': return `${random.pick(['F', 'C', 'D', 'G'])}${random.text(2, mixed)}${random.text(8, mixed)}${random.text(1, letters)}`
    case 'samsung': return `R${random.pick(['58', '5C', '9A', 'F8'])}${random.text(1, letters)}${random.text(7, mixed)}`
    case 'pixel': return `${random.text(5, digits)}FD${random.text(1, letters)}${random.text(6, `${digits}ABCDE`)}`
    case 'zebra': return `${random.int(18, 25)}${random.text(3, digits)}5${random.text(8, digits)}`
    case 'honeywell': return `${random.int(18, 25)}${random.text(3, digits)}B${random.text(4, `${digits}ABCDEF`)}`
    case 'dell': return random.text(7, mixed)
    case 'hp': return `${random.pick(['5CG', 'CND', '8CC'])}${random.text(4, digits)}${random.text(3, mixed)}`
    case 'lenovo': return `${random.pick(['PF', 'PC', 'MJ'])}${random.text(6, mixed)}`
    case 'surface': return `0${random.text(11, digits)}`
    case 'quest': return `2G0YC${random.text(9, mixed)}`
    case 'generic': return random.text(12, mixed)
  }
}

/** The last digit that makes a number valid after Luhn. */
export function luhnDigit(number: string): string {
  let sum = 0
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number.charAt(number.length - 1 - place))
    const doubled = place % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** A 15-digit IMEI: a type allocation code of the range that GSMA gives out, a serial, and a valid check digit. */
export function imei(random: Random): string {
  const number = `35${random.text(12, digits)}`
  return `${number}${luhnDigit(number)}`
}

/** A MEID, 14 hexadecimal signs; phones report the IMEI's first 14 digits. */
export function meidOf(imeiNumber: string): string {
  return imeiNumber.slice(0, 14)
}

/** A locally unique Wi-Fi address, written without separators as Intune does. */
export function wiFiMac(random: Random): string {
  return `${random.text(1, hex)}${random.pick(['0', '4', '8', 'C'])}${random.text(10, hex)}`
}

/**
 * A phone number out of the ranges that Ofcom and the North American plan keep free for fiction; Intune stars all but the last
 * digits.
 */
export function phoneNumber(random: Random): string {
  return random.chance(0.5) ? `+44 7700 900${random.text(3, digits)}` : `+1 ${random.int(201, 989)} 555 01${random.text(2, digits)}`
}
