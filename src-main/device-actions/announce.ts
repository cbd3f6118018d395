import type { DeviceActionRecord } from '../../src-shared/action-records.ts'

export interface AnnounceOptions {
  /** Whether the person who is signed in now may know of this request. */
  readonly maySee: (record: DeviceActionRecord) => boolean
  readonly send: (record: DeviceActionRecord) => void
  readonly wantsNotifications: () => boolean
  readonly notify: (record: DeviceActionRecord) => void
}

/** Tells of a request that has changed: the page, and when it has landed the operating system; nobody whom it does not concern. */
export function createAnnouncer(options: AnnounceOptions): (record: DeviceActionRecord, landed: boolean) => void {
  return (record, landed) => {
    if (!options.maySee(record)) return
    options.send(record)
    // A run over many devices has a place of its own: hundreds of notifications would bury the one that matters.
    if (landed && record.runId === null && options.wantsNotifications()) options.notify(record)
  }
}
