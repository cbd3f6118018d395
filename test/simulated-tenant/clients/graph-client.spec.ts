import type { PageCollection } from '@microsoft/microsoft-graph-client'
import { BatchRequestContent, BatchResponseContent, Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import type { DeviceManagement, ManagedDevice, User } from '@microsoft/microsoft-graph-types'
import type { ManagedDevice as BetaDevice } from '@microsoft/microsoft-graph-types-beta'
import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { ada, mei, tenantUnderTest } from '../tenant-under-test.ts'
import { createGraphClient } from './graph-client.ts'

// The practice tenant, seen by the client that Microsoft publishes for Graph.
const tenant = tenantUnderTest({ devices: 2345 })
const clientOf = (upn = ada, version = 'v1.0'): Client =>
  createGraphClient(tenant.address.graphBaseUrl, () => tenant.tokenOf(upn), version)
const devices = '/deviceManagement/managedDevices'
const { iPhone, mac, androidDedicated } = scenarioDeviceIds

async function refusal(work: Promise<unknown>): Promise<GraphError> {
  const error: unknown = await work.then(() => null, (reason: unknown) => reason)
  if (!(error instanceof GraphError)) throw new Error(`Not refused as Graph refuses: ${String(error)}`)
  return error
}

describe('Microsoft\'s Graph client', () => {
  it('reads who is signed in', async () => {
    const me = await clientOf().api('/me').get() as User
    expect(me).toMatchObject({ displayName: 'Ada Okafor', userPrincipalName: ada })
  })

  it('walks over every device with PageIterator, to the end', async () => {
    const client = clientOf()
    const first = await client.api(devices).select(['id', 'deviceName']).top(400).count(true).get() as PageCollection
    expect(first['@odata.count']).toBe(400)
    const seen: ManagedDevice[] = []
    const iterator = new PageIterator(client, first, (device: ManagedDevice) => {
      seen.push(device)
      return true
    })
    await iterator.iterate()
    expect(iterator.isComplete()).toBe(true)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2345)
    expect(Object.keys(seen[2344] ?? {})).toEqual(['id', 'deviceName'])
    const pages = (await tenant.journal()).filter(({ path }) => path.endsWith('/managedDevices'))
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    const overview = await client.api('/deviceManagement/managedDeviceOverview').get() as NonNullable<DeviceManagement['managedDeviceOverview']>
    expect(overview.enrolledDeviceCount).toBe(2345)
  })

  it('can stop in the middle of the walk and go on', async () => {
    const client = clientOf()
    let count = 0
    const iterator = new PageIterator(client, await client.api(devices).select('id').top(500).get() as PageCollection, () => {
      count += 1
      return count !== 700
    })
    await iterator.iterate()
    expect([count, iterator.isComplete()]).toEqual([700, false])
    await iterator.resume()
    expect([count, iterator.isComplete()]).toEqual([2345, true])
  })

  it('filters, with quotes and spaces in what it looks for', async () => {
    await tenant.control({ device: { id: mac, patch: { deviceName: 'Nora\'s own + Mac & more' } } })
    const found = await clientOf().api(devices).filter('deviceName eq \'Nora\'\'s own %2B Mac %26 more\'').select('id,deviceName').get() as PageCollection
    expect(found.value).toEqual([{ id: mac, deviceName: 'Nora\'s own + Mac & more' }])
  })

  it('reads one device, in v1.0 and in beta', async () => {
    const one = await clientOf().api(`${devices}/${iPhone}`).get() as ManagedDevice
    expect(one).toMatchObject({ id: iPhone, deviceName: 'Rehearsal iPhone', deviceActionResults: [] })
    const beta = await clientOf().api(`${devices}/${iPhone}`).version('beta').select(['deviceType', 'ownerType']).get() as BetaDevice
    expect(beta).toMatchObject({ deviceType: 'iPhone', ownerType: 'company' })
    expect((await clientOf(ada, 'beta').api(`${devices}/${iPhone}`).get() as BetaDevice).deviceType).toBe('iPhone')
  })

  it('resets a passcode with an empty body and with none, and gets nothing back', async () => {
    const client = clientOf()
    expect(await client.api(`${devices}/${androidDedicated}/resetPasscode`).post({})).toBeUndefined()
    expect(await client.api(`${devices}/${iPhone}/resetPasscode`).post(undefined)).toBeUndefined()
    await tenant.control({ advanceMs: 4000 })
    const { deviceActionResults } = await client.api(`${devices}/${androidDedicated}`).select('deviceActionResults').get() as ManagedDevice
    expect(deviceActionResults).toEqual([expect.objectContaining({
      '@odata.type': '#microsoft.graph.resetPasscodeActionResult', actionName: 'resetPasscode', actionState: 'done',
      passcode: expect.stringMatching(/^\w{10}$/) as string,
    })])
  })

  it.each([
    ['an unknown device', () => clientOf().api(`${devices}/nobody`).get(), 404, 'ResourceNotFound', 'nobody was not found'],
    ['a property of beta', () => clientOf().api(devices).select('deviceType').get(), 400, 'BadRequest', 'deviceType'],
    ['an action that the device has not', () => clientOf().api(`${devices}/${mac}/resetPasscode`).post({}), 400, 'BadRequest', 'An error has occurred'],
    ['an action that the person may not do', () => clientOf(mei).api(`${devices}/${iPhone}/resetPasscode`).post({}), 403, 'Forbidden', 'An error has occurred'],
    ['a token that is none', () => createGraphClient(tenant.address.graphBaseUrl, async () => 'nonsense').api('/me').get(), 401, 'InvalidAuthenticationToken', 'parsing failed'],
  ])('understands the error for %s', async (_what, ask, statusCode, code, words) => {
    const error = await refusal(ask())
    const entry = (await tenant.journal()).at(-1)
    expect(error).toMatchObject({ statusCode, code, requestId: entry?.requestId })
    expect(error.message).toContain(words)
    expect(JSON.parse(String(error.body))).toMatchObject({ code, innerError: { 'request-id': entry?.requestId } })
    expect(error.headers?.get('request-id')).toBe(entry?.requestId)
    expect(Math.abs(error.date.getTime() - Date.now())).toBeLessThan(24 * 3_600_000)
  })

  it('gets the tenant\'s 401 when it is set up without https, where it sends no token', async () => {
    const client = Client.init({
      baseUrl: `${tenant.address.graphBaseUrl}/`,
      authProvider: (done) => { void tenant.tokenOf(ada).then((token) => done(null, token)) },
    })
    expect(await refusal(client.api('/me').get())).toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' })
  })

  it('waits as long as Retry-After says, and tries again by itself', async () => {
    await tenant.control({ faults: [{ match: { path: '/me', times: 2 }, kind: 'throttle', retryAfter: 0.05 }] })
    expect(await clientOf().api('/me').get()).toMatchObject({ userPrincipalName: ada })
    expect((await tenant.journal()).map(({ status }) => status)).toEqual([429, 429, 200])
  })

  it('gives up after three more attempts, with what Graph said last', async () => {
    await tenant.control({ faults: [{ match: { path: '/me', times: 'always' }, kind: 'throttle', retryAfter: 0 }] })
    const error = await refusal(clientOf().api('/me').get())
    expect(error).toMatchObject({ statusCode: 429, code: 'TooManyRequests' })
    expect(error.headers?.get('retry-after')).toBe('0')
    expect(await tenant.journal()).toHaveLength(4)
  })

  it.each([
    ['an answer that is cut off', 'cut'], ['half a document', 'truncated-json'], ['a page of HTML', 'html-after'],
  ] as const)('fails cleanly at %s', async (_what, kind) => {
    await tenant.control({ faults: [{ match: {}, kind }] })
    await expect(clientOf().api('/me').get()).rejects.toThrow()
  })
})

