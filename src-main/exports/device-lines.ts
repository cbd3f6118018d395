import { encryptionOf } from '../../src-shared/device-filter.ts'
import { columnNames, complianceNames, encryptionNames, kindNames, ownershipNames } from '../../src-shared/device-list-words.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { csvRecords, safeCell } from './csv-lines.ts'

/** What the screen says, but for times: those are whole, and in UTC, so that they can be sorted and compared elsewhere. */
const cells: Readonly<Record<SortKey, (row: DeviceRow) => string>> = {
  deviceName: (row) => row.deviceName,
  managedDeviceName: (row) => row.managedDeviceName,
  userDisplayName: (row) => row.userDisplayName,
  userPrincipalName: (row) => row.userPrincipalName,
  phoneNumber: (row) => row.phoneNumber,
  serialNumber: (row) => row.serialNumber,
  imei: (row) => row.imei,
  model: (row) => (row.model === '' ? row.manufacturer : row.model),
  kind: (row) => kindNames[row.kind],
  operatingSystem: (row) => `${row.operatingSystem} ${row.osVersion}`.trim(),
  ownership: (row) => ownershipNames[row.ownership],
  compliance: (row) => complianceNames[row.compliance],
  isEncrypted: (row) => encryptionNames[encryptionOf(row.isEncrypted)],
  lastSyncAt: (row) => row.lastSyncAt ?? '',
}

const namesOf = (keys: readonly SortKey[]): readonly string[] => keys.map((key) => (key === 'lastSyncAt' ? `${columnNames[key]} (UTC)` : columnNames[key]))
const cellsOf = (row: DeviceRow, keys: readonly SortKey[]): readonly string[] => keys.map((key) => safeCell(cells[key](row)))

/** The byte order mark and the names of the columns. */
export const deviceCsvHead = (keys: readonly SortKey[]): string => `\ufeff${csvRecords([[...namesOf(keys), 'Device id']])}`

/** One line for each device, its id last: names are not unique. */
export const deviceCsvLines = (rows: readonly DeviceRow[], keys: readonly SortKey[]): string => csvRecords(rows.map((row) => [...cellsOf(row, keys), row.id]))

/** For the clipboard: cells between tabs, a heading first. A tab or the end of a line inside a cell becomes a space. */
export function deviceTabLines(rows: readonly DeviceRow[], keys: readonly SortKey[]): string {
  const lines = [namesOf(keys), ...rows.map((row) => cellsOf(row, keys).map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')))]
  return lines.map((cells) => cells.join('\t')).join('\r\n')
}
