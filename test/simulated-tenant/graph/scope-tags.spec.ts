import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import type { ListPage } from '../tenant-under-test.ts'
import { ada, jonas, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const list = '/beta/deviceManagement/managedDevices'
const count = async (as: string): Promise<number> => (await (await tenant.graph(`${list}?$select=id`, { as })).json() as ListPage).value.length

describe('scope tags', () => {
  it('hide from a person every device with other tags, and from nobody else', async () => {
    await tenant.control({ person: { upn: jonas, scopeTagIds: ['7'] }, device: { id: ids.iPhone, patch: { roleScopeTagIds: ['7'] } } })
    expect([await count(ada), await count(jonas)]).toEqual([60, 1])
    expect((await tenant.graph(`${list}/${ids.iPhone}`, { as: jonas })).status).toBe(200)
    expect((await tenant.graph(`${list}/${ids.mac}`, { as: jonas })).status).toBe(404)
    const overview = await tenant.graph('/v1.0/deviceManagement/managedDeviceOverview', { as: jonas })
    expect(await overview.json()).toMatchObject({ enrolledDeviceCount: 1, deviceOperatingSystemSummary: { iosCount: 1 } })
  })

  it('refuse an action as a missing role would', async () => {
    await tenant.control({ person: { upn: jonas, scopeTagIds: ['7'] } })
    const response = await tenant.graph(`${list}/${ids.iPhone}/remoteLock`, { as: jonas, method: 'POST' })
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('An error has occurred')])
    await tenant.control({ person: { upn: jonas, scopeTagIds: null } })
    expect((await tenant.graph(`${list}/${ids.iPhone}/remoteLock`, { as: jonas, method: 'POST' })).status).toBe(204)
  })

  it('leave the devices that have none to who has the default tag', async () => {
    await tenant.control({ person: { upn: jonas, scopeTagIds: ['0'] }, device: { id: ids.iPhone, patch: { roleScopeTagIds: ['7'] } } })
    expect(await count(jonas)).toBe(59)
  })

  it('are told of one device, never in a list', async () => {
    await tenant.control({ device: { id: ids.iPhone, patch: { roleScopeTagIds: ['7'] } } })
    const alone = await (await tenant.graph(`${list}/${ids.iPhone}?$select=roleScopeTagIds`)).json() as Record<string, unknown>
    const page = await (await tenant.graph(`${list}?$top=1&$select=roleScopeTagIds`)).json() as ListPage
    expect([alone['roleScopeTagIds'], page.value]).toEqual([['7'], [{ roleScopeTagIds: [] }]])
  })
})
