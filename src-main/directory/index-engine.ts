import { everyDevice, isEveryDevice } from '../../src-shared/device-filter.ts'
import type { DeviceRow, DirectoryQuery } from '../../src-shared/device.ts'
import { createDeviceList } from './device-list.ts'
import type { DirectoryEngine } from './directory-engine.ts'
import { findIdentifiers } from './find-identifiers.ts'
import { searchWords } from '../../src-shared/fold-text.ts'
import { createKept } from './kept.ts'
import { createLikenesses } from './likenesses.ts'
import type { Likenesses } from './likenesses.ts'
import { allOf, find, windowByName, windowInOrder } from './matching-rows.ts'
import type { Found } from './matching-rows.ts'
import { narrow } from './narrow-found.ts'
import type { Narrowed } from './narrow-found.ts'

const keptAnswers = 8

/** What benchmarks ask besides. */
export interface MeasuredEngine extends DirectoryEngine {
  readonly indexBytes: number
  /** True when the last slice of work had nothing to do for the search. */
  readonly isSearchReady: boolean
}

/**
 * The engine in use (see docs/adr/0020): an index over nearly all rows and a scan over those that changed since it was made. Up to `mostChanged`
 * of them; 2,000 are scanned in well under a millisecond.
 */
export function createIndexEngine(firstRevision = 0, mostChanged = 2000): MeasuredEngine {
  let list = createDeviceList(mostChanged)
  let revision = firstRevision
  /** True once a walk was committed: from then on a walk is gathered in `staged`. */
  let isComplete = false
  let isWalking = false
  let isSearchReady = false
  /** Rows of the walk that are new or not as in the list; null while a walk is shown at once. */
  let staged: Map<string, DeviceRow> | null = null
  const answers = createKept<Found>(keptAnswers)
  const narrowed = createKept<Narrowed>(keptAnswers)
  let inFlight: ReadonlySet<string> = new Set()
  let likenesses: Likenesses = createLikenesses(list)

  /** The same devices stand elsewhere now: what was found is found anew. */
  const moved = (): void => {
    answers.clear()
    narrowed.clear()
  }
  const changed = (): void => {
    revision += 1
    moved()
  }
  const foundBy = (words: readonly string[]): Found => (words.length === 0 ? allOf(list) : answers.get(words.join(' '), () => find(list, words)))
  const narrowedBy = ({ text, filter = everyDevice, counts = false }: DirectoryQuery, nowMs: number): Narrowed => {
    const words = searchWords(text)
    if (!counts && isEveryDevice(filter)) return { found: foundBy(words), counts: null }
    // Without ages in it an answer holds whatever the time; a line feed is in no word.
    const name = [...words, JSON.stringify(filter), counts || filter.checkIn.length > 0 ? nowMs : '', counts].join('\n')
    return narrowed.get(name, () => narrow(list, foundBy(words), { filter, inFlight, nowMs }, counts))
  }

  return {
    get count() {
      return list.count
    },
    get revision() {
      return revision
    },
    get isLive() {
      return !isComplete
    },
    get indexBytes() {
      return list.indexBytes
    },
    get isSearchReady() {
      return isSearchReady
    },
    beginWalk: () => {
      isWalking = true
      staged = isComplete ? new Map() : null
      list.beginSeeing()
    },
    addRows: (rows) => {
      for (const row of rows) {
        list.see(row.id)
        const isKnown = list.compare(row) === 'same'
        if (staged === null) {
          if (!isKnown) list.put(row)
        } else if (isKnown) staged.delete(row.id)
        else staged.set(row.id, row)
      }
      if (staged === null && rows.length > 0) changed()
    },
    commitWalk: () => {
      if (staged !== null) for (const row of staged.values()) list.put(row)
      list.endSeeing(true)
      isWalking = false
      staged = null
      isComplete = true
      changed()
    },
    abandonWalk: () => {
      isWalking = false
      staged = null
      list.endSeeing(false)
    },
    query: (question, nowMs) => {
      const { sort, window } = question
      const { found, counts } = narrowedBy(question, nowMs)
      const inOrder = (): readonly DeviceRow[] => {
        if (sort.key === 'deviceName' && sort.direction === 'ascending') return windowByName(list, found, window)
        return windowInOrder(list, found, sort, window)
      }
      return { total: found.total, rows: inOrder(), revision, ...(counts === null ? {} : { counts }) }
    },
    setInFlight: (ids) => {
      const next = new Set(ids)
      if (next.size === inFlight.size && ids.every((id) => inFlight.has(id))) return false
      inFlight = next
      revision += 1
      narrowed.clear()
      return true
    },
    findInText: (text) => findIdentifiers(list, text),
    rowsOf: (ids) => ids.flatMap((id) => list.get(id) ?? []),
    countOthers: (device) => likenesses.count(device),
    update: (row) => {
      if (list.compare(row) !== 'other') return false
      list.put(row)
      changed()
      return true
    },
    merge: (rows) => {
      const news = rows.filter((row) => list.compare(row) !== 'same')
      for (const row of news) list.put(row)
      if (news.length > 0) changed()
      return news.length > 0
    },
    prepare: () => {
      const work = list.prepare(isWalking)
      isSearchReady = work === 'done'
      if (work === 'moved') moved()
      if (!isSearchReady) return true
      // Other orders are made ahead only for a list at rest: one that grows would make them again and again.
      return !isWalking && list.base?.order.prepare() === true
    },
    clear: () => {
      list = createDeviceList(mostChanged)
      likenesses = createLikenesses(list)
      isWalking = false
      staged = null
      isComplete = false
      changed()
    },
  }
}
