import type { Clock } from '../../src-shared/clock.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { Account } from '../../src-shared/session.ts'

const keepMs = 60_000

type Permissions = Answer<{ permissions: readonly string[] }>

/**
 * Keeps what `getEffectivePermissions` said of the signed-in person for a minute: it is asked for every device that
 * is opened, and a role that is granted shows without signing in again.
 */
export function createPermissions(options: {
  readonly clock: Clock
  readonly account: () => Account | null
  readonly read: () => Promise<Permissions>
}) {
  let kept: { readonly oid: string; readonly readAtMs: number; readonly answer: Promise<Permissions> } | null = null
  return {
    read: async (): Promise<Permissions> => {
      const oid = options.account()?.oid ?? ''
      const now = options.clock.monotonicMs()
      if (kept?.oid !== oid || now - kept.readAtMs > keepMs) kept = { oid, readAtMs: now, answer: options.read() }
      const { answer } = kept
      const settled = await answer
      if (settled.status === 'refused' && kept.answer === answer) kept = null
      return settled
    },
    forget: (): void => {
      kept = null
    },
  }
}
