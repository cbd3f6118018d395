import { isDeepStrictEqual } from 'node:util'
import { checkInAges, complianceStates, encryptions, everyDevice, isLetThrough, ownerships, platforms } from '../../src-shared/device-filter.ts'
import type { DeviceFilter, FacetCounts } from '../../src-shared/device-filter.ts'
import { searchedFields } from '../../src-shared/device.ts'
import type { DeviceRow, DirectoryQuery } from '../../src-shared/device.ts'
import { createDeviceOrder } from './device-order.ts'
import type { DirectoryEngine } from '../../src-main/directory/directory-engine.ts'
import { foldText, searchWords } from '../../src-shared/fold-text.ts'
import { identifierCandidates } from '../../src-main/directory/identifier-candidates.ts'
import { comparedName, countOthers, readAs } from '../../src-main/directory/other-devices.ts'
import { phoneForms } from '../../src-shared/phone-forms.ts'
import type { ComparedName } from '../../src-main/directory/other-devices.ts'

interface List {
  readonly places: Map<string, number>
  readonly rows: DeviceRow[]
  /** Beside each row, all that can be searched, folded once; the name comes first. */
  readonly haystacks: string[]
}

const emptyList = (): List => ({ places: new Map(), rows: [], haystacks: [] })

// A line feed cannot be in a search word, so no word matches across two fields. A name is found as well by what it is read as, a phone number by its digits.
const haystackOf = (row: DeviceRow): string =>
  foldText([...searchedFields.map((field) => row[field]), readAs(row.deviceName) ?? '', phoneForms(row.phoneNumber), ''].join('\n'))

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
  let inFlight: ReadonlySet<string> = new Set()
  /** What each row's name is compared by, beside the rows; null after a change. */
  let names: ComparedName[] | null = null

  const changed = (): void => {
    revision += 1
    order.use(list.rows)
    names = null
  }
  const put = (target: List, row: DeviceRow): void => {
    const place = target.places.get(row.id) ?? target.rows.length
    target.places.set(row.id, place)
    target.rows[place] = row
    target.haystacks[place] = haystackOf(row)
  }

  const matchesOf = ({ text, sort, filter = everyDevice }: DirectoryQuery, nowMs: number): number[] => {
    const words = searchWords(text)
    const matches: number[] = []
    for (const place of order.get(sort.key, sort.direction)) {
      const [row, haystack] = [list.rows[place], list.haystacks[place] ?? '']
      if (row !== undefined && words.every((word) => haystack.includes(word)) && isLetThrough(row, filter, inFlight, nowMs)) matches.push(place)
    }
    return matches
  }
  /** The filter anew for every value that there is. */
  const countsOf = (question: DirectoryQuery, nowMs: number): FacetCounts => {
    const { filter = everyDevice } = question
    const rows = matchesOf({ ...question, filter: everyDevice }, nowMs).flatMap((place) => list.rows[place] ?? [])
    const totalWith = (change: Partial<DeviceFilter>): number => rows.filter((row) => isLetThrough(row, { ...filter, ...change }, inFlight, nowMs)).length
    const each = <V extends string>(name: keyof DeviceFilter, values: readonly V[]): Record<V, number> =>
      Object.fromEntries(values.map((value) => [value, totalWith({ [name]: [value] })])) as Record<V, number>
    return {
      platforms: each('platforms', platforms), ownerships: each('ownerships', ownerships), compliance: each('compliance', complianceStates),
      checkIn: each('checkIn', checkInAges), encryption: each('encryption', encryptions), inFlight: totalWith({ inFlight: true }),
    }
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
    query: (question, nowMs) => {
      const matches = matchesOf(question, nowMs)
      const { offset, limit } = question.window
      const rows = matches.slice(offset, offset + limit).flatMap((place) => list.rows[place] ?? [])
      return { total: matches.length, rows, revision, ...(question.counts === true ? { counts: countsOf(question, nowMs) } : {}) }
    },
    setInFlight: (ids) => {
      const isSame = ids.length === inFlight.size && ids.every((id) => inFlight.has(id))
      if (!isSame) revision += 1
      inFlight = new Set(ids)
      return !isSame
    },
    findInText: (text) => identifierCandidates(text).flatMap(({ kind, value }) => {
      const having = list.rows.filter((row) => row[kind].toLowerCase() === value)
      return having[0] === undefined ? [] : [{ kind, value: having[0][kind], devices: having.length }]
    }).slice(0, 20),
    rowsOf: (ids) => ids.flatMap((id) => list.rows[list.places.get(id) ?? -1] ?? []),
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
