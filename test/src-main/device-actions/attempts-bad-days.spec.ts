import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeviceReader } from '../../../src-main/device-actions/open-device.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { aDevice } from '../../factories/device.ts'
import { ada, attemptsUnderTest, bob, proved, reference } from './attempts-under-test.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

describe('an attempt when somebody else has signed in', () => {
  it('cannot be sent by them, with the permit of the agent who is gone', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.account = bob
    expect(codeOf(await the.attempts.send(id))).toBe('attempt-unknown')
    expect(the.posts).toEqual([])
  })
  it('cannot be continued or cancelled by them either', async () => {
    const id = await the.begin()
    the.script.account = bob
    expect(codeOf(await the.attempts.signOut(id))).toBe('attempt-unknown')
    expect(codeOf(the.attempts.cancel(id))).toBe('attempt-unknown')
    expect(the.kinds()).toEqual(['attempt'])
  })
  it('stops when they sign in while the device is read again', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => {
      the.script.account = bob
      return { status: 'ok', device: aDevice() }
    }
    expect(codeOf(await the.attempts.send(id))).toBe('permit-missing')
    expect(the.posts).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
  })
  it('tells their page nothing about the request that is still under way', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.post = async () => {
      the.script.account = bob
      return { status: 'requested', reference }
    }
    await the.attempts.send(id)
    expect(the.states.map(({ phase }) => phase)).toEqual(['ready', 'signing-in', 'warning', 'sending'])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'intent', 'answer'])
  })
  it('stops when nobody is signed in any more', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.account = null
    expect(codeOf(await the.attempts.send(id))).toBe('not-signed-in')
    expect(the.posts).toEqual([])
  })
  it('may still be tried again after a refused sign-in, when nobody is signed in', async () => {
    the.script.confirm = async () => {
      the.script.account = null
      return { ...refuse('five-minutes-over'), otherPerson: null }
    }
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.confirm = async () => {
      the.script.account = ada
      return proved
    }
    expect(codeOf(await the.attempts.signOut(id))).toBe('ok')
    expect(codeOf(await the.attempts.send(id))).toBe('ok')
  })
})

describe('an attempt that something goes wrong with', () => {
  it('ends as unknown when the sending itself breaks after the intent, and is looked into', async () => {
    the.script.post = () => Promise.reject(new Error('the network session is gone'))
    const id = await the.begin()
    await the.attempts.signOut(id)
    expect(codeOf(await the.attempts.send(id))).toBe('ok')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended' })
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'answer', result: 'unknown', code: 'graph-silent' })
    expect(the.tracked).toMatchObject([{ state: 'unknown', code: 'graph-silent', isFinal: false }])
  })
  it('ends with a refusal when reading breaks before the intent', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => Promise.reject(new Error('a defect'))
    expect(codeOf(await the.attempts.send(id))).toBe('unexpected')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'unexpected' })
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
    expect(the.posts).toEqual([])
  })
  it('is void at screen lock even when the page has begun another one meanwhile', async () => {
    const first = await the.begin()
    await the.attempts.signOut(first)
    let goOn: () => void = () => undefined
    the.script.device = () => new Promise((resolve) => (goOn = () => resolve({ status: 'ok', device: aDevice() })))
    const sending = the.attempts.send(first)
    const reread = goOn
    the.script.device = () => ({ status: 'ok', device: aDevice() })
    await the.begin()
    the.attempts.voidAll()
    reread()
    expect(codeOf(await sending)).toBe('permit-void')
    expect(the.posts).toEqual([])
  })
  it('says that the session ended when that is why the permit is void', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.attempts.voidAll('session-ended')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'session-ended' })
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'refusal', stage: 'warning', code: 'session-ended' })
  })
  it('is written as refused when the disk is too full for an intent', async () => {
    the.stop()
    the = attemptsUnderTest({ freeSpaceFloorBytes: Number.MAX_SAFE_INTEGER })
    expect(codeOf(await the.attempts.begin({ deviceId: aDevice().id, ticket: 'INC1', reason: '' }))).toBe('audit-unavailable')
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
})

describe('a device that is read', () => {
  it('is not handed over when the person who asked has gone meanwhile', async () => {
    let account: Account | null = ada
    const reader = createDeviceReader({
      account: () => account,
      readDevice: async () => {
        account = bob
        return { status: 'ok', device: aDevice(), actionResults: [] }
      },
      readPermissions: async () => ({ status: 'ok', permissions: [] }),
      audit: the.audit,
      profile: () => 'graph-admin',
      isPolicyValid: () => true,
      inFlight: () => [],
      countNamed: async () => 1,
    })
    expect(codeOf(await reader.open(aDevice().id))).toBe('not-signed-in')
    expect(reader.lastShown(aDevice().id)).toBeNull()
  })
})
