import type { Clock } from '../../src-shared/clock.ts'
import type { DirectoryStatus } from '../../src-shared/device.ts'
import type { FromWorker, ToWorker } from './directory-messages.ts'
import { heldIn } from './directory-messages.ts'
import type { SnapshotPlace } from './snapshot-format.ts'
import type { SnapshotPlaces } from './snapshot-places.ts'

export interface KeptListOptions {
  /** Absent: nothing is kept. */
  readonly snapshots: Pick<SnapshotPlaces, 'find' | 'onProblem'> | undefined
  readonly clock: Pick<Clock, 'wallMs'>
  readonly post: (message: ToWorker) => void
}

/** The part of the directory that knows of the copy on this PC: when it is read, when it is written, and what the status says of it. */
export interface KeptList {
  /** Before a walk, from which the list would be empty: reads the copy of whoever is signed in. Once for each session. */
  restore(): Partial<DirectoryStatus>
  heard(message: Extract<FromWorker, { type: 'restored' | 'snapshot-dropped' | 'not-saved' }>): Partial<DirectoryStatus>
  /** Sees each change of the status; what becomes of it. */
  follow(before: DirectoryStatus, next: DirectoryStatus): DirectoryStatus
  stop(): void
}

/** So long after a change the copy is written again, milliseconds: it is read at the next start, and need not be of this second. */
const saveAfterMs = 5 * 60_000

export function createKeptList({ snapshots, clock, post }: KeptListOptions): KeptList {
  let place: SnapshotPlace | null = null
  let session = 0
  let isAsked = false
  let nextSave: NodeJS.Timeout | undefined

  const save = (syncedAt: string | null): void => {
    clearTimeout(nextSave)
    nextSave = undefined
    if (place !== null && syncedAt !== null) post({ type: 'save', place, syncedAt })
  }
  const forget = (): void => {
    clearTimeout(nextSave)
    nextSave = undefined
    place = null
    isAsked = false
    session += 1
  }
  return {
    restore: () => {
      if (isAsked || snapshots === undefined) return {}
      isAsked = true
      const found = snapshots.find()
      place = found.place
      if (place !== null) post({ type: 'restore', session, place, nowMs: clock.wallMs() })
      return found.isLost ? { notice: 'snapshot-dropped' } : {}
    },
    heard: (message) => {
      if (message.type === 'not-saved') snapshots?.onProblem('keeping the device list', message.cause)
      else if (message.session === session) {
        return message.type === 'restored'
          ? { ...heldIn(message), source: 'snapshot', syncedAt: message.syncedAt }
          : { ...heldIn(message), source: 'intune', syncedAt: null, notice: 'snapshot-dropped' }
      }
      return {}
    },
    follow: (before, next) => {
      if (next.phase === 'empty') {
        if (before.phase !== 'empty') forget()
        return { ...next, source: 'intune', notice: null }
      }
      if (next.phase === 'ready' && before.phase === 'loading') {
        save(next.syncedAt)
        return { ...next, source: 'intune', notice: null }
      }
      if (next.phase === 'ready' && next.revision !== before.revision && place !== null) {
        nextSave ??= setTimeout(() => save(next.syncedAt), saveAfterMs).unref()
      }
      // The first rows of Intune are here.
      return before.notice !== null && next.count > 0 ? { ...next, notice: null } : next
    },
    stop: forget,
  }
}
