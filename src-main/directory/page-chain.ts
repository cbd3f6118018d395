import { parseJsonBody } from '../graph/json-body.ts'
import { peekNextLink } from './peek-next-link.ts'

export interface PageChain {
  /** The link that would be followed next, as far as can be told before the page is read; null: not known yet. */
  linkAhead(body: Uint8Array): string | null
  /** The page's rows, unread, and the link to follow (null: the list has ended); null when the page is no list or the chain goes in circles. */
  page(body: Uint8Array): { readonly rows: readonly unknown[]; readonly next: string | null } | null
}

/** More than this in a row are a server that goes in circles; an empty page here and there is allowed. */
const mostEmptyPages = 50
const mostPages = 20_000

/** Follows one list from page to page. A page that is no list, a nextLink that was followed before, or endless pages end it. */
export function createPageChain(): PageChain {
  const seenLinks = new Set<string>()
  let lastLink: string | null = null
  let pages = 0
  let emptyPages = 0

  return {
    linkAhead: (body) => {
      const link = peekNextLink(body)
      return link === null || seenLinks.has(link) ? null : link
    },
    page: (body) => {
      const document = parseJsonBody(body)
      const { value, '@odata.nextLink': link } = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>
      if (!Array.isArray(value) || !(link === undefined || link === null || typeof link === 'string')) return null
      pages += 1
      emptyPages = value.length === 0 ? emptyPages + 1 : 0
      if (link === undefined || link === null || link === '') return { rows: value, next: null }
      // An empty page that points at itself asks to be asked again; with rows on it, the same link is a circle.
      const isSamePage = value.length === 0 && link === lastLink
      if ((seenLinks.has(link) && !isSamePage) || emptyPages > mostEmptyPages || pages >= mostPages) return null
      seenLinks.add(link)
      lastLink = link
      return { rows: value, next: link }
    },
  }
}
