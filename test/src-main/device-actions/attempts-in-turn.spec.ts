import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../../src-main/device-actions/attempt.ts'
import { sendAction } from '../../../src-main/device-actions/send-action.ts'
import type { WriteAnswer } from '../../../src-main/graph/device-writes.ts'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { actorOf } from '../../../src-shared/session.ts'
import { ada, aDevice } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest, proved, reference, sessionProof } from './attempts-under-test.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status
const kindsOf = (attemptId: string): string[] => the.audit.story(attemptId).map(({ kind }) => kind)

/** Sends an attempt and stops at the request; `finish` lets Graph answer. */
async function hold(attemptId: string): Promise<{ finish: () => Promise<string> }> {
  let answer: (answer: WriteAnswer) => void = () => undefined
  const isHeld = new Promise<void>((resolve) => {
    the.script.post = () => {
      resolve()
      return new Promise((done) => (answer = done))
    }
  })
  const sent = the.send(attemptId)
  await isHeld
  the.script.post = async () => ({ status: 'requested', reference })
  return {
    finish: async () => {
      answer({ status: 'requested', reference })
      return codeOf(await sent)
    },
  }
}

describe('a request that is on its way', () => {
  it('keeps every other one from the same device until it is answered: nobody knows yet what that would meet', async () => {
    const held = await hold(await the.begin({ action: 'sync' }))
    const second = await the.begin({ action: 'remove' }, { reason: 'Leaves the company' })
    expect(codeOf(await the.send(second, the.lastFour))).toBe('action-in-flight')
    expect(the.audit.story(second).at(-1)).toMatchObject({ kind: 'refusal', stage: 'sending', code: 'action-in-flight' })
    expect(the.posts).toHaveLength(1)
    expect(await held.finish()).toBe('ok')
    const third = await the.begin({ action: 'remove' }, { reason: 'Leaves the company' })
    expect(codeOf(await the.send(third, the.lastFour))).toBe('ok')
  })
})

describe('an attempt that is begun after another', () => {
  it('ends the other, which is written, even when it is refused itself', async () => {
    const first = await the.begin({ action: 'sync' })
    the.script.device = () => refuse('graph-unavailable')
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action: 'restart' } })))).toBe('graph-unavailable')
    expect(kindsOf(first)).toEqual(['attempt', 'cancellation'])
    the.script.device = () => ({ status: 'ok', device: aDevice() })
    expect(codeOf(await the.send(first))).toBe('attempt-unknown')
    expect(the.posts).toEqual([])
  })
  it('at the same moment takes its place, and the other is written as cancelled', async () => {
    const [first, second] = await Promise.all([the.begin({ action: 'sync' }), the.begin({ action: 'restart' })])
    expect(kindsOf(first)).toEqual(['attempt', 'cancellation'])
    expect(codeOf(await the.send(first))).toBe('attempt-unknown')
    expect(codeOf(await the.send(second))).toBe('ok')
  })
  it('while the other is being sent neither calls that back nor is ended by its answer', async () => {
    const first = await the.begin({ action: 'sync' })
    const held = await hold(first)
    const second = await the.begin({ action: 'restart' })
    expect(await held.finish()).toBe('ok')
    expect(kindsOf(first)).toEqual(['attempt', 'intent', 'answer'])
    expect(codeOf(await the.send(second))).toBe('ok')
    expect(the.posts).toHaveLength(2)
  })
})

describe('an attempt that is being sent', () => {
  it('cannot be cancelled, and says so', async () => {
    const id = await the.begin({ action: 'sync' })
    const held = await hold(id)
    expect(codeOf(the.attempts.cancel(id))).toBe('attempt-unknown')
    expect(await held.finish()).toBe('ok')
    expect(kindsOf(id)).toEqual(['attempt', 'intent', 'answer'])
  })
})

