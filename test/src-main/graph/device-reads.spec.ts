import { afterEach, describe, expect, it } from 'vitest'
import { createFetchPage } from '../../../src-main/graph/device-list.ts'
import { readActionResults, readDevice, readLocation, readSecret } from '../../../src-main/graph/device-reads.ts'
import { getEffectivePermissions } from '../../../src-main/graph/effective-permissions.ts'
import { createMovedTime, createTestClient, graphError, sendJson, startServer } from './misbehaving-server.ts'
import type { MisbehavingServer } from './misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (...args: Parameters<typeof startServer>): Promise<MisbehavingServer> => (server = await startServer(...args))

const id = '11111111-1111-4111-8111-111111111111'
const device = {
  id, deviceName: 'Pixel', operatingSystem: 'Android', deviceType: 'androidForWork', deviceEnrollmentType: 'userEnrollment', managementAgent: 'mdm',
  managementState: 'managed', lastSyncDateTime: '2026-11-23T08:00:00Z',
  deviceActionResults: [{ '@odata.type': '#microsoft.graph.resetPasscodeActionResult', 'actionName': 'resetPasscode', 'actionState': 'done', 'passcode': 'Tmp-4711' }],
}
const versions = (from: MisbehavingServer): string[] => from.requests.map(({ url }) => url.split('/')[1] ?? '')

describe('reading one device', () => {
  it('asks beta by id for what it needs, and gives no passcode away', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, device))
    const answer = await readDevice(createTestClient(url), id)
    expect(answer).toMatchObject({ status: 'ok', device: { id, kind: 'android-work-profile', readFrom: 'beta', readAt: '2026-11-23T12:00:00.000Z' },
      actionResults: [{ actionState: 'done', hasPasscode: true }] })
    expect(JSON.stringify(answer)).not.toContain('4711')
    expect(requests[0]?.url).toMatch(new RegExp(`^/beta/deviceManagement/managedDevices/${id}\\?\\$select=.*deviceType.*managementState`))
  })

  it('refuses an answer about another device', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { ...device, id: 'another' }))
    expect(await readDevice(createTestClient(url), id)).toMatchObject({ status: 'refused', code: 'graph-bad-response' })
  })

  it.each(['[]', 'null', '"x"', '{}', '{"value":[]}'])('refuses %s', async (body) => {
    const { url } = await serve((_request, response) => sendJson(response, 200, body))
    expect(await readDevice(createTestClient(url), id)).toMatchObject({ status: 'refused', code: 'graph-bad-response' })
  })

  it('that both versions do not know is not found', async () => {
    const from = await serve((_request, response) => sendJson(response, 404, graphError('ResourceNotFound', 'x')))
    expect(await readDevice(createTestClient(from.url), id)).toMatchObject({ status: 'refused', code: 'device-not-found' })
    expect(versions(from)).toEqual(['beta', 'v1.0'])
  })

  it('does not send what cannot be an id', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, device))
    expect(await readDevice(createTestClient(url), '../x')).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(requests).toHaveLength(0)
  })

  it('does not ask twice where the version cannot be the reason', async () => {
    const from = await serve((_request, response) => sendJson(response, 500, graphError('InternalServerError', 'x')))
    expect(await readDevice(createTestClient(from.url), id)).toMatchObject({ code: 'graph-unavailable' })
    expect(versions(from)).toEqual(['beta'])
  })
})

describe('a tenant that refuses beta', () => {
  it.each([400, 403, 404, 405, 501])('with %i is read on v1.0, and beta is left alone for a quarter of an hour', async (status) => {
    const from = await serve((request, response) =>
      sendJson(response, request.url?.startsWith('/beta/') === true ? status : 200, request.url?.startsWith('/beta/') === true ? graphError('No', 'x') : device))
    const time = createMovedTime()
    const client = createTestClient(from.url, time)
    expect(await readDevice(client, id)).toMatchObject({ status: 'ok', device: { readFrom: 'v1.0' } })
    expect(await readActionResults(client, id)).toMatchObject({ status: 'ok', managementState: 'managed', lastSyncAt: '2026-11-23T08:00:00.000Z' })
    expect(versions(from)).toEqual(['beta', 'v1.0', 'v1.0'])
    time.pass(16 * 60_000)
    await readDevice(client, id)
    expect(versions(from).slice(3)).toEqual(['beta', 'v1.0'])
  })

  it('whose v1.0 does not know managementState is read without it', async () => {
    const from = await serve((request, response) => {
      if (request.url?.includes('managementState') === true) sendJson(response, 400, graphError('BadRequest', 'Could not find a property'))
      else sendJson(response, 200, { ...device, managementState: undefined })
    })
    const client = createTestClient(from.url)
    expect(await readActionResults(client, id)).toMatchObject({ status: 'ok', managementState: '', actionResults: [{ hasPasscode: true }] })
    expect(versions(from)).toEqual(['beta', 'v1.0', 'v1.0'])
  })

  it('still gives its list', async () => {
    const from = await serve((request, response) =>
      sendJson(response, request.url?.startsWith('/beta/') === true ? 400 : 200, { value: [] }))
    const answer = await createFetchPage(createTestClient(from.url))(null, new AbortController().signal)
    expect(answer.status).toBe('ok')
    expect(from.requests[1]?.url).toMatch(/^\/v1\.0\/deviceManagement\/managedDevices\?\$select=id,.*&\$top=1000$/)
    expect(from.requests[1]?.url).not.toContain('deviceType')
  })
})

