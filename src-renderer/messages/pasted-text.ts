import type { FoundIdentifier } from '../../src-shared/device.ts'
import { devicesCount } from './bulk-words.ts'

/** What a search box takes. */
export const searchMaxLength = 500
/** A longer text, or one of several lines, is a ticket and no search. */
const longestSearch = 60

export const isTicketText = (text: string): boolean => text.trim().length > longestSearch || /[\r\n]/.test(text.trim())

/** In one line, as much of it as is searched for. */
export const asSearch = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, searchMaxLength)

export const nothingInText = 'No serial number, IMEI or user name of a device in the pasted text.'

const kindWords: Record<FoundIdentifier['kind'], string> = { serialNumber: 'Serial number', imei: 'IMEI', userPrincipalName: 'User' }

/** "Serial number, 1 device" */
export const foundWords = ({ kind, devices }: FoundIdentifier): string => `${kindWords[kind]}, ${devicesCount(devices)}`
