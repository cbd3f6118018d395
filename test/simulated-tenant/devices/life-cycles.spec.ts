import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import { ada, tenantUnderTest } from '../tenant-under-test.ts'

const day = 86_400_000
// Days pass in these tests; the token has to live through them.
const tenant = tenantUnderTest({ accessTokenSeconds: 60 * 86_400 })
const { post, read, resultOf, stateOf, pass } = deviceActions(tenant)
const managementState = async (id: string): Promise<string> => (await read(id))?.managementState ?? 'gone'
const touched = async (id: string): Promise<Record<string, unknown> | undefined> =>
  ((await tenant.control({}))['touchedDevices'] as Record<string, unknown>[]).find((device) => device['id'] === id)

describe('a wipe', () => {
  it('moves the management state, is done, and takes the record with it a little later', async () => {
    await post(ids.iPhone, 'wipe')
    const seen = [[await stateOf(ids.iPhone, 'wipe'), await managementState(ids.iPhone)]]
    for (let step = 0; step < 2; step += 1) {
      await pass(2000)
      seen.push([await stateOf(ids.iPhone, 'wipe'), await managementState(ids.iPhone)])
    }
    expect(seen).toEqual([['pending', 'wipePending'], ['active', 'wipeIssued'], ['done', 'wipeIssued']])
    await pass(5000)
    expect(await read(ids.iPhone)).toBeNull()
    const list = await (await tenant.graph('/v1.0/deviceManagement/managedDevices?$select=id')).text()
    expect(list).not.toContain(ids.iPhone)
    expect(await touched(ids.iPhone)).toMatchObject({ erased: 'everything' })
  })

  it.each(['keepEnrollmentData', 'keepUserData'])('with %s keeps a PC enrolled', async (name) => {
    await post(ids.windowsPc, 'wipe', { [name]: true })
    await pass(day)
    expect([await stateOf(ids.windowsPc, 'wipe'), await managementState(ids.windowsPc)]).toEqual(['done', 'managed'])
  })

  it('knows nothing of keeping on an iPhone', async () => {
    await post(ids.iPhone, 'wipe', { keepUserData: true })
    await pass(day)
    expect(await read(ids.iPhone)).toBeNull()
  })

  it('stays pending for ever on a device that resets before it reports', async () => {
    await post(ids.iPhoneSilentWipe, 'wipe')
    await pass(30 * day)
    expect([await stateOf(ids.iPhoneSilentWipe, 'wipe'), await managementState(ids.iPhoneSilentWipe)]).toEqual(['pending', 'wipePending'])
  })

  it('cuts off a Samsung whose factory reset is blocked, and nothing that follows reaches it', async () => {
    await post(ids.factoryResetBlocked, 'wipe')
    await pass(day)
    expect([await stateOf(ids.factoryResetBlocked, 'wipe'), await managementState(ids.factoryResetBlocked)]).toEqual(['active', 'wipeIssued'])
    await post(ids.factoryResetBlocked, 'remoteLock')
    await pass(day)
    expect(await stateOf(ids.factoryResetBlocked, 'remoteLock')).toBe('pending')
  })

  it('takes only corporate data from a Zebra, and its record', async () => {
    await post(ids.androidDedicated, 'wipe')
    await pass(day)
    expect(await read(ids.androidDedicated)).toBeNull()
    expect(await touched(ids.androidDedicated)).toMatchObject({ erased: 'corporate-data' })
  })

  it('cancels what waits, and what is asked for afterwards', async () => {
    await post(ids.iPhoneOffline, 'remoteLock')
    await post(ids.iPhoneOffline, 'wipe')
    expect(await stateOf(ids.iPhoneOffline, 'remoteLock')).toBe('canceled')
    await post(ids.iPhoneOffline, 'resetPasscode')
    await tenant.control({ device: { id: ids.iPhoneOffline, model: { online: true } } })
    await pass(2000)
    expect([await stateOf(ids.iPhoneOffline, 'resetPasscode'), await stateOf(ids.iPhoneOffline, 'wipe')]).toEqual(['canceled', 'active'])
  })

  it('gives way to a retirement that comes after it', async () => {
    await post(ids.iPhoneOffline, 'wipe')
    await post(ids.iPhoneOffline, 'retire')
    expect([await stateOf(ids.iPhoneOffline, 'wipe'), await managementState(ids.iPhoneOffline)]).toEqual(['canceled', 'retirePending'])
  })
})