describe('what only a person who needs it may see', () => {
  const place = { latitude: 59.91, longitude: 10.75, altitude: null, horizontalAccuracy: 30, lastCollectedDateTime: '2026-11-23T08:00:00Z' }
  const results = [
    ...device.deviceActionResults,
    { '@odata.type': '#microsoft.graph.remoteLockActionResult', 'actionName': 'remoteLock', 'actionState': 'done', 'unlockPin': '482913' },
    { '@odata.type': '#microsoft.graph.locateDeviceActionResult', 'actionName': 'locateDevice', 'actionState': 'done', 'deviceLocation': place },
  ]
  it('is read on purpose, each by what it is', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { ...device, deviceActionResults: results }))
    const client = createTestClient(url)
    expect(await readSecret(client, id, 'temporary-passcode')).toEqual({ status: 'ok', secret: 'Tmp-4711' })
    expect(await readSecret(client, id, 'unlock-pin')).toEqual({ status: 'ok', secret: '482913' })
    expect(await readLocation(client, id)).toEqual({ status: 'ok', location: { latitude: 59.91, longitude: 10.75, altitude: null, horizontalAccuracy: 30, collectedAt: '2026-11-23T08:00:00.000Z' } })
    const told = JSON.stringify([await readDevice(client, id), await readActionResults(client, id)])
    expect(told).not.toMatch(/4711|482913|59\.91/)
  })

  it('that is not there is said to be not there yet', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { ...device, deviceActionResults: [] }))
    const client = createTestClient(url)
    expect(await readSecret(client, id, 'temporary-passcode')).toMatchObject({ status: 'refused', code: 'no-passcode-yet' })
    expect(await readSecret(client, id, 'unlock-pin')).toMatchObject({ status: 'refused', code: 'no-pin-yet' })
    expect(await readLocation(client, id)).toMatchObject({ status: 'refused', code: 'no-location-yet' })
  })

  it('is of the device that was asked for, and of no other', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, { ...device, id: 'another', deviceActionResults: results }))
    const client = createTestClient(url)
    expect(await readSecret(client, id, 'unlock-pin')).toMatchObject({ status: 'refused', code: 'graph-bad-response' })
    expect(await readLocation(client, id)).toMatchObject({ status: 'refused', code: 'graph-bad-response' })
    expect(await readSecret(client, '../x', 'unlock-pin')).toEqual({ status: 'refused', code: 'invalid-request' })
    expect(requests).toHaveLength(2)
  })
})

describe('how the actions of a device stand', () => {
  it('is told with the names and the check-in by which some of them are read back', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, { ...device, deviceName: 'NEW', managedDeviceName: 'label', managementState: 'wipePending' }))
    expect(await readActionResults(createTestClient(url), id)).toMatchObject({
      status: 'ok', managementState: 'wipePending', lastSyncAt: '2026-11-23T08:00:00.000Z', deviceName: 'NEW', managedDeviceName: 'label', actionResults: [{ actionName: 'resetpasscode' }],
    })
    expect(requests[0]?.url).toMatch(/\$select=id,deviceName,managedDeviceName,lastSyncDateTime,deviceActionResults,managementState$/)
  })
  it('is told as nothing where the tenant does not say it', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { id, deviceName: 7, managedDeviceName: null }))
    expect(await readActionResults(createTestClient(url), id)).toEqual({ status: 'ok', managementState: '', lastSyncAt: null, deviceName: '', managedDeviceName: '', actionResults: [] })
  })
})

describe('pages of the list', () => {
  it('are not fetched from elsewhere', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, { value: [] }))
    const fetchPage = createFetchPage(createTestClient(url))
    for (const link of ['https://evil.example/beta/x', '/beta/x', '//evil.example', 'nonsense'])
      expect(await fetchPage(link, new AbortController().signal)).toMatchObject({ status: 'refused', code: 'graph-foreign-link' })
    expect(requests).toHaveLength(0)
  })
})

describe('effective permissions', () => {
  it('are all that any role allows, over all pages', async () => {
    const { url, requests } = await serve((_request, response, number) => sendJson(response, 200, {
      value: [{ resourceActions: [{ allowedResourceActions: number === 1 ? ['b', 'a', 'x'] : ['c', 'a'], notAllowedResourceActions: ['x'] }] }, { resourceActions: null }],
      ...(number === 1 ? { '@odata.nextLink': `http://${_request.headers.host ?? ''}/v1.0/next` } : {}),
    }))
    expect(await getEffectivePermissions(createTestClient(url))).toEqual({ status: 'ok', permissions: ['a', 'b', 'c'] })
    expect(requests[0]?.url).toBe("/v1.0/deviceManagement/getEffectivePermissions(scope='*')")
  })

  it('behind a link that leads elsewhere or back are not had', async () => {
    const elsewhere = await serve((_request, response) => sendJson(response, 200, { 'value': [], '@odata.nextLink': 'https://evil.example/' }))
    expect(await getEffectivePermissions(createTestClient(elsewhere.url))).toEqual({ status: 'refused', code: 'graph-foreign-link' })
    await elsewhere.close()
    const back = await serve((request, response) =>
      sendJson(response, 200, { 'value': [], '@odata.nextLink': `http://${request.headers.host ?? ''}/v1.0/again` }))
    expect(await getEffectivePermissions(createTestClient(back.url))).toEqual({ status: 'refused', code: 'graph-bad-response' })
    expect(back.requests).toHaveLength(2)
  })

  it.each([['{}', 200, 'graph-bad-response'], ['{"value":"x"}', 200, 'graph-bad-response'], ['{}', 404, 'graph-rejected']] as const)(
    'answered with %s and %i are not had', async (body, status, code) => {
      const { url } = await serve((_request, response) => sendJson(response, status, body))
      expect(await getEffectivePermissions(createTestClient(url))).toMatchObject({ status: 'refused', code })
    })
})
