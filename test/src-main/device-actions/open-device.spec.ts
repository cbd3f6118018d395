import { describe, expect, it } from 'vitest'
import { createDeviceReader } from '../../../src-main/device-actions/open-device.ts'
import { createPermissions } from '../../../src-main/device-actions/permissions.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import type { DeviceActionName } from '../../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aDevice } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { everyPermission } from './attempts-under-test.ts'

const others = { sameName: 1, similarName: 0, sameSerial: 0, sameUser: 2 }
const result = (actionState: string, actionName = 'resetpasscode', hasUnlockPin = false): DeviceActionResult => ({
  actionName, actionState, startDateTime: '2026-11-20T00:00:00Z', lastUpdatedDateTime: null, errorCode: null, hasPasscode: false, hasUnlockPin, hasLocation: false,
})

interface Facts {
  readonly roles?: Account['roles']
  readonly results?: readonly DeviceActionResult[]
  readonly device?: Partial<DeviceDetails>
  readonly inFlight?: readonly DeviceActionName[]
  readonly awaitedBy?: string
  readonly completing?: string
}

/** What the list was told of. */
const kept: DeviceDetails[] = []

async function opened({ roles = ada.roles, results = [], device = {}, inFlight = [], awaitedBy, completing }: Facts) {
  const reader = createDeviceReader({
    account: () => ({ ...ada, roles }),
    readDevice: async () => ({ status: 'ok', device: aDevice(device), actionResults: results }),
    readPermissions: async () => ({ status: 'ok', permissions: everyPermission }),
    audit: { checkWritable: () => ({ status: 'ok' }) },
    profile: () => 'graph-admin',
    policyTrouble: () => null,
    inFlight: () => inFlight,
    isAwaitingApproval: (_deviceId, except) => awaitedBy !== undefined && awaitedBy !== except,
    countOthers: async () => others,
    onRead: (read) => kept.push(read),
  })
  const answer = completing === undefined ? await reader.open(aDevice().id) : await reader.read(aDevice().id, completing)
  if (answer.status === 'refused') throw new Error(answer.code)
  return 'opened' in answer ? answer.opened : answer.reading.opened
}
/** A reader of one device, whose user changes. */
function readerOf(device: () => DeviceDetails) {
  return createDeviceReader({
    account: () => ada, readDevice: async () => ({ status: 'ok', device: device(), actionResults: [] }),
    readPermissions: async () => ({ status: 'ok', permissions: everyPermission }), audit: { checkWritable: () => ({ status: 'ok' }) },
    profile: () => 'graph-admin', policyTrouble: () => null, inFlight: () => [], isAwaitingApproval: () => false, countOthers: async () => others, onRead: () => undefined,
  })
}
const resetOf = async (facts: Facts) => (await opened(facts)).availability['reset-passcode']

describe('a device that is opened', () => {
  it('can be reset by an agent', async () => {
    expect(await resetOf({})).toMatchObject({ status: 'available' })
  })
  it('is shown in the list as it was read', async () => {
    kept.length = 0
    await opened({ device: { deviceName: 'FRONT-DESK-01' } })
    expect(kept).toMatchObject([{ id: aDevice().id, deviceName: 'FRONT-DESK-01' }])
  })
  it('stays what an action is compared with while a run over many devices reads it again', async () => {
    let device = aDevice()
    const reader = readerOf(() => device)
    await reader.open(device.id)
    device = aDevice({ userId: 'somebody-else' })
    expect(await reader.look(device.id)).toMatchObject({ status: 'ok', opened: { device: { userId: 'somebody-else' } } })
    expect(reader.lastShown(device.id)).toEqual(aDevice())
    await reader.open(device.id)
    expect(reader.lastShown(device.id)).toEqual(device)
  })
  it('cannot be reset by a supervisor, whatever Intune allows them', async () => {
    expect(await resetOf({ roles: ['Helpdesk.Supervisor'] })).toMatchObject({ status: 'unavailable', reason: 'reviews-only' })
  })
  it.each(['pending', 'active'])('waits for a reset that Intune says is %s, whoever sent it', async (state) => {
    expect(await resetOf({ results: [result(state)] })).toMatchObject({ status: 'unavailable', reason: 'action-in-flight' })
  })
  it.each([result('done'), result('pending', 'remotelock')])('does not wait for what has ended, nor for another action', async (found) => {
    expect(await resetOf({ results: [found] })).toMatchObject({ status: 'available' })
  })
  it('says what is under way on it: by Intune’s word, by its management state, and by what this console sent', async () => {
    const { pending } = await opened({ results: [result('active', 'syncdevice'), result('done', 'rebootnow')], device: { managementState: 'retirePending' }, inFlight: ['locate'] })
    expect(pending).toEqual(['remove', 'sync', 'locate'])
  })
  it('says how many others could be mistaken for it', async () => {
    expect((await opened({})).others).toEqual(others)
  })
  it('cannot be wiped while a second administrator is asked, except by the attempt that they approved', async () => {
    const wipe = async (facts: Facts) => (await opened(facts)).availability['reset-device']
    expect(await wipe({ awaitedBy: 'a1' })).toMatchObject({ status: 'unavailable', reason: 'approval-in-flight' })
    expect(await wipe({ awaitedBy: 'a1', completing: 'a1' })).toMatchObject({ status: 'available' })
    expect(await wipe({ awaitedBy: 'a1', completing: 'a2' })).toMatchObject({ status: 'unavailable' })
  })
  it('warns of a Mac’s PIN that has not been used yet', async () => {
    const mac = { kind: 'macos', operatingSystem: 'macOS' } as const
    const lock = async (results: readonly DeviceActionResult[]) => (await opened({ device: mac, results })).availability['remote-lock']
    expect(await lock([result('done', 'remotelock', true)])).toMatchObject({ cautions: expect.arrayContaining(['mac-pin-waiting']) as unknown })
    expect(await lock([result('done', 'remotelock')])).not.toMatchObject({ cautions: expect.arrayContaining(['mac-pin-waiting']) as unknown })
  })
})

describe('what Intune allows', () => {
  it('is asked once a minute, and anew for the next person', async () => {
    const clock = createMovableClock()
    let account = ada
    let reads = 0
    const permissions = createPermissions({ clock, account: () => account, read: async () => (reads += 1, { status: 'ok', permissions: [account.oid] }) })
    await permissions.read()
    expect(await permissions.read()).toMatchObject({ permissions: ['ada'] })
    expect(reads).toBe(1)
    account = { ...ada, oid: 'bob' }
    expect(await permissions.read()).toMatchObject({ permissions: ['bob'] })
    clock.advance(60_001)
    await permissions.read()
    expect(reads).toBe(3)
  })
})
