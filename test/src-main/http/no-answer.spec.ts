import { expect, it } from 'vitest'
import type { LimitedAnswer } from '../../../src-main/http/limited-fetch.ts'
import { noAnswerOf } from '../../../src-main/http/no-answer.ts'
import type { NoAnswer } from '../../../src-main/http/no-answer.ts'

const answered = (httpStatus: number, contentType: string): LimitedAnswer =>
  ({ status: 'answered', httpStatus, headers: new Headers({ 'content-type': contentType }), body: new Uint8Array() })
const failed = (error: unknown, change: Partial<Extract<LimitedAnswer, { status: 'failed' }>> = {}): LimitedAnswer =>
  ({ status: 'failed', why: 'network', neverSent: false, httpStatus: null, headers: null, error, ...change })
const chromium = (message: string): LimitedAnswer => failed(new Error(`net::${message}`))
const node = (cause: Error & { code?: string }): LimitedAnswer => failed(new TypeError('fetch failed', { cause }))
const coded = (code: string): LimitedAnswer => node(Object.assign(new Error(code), { code }))

it.each<[string, LimitedAnswer, NoAnswer | null]>([
  ['JSON', answered(200, 'application/json'), null],
  ['an error of Graph', answered(403, 'application/json'), null],
  ['a page of an outage: it may be the service’s own', answered(503, 'text/html'), null],
  ['a page where JSON was asked for', answered(200, 'Text/HTML; charset=utf-8'), 'captive-portal'],
  ['511', answered(511, 'text/html'), 'captive-portal'],
  ['407', answered(407, 'text/html'), 'proxy-needs-sign-in'],
  ['a redirect', failed(new Error('redirect'), { why: 'redirected' }), 'captive-portal'],
  ['Chromium: the head of a 407, whose body it does not give', failed(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), { httpStatus: 407 }), 'proxy-needs-sign-in'],
  ['Chromium: a proxy that asks', chromium('ERR_PROXY_AUTH_UNSUPPORTED'), 'proxy-needs-sign-in'],
  ['Chromium: a tunnel that failed for a reason that it does not tell', chromium('ERR_TUNNEL_CONNECTION_FAILED'), 'tenant-unreachable'],
  ['Chromium: a certificate of another name', chromium('ERR_CERT_COMMON_NAME_INVALID'), 'connection-untrusted'],
  ['Chromium: no network', chromium('ERR_INTERNET_DISCONNECTED'), 'tenant-unreachable'],
  ['Node: a proxy that asks', node(new Error('Proxy response (407) !== 200 when HTTP Tunneling')), 'proxy-needs-sign-in'],
  ['Node: a proxy that sends elsewhere', node(new Error('Proxy response (302) !== 200 when HTTP Tunneling')), 'captive-portal'],
  ['Node: a proxy that finds nobody', node(new Error('Proxy response (502) !== 200 when HTTP Tunneling')), 'tenant-unreachable'],
  ['Node: a certificate that nobody here trusts', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'connection-untrusted'],
  ['Node: no network', coded('ENOTFOUND'), 'tenant-unreachable'],
  ['silence', failed(new Error('stopped'), { why: 'timeout' }), 'tenant-unreachable'],
  ['an answer that is too large: something answered', failed(new Error('large'), { why: 'too-large' }), null],
  ['a request that was given up here', failed(new Error('aborted'), { why: 'aborted' }), null],
])('%s', (_what, answer, code) => {
  expect(noAnswerOf(answer)).toBe(code)
})
