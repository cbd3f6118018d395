import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceRow } from '../../../src-shared/device.ts'
import { createDirectory } from '../../../src-main/directory/directory.ts'
import type { Directory } from '../../../src-main/directory/directory.ts'
import { createFetchPage } from '../../../src-main/graph/device-list.ts'
import { readActionResults, readDevice, readSecret } from '../../../src-main/graph/device-reads.ts'
import { deviceRequestOf } from '../../../src-main/graph/device-requests.ts'
import { sendDeviceRequest } from '../../../src-main/graph/device-writes.ts'
import type { WriteOptions } from '../../../src-main/graph/device-writes.ts'
import { getEffectivePermissions } from '../../../src-main/graph/effective-permissions.ts'
import type { GraphClient } from '../../../src-main/graph/http-client.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess } from '../../factories/practice-tenant.ts'
import { createTestClient } from '../graph/misbehaving-server.ts'
import { ask } from './device-rows.ts'

const devices = 2300
const ada = 'ada.okafor@practice.example'
let tenant: TenantProcess
let token = ''
let client: GraphClient
let directory: Directory

beforeAll(async () => {
  tenant = await startTenantProcess({ devices })
  token = (await signIn(await createPracticeApplication(tenant.address), ada)).result.accessToken
}, 30_000)
afterAll(() => tenant.stop())

beforeEach(async () => {
  await tenant.control({ faults: [] })
  await tenant.clearJournal()
  client = createTestClient(tenant.address.graphBaseUrl, { accessToken: async () => ({ status: 'ok', token }) })
  directory = createDirectory({
    createWorker: () => new Worker(new URL('../../../src-main/directory/directory-worker.ts', import.meta.url)),
    fetchPage: createFetchPage(client),
    clock: client.clock,
    onChanged: () => undefined,
  })
})
afterEach(() => directory.close())

async function walk(phase: 'ready' | 'failed' = 'ready'): Promise<void> {
  directory.refresh()
  await vi.waitFor(() => expect(directory.status().phase).toBe(phase), { timeout: 10_000, interval: 5 })
}
async function everyRow(): Promise<DeviceRow[]> {
  const rows: DeviceRow[] = []
  for (let offset = 0; offset < devices; offset += 200) {
    const answer = await directory.query(ask('', { window: { offset, limit: 200 } }))
    if (answer.status === 'ok') rows.push(...answer.page.rows)
  }
  return rows
}

describe('the practice tenant’s devices', () => {
  it('are all held, once each, and of a kind that the rules know', async () => {
    await walk()
    expect(directory.status()).toMatchObject({ count: devices, badRows: 0, code: null })
    const rows = await everyRow()
    expect(new Set(rows.map(({ id }) => id)).size).toBe(devices)
    const kinds = new Set(rows.map(({ kind }) => kind))
    for (const kind of deviceKinds) if (kind.startsWith('ios-') || kind.startsWith('android-')) expect(kinds).toContain(kind)
    expect((await tenant.journal()).filter(({ path }) => path.includes('managedDevices'))).toHaveLength(3)
  })

  it('are found by what a caller reads out', async () => {
    await walk()
    const row = (await everyRow()).find(({ serialNumber, imei, userDisplayName }) => serialNumber !== '' && imei !== '' && userDisplayName !== '')!
    for (const text of [row.serialNumber.toLowerCase(), row.imei, `${row.userDisplayName} ${row.model}`, row.userPrincipalName.toUpperCase()]) {
      const answer = await directory.query(ask(text))
      expect(answer.status === 'ok' && answer.page.rows.map(({ id }) => id)).toContain(row.id)
    }
  })

  it.each(['empty-page', 'bad-row', 'expired-skip-token'] as const)('are all held in spite of: %s', async (kind) => {
    await tenant.control({ faults: [{ kind, match: { path: 'skiptoken' } }] })
    await walk()
    expect(directory.status()).toMatchObject({ phase: 'ready', count: devices })
    expect(directory.status().badRows > 0).toBe(kind === 'bad-row')
  })

  it.each([
    [{ kind: 'foreign-next-link', host: 'evil.example' }, 'graph-foreign-link'],
    [{ kind: 'truncated-json' }, 'graph-bad-response'],
    [{ kind: 'wrong-json' }, 'graph-bad-response'],
    [{ kind: 'html', status: 200 }, 'captive-portal'],
    [{ kind: 'status', status: 500 }, 'graph-unavailable'],
  ] as const)('stay as they were after %o', async (fault, code) => {
    await walk()
    await tenant.control({ faults: [{ ...fault, match: { path: 'managedDevices', nth: 2, times: 'always' } }] })
    await walk('failed')
    expect(directory.status()).toMatchObject({ code, count: devices })
  })

  it('can be read where beta is refused', async () => {
    await tenant.control({ faults: [{ kind: 'status', status: 404, match: { path: '/beta/', times: 'always' } }] })
    await walk()
    const rows = await everyRow()
    expect(rows).toHaveLength(devices)
    expect(rows.filter(({ kind }) => kind.startsWith('android-'))).toEqual([])
    expect(await readDevice(client, rows[0]!.id)).toMatchObject({ status: 'ok', device: { readFrom: 'v1.0' } })
  })
})

