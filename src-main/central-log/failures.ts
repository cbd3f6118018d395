import type { ErrorCode } from '../../src-shared/error-codes.ts'

/** Why the central log did not do something: for the agent, and as PostgreSQL calls it (five characters; null: it did not come that far). */
export interface CentralFailure {
  readonly code: ErrorCode
  readonly sqlState: string | null
}

/** What OpenSSL, BoringSSL and Node say of a certificate or a handshake. */
const untrusted = /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO)/
/** Of pg, which gives these no code: the server answered in plain text where TLS was asked for. */
const noTls = /does not support SSL|establishing an SSL connection/

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOfState(state: string): ErrorCode {
  // 28: authentication; 42501: a right is missing.
  if (state.startsWith('28') || state === '42501') return 'central-denied'
  // No such database or schema; class 42: no such table, function or column.
  if (state === '3D000' || state === '3F000' || state.startsWith('42')) return 'central-not-ready'
  if (state === '57014' || state === '55P03') return 'central-slow'
  return 'central-unreachable'
}

/** Reads what pg, Node or OpenSSL threw. What they say in words is left behind: it can hold a row's text. */
export function failureOf(error: unknown): CentralFailure {
  const facts = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const code = typeof facts['code'] === 'string' ? facts['code'] : ''
  const message = typeof facts['message'] === 'string' ? facts['message'] : ''
  if ('severity' in facts && /^[0-9A-Z]{5}$/.test(code)) return { code: codeOfState(code), sqlState: code }
  if (untrusted.test(code) || noTls.test(message)) return { code: 'central-untrusted', sqlState: null }
  if (message === 'Query read timeout') return { code: 'central-slow', sqlState: null }
  // SCRAM: the other side does not know the password either.
  if (message.startsWith('SASL:')) return { code: 'central-denied', sqlState: null }
  return { code: 'central-unreachable', sqlState: null }
}
