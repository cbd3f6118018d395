import type { FoundIdentifier } from '../../src-shared/device.ts'
import { devicesCount } from './bulk-words.ts'

/** What a search box takes. */
export const searchMaxLength = 500
/** A longer text, or one of several lines, is a ticket and no search. */
const longestSearch = 60

export const isTicketText = (text: string): boolean => text.trim().length > longestSearch || /[\r\n]/.test(text.trim())

/** Several words may be a short ticket ("Serial: F2LX1, please unlock"): worth a look for a device before they are searched for as they are. */
export const mayBeTicket = (text: string): boolean => /\S[\s:]+\S/.test(text)

/** What looks like a serial number, an IMEI or a user name: letters and digits mixed, a long number, an address. */
const looksLikeOne = /[^\s<>"()[\],;:|]+@[^\s<>"()[\],;:|]*[\p{L}\p{N}]|(?<![\p{L}\p{N}-])(?=[\p{L}\p{N}]*\p{N})(?=[\p{L}\p{N}]*\p{L})[\p{L}\p{N}]{7,20}(?![\p{L}\p{N}-])|(?<![\p{L}\p{N}-])\d{14,16}(?![\p{L}\p{N}-])/gu
/** A ticket's own number is no device's. */
const ticketNumber = /^(?:INC|REQ|RITM|TASK|CHG|SR|CS)\d+$/i

/** Up to three parts of a ticket that look like an identifier, for a ticket in which no device of the list was found. */
export const unknownIn = (text: string): readonly string[] =>
  [...new Set(Array.from(text.matchAll(looksLikeOne), ([part]) => part).filter((part) => !ticketNumber.test(part)))].slice(0, 3)

/** In one line, as much of it as is searched for. */
export const asSearch = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, searchMaxLength)

export const notInList = (parts: readonly string[]): string => `No device has what the pasted text names: ${parts.join(', ')}.`
export const nothingInText = 'No serial number, IMEI or user name of a device in the pasted text.'

const kindWords: Record<FoundIdentifier['kind'], string> = { serialNumber: 'Serial number', imei: 'IMEI', userPrincipalName: 'User' }

/** "Serial number, 1 device" */
export const foundWords = ({ kind, devices }: FoundIdentifier): string => `${kindWords[kind]}, ${devicesCount(devices)}`