describe('a retirement', () => {
  it('moves the management state, and takes the record', async () => {
    await post(ids.workProfile, 'retire')
    expect(await managementState(ids.workProfile)).toBe('retirePending')
    await pass(2000)
    expect(await managementState(ids.workProfile)).toBe('retireIssued')
    await pass(7000)
    expect(await read(ids.workProfile)).toBeNull()
  })

  it('waits for a device that is away', async () => {
    await post(ids.iPhoneOffline, 'retire')
    await pass(30 * day)
    expect([await stateOf(ids.iPhoneOffline, 'retire'), await managementState(ids.iPhoneOffline)]).toEqual(['pending', 'retirePending'])
  })

  it.each([['wipe', 'wipeFailed'], ['retire', 'retireFailed']])('or a wipe, %s, that fails says so: %s', async (action, state) => {
    await tenant.control({ device: { id: ids.iPhone, model: { nextAction: 'fail' } } })
    await post(ids.iPhone, action)
    await pass(day)
    expect([await stateOf(ids.iPhone, action), await managementState(ids.iPhone)]).toEqual(['failed', state])
    await post(ids.iPhone, 'resetPasscode')
    await pass(4000)
    expect(await stateOf(ids.iPhone, 'resetPasscode')).toBe('done')
  })
})

describe('a lock', () => {
  it('shows the PIN of a Mac for thirty days', async () => {
    await post(ids.mac, 'remoteLock')
    await pass(4000)
    const pin = (await resultOf(ids.mac, 'remoteLock'))?.['unlockPin']
    expect(pin).toMatch(/^\d{6}$/)
    await pass(30 * day - 60_000)
    expect((await resultOf(ids.mac, 'remoteLock'))?.['unlockPin']).toBe(pin)
    await pass(60_000)
    expect(await resultOf(ids.mac, 'remoteLock')).toMatchObject({ actionState: 'done', unlockPin: null })
  })

  it('shows the PIN of a Mac until its next action', async () => {
    await post(ids.mac, 'remoteLock')
    await pass(4000)
    await post(ids.mac, 'syncDevice')
    expect(await resultOf(ids.mac, 'remoteLock')).toMatchObject({ actionState: 'done', unlockPin: null })
  })

  it('fails on a Mac that still waits for its PIN, and works once somebody has typed it', async () => {
    const lock = async (): Promise<string> => {
      await post(ids.mac, 'remoteLock')
      await pass(4000)
      return stateOf(ids.mac, 'remoteLock')
    }
    expect([await lock(), await lock()]).toEqual(['done', 'failed'])
    await tenant.control({ device: { id: ids.mac, model: { lockedWithPin: false } } })
    expect(await lock()).toBe('done')
  })

  it('fails on AOSP without a passcode policy, and on no other Android', async () => {
    for (const id of [ids.androidAosp, ids.androidNoPolicy]) {
      await tenant.control({ device: { id, model: { passcodePolicy: false } } })
      await post(id, 'remoteLock')
    }
    await pass(4000)
    expect([await stateOf(ids.androidAosp, 'remoteLock'), await stateOf(ids.androidNoPolicy, 'remoteLock')]).toEqual(['failed', 'done'])
  })
})

describe('a rename', () => {
  it('changes the name of a PC when it checks in', async () => {
    await post(ids.windowsPc, 'setDeviceName', { deviceName: 'NEW-NAME' })
    expect((await read(ids.windowsPc))?.deviceName).toBe('REHEARSAL-PC')
    await pass(4000)
    expect((await read(ids.windowsPc))?.deviceName).toBe('NEW-NAME')
  })

  it('of an Android is Intune’s own affair: done without the device, in the list ten minutes later', async () => {
    await tenant.control({ device: { id: ids.androidFullyManaged, model: { online: false } } })
    await post(ids.androidFullyManaged, 'setDeviceName', { deviceName: 'NEW-NAME' })
    await pass(599_000)
    expect([await stateOf(ids.androidFullyManaged, 'setDeviceName'), (await read(ids.androidFullyManaged))?.deviceName]).toEqual(['done', 'Rehearsal Pixel'])
    await pass(1000)
    expect((await read(ids.androidFullyManaged))?.deviceName).toBe('NEW-NAME')
  })

  it('of an iPhone with a name template is undone at the next check-in', async () => {
    await post(ids.iPhoneNameTemplate, 'setDeviceName', { deviceName: 'NEW-NAME' })
    await pass(4000)
    expect((await read(ids.iPhoneNameTemplate))?.deviceName).toBe('NEW-NAME')
    await post(ids.iPhoneNameTemplate, 'syncDevice')
    await pass(2000)
    expect((await read(ids.iPhoneNameTemplate))?.deviceName).toBe('REHEARSAL-PRACT0001B')
  })
})

