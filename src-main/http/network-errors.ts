/** What of a thrown value could tell where it failed. Node nests the cause; Chromium puts its code into the message ("net::ERR_…"). */
interface ErrorFacts {
  readonly code: string
  readonly syscall: string
  readonly message: string
}

function factsOf(error: unknown): ErrorFacts {
  const facts = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return { code: text(facts['code']), syscall: text(facts['syscall']), message: text(facts['message']) }
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let at = error; typeof at === 'object' && at !== null && chain.length < 8; at = (at as { cause?: unknown }).cause) chain.push(at)
  return chain
}

/** Node's codes that are only ever given before a connection stands: name lookup, connecting, and the certificate check. */
const nodeBeforeSending = new Set([
  'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * Chromium's, likewise. Left out on purpose, because they can also end a connection over which the request went: ERR_CONNECTION_RESET,
 * _CLOSED and _ABORTED, ERR_TIMED_OUT, ERR_ADDRESS_UNREACHABLE, ERR_INTERNET_DISCONNECTED, ERR_NETWORK_CHANGED, ERR_SSL_PROTOCOL_ERROR.
 */
const chromiumBeforeSending =
  /\bERR_(?:NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|CONNECTION_REFUSED|CONNECTION_TIMED_OUT|PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|CERT_[A-Z_]+)\b/

/**
 * True only for errors that prove that the request never left: where there is doubt, false. For a write, false means "unknown".
 * An AggregateError (several addresses tried) proves it when each of its members does.
 */
export function provesNothingWasSent(error: unknown): boolean {
  const members = (error as { errors?: unknown } | null | undefined)?.errors
  if (Array.isArray(members) && members.length > 0) return members.every(provesNothingWasSent)
  return causesOf(error).some((cause) => {
    if (cause !== error && Array.isArray((cause as { errors?: unknown }).errors)) return provesNothingWasSent(cause)
    const { code, syscall, message } = factsOf(cause)
    return nodeBeforeSending.has(code) || syscall === 'connect' || syscall === 'getaddrinfo' || chromiumBeforeSending.test(message)
  })
}

/** True when the answer was a redirect, which nobody here follows; Node and Chromium only say so in the message. */
export function saysRedirect(error: unknown): boolean {
  return causesOf(error).some((cause) => /redirect/i.test(factsOf(cause).message))
}

const nodeUntrusted = /^(?:CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|ERR_TLS_CERT_ALTNAME_INVALID)$/

/** True when the certificate of whoever answered is not one that this PC trusts. */
export function saysUntrusted(error: unknown): boolean {
  return causesOf(error).some((cause) => {
    const { code, message } = factsOf(cause)
    return nodeUntrusted.test(code) || /\bERR_CERT_[A-Z_]+\b/.test(message)
  })
}

/** What a proxy answered to a request for a tunnel, where the error tells (Node's does, Chromium's does not). */
export function proxyStatusOf(error: unknown): number | null {
  for (const cause of causesOf(error)) {
    const status = /^Proxy response \((\d{3})\)/.exec(factsOf(cause).message)?.[1]
    if (status !== undefined) return Number(status)
  }
  return null
}

/** True when a proxy wants to know who asks. */
export function saysProxyWantsSignIn(error: unknown): boolean {
  return proxyStatusOf(error) === 407 || causesOf(error).some((cause) => /\bERR_PROXY_AUTH_[A-Z_]+\b/.test(factsOf(cause).message))
}
