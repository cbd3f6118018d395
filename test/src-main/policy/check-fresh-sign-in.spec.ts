import { describe, expect, it } from 'vitest'
import { checkFreshSignIn, signInToleranceSeconds } from '../../../src-main/policy/check-fresh-sign-in.ts'
import type { SignInClaims } from '../../../src-main/policy/check-fresh-sign-in.ts'

const iat = 1_800_000_000
const challenge = { oid: 'ada', tid: 'tenant', nonce: 'n', tookMs: 60_000 }
const claims = (overrides: Partial<SignInClaims> = {}): SignInClaims => ({
  oid: 'ada', tid: 'tenant', nonce: 'n', iat, auth_time: iat - 5, ...overrides,
})
const codeOf = (overrides: Partial<SignInClaims>, more: Partial<typeof challenge> = {}): string => {
  const answer = checkFreshSignIn(claims(overrides), { ...challenge, ...more })
  return answer.status === 'refused' ? answer.code : 'ok'
}

describe('checkFreshSignIn', () => {
  it('accepts the same person who signed in after the challenge', () => {
    expect(codeOf({})).toBe('ok')
  })
  it.each([
    ['another person', { oid: 'bob' }, 'wrong-person'],
    ['the same person of another tenant', { tid: 'other' }, 'wrong-person'],
    ['another nonce', { nonce: 'x' }, 'id-token-invalid'],
    ['no nonce', { nonce: undefined }, 'id-token-invalid'],
    ['no auth_time, however young iat is', { auth_time: undefined }, 'auth-time-missing'],
    ['an auth_time that is no number', { auth_time: Number.NaN }, 'auth-time-missing'],
    ['an auth_time after the token was issued', { auth_time: iat + signInToleranceSeconds + 1 }, 'auth-time-in-future'],
    ['a sign-in from before the challenge', { auth_time: iat - 60 - signInToleranceSeconds - 1 }, 'auth-time-stale'],
    ['an hour-old session that answered by itself', { auth_time: iat - 3600 }, 'auth-time-stale'],
  ])('refuses %s', (_what, overrides, code) => {
    expect(codeOf(overrides)).toBe(code)
  })
  it('counts whole seconds leniently at both edges', () => {
    expect(codeOf({ auth_time: iat + signInToleranceSeconds })).toBe('ok')
    expect(codeOf({ auth_time: iat - 60 - signInToleranceSeconds })).toBe('ok')
  })
  it('gives a quick sign-in no credit for an old session', () => {
    expect(codeOf({ auth_time: iat - 30 }, { tookMs: 2000 })).toBe('auth-time-stale')
  })
  it('needs no clock of this PC: only the server’s own times are compared', () => {
    const aYearOff = 365 * 86_400
    expect(codeOf({ iat: iat + aYearOff, auth_time: iat + aYearOff - 5 })).toBe('ok')
  })
})
