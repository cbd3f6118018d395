import type { DeviceChoice } from '../../src-shared/device-export.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import type { Directory } from '../directory/directory.ts'
import { Ended } from './ended.ts'

/** Rows in one answer of the directory's thread: it answers who types between two of them. */
const rowsAtATime = 1000

export interface ChosenDevicesOptions {
  readonly directory: Pick<Directory, 'rowsFound' | 'rowsOf'>
  /** Wall clock: ages of check-ins are told by it, the same for all rows. */
  readonly nowMs: number
  /** For tests: fewer. */
  readonly batch?: number | undefined
}

/**
 * The chosen devices, some at a time, all of them out of one and the same list; `total` is how many there are in all. Throws `Ended`: 'list-changed'
 * when the list became another in between, and what the directory refuses with.
 */
export async function* chosenDevices(choice: DeviceChoice, options: ChosenDevicesOptions): AsyncGenerator<{ readonly rows: readonly DeviceRow[]; readonly total: number }> {
  const { directory, nowMs, batch = rowsAtATime } = options
  if (choice.kind === 'ticked') {
    const answer = await directory.rowsOf(choice.ids)
    if (answer.status === 'refused') throw new Ended(answer.code)
    yield { rows: answer.page.rows, total: answer.page.rows.length }
    return
  }
  const except = new Set(choice.except)
  let revision: number | null = null
  let offset = 0
  for (;;) {
    const answer = await directory.rowsFound(choice.question, { offset, limit: batch }, nowMs)
    if (answer.status === 'refused') throw new Ended(answer.code)
    const { page } = answer
    if (revision !== null && revision !== page.revision) throw new Ended('list-changed')
    revision = page.revision
    offset += page.rows.length
    yield { rows: page.rows.filter(({ id }) => !except.has(id)), total: Math.max(0, page.total - except.size) }
    if (page.rows.length === 0 || offset >= page.total) return
  }
}
