import type { AuditLogOptions } from '../../src-main/audit/audit-log-options.ts'

/** Of writing rows. Where setting a log aside can be cut short, test/src-main/audit has a spec for each point. */
type WritePoint = Exclude<Parameters<NonNullable<AuditLogOptions['onPoint']>>[0], `hand-over-${string}`>

/** Where a console kills itself: every point that the log names, and on either side of the request. `moment`: it is killed from outside, whatever it does. */
export type KillPoint = WritePoint | 'before-request' | 'after-request' | 'moment'

const points: Readonly<Record<KillPoint, true>> = {
  'before-commit': true, committed: true, 'head-copied': true, 'before-checkpoint': true, 'checkpoint-committed': true, 'keys-settled': true,
  'before-request': true, 'after-request': true, moment: true,
}
export const killPoints = Object.keys(points) as readonly KillPoint[]

/** What a console that is to be killed is told, as one word of JSON. */
export interface SendingChildOrder {
  readonly folder: string
  readonly graphBaseUrl: string
  readonly person: { readonly oid: string; readonly tid: string; readonly upn: string; readonly displayName: string; readonly token: string }
  readonly deviceIds: readonly string[]
  readonly point: KillPoint
  /** It dies when it comes to the point for this time, counted from 1. */
  readonly nth: number
}

/** What it says on standard output, one JSON a line, once it has been told so itself. */
export type SaidLine =
  | { readonly attemptId: string; readonly kinds: readonly string[] }
  /** It is about to send this; its intent was acknowledged. */
  | { readonly clientRequestId: string }

/** The same numbers for the same seed, from 0 to below 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
