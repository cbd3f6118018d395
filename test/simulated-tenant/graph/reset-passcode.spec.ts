import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { tenantUnderTest } from '../tenant-under-test.ts'

// Days pass in these tests; the token has to live through them.
const tenant = tenantUnderTest({ accessTokenSeconds: 30 * 86_400 })
const pathOf = (id: string): string => `/v1.0/deviceManagement/managedDevices/${id}`
const reset = async (id: string): Promise<Response> => tenant.graph(`${pathOf(id)}/resetPasscode`, { method: 'POST' })
const day = 86_400_000

interface ResetResult {
  readonly actionState: string
  readonly passcode: string | null
  readonly errorCode: number
  readonly startDateTime: string
  readonly lastUpdatedDateTime: string
}

async function resultOf(id: string): Promise<ResetResult | undefined> {
  const device = await (
    await tenant.graph(`${pathOf(id)}?$select=id,deviceActionResults`)
  ).json() as { deviceActionResults: ResetResult[] }
  expect(device.deviceActionResults.length).toBeLessThan(2)
  return device.deviceActionResults[0]
}

describe('resetPasscode', () => {
  it('is queued, fetched and done, in that order, on an iPhone, and makes no passcode', async () => {
    const response = await reset(scenarioDeviceIds.iPhone)
    expect([response.status, await response.text()]).toEqual([204, ''])
    const states = [await resultOf(scenarioDeviceIds.iPhone)]
    for (let step = 0; step < 2; step += 1) {
      await tenant.control({ advanceMs: 2000 })
      states.push(await resultOf(scenarioDeviceIds.iPhone))
    }
    expect(states.map((result) => result?.actionState)).toEqual(['pending', 'active', 'done'])
    expect(states[2]).toMatchObject({
      '@odata.type': '#microsoft.graph.resetPasscodeActionResult', actionName: 'resetPasscode', passcode: null, errorCode: 0,
    })
    expect(Date.parse(states[2]?.lastUpdatedDateTime ?? '')).toBeGreaterThan(Date.parse(states[2]?.startDateTime ?? ''))
  })

  it.each([
    ['dedicated', scenarioDeviceIds.androidDedicated],
    ['fully managed', scenarioDeviceIds.androidFullyManaged],
    ['AOSP', scenarioDeviceIds.androidAosp],
    ['work-profile', scenarioDeviceIds.workProfile],
  ])('gives a %s Android a temporary passcode of letters and numbers, for seven days', async (_kind, id) => {
    await reset(id)
    await tenant.control({ advanceMs: 3000 })
    expect((await resultOf(id))?.passcode).toBeNull()
    await tenant.control({ advanceMs: 1000 })
    const passcode = (await resultOf(id))?.passcode
    expect(passcode).toMatch(/^(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d]{10}$/)
    await tenant.control({ advanceMs: 7 * day - 60_000 })
    expect((await resultOf(id))?.passcode).toBe(passcode)
    await tenant.control({ advanceMs: 60_000 })
    expect(await resultOf(id)).toMatchObject({ actionState: 'done', passcode: null })
  })

  it('gives another passcode for another reset, and the newer entry replaces the older', async () => {
    const id = scenarioDeviceIds.androidDedicated
    const passcodes: unknown[] = []
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await reset(id)
      await tenant.control({ advanceMs: 4000 })
      passcodes.push((await resultOf(id))?.passcode)
    }
    expect(passcodes[0]).not.toBe(passcodes[1])
  })

  it.each([
    ['notSupported', 'a work profile whose reset token is not active', scenarioDeviceIds.workProfileTokenInactive],
    ['failed', 'an iPhone whose unlock token is wrong', scenarioDeviceIds.iPhoneWrongToken],
    ['failed', 'an Android without a passcode policy', scenarioDeviceIds.androidNoPolicy],
    ['pending', 'a phone that is switched off', scenarioDeviceIds.iPhoneOffline],
    ['canceled', 'a device that is being wiped', scenarioDeviceIds.wipePending],
  ])('ends as %s on %s', async (state, _what, id) => {
    expect((await reset(id)).status).toBe(204)
    await tenant.control({ advanceMs: 3 * day })
    expect(await resultOf(id)).toMatchObject({ actionState: state, passcode: null })
    expect((await resultOf(id))?.errorCode === 0).toBe(state !== 'failed')
  })

  it('is not supported by a work profile whose user has set no passcode', async () => {
    await tenant.control({ device: { id: scenarioDeviceIds.workProfile, model: { hasPasscode: false } } })
    await reset(scenarioDeviceIds.workProfile)
    await tenant.control({ advanceMs: 4000 })
    expect((await resultOf(scenarioDeviceIds.workProfile))?.actionState).toBe('notSupported')
  })

  it('goes on when a phone that was switched off comes back', async () => {
    const id = scenarioDeviceIds.iPhoneOffline
    await reset(id)
    await tenant.control({ advanceMs: day })
    await tenant.control({ device: { id, model: { online: true } } })
    expect((await resultOf(id))?.actionState).toBe('pending')
    await tenant.control({ advanceMs: 4000 })
    expect((await resultOf(id))?.actionState).toBe('done')
  })

  it('waits for the next check-in of a device that comes back by itself', async () => {
    const id = scenarioDeviceIds.iPhoneOffline
    await tenant.control({ device: { id, model: { nextCheckInInMs: 3_600_000 } } })
    await reset(id)
    await tenant.control({ advanceMs: 3_590_000 })
    expect((await resultOf(id))?.actionState).toBe('pending')
    await tenant.control({ advanceMs: 20_000 })
    expect((await resultOf(id))?.actionState).toBe('done')
  })

  it.each([
    ['Apple User Enrollment', scenarioDeviceIds.userEnrollment],
    ['device administrator', scenarioDeviceIds.deviceAdministrator],
    ['a Mac', scenarioDeviceIds.mac],
    ['a Windows PC', scenarioDeviceIds.windowsPc],
  ])('answers %s with a bare 400 and queues nothing', async (_what, id) => {
    const response = await reset(id)
    expect(response.status).toBe(400)
    const { error } = await response.json() as GraphErrorBody
    const inner = JSON.parse(error.message) as { Message: string }
    expect([error.code, inner.Message.split(' - ')[0]]).toEqual(['BadRequest', 'An error has occurred'])
    expect(inner.Message).toContain('microsoft.management.services.api.resetPasscode')
    expect(await resultOf(id)).toBeUndefined()
  })
})
