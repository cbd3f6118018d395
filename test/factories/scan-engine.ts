import { isDeepStrictEqual } from 'node:util'
import type { DeviceRow, DirectoryQuery } from '../../src-shared/device.ts'
import { createDeviceOrder } from '../../src-main/directory/device-order.ts'
import type { DirectoryEngine } from '../../src-main/directory/directory-engine.ts'
import { foldText, searchWords } from '../../src-main/directory/fold-text.ts'
import { comparedName, countOthers, readAs } from '../../src-main/directory/other-devices.ts'
import type { ComparedName } from '../../src-main/directory/other-devices.ts'

interface List {
  readonly places: Map<string, number>
  readonly rows: DeviceRow[]
  /** Beside each row, all that can be searched, folded once; the name comes first. */
  readonly haystacks: string[]
}

const emptyList = (): List => ({ places: new Map(), rows: [], haystacks: [] })

// A line feed cannot be in a search word, so no word matches across two fields. A name is found as well by what it is read as.
const haystackOf = (row: DeviceRow): string =>
  foldText([row.deviceName, row.serialNumber, row.imei, row.userDisplayName, row.userPrincipalName, row.model, readAs(row.deviceName) ?? '', ''].join('\n'))

/** Answers kept for the same words in the same order: scrolling asks for window after window of one question. */
const keptAnswers = 8

/**
 * The engine that scans: every question runs through all rows in order and keeps those whose folded text has every word. `firstRevision` lets
 * revisions go on growing when a crashed thread is replaced.
 */
export function createScanEngine(firstRevision = 0): DirectoryEngine {
  let list = emptyList()
  let revision = firstRevision
  /** True once a walk was committed: from then on a walk is gathered in `staged`. */
  let isComplete = false
  let staged: List | null = null
  let seenInWalk = new Set<string>()
  const order = createDeviceOrder()
  const answers = new Map<string, Uint32Array>()
  /** What each row's name is compared by, beside the rows; null after a change. */
  let names: ComparedName[] | null = null

  const changed = (): void => {
    revision += 1
    order.use(list.rows)
    answers.clear()
    names = null
  }
  const put = (target: List, row: DeviceRow): void => {
    const place = target.places.get(row.id) ?? target.rows.length
    target.places.set(row.id, place)
    target.rows[place] = row
    target.haystacks[place] = haystackOf(row)
  }

  const scan = (places: Uint32Array, words: readonly string[]): Uint32Array => {
    // Through memory in its own order, then once through the order asked for: jumping from string to string takes three times as long.
    const { haystacks } = list
    const [first = '', ...others] = words
    const isMatch = new Uint8Array(haystacks.length)
    let found = 0
    for (let place = 0; place < haystacks.length; place += 1) {
      const haystack = haystacks[place] ?? ''
      if (!haystack.includes(first)) continue
      if (others.length > 0 && !others.every((word) => haystack.includes(word))) continue
      isMatch[place] = 1
      found += 1
    }
    const matches = new Uint32Array(found)
    let next = 0
    for (let i = 0; next < found; i += 1) {
      const place = places[i] ?? 0
      if (isMatch[place] !== 1) continue
      matches[next] = place
      next += 1
    }
    return matches
  }
  const matchesOf = ({ text, sort }: DirectoryQuery): Uint32Array => {
    const words = searchWords(text)
    const places = order.get(sort.key, sort.direction)
    if (words.length === 0) return places
    const name = `${sort.key} ${sort.direction} ${words.join(' ')}`
    const matches = answers.get(name) ?? scan(places, words)
    answers.delete(name)
    answers.set(name, matches)
    const oldest = answers.keys().next()
    if (answers.size > keptAnswers && oldest.done !== true) answers.delete(oldest.value)
    return matches
  }

  return {
    get count() {
      return list.rows.length
    },
    get revision() {
      return revision
    },
    get isLive() {
      return !isComplete
    },
    beginWalk: () => {
      staged = isComplete ? emptyList() : null
      seenInWalk = new Set()
    },
    addRows: (rows) => {
      order.learn(rows)
      for (const row of rows) {
        put(staged ?? list, row)
        if (staged === null) seenInWalk.add(row.id)
      }
      if (staged === null && rows.length > 0) changed()
    },
    commitWalk: () => {
      if (staged !== null) list = staged
      else if (seenInWalk.size < list.rows.length) {
        // Rows left over from an earlier walk that broke off, and that this one no longer saw.
        const kept = emptyList()
        for (const row of list.rows) if (seenInWalk.has(row.id)) put(kept, row)
        list = kept
      }
      staged = null
      seenInWalk = new Set()
      isComplete = true
      changed()
    },
    abandonWalk: () => {
      staged = null
      seenInWalk = new Set()
    },
    query: (question) => {
      const matches = matchesOf(question)
      const { offset, limit } = question.window
      const rows: DeviceRow[] = []
      for (const place of matches.subarray(offset, offset + limit)) {
        const row = list.rows[place]
        if (row !== undefined) rows.push(row)
      }
      return { total: matches.length, rows, revision }
    },
    countOthers: (device) => {
      // Made when first asked for: a run that only searches never needs them.
      names ??= list.rows.map((row) => comparedName(row.deviceName))
      return countOthers(list.rows, names, device)
    },
    update: (row) => {
      const place = list.places.get(row.id)
      const before = place === undefined ? undefined : list.rows[place]
      if (before === undefined || isDeepStrictEqual(before, row)) return false
      order.learn([row])
      put(list, row)
      changed()
      return true
    },
    merge: (rows) => {
      const news = rows.filter((row) => {
        const place = list.places.get(row.id)
        return place === undefined || !isDeepStrictEqual(list.rows[place], row)
      })
      order.learn(news)
      for (const row of news) put(list, row)
      if (news.length > 0) changed()
      return news.length > 0
    },
    prepare: () => order.prepare(),
    clear: () => {
      list = emptyList()
      staged = null
      seenInWalk = new Set()
      isComplete = false
      order.clear()
      changed()
    },
  }
}
