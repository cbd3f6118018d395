import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { ada, aDevice, bob } from '../../factories/device.ts'
import { attemptsUnderTest, proved, reference, sessionProof } from './attempts-under-test.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status
const mac = { kind: 'macos', operatingSystem: 'macOS', serialNumber: 'C02ZK1ABMD6R' } as const
const withPin: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, withRecoveryPin: true } }
const path = `/v1.0/deviceManagement/managedDevices/${aDevice().id}`

describe('an action that needs no fresh sign-in', () => {
  it.each<[ActionParameters, string, string]>([
    [{ action: 'sync' }, 'privileged', `POST ${path}/syncDevice`],
    [{ action: 'restart' }, 'privileged', `POST ${path}/rebootNow`],
    [{ action: 'locate' }, 'privileged', `POST ${path}/locateDevice`],
    [{ action: 'remote-lock' }, 'privileged', `POST ${path}/remoteLock`],
    [{ action: 'rename', deviceName: 'NEW' }, 'privileged', `POST ${path.replace('v1.0', 'beta')}/setDeviceName`],
    [{ action: 'set-management-name', managedDeviceName: 'new' }, 'read-write', `PATCH ${path}`],
    [{ action: 'remove' }, 'privileged', `POST ${path}/retire`],
  ])('%j is sent with a token of its own, %s, and the session as proof', async (parameters, scope, request) => {
    const id = await the.begin(parameters)
    expect(the.tokenScopes).toEqual([])
    expect(codeOf(await the.send(id, the.lastFour))).toBe('ok')
    expect(the.tokenScopes).toEqual([scope])
    expect(the.confirmedScopes).toEqual([])
    expect(the.posts.map(({ token, request: { method, path: to } }) => [token, `${method} ${to}`])).toEqual([['session-token', request]])
    expect(the.kinds()).toEqual(['attempt', 'intent', 'answer'])
    expect(the.audit.story(id).find(({ kind }) => kind === 'intent')).toMatchObject({ action: parameters.action, parameters, request, proof: sessionProof, approval: 'justification' })
    expect(the.tracked).toMatchObject([{ action: parameters.action, parameters, state: 'requested', ticket: 'INC42', reason: 'forgot it', runId: null }])
  })
  it('does not go back to a sign-in that it never asked for', async () => {
    const id = await the.begin({ action: 'sync' })
    expect(codeOf(await the.attempts.signOut(id))).toBe('attempt-unknown')
    expect(the.confirmedScopes).toEqual([])
  })
  it('is void at screen lock', async () => {
    const id = await the.begin({ action: 'sync' })
    the.attempts.voidAll()
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
    expect(the.posts).toEqual([])
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'refusal', stage: 'warning', code: 'permit-void' })
  })
  it('is void at screen lock while its token is fetched', async () => {
    const id = await the.begin({ action: 'sync' })
    the.script.token = () => {
      the.attempts.voidAll()
      return { status: 'ok', token: 'session-token' }
    }
    expect(codeOf(await the.send(id))).toBe('permit-void')
    expect(the.posts).toEqual([])
  })
  it('ends five minutes after it began, and begins anew', async () => {
    const id = await the.begin({ action: 'sync' })
    the.clock.advance(299_999)
    the.attempts.tick()
    expect(the.states.at(-1)).toMatchObject({ phase: 'warning' })
    the.clock.advance(1)
    the.attempts.tick()
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'five-minutes-over' })
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
  })
  it('ends when they run out before the tick notices', async () => {
    const id = await the.begin({ action: 'sync' })
    the.clock.advance(300_000)
    expect(codeOf(await the.send(id))).toBe('five-minutes-over')
    expect(the.states.at(-1)).toMatchObject({ phase: 'ended', code: 'five-minutes-over' })
    expect(the.posts).toEqual([])
  })
  it.each(['session-ended', 'tenant-unreachable'] as const)('is not sent when no token can be had: %s', async (code) => {
    the.script.token = () => refuse(code)
    const id = await the.begin({ action: 'sync' })
    expect(codeOf(await the.send(id))).toBe(code)
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
    expect(the.posts).toEqual([])
  })
  it('is not sent for whoever signs in while its token is fetched', async () => {
    the.script.token = () => {
      the.script.account = bob
      return { status: 'ok', token: 'bobs-token' }
    }
    const id = await the.begin({ action: 'sync' })
    expect(codeOf(await the.send(id))).toBe('permit-missing')
    expect(the.posts).toEqual([])
  })
})

describe('an action that needs one', () => {
  it.each<[ActionParameters, string]>([
    [{ action: 'reset-passcode' }, 'privileged'], [{ action: 'reset-device', wipe: plainWipe }, 'privileged'], [{ action: 'delete-record' }, 'read-write'],
  ])('%j asks for the right to act with it: %s, and for no token besides', async (parameters, scope) => {
    const id = await the.begin(parameters)
    expect(codeOf(await the.send(id, the.lastFour))).toBe('permit-missing')
    await the.attempts.signOut(id)
    expect(the.confirmedScopes).toEqual([scope])
    expect(codeOf(await the.send(id, the.lastFour))).toBe('ok')
    expect(the.tokenScopes).toEqual([])
    expect(the.posts.map(({ token }) => token)).toEqual(['proved-token'])
    expect(the.audit.story(id).find(({ kind }) => kind === 'intent')).toMatchObject({ proof: { method: 'fresh-sign-in' } })
  })
  it('lets a permit of one action do no other', async () => {
    await the.attempts.signOut(await the.begin({ action: 'reset-passcode' }))
    const removal = await the.begin({ action: 'delete-record' })
    expect(codeOf(await the.send(removal, the.lastFour))).toBe('permit-missing')
    expect(the.posts).toEqual([])
  })
})

