import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { BeginAttemptRequest } from '../../../src-shared/attempts.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { ErrorCode } from '../../../src-shared/error-codes.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import { bob, sofia } from '../../factories/device.ts'
import { aRequest, attemptsUnderTest } from './attempts-under-test.ts'
import { everyAttempt } from '../../../src-shared/audit-query.ts'

let the: ReturnType<typeof attemptsUnderTest>
beforeEach(() => (the = attemptsUnderTest()))
afterEach(() => the.stop())
const codeOf = (answer: { status: string; code?: ErrorCode }): string => answer.code ?? answer.status
const wipe: ActionParameters = { action: 'reset-device', wipe: plainWipe }
const mac = { kind: 'macos', operatingSystem: 'macOS', serialNumber: 'C02ZK1ABMD6R' } as const
const pc = { kind: 'windows', operatingSystem: 'Windows', managedDeviceName: 'label', serialNumber: '5CG1234XYZ' } as const
const withPin: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, withRecoveryPin: true } }

describe('beginning an attempt', () => {
  it.each<[ActionParameters, 'ready' | 'warning', boolean]>([
    [{ action: 'reset-passcode' }, 'ready', false],
    [wipe, 'ready', true],
    [{ action: 'delete-record' }, 'ready', true],
    [{ action: 'remove' }, 'warning', true],
    [{ action: 'remote-lock' }, 'warning', false],
    [{ action: 'sync' }, 'warning', false],
    [{ action: 'restart' }, 'warning', false],
    [{ action: 'locate' }, 'warning', false],
    [{ action: 'rename', deviceName: 'NEW' }, 'warning', false],
    [{ action: 'set-management-name', managedDeviceName: 'new' }, 'warning', false],
  ])('%j stands at %s, typed confirmation %s, with all that was asked', async (parameters, phase, isTyped) => {
    const begun = await the.attempts.begin(aRequest({ parameters }))
    expect(begun).toMatchObject({
      status: 'ok',
      attempt: {
        action: parameters.action, parameters, phase, needsFreshSignIn: phase === 'ready', confirmation: isTyped ? { of: 'serialNumber', length: 4 } : null,
        ticket: 'INC42', reason: 'forgot it', isApproved: false, remainingMs: null,
      },
    })
    expect(the.audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } }).attempts).toMatchObject([{ action: parameters.action, parameters, status: 'open' }])
    expect(the.posts).toEqual([])
  })

  it.each<[string, ActionParameters, Partial<BeginAttemptRequest>, ErrorCode]>([
    ['a removal without a reason', { action: 'remove' }, { reason: '' }, 'reason-missing'],
    ['a wipe without a reason', wipe, { reason: '' }, 'reason-missing'],
    ['a deletion without a reason', { action: 'delete-record' }, { reason: '' }, 'reason-missing'],
    ['a name that the platform does not take', { action: 'rename', deviceName: 'two words' }, {}, 'name-not-allowed'],
    ['the name that it has', { action: 'rename', deviceName: 'PLAIN' }, {}, 'name-not-allowed'],
    ['an empty management name', { action: 'set-management-name', managedDeviceName: '' }, {}, 'name-not-allowed'],
    ['a choice that the platform does not have', { action: 'reset-device', wipe: { ...plainWipe, keepUserData: true } }, {}, 'invalid-request'],
    ['a PIN for a phone', withPin, { recoveryPin: '482913' }, 'invalid-request'],
    ['a PIN for another action', { action: 'sync' }, { recoveryPin: '482913' }, 'invalid-request'],
    ['an approval that there is none of', wipe, { completes: 'a0' }, 'approval-refused'],
  ])('refuses %s, and writes that it did, without any PIN', async (_what, parameters, change, code) => {
    the.use({ deviceName: 'PLAIN' })
    expect(codeOf(await the.attempts.begin(aRequest({ parameters, ...change })))).toBe(code)
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
    const [row] = the.audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } }).attempts
    expect(row).toMatchObject({ status: 'refused', code, parameters })
    expect(JSON.stringify(the.audit.story(row?.attemptId ?? ''))).not.toContain('482913')
    expect(the.states).toEqual([])
  })

  it.each<[string, Partial<DeviceDetails>, ActionParameters, ErrorCode]>([
    ['a PC that cannot be locked', pc, { action: 'remote-lock' }, 'action-unavailable'],
    ['a device that is being wiped already', { managementState: 'wipePending' }, wipe, 'action-in-flight'],
    ['a device that is leaving', { managementState: 'retirePending' }, { action: 'sync' }, 'action-unavailable'],
  ])('refuses %s', async (_what, device, parameters, code) => {
    the.use(device)
    expect(codeOf(await the.attempts.begin(aRequest({ parameters })))).toBe(code)
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
  it('refuses a removal while a second administrator is asked about the device', async () => {
    the.script.isAwaitingApproval = true
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action: 'remove' } })))).toBe('approval-pending')
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action: 'sync' } })))).toBe('ok')
  })
  it.each<ActionParameters>([{ action: 'sync' }, wipe])('refuses a supervisor, without a look at the device: %j', async (parameters) => {
    the.script.account = sofia
    expect(codeOf(await the.attempts.begin(aRequest({ parameters })))).toBe('not-allowed')
    expect(the.reads).toEqual([])
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
  it.each<[string, () => void]>([
    ['somebody else signs in', () => (the.script.account = bob)],
    ['nobody is signed in any more', () => (the.script.account = null)],
    ['nothing proves any more who is', () => (the.script.sessionProof = null)],
  ])('refuses when %s while the device is read', async (_what, change) => {
    the.script.onReading = change
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: { action: 'sync' } })))).toBe('not-signed-in')
    expect(the.kinds()).toEqual(['attempt', 'refusal'])
  })
  it('keeps the reference of a read that failed', async () => {
    const reference = { httpStatus: 503, graphCode: 'x', requestId: 'r-9', clientRequestId: 'c', serverDate: null }
    the.script.device = () => refuse('graph-unavailable', reference)
    expect(await the.attempts.begin(aRequest({ parameters: { action: 'sync' } }))).toEqual({ status: 'refused', code: 'graph-unavailable', reference })
  })

  it('says what a removal cancels on the device, and what else does not', async () => {
    the.script.pending = ['sync', 'restart', 'remove']
    const cancels = async (parameters: ActionParameters) => {
      const begun = await the.attempts.begin(aRequest({ parameters }))
      return begun.status === 'ok' ? begun.attempt.cancels : begun.code
    }
    expect(await cancels({ action: 'remove' })).toBe('action-in-flight')
    the.script.pending = ['sync', 'restart']
    expect(await cancels(wipe)).toEqual(['sync', 'restart'])
    expect(await cancels({ action: 'delete-record' })).toEqual(['sync', 'restart'])
    expect(await cancels({ action: 'locate' })).toEqual([])
  })
  it('tells a PC that has the choices from a tenant that does not offer them', async () => {
    const protectedWipe: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, useProtectedWipe: true } }
    the.use({ ...pc, readFrom: 'beta' })
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: protectedWipe })))).toBe('ok')
    the.use({ ...pc, readFrom: 'v1.0' })
    expect(codeOf(await the.attempts.begin(aRequest({ parameters: protectedWipe })))).toBe('invalid-request')
  })
  it('takes the PIN of a Mac’s wipe and tells it to nobody', async () => {
    the.use(mac)
    const begun = await the.attempts.begin(aRequest({ parameters: withPin, recoveryPin: '482913' }))
    expect(codeOf(begun)).toBe('ok')
    const rows = begun.status === 'ok' ? the.audit.story(begun.attempt.attemptId) : []
    expect(rows).toHaveLength(1)
    expect(JSON.stringify([begun, the.states, rows])).not.toContain('482913')
  })
})
