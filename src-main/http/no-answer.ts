import type { LimitedAnswer } from './limited-fetch.ts'
import { proxyStatusOf, saysProxyWantsSignIn, saysUntrusted } from './network-errors.ts'

export type NoAnswer = 'proxy-needs-sign-in' | 'captive-portal' | 'connection-untrusted' | 'tenant-unreachable'

/**
 * Why nothing of this came from the server that was asked; null when it may have answered, whatever it said. Meant for servers that speak JSON and
 * never redirect, as Graph and the discovery document: a page or a redirect in their place is the network's. Over https only what ends the
 * connection of this PC (a proxy, or an inspection that this PC trusts) can bring one; without that a portal shows as untrusted or as silence.
 */
export function noAnswerOf(answer: LimitedAnswer): NoAnswer | null {
  if (answer.status === 'answered') {
    const { httpStatus, headers } = answer
    if (httpStatus === 407) return 'proxy-needs-sign-in'
    if (httpStatus === 511) return 'captive-portal'
    const isPage = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')
    return httpStatus >= 200 && httpStatus < 300 && isPage ? 'captive-portal' : null
  }
  const { why, httpStatus, error } = answer
  if (why === 'aborted' || why === 'too-large') return null
  if (why === 'redirected') return 'captive-portal'
  // Chromium hands over the head of a proxy's refusal, and fails at its body.
  if (httpStatus === 407 || saysProxyWantsSignIn(error)) return 'proxy-needs-sign-in'
  const proxyStatus = proxyStatusOf(error)
  if (proxyStatus !== null && ((proxyStatus >= 300 && proxyStatus < 400) || proxyStatus === 511)) return 'captive-portal'
  return saysUntrusted(error) ? 'connection-untrusted' : 'tenant-unreachable'
}
