import { describe, expect, it } from 'vitest'
import { checkPermit, remainingMs } from '../../../src-main/policy/permit.ts'
import type { Permit, PermitUse } from '../../../src-main/policy/permit.ts'

const challengedAtMs = 1_000_000
const permit: Permit = {
  id: 'p', action: 'reset-passcode', deviceId: 'd1', oid: 'ada', tid: 't', challengedAtMs,
  proof: { method: 'fresh-sign-in', authenticatedAt: '', issuedAt: '', signInTookMs: 1 },
}
const use: PermitUse = { action: 'reset-passcode', deviceId: 'd1', oid: 'ada', tid: 't' }
const codeOf = (at: number, of: Permit | null = permit, for_: PermitUse = use): string => {
  const answer = checkPermit(of, for_, at)
  return answer.status === 'refused' ? answer.code : 'ok'
}

describe('checkPermit', () => {
  it('holds for five minutes from signing out, and not a millisecond longer', () => {
    expect(codeOf(challengedAtMs)).toBe('ok')
    expect(codeOf(challengedAtMs + 299_999)).toBe('ok')
    expect(codeOf(challengedAtMs + 300_000)).toBe('five-minutes-over')
  })
  it('is void when the monotonic clock lies before the challenge', () => {
    expect(codeOf(challengedAtMs - 1)).toBe('permit-void')
  })
  it('refuses without a permit', () => {
    expect(codeOf(challengedAtMs, null)).toBe('permit-missing')
  })
  it.each([
    ['another device', { deviceId: 'd2' }],
    ['another action', { action: 'reset-device' as const }],
    ['another agent', { oid: 'bob' }],
    ['another tenant', { tid: 'x' }],
  ])('does not cover %s', (_what, change) => {
    expect(codeOf(challengedAtMs + 1, permit, { ...use, ...change })).toBe('permit-missing')
  })
})

describe('a permit from the session alone, for an action that needs no fresh sign-in', () => {
  const ofSession: Permit = { ...permit, action: 'sync', proof: { method: 'session', issuedAt: '2026-11-23T08:00:00.000Z' } }
  const sync: PermitUse = { ...use, action: 'sync' }
  it('lives no longer, and covers no more', () => {
    expect(codeOf(challengedAtMs + 299_999, ofSession, sync)).toBe('ok')
    expect(codeOf(challengedAtMs + 300_000, ofSession, sync)).toBe('five-minutes-over')
    expect(codeOf(challengedAtMs, ofSession, { ...sync, action: 'reset-device' })).toBe('permit-missing')
    expect(codeOf(challengedAtMs, ofSession, { ...sync, oid: 'bob' })).toBe('permit-missing')
  })
})

describe('remainingMs', () => {
  it.each([[0, 300_000], [1000, 299_000], [300_000, 0], [900_000, 0], [-5000, 300_000]])('after %d ms says %d', (after, left) => {
    expect(remainingMs(challengedAtMs, challengedAtMs + after)).toBe(left)
  })
})
