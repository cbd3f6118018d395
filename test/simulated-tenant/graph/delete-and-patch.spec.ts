import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import { signIn } from '../../factories/practice-client.ts'
import type { ListPage } from '../tenant-under-test.ts'
import { ada, everyScope, priya, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ scopes: everyScope })
const { post, read, pass } = deviceActions(tenant)
const pathOf = (id: string): string => `/v1.0/deviceManagement/managedDevices/${id}`
const remove = async (id: string, as = priya): Promise<Response> => tenant.graph(pathOf(id), { method: 'DELETE', as })
const rename = async (id: string, body: unknown, as = ada): Promise<Response> => tenant.graph(pathOf(id), { method: 'PATCH', body, as })
interface Touched { readonly id: string; readonly deleted: unknown; readonly erased: unknown; readonly actions: unknown }
const touched = async (id: string): Promise<Touched | undefined> =>
  ((await tenant.control({}))['touchedDevices'] as Touched[]).find((device) => device.id === id)

describe('deleting a record', () => {
  it('hides the device at once, from lists, by id and from actions', async () => {
    const response = await remove(ids.iPhone)
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await read(ids.iPhone)).toBeNull()
    const page = await (await tenant.graph('/beta/deviceManagement/managedDevices?$select=id')).json() as ListPage
    expect(page.value.map(({ id }) => id)).not.toContain(ids.iPhone)
    expect((await post(ids.iPhone, 'remoteLock')).status).toBe(404)
    expect((await remove(ids.iPhone)).status).toBe(404)
  })

  it.each<[keyof typeof ids, 'wipe' | 'retire' | null]>([
    ['windowsPc', 'retire'], ['hybridPc', 'retire'], ['iPhone', 'retire'], ['userEnrollment', 'retire'], ['mac', 'retire'],
    ['deviceAdministrator', 'retire'], ['workProfile', 'retire'],
    ['androidFullyManaged', 'wipe'], ['androidDedicated', 'wipe'], ['corporateWorkProfile', 'wipe'], ['androidAosp', 'wipe'],
    ['androidAospUser', 'wipe'], ['linuxPc', null],
  ])('of %s is not harmless: it sets off %s', async (name, triggered) => {
    await remove(ids[name])
    expect((await touched(ids[name]))?.deleted).toMatchObject({ triggered })
    await pass(4000)
    expect((await touched(ids[name]))?.actions).toEqual(triggered === null ? [] : [{ actionName: triggered, state: 'done' }])
  })

  it('cancels what waits', async () => {
    await post(ids.iPhoneOffline, 'remoteLock')
    await remove(ids.iPhoneOffline)
    expect((await touched(ids.iPhoneOffline))?.actions).toEqual(
      [{ actionName: 'remoteLock', state: 'canceled' }, { actionName: 'retire', state: 'pending' }]
    )
  })

  it('is not for a Help Desk Operator, and not for a token without ReadWrite.All', async () => {
    expect((await remove(ids.iPhone, ada)).status).toBe(403)
    const { result } = await signIn(tenant.application, priya)
    const response = await tenant.graph(pathOf(ids.iPhone), { method: 'DELETE', token: result.accessToken })
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('DeviceManagementManagedDevices.ReadWrite.All')])
    expect(await read(ids.iPhone)).not.toBeNull()
  })
})

describe('changing a record', () => {
  it('changes the management name and nothing else, at once', async () => {
    const response = await rename(ids.iPhone, { managedDeviceName: 'Front desk' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id: ids.iPhone, managedDeviceName: 'Front desk', deviceName: 'Rehearsal iPhone' })
    expect(await read(ids.iPhone)).toMatchObject({ managedDeviceName: 'Front desk', deviceName: 'Rehearsal iPhone' })
  })

  it.each([
    [{ deviceName: 'NEW-NAME' }], [{ managedDeviceName: 'a', notes: 'b' }], [{ managedDeviceName: 7 }], [{ managedDeviceName: '' }], [{}],
  ])('refuses %j', async (body) => {
    expect((await rename(ids.iPhone, body)).status).toBe(400)
    expect(await read(ids.iPhone)).toMatchObject({ managedDeviceName: 'practice_1' })
  })

  it('wants the permission Managed devices/Update', async () => {
    await tenant.control({ person: { upn: ada, permissions: ['Microsoft.Intune_ManagedDevices_Read'] } })
    expect((await rename(ids.iPhone, { managedDeviceName: 'Front desk' })).status).toBe(403)
  })
})
