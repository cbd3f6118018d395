import type { Answer } from '../../src-shared/error-codes.ts'
import type { GraphClientOptions } from '../graph/http-client.ts'

/** One token for all pages of one reading, and another after Graph's 401; it goes when the reading is over. */
export function oneToken(fetchToken: () => Promise<Answer<{ token: string }>>): GraphClientOptions['accessToken'] {
  let held: Promise<Answer<{ token: string }>> | null = null
  return (why) => {
    if (held === null || why === 'rejected') held = fetchToken()
    return held
  }
}
