import { describe, expect, it } from 'vitest'
import { findLocation, findTemporaryPasscode, findUnlockPin, parseActionResults } from '../../../src-main/graph/action-results.ts'

const start = '2026-11-23T09:00:00Z'
const place = { latitude: 59.91, longitude: 10.75, altitude: 12, horizontalAccuracy: 30, verticalAccuracy: 1, heading: 0, speed: 0, lastCollectedDateTime: '2026-11-23T08:59:00Z' }
const entry = (type: string, change: object = {}) => ({ '@odata.type': `#microsoft.graph.${type}`, actionName: '', actionState: 'done', startDateTime: start, ...change })
const reset = (change: object = {}) => entry('resetPasscodeActionResult', { actionName: 'resetPasscode', passcode: 'Tmp-4711', ...change })
const lock = (change: object = {}) => entry('remoteLockActionResult', { actionName: 'remoteLock', unlockPin: '482913', ...change })
const located = (change: object = {}) => entry('locateDeviceActionResult', { actionName: 'locateDevice', deviceLocation: place, ...change })

describe('deviceActionResults', () => {
  it('say how each action stands, and give nothing secret away', () => {
    const results = parseActionResults([reset(), lock(), located({ actionState: 'pending', deviceLocation: null }), { actionName: 'rebootNow', actionState: 'failed', errorCode: 5, startDateTime: start, lastUpdatedDateTime: '2026-11-23T09:01:00Z' }])
    const base = { actionState: 'done', startDateTime: '2026-11-23T09:00:00.000Z', lastUpdatedDateTime: null, errorCode: null, hasPasscode: false, hasUnlockPin: false, hasLocation: false }
    expect(results).toEqual([
      { ...base, actionName: 'resetpasscode', hasPasscode: true },
      { ...base, actionName: 'remotelock', hasUnlockPin: true },
      { ...base, actionName: 'locatedevice', actionState: 'pending' },
      { ...base, actionName: 'rebootnow', actionState: 'failed', errorCode: 5, lastUpdatedDateTime: '2026-11-23T09:01:00.000Z' },
    ])
    expect(JSON.stringify(parseActionResults([reset(), lock(), located()]))).not.toMatch(/4711|482913|59\.91/)
  })
  it.each<[string, object, string]>([
    ['their type, when they carry no name', entry('remoteLockActionResult'), 'remotelock'],
    ['their type, when the name is another', entry('resetPasscodeActionResult', { actionName: 'removePasscode' }), 'resetpasscode'],
    ['their name, for a type that says nothing', entry('deviceActionResult', { actionName: 'Wipe' }), 'wipe'],
    ['their name, without a type', { actionName: 'setDeviceName' }, 'setdevicename'],
    ['nothing, without either', {}, ''],
  ])('are named by %s', (_what, result, name) => {
    expect(parseActionResults([result])).toMatchObject([{ actionName: name }])
  })
  it.each([null, undefined, 'x', 7, {}, { value: [] }])('that are no list are none: %j', (value) => {
    expect(parseActionResults(value)).toEqual([])
  })
  it('leave out what is no object, and take nothing for a time or a number that is none', () => {
    expect(parseActionResults([null, 'x', 7, [], { actionName: 7, actionState: null, startDateTime: '0001-01-01T00:00:00Z', errorCode: 'five', passcode: 5 }])).toMatchObject([
      { actionName: '', actionState: '', startDateTime: null, errorCode: null, hasPasscode: false },
    ])
  })
})

describe.each([
  ['the temporary passcode', findTemporaryPasscode, reset, 'Tmp-4711', 'passcode', lock],
  ['the unlock PIN', findUnlockPin, lock, '482913', 'unlockPin', reset],
] as const)('%s', (_what, find, made, secret, field, other) => {
  it('is that of the newest action of its kind', () => {
    expect(find([made({ startDateTime: '2026-11-20T09:00:00Z', [field]: 'old' }), made()])).toBe(secret)
    expect(find([made(), made({ startDateTime: '2026-11-20T09:00:00Z', [field]: 'old' })])).toBe(secret)
  })
  it('is not an older one while a newer action is under way or has failed', () => {
    for (const actionState of ['pending', 'active', 'failed', 'notSupported']) expect(find([made(), made({ startDateTime: '2026-11-24T09:00:00Z', actionState, [field]: null })])).toBeNull()
  })
  it.each([[[]], [[made({ [field]: '' })]], [[made({ [field]: null })]], [[made({ [field]: 4711 })]], [[other()]], ['x'], [null]])('is none in %j', (value) => {
    expect(find(value)).toBeNull()
  })
})

describe('where a device is', () => {
  it('is the newest place that Intune has', () => {
    expect(findLocation([located({ startDateTime: '2026-11-20T09:00:00Z', deviceLocation: { ...place, latitude: 1 } }), located()])).toEqual({
      latitude: 59.91, longitude: 10.75, altitude: 12, horizontalAccuracy: 30, collectedAt: '2026-11-23T08:59:00.000Z',
    })
  })
  it.each<[string, object, object]>([
    ['at the edges of the world', { latitude: -90, longitude: 180 }, { latitude: -90, longitude: 180 }],
    ['on the equator', { latitude: 0, longitude: 0 }, { latitude: 0, longitude: 0 }],
    ['without what was not measured', { altitude: null, horizontalAccuracy: 'NaN', lastCollectedDateTime: '0001-01-01T00:00:00Z' }, { altitude: null, horizontalAccuracy: null, collectedAt: null }],
  ])('can be %s', (_where, change, expected) => {
    expect(findLocation([located({ deviceLocation: { ...place, ...change } })])).toMatchObject(expected)
  })
  it.each([
    null, 'Oslo', {}, { latitude: 59 }, { ...place, latitude: 90.01 }, { ...place, latitude: -91 }, { ...place, longitude: 180.5 }, { ...place, latitude: '59.91' },
    { ...place, longitude: Number.NaN },
  ])('is nowhere for %j', (deviceLocation) => {
    expect(findLocation([located({ deviceLocation })])).toBeNull()
    expect(parseActionResults([located({ deviceLocation })])).toMatchObject([{ hasLocation: false }])
  })
  it('is not told while the action is under way', () => {
    expect(findLocation([located({ actionState: 'pending' })])).toBeNull()
  })
})
