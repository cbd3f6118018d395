import { refuse, type Answer } from '../../src-shared/error-codes.ts'
import type { Bridge } from '../../src-shared/bridge.ts'

/** What the preload script gave this window. Looked up on each use. */
export const bridge = (): Bridge => window.helpdesk

/** A bridge call that never throws: a broken bridge is one more refusal, so that every caller handles one shape. */
export async function settle<A extends Answer>(call: () => Promise<A>): Promise<A | ReturnType<typeof refuse>> {
  try {
    return await call()
  } catch {
    return refuse('unexpected')
  }
}
