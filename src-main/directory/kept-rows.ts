import type { DirectoryEngine } from './directory-engine.ts'
import type { FromWorker, Held, ToWorker } from './directory-messages.ts'
import { createSnapshotRestoring } from './snapshot-restoring.ts'
import type { SnapshotRestoring } from './snapshot-restoring.ts'
import { createSnapshotSaving } from './snapshot-saving.ts'
import type { SnapshotSaving } from './snapshot-saving.ts'

export interface KeptRowsOptions {
  readonly engine: () => DirectoryEngine
  readonly held: () => Held
  readonly send: (message: FromWorker) => void
  /** Does what a message says that had to wait. */
  readonly take: (message: ToWorker) => void
  /** A clock that only goes on, milliseconds; the thread's own unless given. */
  readonly monotonicMs?: () => number
}

/** The thread's part of the copy on this PC: it is read and written here, in slices, and never on main. */
export interface KeptRows {
  /** Begins; the first rows can be found when this returns. */
  restore(message: Extract<ToWorker, { type: 'restore' }>): void
  save(message: Extract<ToWorker, { type: 'save' }>): void
  /** True when a message has to wait: pages that come while the copy is read would be overwritten by older rows. */
  holds(message: ToWorker): boolean
  /** A slice of reading; true while more is left. */
  read(): boolean
  /** A slice of writing; true while more is left. */
  write(): boolean
  /** The rows are somebody's who is no longer here. */
  clear(): void
}

/** So often it is told how many rows are read, milliseconds. */
const tellEveryMs = 1000

export function createKeptRows({ engine, held, send, take, monotonicMs = () => performance.now() }: KeptRowsOptions): KeptRows {
  let restoring: { readonly session: number; readonly work: SnapshotRestoring } | null = null
  let saving: SnapshotSaving | null = null
  let waiting: ToWorker[] = []
  let toldMs = -Infinity

  const read = (): boolean => {
    if (restoring === null) return false
    const { session, work } = restoring
    const step = work.step()
    // Whoever hears of more rows asks for them again, with counts over all that have no index yet: told of each slice, that is all that is done.
    if (step.state === 'whole' || (step.state === 'more' && monotonicMs() - toldMs >= tellEveryMs)) {
      toldMs = monotonicMs()
      send({ type: 'restored', session, syncedAt: step.syncedAt, ...held() })
    }
    if (step.state === 'dropped') send({ type: 'snapshot-dropped', session, ...held() })
    if (step.state === 'more') return true
    restoring = null
    const now = waiting
    waiting = []
    for (const message of now) take(message)
    return false
  }
  const stop = (): void => {
    restoring?.work.cancel()
    restoring = null
    saving?.cancel()
    saving = null
    waiting = []
  }
  return {
    restore: ({ session, place, nowMs }) => {
      stop()
      toldMs = -Infinity
      restoring = { session, work: createSnapshotRestoring(engine(), place, nowMs) }
      read()
    },
    save: ({ place, syncedAt }) => {
      saving?.cancel()
      saving = createSnapshotSaving(engine(), place, syncedAt)
    },
    holds: (message) => {
      const isHeld = restoring !== null && 'walk' in message
      if (isHeld) waiting.push(message)
      return isHeld
    },
    read,
    write: () => {
      try {
        if (saving?.step() === true) return true
      } catch (cause) {
        send({ type: 'not-saved', cause: String(cause) })
      }
      saving = null
      return false
    },
    clear: stop,
  }
}
