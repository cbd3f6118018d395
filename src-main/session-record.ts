import type { AuditEvent } from '../src-shared/audit.ts'
import { actorOf } from '../src-shared/session.ts'
import type { Account, SessionState } from '../src-shared/session.ts'

export type SessionRow = Extract<AuditEvent, { kind: 'session' }>


/**
 * What the log says of who came and went; null for a change that is no news. Signing out and in again to confirm an action belongs to its
 * attempt, which has rows of its own for how that ended.
 */
export function sessionRowOf(before: SessionState, now: SessionState): SessionRow | null {
  const row = (event: SessionRow['event'], account: Account | null, code: SessionRow['code']): SessionRow =>
    ({ kind: 'session', event, actor: account === null ? null : actorOf(account), code })
  if (before.status === 'signing-in') {
    if (now.status === 'signed-in') return row('signed-in', now.account, null)
    if (now.status === 'no-role') return row('refused', now.account, 'no-role')
    const isOwnWish = now.status === 'signed-out' && (now.code === null || now.code === 'sign-in-cancelled')
    return now.status === 'signed-out' && !isOwnWish ? row('refused', null, now.code) : null
  }
  if (before.status === 'signed-in' && (now.status === 'signed-out' || now.status === 'signing-in')) {
    return row('signed-out', before.account, now.status === 'signed-out' ? now.code : null)
  }
  // Somebody who pressed Sign out while the sign-in page was waited for.
  if (before.status === 'confirming' && now.status === 'signed-out' && now.code === null) return row('signed-out', before.account, null)
  return null
}

/** The screen was locked, with or without somebody signed in. */
export const lockedRow = (account: Account | null): SessionRow => ({ kind: 'session', event: 'locked', actor: account === null ? null : actorOf(account), code: null })
