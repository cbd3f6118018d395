import { rmSync } from 'node:fs'
import type { DirectoryEngine } from './directory-engine.ts'
import { openSnapshot } from './snapshot-file.ts'
import type { SnapshotReader } from './snapshot-file.ts'
import type { SnapshotPlace } from './snapshot-format.ts'

/** `none`: there was no copy, or too old a one. `dropped`: it did not open, is deleted, and nothing of it is held. */
type RestoreStep =
  | { readonly state: 'more' | 'whole'; readonly syncedAt: string }
  | { readonly state: 'none' | 'dropped' }

export interface SnapshotRestoring {
  /** A slice of some milliseconds: rows that can be found at once. Nothing may be asked after any other answer than 'more'. */
  step(): RestoreStep
  cancel(): void
}

/** Longer than any weekend with its holidays; what nobody has looked at since is no longer worth keeping. */
export const keptForMs = 7 * 24 * 60 * 60_000
/** A PC's clock that was put right by a little makes no copy one from the future. */
const clockSlackMs = 5 * 60_000

/**
 * Reads the copy that was kept into an engine that holds nothing. Its rows count as those of a walk that was never finished: the next one shows
 * its rows among them, and what it did not see is gone when it ends.
 */
export function createSnapshotRestoring(engine: DirectoryEngine, place: SnapshotPlace, nowMs: number): SnapshotRestoring {
  let reader: SnapshotReader | null = null

  const close = (): void => {
    reader?.close()
    reader = null
  }
  const remove = (): void => {
    close()
    rmSync(place.file, { force: true })
  }
  const goOn = (): RestoreStep => {
    if (reader === null) {
      reader = openSnapshot(place)
      if (reader === null) return { state: 'none' }
      const ageMs = nowMs - Date.parse(reader.header.syncedAt)
      if (!(ageMs <= keptForMs && ageMs >= -clockSlackMs)) {
        remove()
        return { state: 'none' }
      }
      engine.beginWalk()
    }
    const { syncedAt } = reader.header
    const rows = reader.next()
    if (rows !== null) {
      engine.addRows(rows)
      return { state: 'more', syncedAt }
    }
    close()
    engine.abandonWalk()
    return { state: 'whole', syncedAt }
  }
  return {
    step: () => {
      try {
        return goOn()
      } catch {
        // Whatever it was: half a list that looks like a whole one is not shown.
        engine.clear()
        remove()
        return { state: 'dropped' }
      }
    },
    cancel: close,
  }
}
