import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../../src-main/device-actions/attempt.ts'
import { createDeviceReader } from '../../../src-main/device-actions/open-device.ts'
import { sendAction } from '../../../src-main/device-actions/send-action.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { actorOf } from '../../../src-shared/session.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aDevice, bob } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest, proved, reference } from './attempts-under-test.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status

describe('an attempt when somebody else has signed in', () => {
  it('cannot be sent by them, with the permit of the agent who is gone', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.account = bob
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
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
    expect(codeOf(await the.send(id))).toBe('permit-missing')
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
    await the.send(id)
    expect(the.states.map(({ phase }) => phase)).toEqual(['ready', 'signing-in', 'warning', 'sending'])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'intent', 'answer'])
  })
  it('stops when nobody is signed in any more', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.account = null
    expect(codeOf(await the.send(id))).toBe('not-signed-in')
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
    expect(codeOf(await the.send(id))).toBe('ok')
  })
})

describe('an attempt that something goes wrong with', () => {
  it('ends as unknown when the sending itself breaks after the intent, and is looked into', async () => {
    the.script.post = () => Promise.reject(new Error('the network session is gone'))
    const id = await the.begin()
    await the.attempts.signOut(id)
    expect(codeOf(await the.send(id))).toBe('ok')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended' })
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'answer', result: 'unknown', code: 'graph-silent' })
    expect(the.tracked).toMatchObject([{ state: 'unknown', code: 'graph-silent', isFinal: false }])
  })
  it('ends with a refusal when reading breaks before the intent', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.device = () => Promise.reject(new Error('a defect'))
    expect(codeOf(await the.send(id))).toBe('unexpected')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'unexpected' })
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
    expect(the.posts).toEqual([])
  })
  it('is void at screen lock even when the page has begun another one meanwhile', async () => {
    const first = await the.begin()
    await the.attempts.signOut(first)
    let goOn: () => void = () => undefined
    the.script.device = () => new Promise((resolve) => (goOn = () => resolve({ status: 'ok', device: aDevice() })))
    const sending = the.send(first)
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
    expect(codeOf(await the.attempts.begin(aRequest()))).toBe('audit-unavailable')
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
      policyTrouble: () => null,
      inFlight: () => [],
      isAwaitingApproval: () => false,
      onRead: () => undefined, countOthers: async () => ({ sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }),
    })
    expect(codeOf(await reader.open(aDevice().id))).toBe('not-signed-in')
    expect(reader.lastShown(aDevice().id)).toBeNull()
  })
})

describe('what is sent', () => {
  it('carries the id that was written with the intent, and the token that was proved', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    let sent: Parameters<typeof the.script.post>[0] | null = null
    the.script.post = async (request) => {
      sent = request
      return { status: 'requested', reference }
    }
    await the.send(id)
    const intent = the.audit.story(id).find(({ kind }) => kind === 'intent')
    expect(sent).toEqual({
      request: { method: 'POST', path: `/v1.0/deviceManagement/managedDevices/${aDevice().id}/resetPasscode`, body: null },
      approval: { kind: 'justification', text: 'forgot it' }, token: 'proved-token', clientRequestId: intent?.kind === 'intent' ? intent.clientRequestId : 'no intent',
    })
  })
  it('has the last result that Intune showed before it beside its intent, so that an old one is not taken for its own', async () => {
    const before = '2026-11-20T08:00:00.000Z'
    the.script.actionResults = [{
      actionName: 'resetpasscode', actionState: 'done', startDateTime: before, lastUpdatedDateTime: before, errorCode: null, hasPasscode: false, hasUnlockPin: false, hasLocation: false,
    }]
    const id = await the.begin()
    await the.attempts.signOut(id)
    await the.send(id)
    expect(the.audit.story(id).find(({ kind }) => kind === 'intent')).toMatchObject({ previousResultAt: before })
    expect(the.watched).toEqual([{ previousResultAt: before, previousSyncAt: aDevice().lastSyncAt, approvalCode: null }])
  })
})

describe('a permit', () => {
  it('is gone, with its token, before the request leaves', async () => {
    const id = await the.begin()
    const device = aDevice()
    const order: Order = {
      attemptId: id, account: ada, actor: actorOf(ada), device, parameters: { action: 'reset-passcode' }, effect: 'passcode-removed', ticket: '',
      reason: '', runId: null, approved: null, actionToken: 'proved-token', recoveryPin: null,
      permit: {
        id: 'p', action: 'reset-passcode', deviceId: device.id, oid: ada.oid, tid: ada.tid, challengedAtMs: the.clock.monotonicMs(),
        proof: { method: 'fresh-sign-in', authenticatedAt: '2026-11-23T09:00:01.000Z', issuedAt: '2026-11-23T09:00:02.000Z', signInTookMs: 2000 },
      },
    }
    const left: unknown[] = []
    the.script.post = async () => {
      left.push(order.permit, order.actionToken)
      return { status: 'requested', reference }
    }
    expect(codeOf(await sendAction(the.options, order))).toBe('ok')
    expect(left).toEqual([null, null])
  })
  it('that ran out while the log was being written sends nothing', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.script.onWritingIntent = () => the.clock.advance(300_000)
    expect(codeOf(await the.send(id))).toBe('permit-missing')
    expect(the.posts).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
  })
  it('that has run out does not even read the device', async () => {
    const id = await the.begin()
    await the.attempts.signOut(id)
    the.clock.advance(300_000)
    let reads = 0
    the.script.onReading = () => (reads += 1, undefined)
    expect(codeOf(await the.send(id))).toBe('five-minutes-over')
    expect(reads).toBe(0)
  })
  it('is not given to somebody who came back without the role', async () => {
    the.script.confirm = async () => ({ ...proved, account: { ...ada, roles: ['Helpdesk.Supervisor'] } })
    const id = await the.begin()
    expect(codeOf(await the.attempts.signOut(id))).toBe('not-allowed')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'not-allowed' })
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
  })
})

describe('what cannot be written', () => {
  it('begins no attempt', async () => {
    the.script.refuseToAppend = 'attempt'
    expect(codeOf(await the.attempts.begin(aRequest()))).toBe('audit-unavailable')
    expect(the.states).toEqual([])
  })
  it('gives no permit for a fresh sign-in', async () => {
    const id = await the.begin()
    the.script.refuseToAppend = 'fresh-sign-in'
    expect(codeOf(await the.attempts.signOut(id))).toBe('audit-unavailable')
    expect(codeOf(await the.send(id))).not.toBe('ok')
    expect(the.posts).toEqual([])
  })
})

describe('a device that is not the one that was shown', () => {
  it('is not even begun with, and that is written', async () => {
    the.script.shown = { ...aDevice(), serialNumber: 'ANOTHER' }
    expect(codeOf(await the.attempts.begin(aRequest()))).toBe('device-changed')
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
    expect(the.states).toEqual([])
  })
})

describe('an attempt that is still being begun', () => {
  it.each(['remote-lock', 'reset-passcode'] as const)('%s does not begin after what voids every permit: no permit is younger than the lock of the screen', async (action) => {
    the.script.device = () => {
      the.attempts.voidAll()
      return { status: 'ok', device: aDevice() }
    }
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action } })))).toBe('permit-void')
    expect(the.states).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
    the.script.device = () => ({ status: 'ok', device: aDevice() })
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action } })))).toBe('ok')
  })
})