const reset = (deviceId: string, overrides: Partial<WriteOptions> = {}) => sendDeviceRequest({
  graphBaseUrl: tenant.address.graphBaseUrl, fetch, request: deviceRequestOf(deviceId, { action: 'reset-passcode' }, { wipeOptions: [], recoveryPin: null }),
  approval: null, token, clientRequestId: randomUUID(), timeoutMs: 5000, ...overrides,
})

describe('a reset on the practice tenant', () => {
  it('is requested once, lands, and leaves a passcode that only one function shows', async () => {
    await walk()
    const phone = (await everyRow()).find(({ id }) => id === scenarioDeviceIds.androidFullyManaged)!
    await tenant.control({ device: { id: phone.id, model: { online: true, resetTokenActive: true, passcodePolicy: true } } })
    expect(await readSecret(client, phone.id, 'temporary-passcode')).toMatchObject({ status: 'refused', code: 'no-passcode-yet' })
    const clientRequestId = randomUUID()
    const answer = await reset(phone.id, { clientRequestId })
    expect(answer).toMatchObject({ status: 'requested', reference: { httpStatus: 204, clientRequestId } })
    expect(await readActionResults(client, phone.id)).toMatchObject({ status: 'ok', actionResults: [{ actionName: 'resetpasscode', hasPasscode: false }] })
    await tenant.control({ advanceMs: 10 * 60_000 })
    const landed = await readDevice(client, phone.id)
    expect(landed).toMatchObject({ status: 'ok', actionResults: [{ actionName: 'resetpasscode', actionState: 'done', hasPasscode: true }] })
    const shown = await readSecret(client, phone.id, 'temporary-passcode')
    expect(shown).toMatchObject({ status: 'ok', secret: expect.stringMatching(/^.{4,}$/) as string })
    if (shown.status === 'ok') expect(JSON.stringify(landed)).not.toContain(shown.secret)
    expect((await tenant.journal()).filter(({ method, path }) => method === 'POST' && path.includes(phone.id))).toHaveLength(1)
  })

  it.each(['reset', 'stall-after', 'status-after', 'html-after', 'reset-before'] as const)('is unknown after %s, and arrives at most once', async (kind) => {
    await walk()
    const phone = (await everyRow()).find(({ kind }) => kind === 'ios-automated')!
    await tenant.control({ faults: [{ kind, status: 503, match: { method: 'POST', path: 'resetPasscode' } }] })
    const answer = await reset(phone.id, kind === 'stall-after' ? { timeoutMs: 1000 } : {})
    expect(answer).toMatchObject({ status: 'unknown', code: 'graph-silent' })
    expect((await tenant.journal()).filter(({ path }) => path.includes('resetPasscode'))).toHaveLength(1)
  })

  it('of a device that is not there is refused', async () => {
    const answer = await reset(randomUUID())
    expect(answer).toMatchObject({ status: 'refused', code: 'device-not-found' })
  })
})

describe('permissions on the practice tenant', () => {
  it('are those of the agent’s Intune roles', async () => {
    const answer = await getEffectivePermissions(client)
    expect(answer.status === 'ok' && answer.permissions).toContain('Microsoft.Intune_RemoteTasks_ResetPasscode')
    expect(await readDevice(client, randomUUID())).toMatchObject({ status: 'refused', code: 'device-not-found' })
  })
})
