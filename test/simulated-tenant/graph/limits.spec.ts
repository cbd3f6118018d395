import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { everyScope, priya, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ scopes: everyScope, accessTokenSeconds: 10 * 86_400 })
const { post, pass } = deviceActions(tenant)
const devices = '/v1.0/deviceManagement/managedDevices?$top=1&$select=id'
const events = '/v1.0/deviceManagement/auditEvents'
const statusOf = async (path: string): Promise<number> => (await tenant.graph(path)).status

describe('throttling', () => {
  it('lets 200 writes through in twenty seconds, unless it is told otherwise', async () => {
    expect(await tenant.control({})).toMatchObject({
      settings: { throttle: { windowMs: 20_000, writes: 200, any: 2000, auditAny: 1000 }, dailyLimits: { wipe: 500, retire: 1000, delete: 1000 } },
    })
    for (let count = 0; count < 200; count += 1) expect((await post(ids.iPhone, 'syncDevice')).status).toBe(204)
    const refused = await post(ids.iPhone, 'syncDevice')
    expect([refused.status, (await refused.json() as GraphErrorBody).error.code]).toEqual([429, 'TooManyRequests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await tenant.journal()).at(-1)).toMatchObject({ action: 'syncDevice', effect: { accepted: false }, graphCode: 'TooManyRequests' })
  })

  it('says how long to wait, and lets through who has waited', async () => {
    await tenant.control({ settings: { throttle: { writes: 2 } } })
    await post(ids.iPhone, 'syncDevice')
    await pass(15_000)
    await post(ids.iPhone, 'syncDevice')
    const refused = await post(ids.iPhone, 'syncDevice')
    // The refused one counts as well: the second of the three has to go first.
    expect(refused.headers.get('retry-after')).toBe('20')
    await pass(19_000)
    expect((await post(ids.iPhone, 'syncDevice')).status).toBe(429)
    await pass(40_000)
    expect((await post(ids.iPhone, 'syncDevice')).status).toBe(204)
  })

  it('counts reads and writes together, and the audit service apart', async () => {
    await tenant.control({ settings: { throttle: { any: 2, auditAny: 1 } } })
    await post(ids.iPhone, 'syncDevice')
    expect([await statusOf(devices), await statusOf(devices)]).toEqual([200, 429])
    expect([await statusOf(events), await statusOf(events)]).toEqual([200, 429])
    expect(await statusOf('/v1.0/me')).toBe(200)
  })
})

describe('the daily limits', () => {
  it.each(['wipe', 'retire'] as const)('refuse one %s too many until midnight UTC', async (action) => {
    await tenant.control({ settings: { dailyLimits: { [action]: 1 } } })
    expect((await post(ids.iPhone, action)).status).toBe(204)
    const refused = await post(ids.mac, action)
    expect([refused.status, (await refused.json() as GraphErrorBody).error]).toMatchObject(
      [429, { code: 'TooManyRequests', message: expect.stringContaining(`daily limit of 1 ${action}`) as string }]
    )
    const seconds = Number(refused.headers.get('retry-after'))
    const now = Date.parse(String((await tenant.control({}))['now']))
    expect(Math.abs((now + seconds * 1000) % 86_400_000)).toBeLessThan(5000)
    await pass(seconds * 1000 + 1000)
    expect((await post(ids.mac, action)).status).toBe(204)
  })

  it('count deleted records apart from the wipes that they set off', async () => {
    await tenant.control({ settings: { dailyLimits: { delete: 1 } } })
    const remove = async (id: string): Promise<number> =>
      (await tenant.graph(`/v1.0/deviceManagement/managedDevices/${id}`, { method: 'DELETE', as: priya })).status
    expect([await remove(ids.androidDedicated), await remove(ids.androidFullyManaged)]).toEqual([204, 429])
    expect(await tenant.control({})).toMatchObject({ usedToday: { wipe: 0, retire: 0, delete: 1 } })
  })

  it('do not count what was refused', async () => {
    await post(ids.linuxPc, 'wipe')
    expect(await tenant.control({})).toMatchObject({ usedToday: { wipe: 0 } })
  })
})
