import { afterEach, describe, expect, it } from 'vitest'
import { readAuditEvents, readRemoteActionAudits } from '../../../src-main/graph/intune-logs.ts'
import type { LogSpan } from '../../../src-main/graph/intune-logs.ts'
import { createTestClient, graphError, sendJson, startServer } from './misbehaving-server.ts'
import type { MisbehavingServer } from './misbehaving-server.ts'

let server: MisbehavingServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (...args: Parameters<typeof startServer>): Promise<MisbehavingServer> => (server = await startServer(...args))

const span: LogSpan = { fromMs: Date.parse('2026-11-23T09:00:00Z'), toMs: Date.parse('2026-11-23T10:00:00Z') }
const device = '11111111-1111-4111-8111-111111111111'
const remoteRow = (change: object = {}) => ({
  id: 'r1', action: 'factoryReset', requestDateTime: '2026-11-23T09:30:00Z', managedDeviceId: device, deviceDisplayName: 'Nora’s iPhone',
  initiatedByUserPrincipalName: 'ada@contoso.example', actionState: 'pending', ...change,
})
const eventRow = (change: object = {}) => ({
  id: 'e1', activityType: 'wipe ManagedDevice', activityDateTime: '2026-11-23T09:30:00.123Z', activityResult: 'Success', category: 'Device',
  actor: { userPrincipalName: 'ada@contoso.example', applicationDisplayName: 'Intune portal', ipAddress: null },
  resources: [{ displayName: 'Nora’s iPhone', auditResourceType: 'ManagedDevice', resourceId: device }], ...change,
})
const reads = { 'remote-action-audits': readRemoteActionAudits, 'audit-events': readAuditEvents } as const
const names = Object.keys(reads) as (keyof typeof reads)[]
const rowOf = (name: keyof typeof reads, change: object = {}): object => (name === 'audit-events' ? eventRow(change) : remoteRow(change))

describe('Intune’s list of remote actions', () => {
  it('is asked for a span of time and for the newest words, and told in ours', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, { value: [remoteRow()] }))
    expect(await readRemoteActionAudits(createTestClient(url), span)).toEqual({
      status: 'ok', unreadable: 0, entries: [{
        source: 'remote-action-audits', id: 'r1', at: '2026-11-23T09:30:00.000Z', graphAction: 'factoryReset', action: 'reset-device', deviceId: device,
        deviceName: 'Nora’s iPhone', initiatedBy: 'ada@contoso.example', application: '', state: 'pending',
      }],
    })
    expect(decodeURIComponent(requests[0]?.url ?? '')).toBe('/beta/deviceManagement/remoteActionAudits?$filter=requestDateTime ge 2026-11-23T09:00:00.000Z and requestDateTime lt 2026-11-23T10:00:00.000Z')
    expect(requests[0]?.headers['prefer']).toBe('include-unknown-enum-members')
  })
  it.each([
    ['factoryReset', 'reset-device'], ['factoryResetKeepEnrollmentData', 'reset-device'], ['removeCompanyData', 'remove'], ['resetPasscode', 'reset-passcode'],
    ['remoteLock', 'remote-lock'], ['rebootNow', 'restart'], ['locateDevice', 'locate'], ['setDeviceName', 'rename'], ['delete', 'delete-record'],
    ['shutDown', null], ['unknown', null], ['unknownFutureValue', null], ['constructor', null], ['', null],
  ])('calls %s what we call %s', async (action, ours) => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { value: [remoteRow({ action })] }))
    expect(await readRemoteActionAudits(createTestClient(url), span)).toMatchObject({ entries: [{ graphAction: action, action: ours }] })
  })
})

