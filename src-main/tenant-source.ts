import type { Answer } from '../src-shared/error-codes.ts'
import { refuse } from '../src-shared/error-codes.ts'
import type { Tenant } from './sign-in/tenant.ts'

export type FoundTenant = Answer<{ tenant: Tenant }>

export interface TenantSource {
  /** The tenant; looks for it anew when it was not found the last time, or has ended since. For a sign-in. */
  find(): Promise<FoundTenant>
  /** The tenant as it was found last; starts nothing. For everything that happens within a session. */
  current(): Promise<FoundTenant>
}

/**
 * Keeps what `look` found. `look` starts the practice tenant where there is no other, and calls back when that has
 * ended; then `onLost` is told, and the next sign-in starts another one.
 */
export function createTenantSource(look: (onEnded: () => void) => Promise<FoundTenant>, onLost: () => void): TenantSource {
  let found: Promise<FoundTenant> | null = null

  async function lookOnce(): Promise<FoundTenant> {
    const life = { hasEnded: false, isCurrent: false }
    const answer = await look(() => {
      life.hasEnded = true
      if (!life.isCurrent) return
      life.isCurrent = false
      found = null
      onLost()
    })
    if (answer.status === 'refused' || life.hasEnded) {
      found = null
      return answer.status === 'refused' ? answer : refuse('practice-tenant-failed')
    }
    life.isCurrent = true
    return answer
  }

  function find(): Promise<FoundTenant> {
    if (found === null) {
      const looking = lookOnce()
      found = looking
      looking.catch(() => {
        if (found === looking) found = null
      })
    }
    return found
  }
  return { find, current: () => found ?? Promise.resolve(refuse('practice-tenant-failed')) }
}