describe('its batches', () => {
  /** The client takes the host off the address of a request and leaves the rest, which is then relative to the version. */
  const request = (path: string, init?: RequestInit): Request => new Request(`https://graph.microsoft.com${path}`, init)
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }

  it('carry reads and actions, and give each its answer', async () => {
    const content = new BatchRequestContent([
      { id: 'me', request: request('/me') },
      { id: 'reset', request: request(`${devices}/${iPhone}/resetPasscode`, post) },
      { id: 'mac', request: request(`${devices}/${mac}/resetPasscode`, post) },
      { id: 'device', request: request(`${devices}/${iPhone}?$select=id,deviceActionResults`) },
    ])
    const answer = new BatchResponseContent(await clientOf().api('/$batch').post(await content.getContent()) as { responses: object[] })
    expect([...answer.getResponses().keys()].sort()).toEqual(['device', 'mac', 'me', 'reset'])
    expect(await answer.getResponseById('me').json()).toMatchObject({ userPrincipalName: ada })
    expect(answer.getResponseById('reset').status).toBe(204)
    expect(answer.getResponseById('mac').status).toBe(400)
    expect(await answer.getResponseById('mac').json()).toMatchObject({ error: { code: 'BadRequest' } })
    expect(await answer.getResponseById('device').json()).toMatchObject({ deviceActionResults: [{ actionState: 'pending' }] })
  })

  it('keep the order that they ask for, and say 424 after a failure', async () => {
    const content = new BatchRequestContent([
      { id: '1', request: request(`${devices}/${mac}/resetPasscode`, post) },
      { id: '2', request: request(`${devices}/${iPhone}/resetPasscode`, post), dependsOn: ['1'] },
    ])
    const answer = new BatchResponseContent(await clientOf(ada, 'beta').api('/$batch').post(await content.getContent()) as { responses: object[] })
    expect(answer.getResponseById('2').status).toBe(424)
    expect((await tenant.journal()).some(({ effect }) => effect?.accepted === true)).toBe(false)
  })

  it('are refused whole, as any other request is', async () => {
    expect(await refusal(clientOf().api('/$batch').post({ requests: [] }))).toMatchObject({ statusCode: 400, code: 'BadRequest' })
  })
})
