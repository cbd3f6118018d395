import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import type { GraphErrorBody, ListPage } from '../tenant-under-test.ts'
import { tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ devices: 2345 })
const list = '/beta/deviceManagement/managedDevices'

async function walk(path: string, between?: (pages: number) => Promise<void>): Promise<ListPage[]> {
  const pages: ListPage[] = []
  for (
    let next: string | undefined = path; next !== undefined; next = pages.at(-1)?.['@odata.nextLink']?.replace(tenant.address.graphBaseUrl, '')
  ) {
    pages.push(await (await tenant.graph(next)).json() as ListPage)
    await between?.(pages.length)
  }
  return pages
}
const idsOf = (pages: readonly ListPage[]): unknown[] => pages.flatMap(({ value }) => value.map(({ id }) => id))

describe('the list of devices', () => {
  it('gives every device exactly once over its pages, a thousand at a time', async () => {
    const pages = await walk(`${list}?$select=id`)
    expect(pages.map(({ value }) => value.length)).toEqual([1000, 1000, 345])
    expect(pages.map((page) => page['@odata.count'])).toEqual([1000, 1000, 345])
    expect(new Set(idsOf(pages)).size).toBe(2345)
  })

  it('never gives more than a thousand, however many are asked for', async () => {
    const pages = await walk(`${list}?$select=id&$top=5000`)
    expect(pages[0]?.value).toHaveLength(1000)
  })

  it('keeps $top and $select on the following pages', async () => {
    const pages = await walk(`${list}?$top=900&$select=id,deviceName`)
    expect(pages.map(({ value }) => value.length)).toEqual([900, 900, 545])
    expect(Object.keys(pages[2]?.value[0] ?? {})).toEqual(['id', 'deviceName'])
  })

  it('loses and doubles nothing when devices disappear in the middle of the walk', async () => {
    const before = idsOf(await walk(`${list}?$select=id&$top=1000`)) as string[]
    const pages = await walk(`${list}?$select=id&$top=1000`, async (count) => {
      if (count === 1) for (const index of [3, 500, 999, 1000, 1500]) await tenant.control({ removeDevice: before[index] })
    })
    const gone = [before[1000], before[1500]]
    expect(idsOf(pages)).toEqual(before.filter((id) => !gone.includes(id)))
  })

  it('hands out skip tokens that can expire, and that nobody can make up', async () => {
    const first = await (await tenant.graph(`${list}?$select=id`)).json() as ListPage
    await tenant.control({ expireSkipTokens: true })
    const late = await tenant.graph(first['@odata.nextLink']?.replace(tenant.address.graphBaseUrl, '') ?? '')
    const invented = await tenant.graph(`${list}?$skiptoken=eyJhZnRlciI6NX0`)
    expect([late.status, invented.status]).toEqual([400, 400])
  })

  it('leaves out what a list leaves out, even when it is selected', async () => {
    const id = scenarioDeviceIds.iPhone
    await tenant.control({
      device: { id, patch: { udid: 'a-udid', notes: 'a note', physicalMemoryInBytes: 6, ethernetMacAddress: '00' } }
    })
    await tenant.graph(`/v1.0/deviceManagement/managedDevices/${id}/resetPasscode`, { method: 'POST' })
    const select = '$select=id,udid,notes,physicalMemoryInBytes,ethernetMacAddress,deviceActionResults'
    const [inList] = (await (await tenant.graph(`${list}?${select}&$top=1`)).json() as ListPage).value
    const alone = await (await tenant.graph(`${list}/${id}?${select}`)).json() as Record<string, unknown>
    expect(inList).toEqual({
      id, udid: null, notes: null, physicalMemoryInBytes: 0, ethernetMacAddress: null, deviceActionResults: [],
    })
    expect(alone).toMatchObject({ id, udid: 'a-udid', notes: 'a note', physicalMemoryInBytes: 6, ethernetMacAddress: '00' })
    expect(alone['deviceActionResults']).toHaveLength(1)
  })

  it('shows in v1.0 neither the beta properties nor the Android enrolments', async () => {
    const path = `managedDevices/${scenarioDeviceIds.androidAosp}`
    const beta = await (await tenant.graph(`/beta/deviceManagement/${path}`)).json() as Record<string, unknown>
    const v1 = await (await tenant.graph(`/v1.0/deviceManagement/${path}`)).json() as Record<string, unknown>
    expect(beta).toMatchObject({
      deviceType: 'androidnGMS', deviceEnrollmentType: 'androidAOSPUserlessDeviceEnrollment', managementAgent: 'intuneAosp',
    })
    expect(v1).toMatchObject({
      deviceEnrollmentType: 'unknownFutureValue', managementAgent: 'unknown', managementState: 'managed',
    })
    expect(v1).not.toHaveProperty('deviceType')
    const refused = await tenant.graph('/v1.0/deviceManagement/managedDevices?$select=id,deviceType')
    expect(refused.status).toBe(400)
    expect((await refused.json() as GraphErrorBody).error.message).toContain('Could not find a property named \'deviceType\'')
  })

  it('returns every device for a filter that it does not support, unless it is told to refuse', async () => {
    const path = `${list}?$select=id&$filter=${encodeURIComponent('userId eq \'somebody\'')}`
    expect((await (await tenant.graph(path)).json() as ListPage).value).toHaveLength(1000)
    await tenant.control({ settings: { unsupportedFilter: 'reject' } })
    expect((await tenant.graph(path)).status).toBe(400)
  })

  it.each([
    ['deviceName eq \'Rehearsal iPhone\'', [scenarioDeviceIds.iPhone]],
    [
      'serialNumber eq \'PRACT00008\' or serialNumber eq \'pract00009\'',
      [scenarioDeviceIds.iPhoneWrongToken, scenarioDeviceIds.iPhoneOffline],
    ],
    ['contains(deviceName,\'token not\')', [scenarioDeviceIds.workProfileTokenInactive]],
    ['operatingSystem eq \'iOS\' and serialNumber eq \'PRACT00008\' or serialNumber eq \'PRACT00009\'', [scenarioDeviceIds.iPhoneWrongToken, scenarioDeviceIds.iPhoneOffline]],
    ['operatingSystem eq \'Android\' and serialNumber eq \'PRACT00008\'', []],
  ])('answers the filter %s', async (filter, ids) => {
    const page = await (await tenant.graph(`${list}?$select=id&$filter=${encodeURIComponent(filter)}`)).json() as ListPage
    expect(page.value.map(({ id }) => id)).toEqual(ids)
  })

  it('cuts devices by their last check-in, and a bound belongs to both sides', async () => {
    const bound = '2026-11-20T10:00:00Z'
    await tenant.control({ device: { id: scenarioDeviceIds.iPhone, patch: { lastSyncDateTime: bound } } })
    const found = async (filter: string): Promise<unknown[]> => idsOf([await (await tenant.graph(`${list}?$select=id&$filter=${encodeURIComponent(filter)}`)).json() as ListPage])
    const on = await found(`lastSyncDateTime ge ${bound} and lastSyncDateTime le ${bound}`)
    expect(on).toContain(scenarioDeviceIds.iPhone)
    expect(await found(`lastSyncDateTime gt ${bound} and lastSyncDateTime lt ${bound}`)).toEqual([])
    expect(await found(`lastSyncDateTime gt ${bound} and lastSyncDateTime le ${bound}`)).toEqual([])
  })

  it.each(['0', '-1', 'ten', '1.5'])('refuses $top=%s', async (top) => {
    expect((await tenant.graph(`${list}?$top=${top}`)).status).toBe(400)
  })
})
