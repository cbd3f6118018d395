import { describe, expect, it } from 'vitest'
import { widenPolicy } from '../../electron-stand-in/csp.ts'

const needs = { socketUrl: 'ws://127.0.0.1:1/k/ws', bootUrl: 'http://127.0.0.1:1/k/boot.js' }

describe('widenPolicy()', () => {
  it.each([
    ['takes none out and puts the socket in', "default-src 'none'; script-src 'self'; connect-src 'none'", `default-src 'none'; script-src 'self'; connect-src ${needs.socketUrl}`],
    ['keeps what the app allows itself', "connect-src 'self' https://a.example", `connect-src 'self' https://a.example ${needs.socketUrl}`],
    ['writes out what default-src stood for', "default-src 'self'", `default-src 'self'; connect-src 'self' ${needs.socketUrl}`],
    ['names the boot script where self does not cover it', "script-src 'nonce-abc'; connect-src 'none'", `script-src 'nonce-abc' ${needs.bootUrl}; connect-src ${needs.socketUrl}`],
    ['opens nothing that only default-src closed, but for its own', "default-src 'none'", `default-src 'none'; connect-src ${needs.socketUrl}; script-src-elem ${needs.bootUrl}`],
    ['leaves alone what does not concern it', "img-src 'self'; frame-ancestors 'none'", "img-src 'self'; frame-ancestors 'none'"],
    ['widens each of several policies', "connect-src 'none', connect-src 'self'", `connect-src ${needs.socketUrl},connect-src 'self' ${needs.socketUrl}`],
  ])('%s', (_case, policy, widened) => {
    expect(widenPolicy(policy, needs)).toBe(widened)
  })
})
