import type { DeviceRow } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { CheckInRange } from '../graph/device-list.ts'
import { parseDeviceRow } from '../graph/managed-device.ts'
import { isInRange } from './check-in-ranges.ts'
import type { DirectoryEngine } from './directory-engine.ts'
import { createPageChain } from './page-chain.ts'
import type { PageChain } from './page-chain.ts'

/** A page to fetch; null: the first one of the list, or of the range. */
export interface PageAsk {
  readonly request: number
  readonly url: string | null
  readonly range: CheckInRange | null
}

export interface WalkEnd {
  /** null: the whole tenant was read. */
  readonly code: ErrorCode | null
  /** The walk can go on where it was broken off, while its links are young: see resume(). */
  readonly canResume: boolean
}

export interface Walk {
  /** Rows read so far, those that come twice or cannot be read included. */
  readonly read: number
  /** Rows of this walk that could not be read and were left out. */
  readonly badRows: number
  /** The tenant did not answer as asked when it was read in ranges. */
  readonly areRangesRefused: boolean
  begin(): void
  /** Reads on in these ranges, several at once; only at the beginning of a walk, later it stays as it is. The last one is read last. */
  split(ranges: readonly CheckInRange[]): void
  /** A page that was asked for; null: the walk goes on. */
  page(request: number, body: Uint8Array): WalkEnd | null
  refused(request: number, code: ErrorCode): WalkEnd | null
  /** Goes on after an end that allows it. */
  resume(): void
}

interface Lane {
  readonly range: CheckInRange | null
  chain: PageChain
  /** What was asked for last: the last good link. */
  url: string | null
  hasRestarted: boolean
}

/** Ranges that are read at once. */
const mostLanes = 8
/** A walk that has read more pages than this is not split any more. */
const splitBeforePage = 4
const isFatal = (code: ErrorCode): boolean => ['graph-bad-response', 'graph-foreign-link', 'graph-rejected'].includes(code)

/**
 * One reading of the whole tenant into the engine: page by page along the list, or along several ranges of it side by side. The next page is asked
 * for before the rows of this one are read. A page that is no list ends it with 'graph-bad-response'. A 400 in the middle ('graph-rejected') is an
 * expired skip token: that list starts over, once. Ranges that are refused or not kept to are given up, and the list is read from its beginning.
 */
export function createWalk(engine: DirectoryEngine, ask: (page: PageAsk) => void, saw: (rows: readonly DeviceRow[]) => void = () => undefined): Walk {
  const open = new Map<number, Lane>()
  let interrupted: Lane[] = []
  let waiting: CheckInRange[] = []
  let lastRequest = 0
  let read = 0
  let badRows = 0
  let pages = 0
  let hasRestarted = false
  /** To be read side by side once the first page has come: it is on the screen at once. */
  let planned: readonly CheckInRange[] = []
  let isSplit = false
  let areRangesRefused = false

  const send = (lane: Lane, url: string | null): number => {
    lane.url = url
    lastRequest += 1
    open.set(lastRequest, lane)
    ask({ request: lastRequest, url, range: lane.range })
    return lastRequest
  }
  const start = (range: CheckInRange | null): number => send({ range, chain: createPageChain(), url: null, hasRestarted: false }, null)
  const begin = (): void => {
    open.clear()
    waiting = []
    read = 0
    badRows = 0
    pages = 0
    planned = []
    isSplit = false
    engine.beginWalk()
    start(null)
  }
  const fail = (code: ErrorCode, lane: Lane | null): WalkEnd => {
    const canResume = lane !== null && read > 0 && !isFatal(code)
    interrupted = canResume ? [lane, ...open.values()] : []
    open.clear()
    if (!canResume) engine.abandonWalk()
    return { code, canResume }
  }
  const giveRangesUp = (): null => {
    areRangesRefused = true
    begin()
    return null
  }
  const startSplit = (): void => {
    isSplit = true
    open.clear()
    waiting = [...planned]
    startRanges()
  }
  const startRanges = (): void => {
    // The last one waits for all others: what checks in while they are read ends up in it.
    while (open.size < mostLanes && (waiting.length > 1 || open.size === 0)) {
      const range = waiting.shift()
      if (range === undefined) return
      start(range)
    }
  }

  return {
    get read() {
      return read
    },
    get badRows() {
      return badRows
    },
    get areRangesRefused() {
      return areRangesRefused
    },
    begin,
    split: (ranges) => {
      if (isSplit || areRangesRefused || pages > splitBeforePage || open.size === 0 || ranges.length === 0) return
      planned = ranges
      if (pages > 0) startSplit()
    },
    page: (request, body) => {
      const lane = open.get(request)
      if (lane === undefined) return null
      open.delete(request)
      const willSplit = !isSplit && planned.length > 0
      const ahead = willSplit ? null : lane.chain.linkAhead(body)
      const aheadRequest = ahead === null ? null : send(lane, ahead)
      const page = lane.chain.page(body)
      if (page === null) return fail('graph-bad-response', null)
      const rows = page.rows.map(parseDeviceRow).filter((row): row is DeviceRow => row !== null)
      const { range } = lane
      if (range !== null && !rows.every((row) => isInRange(row, range))) return giveRangesUp()
      read += page.rows.length
      badRows += page.rows.length - rows.length
      pages += 1
      if (willSplit && page.next !== null) startSplit()
      else if (page.next !== ahead) {
        if (aheadRequest !== null) open.delete(aheadRequest)
        if (page.next !== null) send(lane, page.next)
      }
      if (page.next === null && isSplit) startRanges()
      engine.addRows(rows)
      saw(rows)
      if (open.size > 0) return null
      engine.commitWalk()
      return { code: null, canResume: false }
    },
    refused: (request, code) => {
      const lane = open.get(request)
      if (lane === undefined) return null
      open.delete(request)
      if (lane.range !== null && lane.url === null && (code === 'graph-rejected' || code === 'graph-unavailable')) return giveRangesUp()
      if (code !== 'graph-rejected' || lane.url === null) return fail(code, lane)
      if (lane.range === null ? hasRestarted : lane.hasRestarted) return fail(code, lane)
      if (lane.range === null) {
        hasRestarted = true
        begin()
      } else {
        lane.hasRestarted = true
        lane.chain = createPageChain()
        send(lane, null)
      }
      return null
    },
    resume: () => {
      hasRestarted = false
      const lanes = interrupted
      interrupted = []
      for (const lane of lanes) {
        lane.hasRestarted = false
        send(lane, lane.url)
      }
    },
  }
}
