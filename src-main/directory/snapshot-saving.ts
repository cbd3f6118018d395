import type { DirectoryEngine } from './directory-engine.ts'
import { createSnapshotWriter } from './snapshot-file.ts'
import type { SnapshotWriter } from './snapshot-file.ts'
import type { SnapshotPlace } from './snapshot-format.ts'

export interface SnapshotSaving {
  /** A slice of some milliseconds; true while more is left. Throws what the disk throws; the old copy is as it was then. */
  step(): boolean
  cancel(): void
}

const byName = { key: 'deviceName', direction: 'ascending' } as const
/** The first rows come alone: they are on the screen while the others are still read. */
const firstRows = 200
const rowsPerPiece = 1000
/** A list that changes all the time is kept at another time. */
const mostStarts = 5

/** Writes the list as it is, in order by name. A list that changes meanwhile is begun again. */
export function createSnapshotSaving(engine: DirectoryEngine, place: SnapshotPlace, syncedAt: string): SnapshotSaving {
  let writer: SnapshotWriter | null = null
  let revision = -1
  let count = 0
  let written = 0
  let starts = 0

  const cancel = (): void => {
    writer?.cancel()
    writer = null
  }
  const goOn = (): boolean => {
    if (writer === null || revision !== engine.revision) {
      cancel()
      if (starts === mostStarts) return false
      starts += 1
      written = 0
      ;({ revision, count } = engine)
      writer = createSnapshotWriter(place, { count, syncedAt })
    }
    if (written === count) {
      writer.finish()
      writer = null
      return false
    }
    // Without a filter by age the time does not matter.
    const { rows } = engine.query({ text: '', sort: byName, window: { offset: written, limit: written === 0 ? firstRows : rowsPerPiece } }, 0)
    writer.add(rows)
    written += rows.length
    return true
  }
  return {
    step: () => {
      try {
        return goOn()
      } catch (cause) {
        cancel()
        throw cause
      }
    },
    cancel,
  }
}
