import { describe, expect, it } from 'vitest'
import { ourResult, outcomeFrom, outcomeOf, resultTimeOf } from '../../../src-main/policy/outcome-of.ts'
import type { DeviceReport, ReportedResult, SentAction } from '../../../src-main/policy/outcome-of.ts'
import { actionPolicies } from '../../../src-main/policy/action-policies.ts'
import { deviceActionNames, plainWipe } from '../../../src-shared/device-actions.ts'
import type { ActionParameters, DeviceActionName } from '../../../src-shared/device-actions.ts'

const before = '2026-11-20T10:00:00.000Z'
const after = '2026-11-23T10:00:00.000Z'
const result = (actionName: string, actionState: string, startDateTime: string | null = after): ReportedResult => ({ actionName, actionState, startDateTime, errorCode: null })

const parametersOf: Readonly<Record<DeviceActionName, ActionParameters>> = {
  rename: { action: 'rename', deviceName: 'NEW' }, 'set-management-name': { action: 'set-management-name', managedDeviceName: 'new label' },
  'reset-device': { action: 'reset-device', wipe: plainWipe }, remove: { action: 'remove' }, 'reset-passcode': { action: 'reset-passcode' },
  'remote-lock': { action: 'remote-lock' }, sync: { action: 'sync' }, restart: { action: 'restart' }, locate: { action: 'locate' }, 'delete-record': { action: 'delete-record' },
}
const keeping: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, keepEnrollmentData: true } }
const keepingUser: ActionParameters = { action: 'reset-device', wipe: { ...plainWipe, keepUserData: true } }

const sent = (parameters: ActionParameters, change: Partial<SentAction> = {}): SentAction =>
  ({ parameters, previousResultAt: before, previousSyncAt: before, wasUnderWay: false, ...change })
const report = (change: Partial<DeviceReport> = {}): DeviceReport =>
  ({ results: [], managementState: 'managed', lastSyncAt: before, deviceName: 'OLD', managedDeviceName: 'old label', ...change })
const stateOf = (of: SentAction, seen: DeviceReport): string => outcomeFrom(of, seen)?.state ?? 'no trace'

describe('ourResult', () => {
  it('takes a result that started later than the one seen before sending', () => {
    expect(ourResult([result('wipe', 'done')], 'wipe', null)).toEqual(result('wipe', 'done'))
    expect(ourResult([result('wipe', 'done')], 'wipe', before)).toEqual(result('wipe', 'done'))
  })
  it('does not take an older one, another action’s, or one without a name for ours', () => {
    expect(ourResult([result('wipe', 'done')], 'wipe', after)).toBeNull()
    expect(ourResult([result('retire', 'done')], 'wipe', null)).toBeNull()
    expect(ourResult([result('', 'done')], null, before)).toBeNull()
    expect(ourResult([], 'wipe', null)).toBeNull()
  })
  it('does not take what started earlier than the one seen before sending: an answer that lags behind proves nothing', () => {
    expect(ourResult([result('wipe', 'done', before)], 'wipe', after)).toBeNull()
    expect(ourResult([result('wipe', 'done', null)], 'wipe', after)).toBeNull()
    expect(ourResult([result('wipe', 'done', null)], 'wipe', null)).toBeNull()
  })
  it('takes the newest where there are several, in whatever order they come', () => {
    const old = result('wipe', 'done', before)
    const ours = result('wipe', 'pending')
    for (const results of [[old, ours], [ours, old]]) {
      expect(ourResult(results, 'wipe', null)).toEqual(ours)
      expect(ourResult(results, 'wipe', after)).toBeNull()
      expect(resultTimeOf(results, 'wipe')).toBe(after)
    }
  })
  it('is told by the time that was there before', () => {
    expect(resultTimeOf([result('retire', 'done', before), result('wipe', 'done')], 'wipe')).toBe(after)
    expect(resultTimeOf([result('wipe', 'done', null)], 'wipe')).toBeNull()
    expect(resultTimeOf([], 'wipe')).toBeNull()
  })
})

describe('outcomeOf', () => {
  it.each([
    ['pending', 'pending', false], ['active', 'pending', false], ['none', 'pending', false], ['somethingNew', 'pending', false],
    ['done', 'done', true], ['failed', 'failed', true], ['notSupported', 'not-supported', true], ['canceled', 'failed', true],
  ])('reads Graph’s %s as %s', (actionState, state, isFinal) => {
    expect(outcomeOf({ actionState })).toMatchObject({ state, isFinal })
  })
})

describe('how an action stands, by its own result', () => {
  const withResults = deviceActionNames.filter((name) => actionPolicies[name].resultName !== null)
  const cases = withResults.flatMap((name) => ([
    ['pending', 'pending'], ['active', 'pending'], ['done', 'done'], ['failed', 'failed'], ['notSupported', 'not-supported'], ['canceled', 'failed'],
  ] as const).map(([graph, state]) => [name, graph, state] as const))
  it.each(cases)('%s that Graph calls %s is %s', (name, graph, state) => {
    const { resultName } = actionPolicies[name]
    expect(stateOf(sent(parametersOf[name]), report({ results: [result(resultName ?? '', graph)] }))).toBe(state)
  })
  it.each(withResults)('%s has no trace when only another action’s, or its own of before, is there', (name) => {
    const { resultName } = actionPolicies[name]
    const other = withResults.find((one) => one !== name) ?? name
    const seen = report({ results: [result(resultName ?? '', 'done', before), result(actionPolicies[other].resultName ?? '', 'failed')] })
    expect(outcomeFrom(sent(parametersOf[name]), seen)).toBeNull()
  })
  it('is what the device said, whatever the management state says beside it', () => {
    const seen = report({ results: [result('wipe', 'done')], managementState: 'wipeFailed' })
    expect(stateOf(sent(parametersOf['reset-device'], { wasUnderWay: true }), seen)).toBe('done')
  })
})