describe('Intune’s audit log', () => {
  it('is asked for a span of time, and told in our words with the application', async () => {
    const { url, requests } = await serve((_request, response) => sendJson(response, 200, { value: [eventRow()] }))
    expect(await readAuditEvents(createTestClient(url), span)).toEqual({
      status: 'ok', unreadable: 0, entries: [{
        source: 'audit-events', id: 'e1', at: '2026-11-23T09:30:00.123Z', graphAction: 'wipe ManagedDevice', action: 'reset-device', deviceId: device,
        deviceName: 'Nora’s iPhone', initiatedBy: 'ada@contoso.example', application: 'Intune portal', state: 'Success',
      }],
    })
    expect(decodeURIComponent(requests[0]?.url ?? '')).toBe('/v1.0/deviceManagement/auditEvents?$filter=activityDateTime ge 2026-11-23T09:00:00.000Z and activityDateTime lt 2026-11-23T10:00:00.000Z')
  })
  it.each([
    ['Wipe manageddevice', 'reset-device'], ['retire ManagedDevice', 'remove'], ['ResetPasscode ManagedDevice', 'reset-passcode'], ['remoteLock ManagedDevice', 'remote-lock'],
    ['setDeviceName ManagedDevice', 'rename'], ['syncDevice ManagedDevice', 'sync'], ['rebootNow ManagedDevice', 'restart'], ['locateDevice ManagedDevice', 'locate'],
    ['Delete ManagedDevice', 'delete-record'], ['Patch ManagedDevice', 'set-management-name'], ['shutDown ManagedDevice', null],
  ])('calls %s what we call %s', async (activityType, ours) => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { value: [eventRow({ activityType })] }))
    expect(await readAuditEvents(createTestClient(url), span)).toMatchObject({ entries: [{ graphAction: activityType, action: ours }] })
  })
  it.each(['Create OperationApprovalRequest', 'Patch MobileApp', 'wipe ManagedDeviceCleanupRule', 'ManagedDevice', ''])('is not asked about other matters: %j', async (activityType) => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { value: [eventRow({ activityType, resources: [] })] }))
    expect(await readAuditEvents(createTestClient(url), span)).toEqual({ status: 'ok', entries: [], unreadable: 0 })
  })
  it('names an application that acted by itself', async () => {
    const { url } = await serve((_request, response) => sendJson(response, 200, { value: [eventRow({ actor: { userPrincipalName: null, servicePrincipalName: 'Nightly clean-up' } })] }))
    expect(await readAuditEvents(createTestClient(url), span)).toMatchObject({ entries: [{ initiatedBy: 'Nightly clean-up', application: '' }] })
  })
})

describe.each(names)('%s', (name) => {
  const time = name === 'audit-events' ? 'activityDateTime' : 'requestDateTime'

  it('leaves out and counts rows that nobody can read, and keeps the others', async () => {
    const bad = [null, 42, 'row', {}, rowOf(name, { id: null }), rowOf(name, { [time]: 'yesterday' }), rowOf(name, name === 'audit-events' ? { resources: [] } : { managedDeviceId: '' })]
    const { url } = await serve((_request, response) => sendJson(response, 200, { value: [...bad, rowOf(name)] }))
    expect(await reads[name](createTestClient(url), span)).toMatchObject({ status: 'ok', unreadable: bad.length, entries: [{ source: name }] })
  })

  it('is read over all pages, and its span looked at again: a tenant may ignore the filter', async () => {
    const at = ['2026-11-23T08:59:59.999Z', '2026-11-23T09:00:00Z', '2026-11-23T09:59:59.999Z', '2026-11-23T10:00:00Z']
    const { url } = await serve((request, response, number) => sendJson(response, 200, {
      'value': [rowOf(name, { id: `row ${number}`, [time]: at[number - 1] })],
      ...(number < at.length ? { '@odata.nextLink': `http://${request.headers.host ?? ''}/next?page=${number}` } : {}),
    }))
    const read = await reads[name](createTestClient(url), span)
    expect(read.status === 'ok' && read.entries.map(({ id }) => id)).toEqual(['row 2', 'row 3'])
  })

  it('is read without a filter from a tenant that refuses it', async () => {
    const { url, requests } = await serve((_request, response, number) =>
      (number === 1 ? sendJson(response, 400, graphError('BadRequest', 'Unsupported filter')) : sendJson(response, 200, { value: [rowOf(name), rowOf(name, { id: 'old', [time]: '2026-10-01T00:00:00Z' })] })))
    expect(await reads[name](createTestClient(url), span)).toMatchObject({ status: 'ok', entries: [{ source: name }] })
    expect(requests.map((request) => request.url.includes('filter'))).toEqual([true, false])
  })

  it.each([[403, 'graph-missing-role'], [404, 'graph-rejected'], [400, 'graph-rejected']] as const)('that answers %i is refused, with the reason', async (status, code) => {
    const { url } = await serve((_request, response) => sendJson(response, status, graphError('x', 'y')))
    expect(await reads[name](createTestClient(url), span)).toMatchObject({ status: 'refused', code })
  })

  it('behind a link that leads elsewhere or back is refused', async () => {
    const elsewhere = await serve((_request, response) => sendJson(response, 200, { 'value': [], '@odata.nextLink': 'https://evil.example/' }))
    expect(await reads[name](createTestClient(elsewhere.url), span)).toMatchObject({ code: 'graph-foreign-link' })
    await elsewhere.close()
    const back = await serve((request, response) => sendJson(response, 200, { 'value': [], '@odata.nextLink': `http://${request.headers.host ?? ''}/again` }))
    expect(await reads[name](createTestClient(back.url), span)).toMatchObject({ code: 'graph-bad-response' })
    expect(back.requests).toHaveLength(2)
  })
})
