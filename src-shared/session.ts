import type { AuditActor } from './audit.ts'
import type { ErrorCode } from './error-codes.ts'

export const appRoles = ['Helpdesk.Agent', 'Helpdesk.Supervisor'] as const
export type AppRole = (typeof appRoles)[number]

/** Who is signed in, as the verified ID token says. */
export interface Account {
  /** Entra object id: the identity; names and addresses only label it. */
  readonly oid: string
  readonly tid: string
  readonly displayName: string
  readonly upn: string
  readonly roles: readonly AppRole[]
}

/** The person as an audit row names them: nothing else of the account. */
export const actorOf = ({ oid, tid, upn, displayName }: AuditActor): AuditActor => ({ oid, tid, upn, displayName })

export type SessionState =
  | { readonly status: 'signed-out'; readonly code: ErrorCode | null }
  | { readonly status: 'signing-in' }
  /** Signed in without any role of the console: told so, and let no further. */
  | { readonly status: 'no-role'; readonly account: Account }
  /** Signed out on purpose in step 1 of a reset; the same person must come back. */
  | { readonly status: 'confirming'; readonly account: Account }
  | { readonly status: 'signed-in'; readonly account: Account }