describe('how an action stands, by the management state', () => {
  it.each<[ActionParameters, string, boolean, string, string | null]>([
    [parametersOf['reset-device'], 'wipePending', false, 'pending', null],
    [parametersOf['reset-device'], 'wipeIssued', false, 'pending', null],
    [parametersOf['reset-device'], 'WIPEPENDING', false, 'pending', null],
    [parametersOf['reset-device'], 'wipeFailed', true, 'failed', 'device-reported-failure'],
    [parametersOf['reset-device'], 'wipeCanceled', true, 'failed', 'action-canceled'],
    // Left there by an earlier one.
    [parametersOf['reset-device'], 'wipeFailed', false, 'no trace', null],
    [parametersOf['reset-device'], 'wipeCanceled', false, 'no trace', null],
    [parametersOf['reset-device'], 'retirePending', false, 'no trace', null],
    [parametersOf['reset-device'], 'managed', false, 'no trace', null],
    [parametersOf['reset-device'], '', true, 'no trace', null],
    [parametersOf['reset-device'], 'discovered', true, 'no trace', null],
    [parametersOf.remove, 'retirePending', false, 'pending', null],
    [parametersOf.remove, 'retireIssued', false, 'pending', null],
    [parametersOf.remove, 'retireFailed', true, 'failed', 'device-reported-failure'],
    [parametersOf.remove, 'retireCanceled', true, 'failed', 'action-canceled'],
    [parametersOf.remove, 'retireFailed', false, 'no trace', null],
    [parametersOf.remove, 'wipePending', false, 'no trace', null],
    [parametersOf['delete-record'], 'deletePending', false, 'pending', null],
    [parametersOf['delete-record'], 'retirePending', false, 'no trace', null],
    [parametersOf['reset-passcode'], 'wipePending', false, 'no trace', null],
  ])('%j and %s, seen on its way before: %s → %s', (parameters, managementState, wasUnderWay, state, code) => {
    const outcome = outcomeFrom(sent(parameters, { wasUnderWay }), report({ managementState }))
    expect(outcome?.state ?? 'no trace').toBe(state)
    expect(outcome?.code ?? null).toBe(code)
  })
  it.each([keeping, keepingUser])('a wipe that keeps the enrolment has ended when the device is managed again: %j', (parameters) => {
    expect(stateOf(sent(parameters, { wasUnderWay: true }), report())).toBe('done')
    expect(stateOf(sent(parameters), report())).toBe('no trace')
  })
  it.each([parametersOf['reset-device'], parametersOf.remove, parametersOf['delete-record']])(
    'a device that is managed again has not left by what should take it out of Intune: %j',
    (parameters) => {
      expect(outcomeFrom(sent(parameters, { wasUnderWay: true }), report())).toBeNull()
    },
  )
  it('a wipe that the device still has to take is not done because its enrolment stays', () => {
    expect(stateOf(sent(keeping, { wasUnderWay: true }), report({ managementState: 'wipeIssued' }))).toBe('pending')
  })
})

describe('how an action stands, read back', () => {
  it.each<[string, ActionParameters, Partial<DeviceReport>, string]>([
    ['a new name that is there', parametersOf.rename, { deviceName: 'NEW' }, 'done'],
    ['a new name in another case', parametersOf.rename, { deviceName: 'new' }, 'no trace'],
    ['the old name', parametersOf.rename, {}, 'no trace'],
    ['the new name as management name', parametersOf.rename, { managedDeviceName: 'NEW' }, 'no trace'],
    ['a new name while the device has not answered', parametersOf.rename, { deviceName: 'NEW', results: [result('setdevicename', 'pending')] }, 'done'],
    ['a refused name, whatever is there', parametersOf.rename, { deviceName: 'NEW', results: [result('setdevicename', 'failed')] }, 'failed'],
    ['a new management name that is there', parametersOf['set-management-name'], { managedDeviceName: 'new label' }, 'done'],
    ['the old management name', parametersOf['set-management-name'], {}, 'no trace'],
    ['a check-in after it was asked for', parametersOf.sync, { lastSyncAt: after }, 'done'],
    ['the check-in of before', parametersOf.sync, {}, 'no trace'],
    ['no check-in at all', parametersOf.sync, { lastSyncAt: null }, 'no trace'],
    ['a check-in, for a restart', parametersOf.restart, { lastSyncAt: after }, 'no trace'],
  ])('%s', (_what, parameters, seen, state) => {
    expect(stateOf(sent(parameters), report(seen))).toBe(state)
  })
  it('counts the first check-in of a device that had none', () => {
    expect(stateOf(sent(parametersOf.sync, { previousSyncAt: null }), report({ lastSyncAt: before }))).toBe('done')
  })
})
