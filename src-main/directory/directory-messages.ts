import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow, DirectoryPage, DirectoryQuery, FoundIdentifier } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { Compared } from './other-devices.ts'

/** Main → worker. `walk` numbers the walks, so that a page that comes late belongs to nobody. */
export type ToWorker =
  | { readonly type: 'init'; readonly revision: number }
  | { readonly type: 'walk'; readonly walk: number }
  | { readonly type: 'page'; readonly walk: number; readonly body: Uint8Array }
  | { readonly type: 'no-page'; readonly walk: number; readonly code: ErrorCode }
  /** `nowMs`: wall clock. */
  | { readonly type: 'query'; readonly id: number; readonly query: DirectoryQuery; readonly nowMs: number }
  /** Devices with a request of this PC whose end is not known. */
  | { readonly type: 'in-flight'; readonly ids: readonly string[] }
  /** Answered with a page of all of them. */
  | { readonly type: 'rows-of'; readonly id: number; readonly ids: readonly string[] }
  | { readonly type: 'find-in-text'; readonly id: number; readonly text: string }
  | { readonly type: 'count-others'; readonly id: number; readonly device: Compared }
  | { readonly type: 'row'; readonly row: DeviceRow }
  | { readonly type: 'clear' }

/** Worker → main. */
export type FromWorker =
  /** Fetch this page (null: the first) and send it back. */
  | { readonly type: 'need-page'; readonly walk: number; readonly url: string | null }
  | ({ readonly type: 'progress'; readonly walk: number } & Held)
  /** `code` null: the whole tenant was read. */
  | ({ readonly type: 'walk-ended'; readonly walk: number; readonly code: ErrorCode | null } & Held)
  /** A row has become another. */
  | ({ readonly type: 'changed' } & Held)
  | { readonly type: 'page-of-rows'; readonly id: number; readonly page: DirectoryPage }
  | { readonly type: 'found-in-text'; readonly id: number; readonly found: readonly FoundIdentifier[] }
  | { readonly type: 'others'; readonly id: number; readonly others: OtherDevices }

export interface Held {
  readonly count: number
  readonly badRows: number
  readonly revision: number
}
