import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { deviceActions } from '../device-actions.ts'
import { signIn } from '../../factories/practice-client.ts'
import type { ListPage } from '../tenant-under-test.ts'
import { ada, everyScope, jonas, priya, sofia, tenantUnderTest, tom } from '../tenant-under-test.ts'

const tenant = tenantUnderTest({ scopes: everyScope })
const { post, pass } = deviceActions(tenant)
const audits = '/beta/deviceManagement/remoteActionAudits'
const events = '/v1.0/deviceManagement/auditEvents'
const rows = async (path: string, headers: Record<string, string> = {}): Promise<readonly Record<string, unknown>[]> =>
  (await (await tenant.graph(path, { headers })).json() as ListPage).value
const pathOf = (id: string): string => `/v1.0/deviceManagement/managedDevices/${id}`

describe('remoteActionAudits', () => {
  it('has every action that was accepted, newest first, under Intune’s own names', async () => {
    for (const action of ['wipe', 'retire', 'remoteLock', 'resetPasscode', 'locateDevice', 'rebootNow']) await post(ids.iPhone, action)
    await post(ids.windowsPc, 'setDeviceName', { deviceName: 'NEW-NAME' })
    await post(ids.windowsPc, 'wipe', { keepEnrollmentData: true })
    await post(ids.linuxPc, 'wipe')
    expect((await rows(audits)).map(({ action }) => action).reverse()).toEqual([
      'factoryReset', 'removeCompanyData', 'remoteLock', 'resetPasscode', 'locateDevice', 'rebootNow', 'setDeviceName',
      'factoryResetKeepEnrollmentData',
    ])
  })

  it('says who, what, when, and how far it has come', async () => {
    await post(ids.iPhone, 'remoteLock')
    const [first] = await rows(audits)
    expect(first).toMatchObject({
      managedDeviceId: ids.iPhone, deviceDisplayName: 'Rehearsal iPhone', deviceIMEI: '350000000000014', initiatedByUserPrincipalName: ada,
      userName: ada, deviceOwnerUserPrincipalName: 'nora.halvorsen@practice.example', actionState: 'pending', deviceActionCategory: 'single',
    })
    await pass(4000)
    expect(await rows(audits)).toMatchObject([{ id: first?.['id'], actionState: 'done' }])
  })

  it('calls a request canceled that a newer one of its name replaced', async () => {
    await post(ids.iPhoneOffline, 'remoteLock')
    await post(ids.iPhoneOffline, 'remoteLock')
    expect((await rows(audits)).map(({ actionState }) => actionState)).toEqual(['pending', 'canceled'])
  })

  it('keeps the rows of devices that are gone, and shows a deletion only to who asks for unknown members', async () => {
    await tenant.graph(pathOf(ids.iPhone), { method: 'DELETE', as: priya })
    expect(await rows(audits)).toMatchObject([{ action: 'unknownFutureValue', actionState: 'done', managedDeviceId: ids.iPhone }])
    expect(await rows(audits, { prefer: 'include-unknown-enum-members' })).toMatchObject([{ action: 'delete' }])
  })

  it('can be asked for one person’s', async () => {
    await post(ids.iPhone, 'remoteLock')
    await tenant.graph(`${pathOf(ids.mac)}/remoteLock`, { method: 'POST', as: jonas })
    const found = await rows(`${audits}?$filter=initiatedByUserPrincipalName eq '${jonas.toUpperCase()}'`)
    expect(found.map(({ managedDeviceId }) => managedDeviceId)).toEqual([ids.mac])
  })

  it('is in beta only, and wants a scope and a role', async () => {
    expect((await tenant.graph(audits.replace('beta', 'v1.0'))).status).toBe(400)
    expect((await tenant.graph(audits, { as: tom })).status).toBe(403)
    const { result } = await signIn(tenant.application, ada, { scopes: ['User.Read'] })
    expect((await tenant.graph(audits, { token: result.accessToken })).status).toBe(403)
  })
})

