import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Whether a form was sent by a page of this server. Browsers say so in one header or both, and no page of another site can
 * make them say it.
 */
export function isSentByOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (origin === undefined && site === undefined) return false
  return (origin === undefined || origin === `http://${host ?? ''}`) && (site === undefined || site === 'same-origin')
}

/** The secret that every form of the page carries; another site cannot read it. */
export interface FormToken {
  readonly text: string
  matches(candidate: string | null): boolean
}

/** A token for one run of the tenant. */
export function createFormToken(): FormToken {
  const text = randomBytes(32).toString('base64url')
  return {
    text,
    matches: (candidate) => {
      const given = Buffer.from(candidate ?? '')
      const wanted = Buffer.from(text)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
  }
}