describe('what has to be typed', () => {
  it.each<[string, Partial<DeviceDetails>, string, 'serialNumber' | 'imei' | 'id']>([
    ['the serial number', {}, 'Q9N7', 'serialNumber'],
    ['the IMEI where there is none', { serialNumber: ' ' }, '3809', 'imei'],
    ['the id where there is neither', { serialNumber: 'X1', imei: '' }, '1111', 'id'],
  ])('are the last four of %s', async (_what, change, right, of) => {
    the.use(change)
    const id = await the.begin({ action: 'remove' })
    expect(the.states.at(-1)).toMatchObject({ confirmation: { of, length: 4 } })
    for (const wrong of [null, '', 'xxxx', right.slice(1), `0${right}`, aDevice().deviceName]) expect(codeOf(await the.send(id, wrong)), String(wrong)).toBe('typed-wrong')
    expect(the.posts).toEqual([])
    expect(the.states.at(-1)).toMatchObject({ phase: 'warning' })
    expect(codeOf(await the.send(id, ` ${right.toLowerCase()} `))).toBe('ok')
    expect(the.posts).toHaveLength(1)
  })
  it('is written down when it was wrong, and what it was is not', async () => {
    const id = await the.begin({ action: 'remove' })
    await the.send(id, 'hunter2')
    expect(the.audit.story(id).at(-1)).toMatchObject({ kind: 'refusal', stage: 'warning', code: 'typed-wrong' })
    expect(JSON.stringify(the.audit.story(id))).not.toContain('hunter2')
  })
  it('is nothing for an action that can be undone', async () => {
    expect(codeOf(await the.send(await the.begin({ action: 'restart' }), null))).toBe('ok')
  })
})

describe('the PIN of a Mac’s wipe', () => {
  beforeEach(() => the.use(mac))
  const last = mac.serialNumber.slice(-4)
  const begin = () => the.begin(withPin, { recoveryPin: '482913' })

  it('goes with the request once, and into no row and no record', async () => {
    const id = await begin()
    await the.attempts.signOut(id)
    expect(codeOf(await the.send(id, last))).toBe('ok')
    expect(the.posts.map(({ request }) => request.body)).toMatchObject([{ macOsUnlockCode: '482913' }])
    expect(JSON.stringify([the.states, the.tracked, the.audit.story(id)])).not.toContain('482913')
  })
  it('outlives a sign-in that has to be done again', async () => {
    the.script.confirm = async () => ({ ...refuse('auth-time-stale'), otherPerson: null })
    const id = await begin()
    await the.attempts.signOut(id)
    the.script.confirm = async () => proved
    await the.attempts.signOut(id)
    the.clock.advance(300_000)
    the.attempts.tick()
    expect(the.states.at(-1)).toMatchObject({ phase: 'ready', code: 'five-minutes-over' })
    await the.attempts.signOut(id)
    expect(codeOf(await the.send(id, last))).toBe('ok')
    expect(the.posts.map(({ request }) => request.body)).toMatchObject([{ macOsUnlockCode: '482913' }])
  })
  it('is gone at screen lock, and no wipe is sent without it', async () => {
    const id = await begin()
    await the.attempts.signOut(id)
    the.script.device = () => {
      the.attempts.voidAll()
      return { status: 'ok', device: aDevice(mac) }
    }
    expect(codeOf(await the.send(id, last))).toBe('permit-void')
    expect(the.posts).toEqual([])
  })
})

describe('a device that is another than the agent was warned of', () => {
  it('is left alone when the action would do something else to it', async () => {
    const pc = { kind: 'windows', operatingSystem: 'Windows' } as const
    the.use({ ...pc, joinType: 'azureADRegistered' })
    const id = await the.begin({ action: 'remove' })
    expect(the.states.at(-1)).toMatchObject({ effect: 'pc-unenrolled' })
    the.script.device = () => ({ status: 'ok', device: aDevice({ ...pc, joinType: 'azureADJoined' }) })
    expect(codeOf(await the.send(id, the.lastFour))).toBe('device-changed')
    expect(the.posts).toEqual([])
  })
  it('is left alone when a choice that was made is no longer offered', async () => {
    const pc = { kind: 'windows', operatingSystem: 'Windows' } as const
    the.use({ ...pc, readFrom: 'beta' })
    const id = await the.begin({ action: 'reset-device', wipe: { ...plainWipe, useProtectedWipe: true } })
    await the.attempts.signOut(id)
    the.script.device = () => ({ status: 'ok', device: aDevice({ ...pc, readFrom: 'v1.0' }) })
    expect(codeOf(await the.send(id, the.lastFour))).toBe('action-unavailable')
    expect(the.posts).toEqual([])
  })
})

describe('two attempts of one agent', () => {
  it('do not send the same action to the same device twice', async () => {
    expect(codeOf(await the.send(await the.begin({ action: 'sync' })))).toBe('ok')
    expect(codeOf(await the.send(await the.begin({ action: 'sync' })))).toBe('action-in-flight')
    expect(codeOf(await the.send(await the.begin({ action: 'restart' })))).toBe('ok')
    expect(the.posts).toHaveLength(2)
  })
  it('are told apart by who is signed in', async () => {
    const id = await the.begin({ action: 'sync' })
    the.script.account = bob
    expect(codeOf(await the.send(id))).toBe('attempt-unknown')
    the.script.account = ada
    the.script.post = async () => ({ status: 'requested', reference })
    expect(codeOf(await the.send(id))).toBe('ok')
  })
})
