import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aDevice, bob } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest, proved, reference } from './attempts-under-test.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

describe('an attempt at a passcode reset', () => {
  it('goes from begin through sign-in and warning to one request, with a row for each step', async () => {
    const id = await the.begin()
    expect(codeOf(await the.attempts.signOut(id))).toBe('ok')
    expect(the.posts).toEqual([])
    expect(codeOf(await the.send(id))).toBe('ok')
    expect(the.posts).toMatchObject([{ request: { method: 'POST', path: `/v1.0/deviceManagement/managedDevices/${aDevice().id}/resetPasscode`, body: null }, token: 'proved-token' }])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'intent', 'answer'])
    expect(the.tracked).toMatchObject([{ attemptId: id, state: 'requested', isFinal: false }])
    expect(the.states.map(({ phase }) => phase)).toEqual(['ready', 'signing-in', 'warning', 'sending', 'ended'])
  })
  it('writes ticket, reason and proof into the intent’s attempt', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    await the.send(id)
    const [attempt] = the.audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } }).attempts
    expect(attempt).toMatchObject({ ticket: 'INC42', reason: 'forgot it', status: 'requested', proof: { method: 'fresh-sign-in' } })
  })
  it('sends nothing without the fresh sign-in, whatever the page claims', async () => {
    const id = await the.begin()
    expect(codeOf(await the.send(id))).toBe('permit-missing')
    expect(codeOf(await the.send('00000000-0000-4000-8000-000000000000'))).toBe('attempt-unknown')
    expect(the.posts).toEqual([])
  })
  it('sends once when the button is pressed twice', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    const both = await Promise.all([the.send(id), the.send(id)])
    expect(both.map(codeOf)).toEqual(['ok', 'action-in-flight'])
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
    expect(the.posts).toHaveLength(1)
  })

  it('ends when somebody else signs in, and names them in the log', async () => {
    the.script.confirm = async () => ({ ...refuse('wrong-person'), otherPerson: bob })
    const id = await the.begin()
    expect(codeOf(await the.attempts.signOut(id))).toBe('wrong-person')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'wrong-person' })
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'refusal', code: 'wrong-person', otherPerson: { oid: 'bob' } })
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
  })
  it.each(['auth-time-missing', 'auth-time-stale', 'auth-time-in-future', 'five-minutes-over', 'sign-in-declined'] as const)(
    'may be tried again after %s, and the refusal is written',
    async (code) => {
      the.script.confirm = async () => ({ ...refuse(code), otherPerson: null })
      const id = await the.begin()
      expect(codeOf(await the.attempts.signOut(id))).toBe(code)
      expect(the.states.at(-1)).toMatchObject({ phase: 'ready', code })
      the.script.confirm = async () => proved
      expect(codeOf(await the.attempts.signOut(id))).toBe('ok')
      expect(codeOf(await the.send(id))).toBe('ok')
      expect(the.kinds()).toEqual(['attempt', 'refusal', 'fresh-sign-in', 'intent', 'answer'])
    },
  )

  it('refuses a sign-in that took longer than five minutes', async () => {
    the.script.confirm = async () => {
      the.clock.advance(300_000)
      return proved
    }
    const id = await the.begin()
    expect(codeOf(await the.attempts.signOut(id))).toBe('five-minutes-over')
    expect(codeOf(await the.send(id))).toBe('permit-missing')
  })
  it('ends step 2 when the five minutes run out while the warning is read', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.clock.advance(299_999)
    the.attempts.tick()
    expect(the.states.at(-1)).toMatchObject({ phase: 'warning' })
    the.clock.advance(1)
    the.attempts.tick()
    expect(the.states.at(-1)).toMatchObject({ phase: 'ready', code: 'five-minutes-over' })
    expect(codeOf(await the.send(id))).toBe('permit-missing')
    expect(the.posts).toEqual([])
  })
  it('sends nothing when they run out before the tick notices, or while the device is read again', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => {
      the.clock.advance(300_001)
      return { status: 'ok', device: aDevice() }
    }
    expect(codeOf(await the.send(id))).toBe('five-minutes-over')
    expect(the.posts).toEqual([])
  })
  it('is not moved by the PC’s wall clock', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.clock.setWall(Date.parse('2027-11-23T09:00:00Z'))
    the.attempts.tick()
    expect(codeOf(await the.send(id))).toBe('ok')
  })

  it.each([
    ['the serial differs', { serialNumber: 'OTHER' }, 'device-changed'],
    ['another user enrolled it', { userId: 'x' }, 'device-changed'],
    ['it is being wiped', { managementState: 'wipePending' }, 'action-unavailable'],
  ])('stops before sending when %s', async (_what, change, code) => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => ({ status: 'ok', device: aDevice(change) })
    expect(codeOf(await the.send(id))).toBe(code)
    expect(the.posts).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
  })
  it('stops before sending when the device has vanished', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => refuse('device-not-found')
    expect(codeOf(await the.send(id))).toBe('device-not-found')
    expect(the.posts).toEqual([])
  })
  it('writes a refusal when the device cannot be reset at all', async () => {
    the.script.device = () => ({ status: 'ok', device: aDevice({ kind: 'windows' }) })
    the.script.shown = null
    const begun = await the.attempts.begin(aRequest())
    expect(codeOf(begun)).toBe('action-unavailable')
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
  it('refuses a supervisor, who reviews and does not act', async () => {
    the.script.account = { ...ada, roles: ['Helpdesk.Supervisor'] }
    expect(codeOf(await the.attempts.begin(aRequest()))).toBe('not-allowed')
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
  it('refuses when nobody is signed in', async () => {
    the.script.account = null
    expect(codeOf(await the.attempts.begin(aRequest()))).toBe('not-signed-in')
  })

  it('sends nothing when the intent cannot be written', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.audit.close()
    rmSync(join(the.folder, 'audit'), { recursive: true })
    expect(codeOf(await the.send(id))).toMatch(/^audit-/)
    expect(the.posts).toEqual([])
  })
  it('says no at the start when the log cannot be written', async () => {
    the.audit.close()
    rmSync(join(the.folder, 'audit'), { recursive: true })
    expect(codeOf(await the.attempts.begin(aRequest()))).toMatch(/^audit-/)
  })

  it('is written as requested only on a clear yes; silence is unknown and is looked into', async () => {
    the.script.post = async () => ({ status: 'unknown', code: 'graph-silent', reference })
    const id = await the.begin()
    await the.attempts.signOut(id)
    expect(codeOf(await the.send(id))).toBe('ok')
    expect(the.tracked).toMatchObject([{ state: 'unknown', code: 'graph-silent', isFinal: false }])
    expect(the.posts).toHaveLength(1)
  })
  it('tells a clear no, and tracks nothing', async () => {
    the.script.post = async () => ({ status: 'refused', code: 'graph-missing-role', reference })
    const id = await the.begin()
    await the.attempts.signOut(id)
    expect(codeOf(await the.send(id))).toBe('graph-missing-role')
    expect(the.tracked).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'intent', 'answer'])
  })

  it('writes a cancellation at every stage and sends nothing', async () => {
    const first = await the.begin()
    expect(codeOf(the.attempts.cancel(first))).toBe('ok')
    const second = await the.begin()
    await the.attempts.signOut(second)
    expect(codeOf(the.attempts.cancel(second))).toBe('ok')
    expect(codeOf(await the.send(second))).toBe('attempt-unknown')
    expect(the.kinds()).toEqual(['attempt', 'cancellation', 'attempt', 'fresh-sign-in', 'cancellation'])
    expect(the.posts).toEqual([])
  })
  it('ends the waiting sign-in when it is cancelled', async () => {
    the.script.confirm = (_expected, _at, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ...refuse(signal.reason as ErrorCode), otherPerson: null }))
      })
    const id = await the.begin()
    const waiting = the.attempts.signOut(id)
    the.attempts.cancel(id)
    expect(codeOf(await waiting)).toBe('sign-in-cancelled')
    expect(the.kinds()).toEqual(['attempt', 'cancellation'])
  })
  it.each(['signing in', 'the warning'])('is void when the screen is locked during %s', async (during) => {
    if (during === 'signing in') {
      the.script.confirm = (_expected, _at, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ ...refuse(signal.reason as ErrorCode), otherPerson: null }))
        })
    }
    const id = await the.begin()
    const signingIn = the.attempts.signOut(id)
    if (during === 'the warning') await signingIn
    the.attempts.voidAll()
    await signingIn
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'permit-void' })
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
    expect(the.kinds().at(-1)).toBe('refusal')
    expect(the.posts).toEqual([])
  })
  it('is void when the screen is locked while the device is read again', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => {
      the.attempts.voidAll()
      return { status: 'ok', device: aDevice() }
    }
    expect(codeOf(await the.send(id))).toBe('permit-void')
    expect(the.posts).toEqual([])
  })
  it('replaces an older attempt that was left open', async () => {
    const older = await the.begin()
    await the.begin()
    expect(codeOf(await the.attempts.signOut(older))).toBe('attempt-unknown')
    expect(the.kinds()).toEqual(['attempt', 'cancellation', 'attempt'])
  })
  it('never tells the page the permit, the proof or the token', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    await the.send(id)
    const told = JSON.stringify([the.states, the.tracked])
    expect(told).not.toContain('proved-token')
    expect(told).not.toContain('permit')
    expect(told).not.toContain('fresh-sign-in')
  })
})
