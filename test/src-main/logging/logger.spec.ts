import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../../src-main/logging/logger.ts'
import { redact } from '../../../src-main/logging/redact.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('redact', () => {
  it.each([
    ['an ID token', 'got eyJhbGciOi.eyJvaWQiOi.c2lnbmF0dXJl back', 'c2lnbmF0dXJl'],
    ['a bearer header', 'Authorization: Bearer opaque-token-123', 'opaque-token-123'],
    ['a code in a form', 'code=0.AXkA-secret&state=abcdef', '0.AXkA-secret'],
    ['a passcode in JSON', '{"passcode":"k7Qp2x"}', 'k7Qp2x'],
    ['the PIN of a wipe', '{"recoveryPin":"482913","macOsUnlockCode":"482913"}', '482913'],
    ['the PIN of a lock', 'unlockPin: 482913', '482913'],
    ['a refresh token in JSON within JSON', JSON.stringify({ message: '{"refresh_token":"0.ARsecret"}' }), '0.ARsecret'],
    ['a code in the address of the redirect', 'http://localhost:1/?code=0.AXkA-secret&x=1', '0.AXkA-secret'],
    ['a refresh token in JSON', '{"refresh_token":"0.ARsecret"}', '0.ARsecret'],
  ])('takes out %s', (_what, line, secret) => {
    expect(redact(line)).not.toContain(secret)
  })
  it.each([
    'GET /v1.0/deviceManagement/managedDevices 429',
    '{"code":"graph-throttled","graphCode":"TooManyRequests","errorCode":"invalid_grant"}',
    '{"state":"pending"}',
  ])('leaves what support needs to know: %s', (line) => {
    expect(redact(line)).toBe(line)
  })
  it('leaves the rest as it is', () => {
    expect(redact('GET /v1.0/deviceManagement/managedDevices 429')).toBe('GET /v1.0/deviceManagement/managedDevices 429')
  })
})

describe('createLogger', () => {
  it('keeps the cause and drops its secrets', () => {
    const file = join(folder, 'console.log')
    createLogger(file, () => '2026-11-23T00:00:00Z').problem('sign-in', new Error('refused eyJh.eyJi.sig'))
    const line = readFileSync(file, 'utf8')
    expect(line).toContain('"where":"sign-in"')
    expect(line).not.toContain('eyJh.eyJi')
  })
  it('never throws, even where it cannot write', () => {
    expect(() => createLogger('/dev/null/console.log', () => '').info('x')).not.toThrow()
  })
})
