import type { DeviceRow } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { parseJsonBody } from '../graph/json-body.ts'
import { parseDeviceRow } from '../graph/managed-device.ts'
import type { DirectoryEngine } from './directory-engine.ts'

/** What comes next in a walk. */
export type WalkStep =
  | { readonly next: 'page'; readonly url: string | null }
  | { readonly next: 'end'; readonly code: ErrorCode | null }

export interface Walk {
  /** Rows of this walk that could not be read and were left out. */
  readonly badRows: number
  begin(): WalkStep
  page(body: Uint8Array): WalkStep
  refused(code: ErrorCode): WalkStep
}

/** More than this in a row are a server that goes in circles; an empty page here and there is allowed. */
const mostEmptyPages = 50
const mostPages = 20_000

/**
 * One reading of the whole tenant, page by page, into the engine. A page that is no list, a nextLink that was followed before, or endless
 * pages end it with 'graph-bad-response'. A 400 in the middle ('graph-rejected') is an expired skip token: the walk starts over, once.
 */
export function createWalk(engine: DirectoryEngine): Walk {
  let seenLinks = new Set<string>()
  let lastLink: string | null = null
  let badRows = 0
  let pages = 0
  let emptyPages = 0
  let hasRestarted = false

  const begin = (): WalkStep => {
    seenLinks = new Set()
    lastLink = null
    badRows = 0
    pages = 0
    emptyPages = 0
    engine.beginWalk()
    return { next: 'page', url: null }
  }
  const fail = (code: ErrorCode): WalkStep => {
    engine.abandonWalk()
    return { next: 'end', code }
  }

  return {
    get badRows() {
      return badRows
    },
    begin,
    page: (body) => {
      const document = parseJsonBody(body)
      const { value, '@odata.nextLink': link } = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>
      if (!Array.isArray(value) || !(link === undefined || link === null || typeof link === 'string')) return fail('graph-bad-response')
      const rows = value.map(parseDeviceRow).filter((row): row is DeviceRow => row !== null)
      badRows += value.length - rows.length
      engine.addRows(rows)
      pages += 1
      emptyPages = value.length === 0 ? emptyPages + 1 : 0
      if (link === undefined || link === null || link === '') {
        engine.commitWalk()
        return { next: 'end', code: null }
      }
      // An empty page that points at itself asks to be asked again; with rows on it, the same link is a circle.
      const isSamePage = value.length === 0 && link === lastLink
      if ((seenLinks.has(link) && !isSamePage) || emptyPages > mostEmptyPages || pages >= mostPages) return fail('graph-bad-response')
      seenLinks.add(link)
      lastLink = link
      return { next: 'page', url: link }
    },
    refused: (code) => {
      if (code !== 'graph-rejected' || pages === 0 || hasRestarted) return fail(code)
      hasRestarted = true
      return begin()
    },
  }
}
