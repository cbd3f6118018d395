import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow, DirectoryPage, DirectoryQuery, FoundIdentifier } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { CheckInRange } from '../graph/device-list.ts'
import type { PageAsk, WalkEnd } from './directory-walk.ts'
import type { Compared } from './other-devices.ts'
import type { SnapshotPlace } from './snapshot-format.ts'

/** Main → worker. `walk` numbers the walks and the questions for changes, so that a page that comes late belongs to nobody. */
export type ToWorker =
  | { readonly type: 'init'; readonly revision: number }
  /** `resume`: goes on with the walk that was broken off, if there is one. */
  | { readonly type: 'walk'; readonly walk: number; readonly resume: boolean }
  /** Reads on in ranges: see Walk. */
  | { readonly type: 'split'; readonly walk: number; readonly ranges: readonly CheckInRange[] }
  /** Asks for the devices that have changed since the newest check-in that is known. */
  | { readonly type: 'changes'; readonly walk: number; readonly nowMs: number }
  | { readonly type: 'page'; readonly walk: number; readonly request: number; readonly body: Uint8Array }
  | { readonly type: 'no-page'; readonly walk: number; readonly request: number; readonly code: ErrorCode }
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
  /** Reads the copy that was kept on this PC; what belongs to a walk waits until that is done. `session` numbers who is signed in. */
  | { readonly type: 'restore'; readonly session: number; readonly place: SnapshotPlace; readonly nowMs: number }
  /** Keeps a copy of the list, which was whole at `syncedAt`. */
  | { readonly type: 'save'; readonly place: SnapshotPlace; readonly syncedAt: string }

/** Worker → main. */
export type FromWorker =
  /** Fetch this page and send it back. */
  | { readonly type: 'need-page'; readonly walk: number; readonly page: PageAsk }
  /** `read`: rows of this walk so far. */
  | ({ readonly type: 'progress'; readonly walk: number; readonly read: number } & Held)
  | ({ readonly type: 'walk-ended'; readonly walk: number; readonly areRangesRefused: boolean } & WalkEnd & Held)
  /** `code` null: the list has all that changed. */
  | ({ readonly type: 'changes-ended'; readonly walk: number; readonly code: ErrorCode | null } & Held)
  /** A row has become another. */
  | ({ readonly type: 'changed' } & Held)
  | { readonly type: 'page-of-rows'; readonly id: number; readonly page: DirectoryPage }
  | { readonly type: 'found-in-text'; readonly id: number; readonly found: readonly FoundIdentifier[] }
  | { readonly type: 'others'; readonly id: number; readonly others: OtherDevices }
  /** Rows of the copy can be found; more may follow. */
  | ({ readonly type: 'restored'; readonly session: number; readonly syncedAt: string } & Held)
  /** The copy did not open; it is deleted, and what was held of it is forgotten. */
  | ({ readonly type: 'snapshot-dropped'; readonly session: number } & Held)
  | { readonly type: 'not-saved'; readonly cause: string }

export interface Held {
  readonly count: number
  readonly badRows: number
  readonly revision: number
}

/** Only the counts of a message. */
export const heldIn = ({ count, badRows, revision }: Held): Held => ({ count, badRows, revision })
