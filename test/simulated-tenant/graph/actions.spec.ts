import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { ada, mei, sofia, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const { post, resultOf, stateOf, pass } = deviceActions(tenant)
const base = (version: string, id: string): string => `/${version}/deviceManagement/managedDevices/${id}`
const messageOf = async (response: Response): Promise<string> => (await response.json() as GraphErrorBody).error.message

/** l: lock, w: wipe, r: retire, p: passcode, s: sync, b: reboot, f: find, n: name. */
const letters = {
  p: 'resetPasscode', l: 'remoteLock', w: 'wipe', r: 'retire', s: 'syncDevice', b: 'rebootNow', f: 'locateDevice', n: 'setDeviceName',
} as const

describe('the actions of a device', () => {
  it.each<[keyof typeof ids, string]>([
    ['iPhone', 'plwrsbfn'], ['iPhoneOffline', 'plwrs'], ['userEnrollment', 'lrs'], ['mac', 'lwrsbn'], ['personalMac', 'lwrsb'],
    ['windowsPc', 'wrsbfn'], ['hybridPc', 'wrsbf'], ['personalPc', 'wrsbf'], ['deviceAdministrator', 'rs'], ['workProfile', 'prs'],
    ['corporateWorkProfile', 'plwsfn'], ['androidFullyManaged', 'plwsbfn'], ['androidDedicated', 'plwsbfn'],
    ['androidAosp', 'plwsb'], ['androidAospUser', 'plwsb'], ['visionPro', 'plr'], ['appleTv', 'rb'], ['chromebook', 'wb'],
    ['linuxPc', ''], ['unknownKind', ''],
  ])('are taken by %s as Microsoft’s table says: %s', async (name, taken) => {
    const found: string[] = []
    for (const [letter, action] of Object.entries(letters)) {
      const response = await post(ids[name], action, action === 'setDeviceName' ? { deviceName: 'NEW-NAME' } : undefined)
      if (response.status === 204) found.push(letter)
      else {
        expect(response.status).toBe(400)
        expect(JSON.parse(await messageOf(response))).toMatchObject({
          Message: expect.stringMatching(new RegExp(`^An error has occurred - .*\\.${action}\\?`)) as string,
        })
      }
    }
    expect(found).toEqual(Object.keys(letters).filter((letter) => taken.includes(letter)))
  })

  it('refuse a lock to visionOS 1, and a reset to a work profile on Android 7', async () => {
    await tenant.control({ device: { id: ids.visionPro, patch: { osVersion: '1.3' } } })
    expect((await post(ids.visionPro, 'remoteLock')).status).toBe(400)
    await tenant.control({ device: { id: ids.workProfile, patch: { osVersion: '7.1' } } })
    expect((await post(ids.workProfile, 'resetPasscode')).status).toBe(400)
  })

  it('are in both versions, apart from the rename, which only beta has', async () => {
    for (const action of ['resetPasscode', 'remoteLock', 'syncDevice', 'rebootNow', 'locateDevice', 'retire', 'wipe']) {
      expect((await tenant.graph(`${base('v1.0', ids.iPhone)}/${action}`, { method: 'POST' })).status).toBe(204)
    }
    const body = { deviceName: 'NEW-NAME' }
    expect((await tenant.graph(`${base('v1.0', ids.iPhone)}/setDeviceName`, { method: 'POST', body })).status).toBe(400)
    expect((await tenant.graph(`${base('beta', ids.iPhone)}/setDeviceName`, { method: 'POST', body })).status).toBe(204)
  })

  it.each([
    ['remoteLock', 'RemoteLock'], ['wipe', 'Wipe'], ['retire', 'Retire'], ['syncDevice', 'SyncDevice'], ['rebootNow', 'RebootNow'],
    ['locateDevice', 'LocateDevice'], ['setDeviceName', 'SetDeviceName'],
  ])('%s wants its own permission', async (action, permission) => {
    const body = action === 'setDeviceName' ? { deviceName: 'NEW-NAME' } : undefined
    const path = `${base('beta', ids.iPhone)}/${action}`
    expect((await tenant.graph(path, { method: 'POST', body, as: sofia })).status).toBe(403)
    await tenant.control({ person: { upn: sofia, permissions: [`Microsoft.Intune_RemoteTasks_${permission}`] } })
    expect((await tenant.graph(path, { method: 'POST', body, as: sofia })).status).toBe(204)
  })

  it('let somebody without Reset passcode do the others', async () => {
    expect((await tenant.graph(`${base('v1.0', ids.iPhone)}/resetPasscode`, { method: 'POST', as: mei })).status).toBe(403)
    expect((await tenant.graph(`${base('v1.0', ids.iPhone)}/remoteLock`, { method: 'POST', as: mei })).status).toBe(204)
  })

  it('are unknown segments when Graph has none of that name', async () => {
    expect(await messageOf(await post(ids.iPhone, 'explode'))).toContain('\'explode\'')
  })
})

describe('the body of an action', () => {
  it.each<[string, string, unknown, number]>([
    ['v1.0', 'wipe', { keepEnrollmentData: true, keepUserData: false, macOsUnlockCode: '123456', persistEsimDataPlan: true }, 204],
    ['v1.0', 'wipe', { useProtectedWipe: true }, 400],
    ['v1.0', 'wipe', { obliterationBehavior: 'always' }, 400],
    ['beta', 'wipe', { useProtectedWipe: true, obliterationBehavior: 'doNotObliterate' }, 204],
    ['beta', 'wipe', { obliterationBehavior: 'sometimes' }, 400],
    ['v1.0', 'wipe', { keepUserData: 'yes' }, 400],
    ['v1.0', 'wipe', { macOsUnlockCode: '12345' }, 400],
    ['v1.0', 'wipe', { macOsUnlockCode: 123_456 }, 400],
    ['v1.0', 'wipe', ['keepUserData'], 400],
    ['v1.0', 'wipe', {}, 204],
    ['v1.0', 'remoteLock', {}, 204],
    ['v1.0', 'remoteLock', { pin: '1' }, 400],
    ['beta', 'setDeviceName', undefined, 400],
    ['beta', 'setDeviceName', { deviceName: 7 }, 400],
  ])('in %s, %s with %j is answered with %j %d', async (version, action, body, status) => {
    const response = await tenant.graph(`${base(version, ids.mac)}/${action}`, { method: 'POST', body })
    expect(response.status).toBe(status)
    expect(await stateOf(ids.mac, action)).toBe(status === 204 ? 'pending' : 'none')
  })

  it.each<[keyof typeof ids, string, number]>([
    ['windowsPc', 'PC-1', 204], ['windowsPc', 'a'.repeat(63), 204], ['windowsPc', 'größe', 204], ['windowsPc', 'a'.repeat(64), 400],
    ['windowsPc', '12345', 400], ['windowsPc', 'PC 1', 400], ['windowsPc', 'PC_1', 400], ['windowsPc', '', 400],
    ['iPhone', 'iPhone-7', 204], ['iPhone', '1-2', 204], ['iPhone', '12', 400], ['iPhone', 'größe', 400], ['mac', 'mac book', 400],
    ['androidDedicated', 'SCAN-7', 204], ['androidDedicated', 'SCAN 7', 400],
  ])('renames %s to "%s": %d', async (name, deviceName, status) => {
    expect((await post(ids[name], 'setDeviceName', { deviceName })).status).toBe(status)
  })

  it('that is no JSON is refused', async () => {
    const response = await fetch(`${tenant.address.graphBaseUrl}${base('v1.0', ids.mac)}/wipe`, {
      method: 'POST', headers: { authorization: `Bearer ${await tenant.tokenOf(ada)}`, 'content-type': 'application/json' }, body: '{"keep',
    })
    expect(response.status).toBe(400)
    expect(await stateOf(ids.mac, 'wipe')).toBe('none')
  })
})

describe('the results of actions', () => {
  it('are of their own types, one for each action, the newest', async () => {
    for (const action of ['remoteLock', 'locateDevice', 'rebootNow', 'rebootNow']) await post(ids.iPhone, action)
    await pass(4000)
    expect(await resultOf(ids.iPhone, 'remoteLock')).toMatchObject({ '@odata.type': '#microsoft.graph.remoteLockActionResult', unlockPin: null })
    expect(await resultOf(ids.iPhone, 'locateDevice')).toMatchObject({
      '@odata.type': '#microsoft.graph.locateDeviceActionResult',
      deviceLocation: { latitude: expect.any(Number) as number, lastCollectedDateTime: expect.stringMatching(/Z$/) as string },
    })
    expect(Object.keys(await resultOf(ids.iPhone, 'rebootNow') ?? {}).sort()).toEqual(
      ['actionName', 'actionState', 'lastUpdatedDateTime', 'startDateTime']
    )
    expect((await (await tenant.graph(base('v1.0', ids.iPhone))).json() as { deviceActionResults: unknown[] }).deviceActionResults).toHaveLength(3)
  })
})
