import type { Reply } from '../http/reply.ts'
import type { GraphTrace } from './errors.ts'
import { graphError } from './errors.ts'

/** Intune answers with at most this many rows at a time. */
const pageLimit = 1000

/** How many rows a page may have after `$top`, or the 400 of a `$top` that is no count. */
export function pageSizeOf(trace: GraphTrace, query: URLSearchParams): number | Reply {
  const top = query.get('$top')
  if (top === null) return pageLimit
  if (!/^[1-9]\d{0,8}$/.test(top)) return graphError(trace, 400, 'BadRequest', `Invalid value '${top}' for $top query option found.`)
  return Math.min(pageLimit, Number(top))
}

/** The same address with another skip token; "$" and "," stay readable, as Graph writes them. */
export function nextLink(url: URL, token: string): string {
  const parts = url.search.slice(1).split('&').filter((part) => part !== '' && !/^(%24|\$)skiptoken=/i.test(part))
  return `${url.origin}${url.pathname}?${[...parts, `$skiptoken=${token}`].join('&')}`
}
