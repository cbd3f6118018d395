import { randomBytes } from 'node:crypto'

/** Where a list goes on: after the device with this index, and how many rows came before. */
export interface Cursor {
  readonly after: number
}

export interface SkipTokens {
  issue(cursor: Cursor): string
  read(token: string): Cursor | undefined
  /** Makes every token issued so far worthless. */
  expireAll(): void
}

const capacity = 20_000

/** Opaque tokens, held in memory; a client cannot guess or make one. */
export function createSkipTokens(): SkipTokens {
  const cursors = new Map<string, Cursor>()
  return {
    issue: (cursor) => {
      const token = randomBytes(24).toString('base64url')
      cursors.set(token, cursor)
      const [oldest] = cursors.keys()
      if (cursors.size > capacity && oldest !== undefined) cursors.delete(oldest)
      return token
    },
    read: (token) => cursors.get(token),
    expireAll: () => cursors.clear(),
  }
}
