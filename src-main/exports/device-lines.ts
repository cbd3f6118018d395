import { encryptionOf } from '../../src-shared/device-filter.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { csvRecords, safeCell } from './csv-lines.ts'

type Column = readonly [name: string, valueOf: (row: DeviceRow) => string]

/** Values as Intune has them, times in UTC: what is sorted and compared elsewhere must not depend on this console's words. */
const columns: Readonly<Record<SortKey, Column>> = {
  deviceName: ['Device name', (row) => row.deviceName],
  managedDeviceName: ['Management name', (row) => row.managedDeviceName],
  userDisplayName: ['Primary user', (row) => row.userDisplayName],
  userPrincipalName: ['User principal name', (row) => row.userPrincipalName],
  phoneNumber: ['Phone number', (row) => row.phoneNumber],
  serialNumber: ['Serial number', (row) => row.serialNumber],
  imei: ['IMEI', (row) => row.imei],
  model: ['Model', (row) => (row.model === '' ? row.manufacturer : row.model)],
  kind: ['Kind', (row) => row.kind],
  operatingSystem: ['OS version', (row) => `${row.operatingSystem} ${row.osVersion}`.trim()],
  ownership: ['Ownership', (row) => row.ownership],
  compliance: ['Compliance', (row) => row.compliance],
  isEncrypted: ['Encryption', (row) => encryptionOf(row.isEncrypted)],
  lastSyncAt: ['Last check-in', (row) => row.lastSyncAt ?? ''],
}

const namesOf = (keys: readonly SortKey[]): readonly string[] => keys.map((key) => columns[key][0])
const cellsOf = (row: DeviceRow, keys: readonly SortKey[]): readonly string[] => keys.map((key) => safeCell(columns[key][1](row)))

/** The byte order mark and the names of the columns. */
export const deviceCsvHead = (keys: readonly SortKey[]): string => `\ufeff${csvRecords([[...namesOf(keys), 'Device id']])}`

/** One line for each device, its id last: names are not unique. */
export const deviceCsvLines = (rows: readonly DeviceRow[], keys: readonly SortKey[]): string => csvRecords(rows.map((row) => [...cellsOf(row, keys), row.id]))

/** For the clipboard: cells between tabs, a heading first. A tab or the end of a line inside a cell becomes a space. */
export function deviceTabLines(rows: readonly DeviceRow[], keys: readonly SortKey[]): string {
  const lines = [namesOf(keys), ...rows.map((row) => cellsOf(row, keys).map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')))]
  return lines.map((cells) => cells.join('\t')).join('\r\n')
}
