import type { ExportProgress } from './audit-export.ts'
import type { DirectoryQuery, SortKey } from './device.ts'

/** Which rows are found, and in what order. */
export type DeviceQuestion = Omit<DirectoryQuery, 'window' | 'counts'>

/** Which devices are meant: all that a question finds, without their ids, or those that were ticked. */
export type DeviceChoice =
  | { readonly kind: 'found'; readonly question: DeviceQuestion; /** Found, and left out all the same. */ readonly except: readonly string[] }
  | { readonly kind: 'ticked'; readonly ids: readonly string[] }

export interface DeviceExportRequest {
  readonly choice: DeviceChoice
  /** In the order of the copy; the device's id follows them in a file. */
  readonly columns: readonly SortKey[]
}

/** How a copy of devices stands. One at a time. */
export type DeviceExportProgress = Omit<ExportProgress, 'format'>

/** Devices on the clipboard; more go into a file. */
export const mostCopied = 1000
/** Devices that can be left out of all that are found, by their ids. */
export const mostExcepted = 500
