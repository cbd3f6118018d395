import { describe, expect, it } from 'vitest'
import { problemWith } from '../../../src-main/policy/check-parameters.ts'
import { demandsOf } from '../../../src-shared/action-demands.ts'
import { obliterationBehaviors, plainWipe, wipeOptions } from '../../../src-shared/device-actions.ts'
import type { ActionParameters, WipeChoices, WipeOption } from '../../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import { aDevice } from '../../factories/device.ts'
import { aRequest } from '../device-actions/attempts-under-test.ts'

const source = { ruleId: 'r', profile: 'graph-admin', title: 't', url: 'https://learn.microsoft.com/' } as const
interface Asked { readonly reason?: string; readonly recoveryPin?: string | null; readonly device?: Partial<DeviceDetails>; readonly options?: readonly WipeOption[] }
const problem = (parameters: ActionParameters, { reason = 'why', recoveryPin = null, device = {}, options = wipeOptions }: Asked = {}) =>
  problemWith(aRequest({ parameters, reason, recoveryPin }), aDevice(device), { status: 'available', effect: 'factory-reset', cautions: [], wipeOptions: options, source }, demandsOf(parameters.action, []))
const wipe = (change: Partial<WipeChoices> = {}): ActionParameters => ({ action: 'reset-device', wipe: { ...plainWipe, ...change } })

describe('what an agent asks for', () => {
  it.each<[ActionParameters, boolean]>([
    [{ action: 'remove' }, true], [wipe(), true], [{ action: 'delete-record' }, true], [{ action: 'reset-passcode' }, false], [{ action: 'remote-lock' }, false],
    [{ action: 'sync' }, false], [{ action: 'restart' }, false], [{ action: 'locate' }, false], [{ action: 'rename', deviceName: 'NEW' }, false],
    [{ action: 'set-management-name', managedDeviceName: 'new' }, false],
  ])('needs a reason where it cannot be undone: %j %s', (parameters, needs) => {
    expect(problem(parameters)).toBeNull()
    expect(problem(parameters, { reason: '' })).toBe(needs ? 'reason-missing' : null)
  })

  it.each<[string, Partial<DeviceDetails>, string | null]>([
    ['NEW-NAME', {}, null],
    ['', {}, 'name-not-allowed'],
    ['two words', {}, 'name-not-allowed'],
    ['12345', {}, 'name-not-allowed'],
    ['Maya’s', {}, 'name-not-allowed'],
    ['SAME', { deviceName: 'SAME' }, 'name-not-allowed'],
    ['x'.repeat(64), { kind: 'windows' }, 'name-not-allowed'],
    ['x'.repeat(63), { kind: 'windows' }, null],
    ['{{rand:5}}', { kind: 'windows' }, 'name-not-allowed'],
    ['12345', { kind: 'android-dedicated' }, null],
    ['NEW', { kind: 'android-work-profile' }, 'name-not-allowed'],
    ['NEW', { kind: 'unknown' }, 'name-not-allowed'],
  ])('names a device %j by the rules of its platform', (deviceName, device, code) => {
    expect(problem({ action: 'rename', deviceName }, { device })).toBe(code)
  })

  it.each<[string, string | null]>([
    ['Front desk, 2nd floor', null], ['', 'name-not-allowed'], [' ', 'name-not-allowed'], ['was there', 'name-not-allowed'], ['a\u202eb', 'name-not-allowed'],
    ['x'.repeat(256), 'name-not-allowed'],
  ])('labels a device %j', (managedDeviceName, code) => {
    expect(problem({ action: 'set-management-name', managedDeviceName }, { device: { managedDeviceName: 'was there' } })).toBe(code)
  })
})

describe('what an agent asks of a wipe', () => {
  const needs: readonly (readonly [WipeOption, Partial<WipeChoices>])[] = [
    ['keep-enrollment', { keepEnrollmentData: true }], ['keep-user-data', { keepUserData: true }], ['esim-plan', { persistEsimDataPlan: false }],
    ['protected-wipe', { useProtectedWipe: true }],
    ...obliterationBehaviors.filter((behaviour) => behaviour !== 'default').map((obliterationBehavior) => ['obliteration', { obliterationBehavior }] as const),
  ]
  it.each(needs)('has %s only where the platform has it: %j', (option, change) => {
    expect(problem(wipe(change), { options: [option] })).toBeNull()
    expect(problem(wipe(change), { options: wipeOptions.filter((other) => other !== option) })).toBe('invalid-request')
    expect(problem(wipe(change), { options: [] })).toBe('invalid-request')
  })
  it('may be plain on every platform', () => {
    expect(problem(wipe(), { options: [] })).toBeNull()
  })
  it.each<[Partial<WipeChoices>, string | null]>([
    [{ useProtectedWipe: true, keepUserData: true }, 'invalid-request'], [{ useProtectedWipe: true, keepEnrollmentData: true }, 'invalid-request'],
    [{ keepUserData: true, keepEnrollmentData: true }, null],
  ])('contradicts itself in no way: %j', (change, code) => {
    expect(problem(wipe(change))).toBe(code)
  })
  it.each<[boolean, string | null, string | null]>([
    [true, '123456', null], [true, null, 'invalid-request'], [false, '123456', 'invalid-request'], [true, '', 'invalid-request'], [true, '12345', 'invalid-request'],
    [true, '1234567', 'invalid-request'], [true, '12345x', 'invalid-request'], [true, '１２３４５６', 'invalid-request'], [true, '123456\n', 'invalid-request'],
  ])('has its six digits exactly when it is to have a PIN: %s %j', (withRecoveryPin, recoveryPin, code) => {
    expect(problem(wipe({ withRecoveryPin }), { recoveryPin })).toBe(code)
  })
  it('has a PIN only on a Mac', () => {
    expect(problem(wipe({ withRecoveryPin: true }), { recoveryPin: '123456', options: ['obliteration'] })).toBe('invalid-request')
  })
  it('alone may bring a PIN along', () => {
    expect(problem({ action: 'remote-lock' }, { recoveryPin: '123456' })).toBe('invalid-request')
    expect(problem({ action: 'rename', deviceName: 'NEW' }, { recoveryPin: '123456' })).toBe('invalid-request')
  })
})
