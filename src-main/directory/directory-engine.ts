import type { OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceRow, DirectoryPage, DirectoryQuery, FoundIdentifier } from '../../src-shared/device.ts'
import type { Compared } from './other-devices.ts'

/**
 * What holds the list and answers questions about it, inside the worker thread. {@link createIndexEngine} is the one in use; another can stand
 * behind the same interface. All calls are synchronous and come from one thread.
 *
 * A *walk* is one reading of the whole tenant. While no walk has ever been committed, the rows of a walk can be found at once; afterwards
 * a walk is gathered unseen, and replaces the list whole when it is committed.
 */
export interface DirectoryEngine {
  /** Devices that can be found now. */
  readonly count: number
  /** Grows whenever the list that can be found changes. */
  readonly revision: number
  /** True when rows added now can be found at once. */
  readonly isLive: boolean
  /** Starts a walk; an unfinished one is dropped (rows that could already be found stay until the commit). */
  beginWalk(): void
  /** Rows of the running walk. An id seen before replaces its row: nothing is ever listed twice. */
  addRows(rows: readonly DeviceRow[]): void
  /** The walk saw the whole tenant: what it saw, and nothing else, is the list. */
  commitWalk(): void
  abandonWalk(): void
  /** The question must be well-formed (see parseDirectoryQuery). `nowMs`: wall clock, which ages of check-ins are told by. */
  query(question: DirectoryQuery, nowMs: number): DirectoryPage
  /** The devices with a request of this PC whose end is not known, until it is called again; false when they are the same as before. */
  setInFlight(ids: readonly string[]): boolean
  /** Which serial numbers, IMEIs and user principal names stand in a text (see identifierCandidates), in the order in which they stand there; at most 20. */
  findInText(text: string): readonly FoundIdentifier[]
  /** The devices with these ids, in the order of the ids; what is not in the list is left out. */
  rowsOf(ids: readonly string[]): readonly DeviceRow[]
  /** How many other devices could be mistaken for this one. */
  countOthers(device: Compared): OtherDevices
  /** A device that has just been read by its id: its row becomes that. One that is not in the list stays out. True when the list has changed. */
  update(row: DeviceRow): boolean
  /** Devices that have changed, or are new, as the tenant lists them now; none is taken out. True when the list has changed. */
  merge(rows: readonly DeviceRow[]): boolean
  /** Does a small slice (some 10 ms) of work that makes later questions fast; true while more is left. */
  prepare(): boolean
  /** Forgets every device. */
  clear(): void
}
