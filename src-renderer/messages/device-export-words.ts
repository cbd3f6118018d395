import type { DeviceExportProgress } from '../../src-shared/device-export.ts'
import { devicesCount } from './bulk-words.ts'

const numbers = new Intl.NumberFormat('en-GB')

export const deviceExportTitles: Record<DeviceExportProgress['phase'], string> = {
  choosing: 'Choose a file',
  writing: 'Exporting devices',
  checking: 'Checking the file',
  done: 'Devices exported',
  cancelled: 'Export devices',
  failed: 'Export devices',
}

/** Spreadsheets take a cell of digits for a number: 15 digits are shown rounded, more are lost, and so is a nought at the start. The file itself is whole. */
export const longDigitsWords = 'Open it in Excel with Data, From Text/CSV, and make IMEI, serial and phone numbers text: opened by a double click, Excel rounds long digits.'

/** 0 to 100, whole; null while it is not known. */
export function deviceExportPercent({ rows, totalRows }: DeviceExportProgress): number | null {
  if (totalRows === null) return null
  return totalRows === 0 ? 100 : Math.min(100, Math.floor((rows / totalRows) * 100))
}

/** "1,200 of 4,800 devices", "4,800 devices". */
export function deviceExportCount({ phase, rows, totalRows }: DeviceExportProgress): string {
  return phase === 'writing' && totalRows !== null ? `${numbers.format(rows)} of ${devicesCount(totalRows)}` : devicesCount(rows)
}