describe('a screen lock', () => {
  it('that comes when the request is on its way changes nothing about it', async () => {
    const id = await the.begin({ action: 'sync' })
    const held = await hold(id)
    the.attempts.voidAll()
    expect(the.states.at(-1)).toMatchObject({ phase: 'sending', code: null })
    expect(await held.finish()).toBe('ok')
    expect(kindsOf(id)).toEqual(['attempt', 'intent', 'answer'])
  })
})

describe('the five minutes', () => {
  it('are written as over when they run out before the last button', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.clock.advance(300_000)
    the.attempts.tick()
    the.attempts.tick()
    expect(the.audit.story(id).slice(2)).toMatchObject([{ kind: 'refusal', stage: 'warning', code: 'five-minutes-over' }])
  })
  it('count from the sign-out, not from the moment of the proof', async () => {
    the.script.confirm = async () => {
      the.clock.advance(200_000)
      return proved
    }
    const id = await the.begin()
    await the.attempts.signOut(id)
    expect(the.states.map(({ phase, remainingMs }) => [phase, remainingMs])).toEqual([['ready', null], ['signing-in', 300_000], ['warning', 100_000]])
    the.clock.advance(100_000)
    expect(codeOf(await the.send(id))).toBe('five-minutes-over')
    expect(the.posts).toEqual([])
  })
})

describe('the answer of Graph', () => {
  it('is written with how far the clock of this PC is off', async () => {
    const id = await the.begin({ action: 'sync' })
    expect(codeOf(await the.send(id))).toBe('ok')
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'answer', clockOffsetMs: 0 })
  })
})

describe('who an agent is', () => {
  it('is told by the tenant as well: the same id in another one is somebody else', async () => {
    const id = await the.begin({ action: 'sync' })
    the.script.account = { ...ada, tid: '99999999-9999-4999-8999-999999999999' }
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
    expect(the.posts).toEqual([])
  })
})

describe('the one door', () => {
  it('lets nobody through who has become another tenant’s while the device is read', async () => {
    const id = await the.begin({ action: 'sync' })
    the.script.onReading = () => {
      the.script.account = { ...ada, tid: '99999999-9999-4999-8999-999999999999' }
    }
    expect(codeOf(await the.send(id))).toBe('permit-missing')
    expect(the.posts).toEqual([])
  })
  it('sends no wipe without the PIN that was chosen, whatever permit there is', async () => {
    const device = aDevice({ kind: 'macos', operatingSystem: 'macOS' })
    the.script.shown = device
    the.script.device = () => ({ status: 'ok', device })
    const parameters = { action: 'reset-device', wipe: { ...plainWipe, withRecoveryPin: true } } as const
    const order: Order = {
      attemptId: await the.begin({ action: 'sync' }), account: ada, actor: actorOf(ada), device, parameters, effect: 'factory-reset', ticket: '', reason: 'lost', runId: null,
      approved: null, actionToken: 'token', recoveryPin: null,
      permit: { id: 'p', action: 'reset-device', deviceId: device.id, oid: ada.oid, tid: ada.tid, challengedAtMs: the.clock.monotonicMs(), proof: sessionProof },
    }
    expect(codeOf(await sendAction(the.options, order))).toBe('permit-void')
    expect(the.posts).toEqual([])
  })
})

describe('the device of an attempt', () => {
  it('is written with the intent as it was read last', async () => {
    const id = await the.begin({ action: 'sync' })
    the.script.device = () => ({ status: 'ok', device: aDevice({ deviceName: 'RENAMED-SINCE' }) })
    expect(codeOf(await the.send(id))).toBe('ok')
    expect(the.audit.story(id)).toMatchObject([{ kind: 'attempt' }, { kind: 'intent', target: { deviceName: 'RENAMED-SINCE' } }, { kind: 'answer' }])
  })
  it('is written as it was read, not as it was shown', async () => {
    the.script.device = () => ({ status: 'ok', device: aDevice({ deviceName: 'RENAMED-SINCE' }) })
    const id = await the.begin({ action: 'sync' })
    expect(the.audit.story(id)).toMatchObject([{ kind: 'attempt', target: { deviceName: 'RENAMED-SINCE' } }])
  })
})
