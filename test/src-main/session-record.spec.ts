import { describe, expect, it } from 'vitest'
import { lockedRow, sessionRowOf } from '../../src-main/session-record.ts'
import type { Account, SessionState } from '../../src-shared/session.ts'

const account: Account = { oid: 'ada', tid: 't', displayName: 'Ada', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }
const ada = { oid: 'ada', tid: 't', displayName: 'Ada', upn: 'ada@practice.example' }
const out: SessionState = { status: 'signed-out', code: null }
const signingIn: SessionState = { status: 'signing-in' }
const signedIn: SessionState = { status: 'signed-in', account }
const confirming: SessionState = { status: 'confirming', account }
const noRole: SessionState = { status: 'no-role', account: { ...account, roles: [] } }
const outWith = (code: Extract<SessionState, { status: 'signed-out' }>['code']): SessionState => ({ status: 'signed-out', code })

/** The rows of a session that goes through these states. */
const rowsOf = (...states: readonly SessionState[]) => states.flatMap((state, at) => sessionRowOf(states[at - 1] ?? out, state) ?? [])

describe('the log says of a session', () => {
  it('who came and who went', () => {
    expect(rowsOf(signingIn, signedIn, out)).toEqual([
      { kind: 'session', event: 'signed-in', actor: ada, code: null }, { kind: 'session', event: 'signed-out', actor: ada, code: null },
    ])
  })
  it('that the tenant ended it', () => {
    expect(rowsOf(signingIn, signedIn, outWith('session-ended'))[1]).toMatchObject({ event: 'signed-out', code: 'session-ended' })
  })
  it('who was not let in, and that nobody was', () => {
    expect(rowsOf(signingIn, noRole, signingIn, outWith('tenant-unreachable'))).toEqual([
      { kind: 'session', event: 'refused', actor: ada, code: 'no-role' }, { kind: 'session', event: 'refused', actor: null, code: 'tenant-unreachable' },
    ])
  })
  it('nothing of a sign-in that its own person gave up', () => {
    expect(rowsOf(signingIn, outWith('sign-in-cancelled'), signingIn, out)).toEqual([])
  })
  it('nothing of a confirmation, which belongs to its attempt however it ends', () => {
    expect(rowsOf(signingIn, signedIn, confirming, signedIn)).toHaveLength(1)
    expect(rowsOf(signingIn, signedIn, confirming, outWith('five-minutes-over'))).toHaveLength(1)
  })
  it('that somebody signed out instead of confirming', () => {
    expect(rowsOf(signingIn, signedIn, confirming, out).map(({ event }) => event)).toEqual(['signed-in', 'signed-out'])
  })
  it('each of these once', () => {
    expect(rowsOf(signingIn, signedIn, signedIn, out, out).map(({ event }) => event)).toEqual(['signed-in', 'signed-out'])
  })
  it('that the screen was locked, whoever was there', () => {
    expect(lockedRow(account)).toEqual({ kind: 'session', event: 'locked', actor: ada, code: null })
    expect(lockedRow(null).actor).toBeNull()
  })
})