describe('the smaller actions', () => {
  it('move the last check-in when a device syncs', async () => {
    const before = (await read(ids.iPhone))?.lastSyncDateTime ?? ''
    await post(ids.iPhone, 'syncDevice')
    await pass(2000)
    expect(Date.parse((await read(ids.iPhone))?.lastSyncDateTime ?? '')).toBeGreaterThan(Date.parse(before))
  })

  it('show where a device is for a day', async () => {
    await post(ids.iPhone, 'locateDevice')
    await pass(day)
    expect((await resultOf(ids.iPhone, 'locateDevice'))?.['deviceLocation']).not.toBeNull()
    await pass(4000)
    expect(await resultOf(ids.iPhone, 'locateDevice')).toMatchObject({ actionState: 'done', deviceLocation: null })
  })

  it('do not find a device whose location is off, unless it is in lost mode', async () => {
    await tenant.control({ device: { id: ids.iPhone, model: { locationEnabled: false } } })
    await post(ids.iPhone, 'locateDevice')
    await pass(4000)
    expect(await stateOf(ids.iPhone, 'locateDevice')).toBe('failed')
    await tenant.control({ device: { id: ids.iPhone, model: { lostMode: true } } })
    expect(await read(ids.iPhone)).toMatchObject({ lostModeState: 'enabled' })
    await post(ids.iPhone, 'locateDevice')
    await pass(4000)
    expect(await stateOf(ids.iPhone, 'locateDevice')).toBe('done')
  })
})

describe('the trainer', () => {
  it('makes a device check in that is switched off', async () => {
    await post(ids.iPhoneOffline, 'resetPasscode')
    const before = (await read(ids.iPhoneOffline))?.lastSyncDateTime ?? ''
    await tenant.control({ device: { id: ids.iPhoneOffline, checkIn: true } })
    expect(await stateOf(ids.iPhoneOffline, 'resetPasscode')).toBe('active')
    expect(Date.parse((await read(ids.iPhoneOffline))?.lastSyncDateTime ?? '')).toBeGreaterThan(Date.parse(before))
    await pass(2000)
    expect(await stateOf(ids.iPhoneOffline, 'resetPasscode')).toBe('done')
  })

  it.each(['done', 'failed', 'notSupported'] as const)('ends an action that waits as %s', async (state) => {
    await post(ids.androidDedicated, 'resetPasscode')
    await tenant.control({ device: { id: ids.androidDedicated, finish: { action: 'resetPasscode', state } } })
    const result = await resultOf(ids.androidDedicated, 'resetPasscode')
    expect([result?.actionState, result?.['passcode'] !== null]).toEqual([state, state === 'done'])
  })

  it('ends a wipe that would wait for ever', async () => {
    await post(ids.iPhoneSilentWipe, 'wipe')
    await pass(day)
    await tenant.control({ device: { id: ids.iPhoneSilentWipe, finish: { action: 'wipe', state: 'done' } } })
    await pass(5000)
    expect(await read(ids.iPhoneSilentWipe)).toBeNull()
  })

  it('can have a wipe fail that would otherwise never end', async () => {
    await tenant.control({ device: { id: ids.factoryResetBlocked, model: { nextAction: 'fail' } } })
    await post(ids.factoryResetBlocked, 'wipe')
    await pass(4000)
    expect([await stateOf(ids.factoryResetBlocked, 'wipe'), await managementState(ids.factoryResetBlocked)]).toEqual(['failed', 'wipeFailed'])
  })

  it('cannot end what does not wait', async () => {
    await expect(tenant.control({ device: { id: ids.iPhone, finish: { action: 'wipe', state: 'done' } } })).rejects.toThrow('There is no wipe that waits')
  })

  it('decides how the next action ends, and only that one', async () => {
    await tenant.control({ device: { id: ids.iPhone, model: { nextAction: 'notSupported' } } })
    const states: string[] = []
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await post(ids.iPhone, 'rebootNow')
      await pass(4000)
      states.push(await stateOf(ids.iPhone, 'rebootNow'))
    }
    expect(states).toEqual(['notSupported', 'done'])
  })

  it('sees what became of a device, which Graph does not show', async () => {
    await tenant.tokenOf(ada)
    await tenant.control({ device: { id: ids.mac, model: { online: false } } })
    expect(await touched(ids.mac)).toMatchObject({ deviceName: 'Rehearsal MacBook', model: { online: false }, deleted: null, actions: [] })
  })
})
