import { describe, expect, it } from 'vitest'
import { findForbidden, forbiddenSwitches } from '../../src-main/forbidden-switches.ts'

const none = (): boolean => false

describe('how a packaged console may be started', () => {
  it('starts without any switch', () => {
    expect(findForbidden(none, { PATH: '/usr/bin', SSLKEYLOGFILE: '' })).toBeNull()
  })

  it.each([
    'remote-debugging-port', 'remote-debugging-pipe', 'no-sandbox', 'disable-web-security', 'load-extension', 'host-rules', 'proxy-server', 'proxy-pac-url',
    'proxy-bypass-list', 'proxy-auto-detect', 'ignore-certificate-errors', 'js-flags', 'user-data-dir', 'renderer-cmd-prefix', 'use-mock-keychain',
  ])('names --%s, which no fuse covers', (name) => {
    expect(findForbidden((asked) => asked === name, {})).toBe(`--${name}`)
  })

  it('names the variable by which Chromium writes the keys of its connections to a file', () => {
    expect(findForbidden(none, { SSLKEYLOGFILE: 'keys.txt' })).toBe('SSLKEYLOGFILE')
  })

  it('knows switches as Chromium does: small letters, no dashes before', () => {
    expect(forbiddenSwitches.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
    expect(new Set(forbiddenSwitches).size).toBe(forbiddenSwitches.length)
  })
})