describe('auditEvents', () => {
  it('has every write that was accepted, in both versions', async () => {
    await post(ids.iPhone, 'wipe', undefined, { 'client-request-id': 'c0ffee00-0000-4000-8000-000000000000' })
    await tenant.graph(pathOf(ids.iPhone), { method: 'PATCH', body: { managedDeviceName: 'Front desk' } })
    await tenant.graph(pathOf(ids.iPhone), { method: 'DELETE', as: priya })
    const found = await rows(events)
    expect(found.map(({ activityType }) => activityType)).toEqual(['Delete ManagedDevice', 'Patch ManagedDevice', 'wipe ManagedDevice'])
    expect(found[2]).toMatchObject({
      correlationId: 'c0ffee00-0000-4000-8000-000000000000', activityResult: 'Success', category: 'Device',
      actor: { userPrincipalName: ada, ipAddress: null, applicationId: tenant.address.clientId },
      resources: [{ resourceId: ids.iPhone, displayName: 'Rehearsal iPhone', modifiedProperties: [{ displayName: 'AzureADDeviceId' }, { displayName: 'DeviceManagementAPIVersion' }] }],
    })
    expect(await rows(events.replace('v1.0', 'beta'))).toEqual(found)
  })

  it('pages with $top, and a new event in between shifts nothing', async () => {
    for (let count = 0; count < 5; count += 1) await post(ids.iPhone, 'syncDevice')
    const pages: ListPage[] = []
    for (let next: string | undefined = `${events}?$top=2`; next !== undefined; next = pages.at(-1)?.['@odata.nextLink']?.replace(tenant.address.graphBaseUrl, '')) {
      pages.push(await (await tenant.graph(next)).json() as ListPage)
      await post(ids.mac, 'syncDevice')
    }
    const found = pages.flatMap(({ value }) => value.map(({ id }) => id))
    expect([pages.map(({ value }) => value.length), new Set(found).size]).toEqual([[2, 2, 1], 5])
  })

  it('can be asked for a span of time', async () => {
    await post(ids.iPhone, 'remoteLock')
    await pass(60_000)
    await post(ids.iPhone, 'rebootNow')
    const now = Date.parse(String((await tenant.control({}))['now']))
    const at = new Date(now - 30_000).toISOString()
    const typesOf = async (filter: string): Promise<unknown[]> => (await rows(`${events}?$filter=${filter}`)).map(({ activityType }) => activityType)
    expect(await typesOf(`activityDateTime ge ${at}`)).toEqual(['rebootNow ManagedDevice'])
    expect(await typesOf(`activityDateTime lt ${at}`)).toEqual(['remoteLock ManagedDevice'])
    expect(await typesOf(`activityDateTime ge ${new Date(now - 90_000).toISOString()} and activityDateTime lt ${at}`)).toEqual(['remoteLock ManagedDevice'])
    expect(await typesOf('colour eq \'red\'')).toHaveLength(2)
    await tenant.control({ settings: { unsupportedFilter: 'reject' } })
    expect((await tenant.graph(`${events}?$filter=colour eq 'red'`)).status).toBe(400)
  })

  it('names its categories, and the activities of one', async () => {
    expect(await rows(`${events}/getAuditCategories()`)).toContain('Device')
    expect(await rows(`${events}/getAuditActivityTypes(category='Device')`)).toContain('wipe ManagedDevice')
    expect(await rows(`${events}/getAuditActivityTypes(category='constructor')`)).toEqual([])
  })

  it('is for DeviceManagementApps.Read.All and Audit data/Read', async () => {
    expect((await tenant.graph(events, { as: sofia })).status).toBe(200)
    expect((await tenant.graph(events, { as: tom })).status).toBe(403)
    const { result } = await signIn(tenant.application, ada)
    const response = await tenant.graph(events, { token: result.accessToken })
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('DeviceManagementApps.Read.All')])
  })

  it('knows nothing of what a user did in Company Portal', async () => {
    await tenant.control({ selfService: { deviceId: ids.iPhone, action: 'resetPasscode' } })
    expect(await rows(events)).toEqual([])
    expect(await rows(audits)).toMatchObject([{ action: 'resetPasscode', initiatedByUserPrincipalName: 'nora.halvorsen@practice.example' }])
    await expect(tenant.control({ selfService: { deviceId: ids.mac, action: 'resetPasscode' } })).rejects.toThrow('does not do resetPasscode')
  })

  it('cannot be emptied but by a reset of the tenant', async () => {
    await post(ids.iPhone, 'remoteLock')
    expect((await tenant.graph(events, { method: 'DELETE' })).status).toBe(400)
    expect(await rows(events)).toHaveLength(1)
    await tenant.control({ reset: true })
    expect([await rows(events), await rows(audits)]).toEqual([[], []])
  })
})
