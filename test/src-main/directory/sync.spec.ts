import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeviceRow, DirectoryStatus } from '../../../src-shared/device.ts'
import { createDirectory } from '../../../src-main/directory/directory.ts'
import type { Directory } from '../../../src-main/directory/directory.ts'
import type { SyncOptions } from '../../../src-main/directory/sync.ts'
import { readDeviceCount } from '../../../src-main/graph/device-count.ts'
import { createFetchPage } from '../../../src-main/graph/device-list.ts'
import { createRandom } from '../../../simulated-tenant/random.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { FaultOrder, TenantProcess } from '../../factories/practice-tenant.ts'
import { createTestClient } from '../graph/misbehaving-server.ts'
import { ask } from './device-rows.ts'

const devices = 3200
let tenant: TenantProcess
let token = ''
let directory: Directory
let heard: DirectoryStatus[] = []

beforeAll(async () => {
  tenant = await startTenantProcess({ devices })
  token = (await signIn(await createPracticeApplication(tenant.address), 'ada.okafor@practice.example')).result.accessToken
}, 30_000)
afterAll(() => tenant.stop())
beforeEach(async () => {
  await tenant.control({ faults: [] })
  await tenant.clearJournal()
})
afterEach(() => directory.close())

function open(options: Partial<SyncOptions> = {}): void {
  const client = createTestClient(tenant.address.graphBaseUrl, { accessToken: async () => ({ status: 'ok', token }) })
  heard = []
  directory = createDirectory({
    createWorker: () => new Worker(new URL('../../../src-main/directory/directory-worker.ts', import.meta.url)),
    fetchPage: createFetchPage(client),
    readExpected: async (signal) => {
      const answer = await readDeviceCount(client, signal)
      return answer.status === 'ok' ? answer.count : null
    },
    graphNowMs: () => {
      const offsetMs = client.clockOffsetMs()
      return offsetMs === null ? null : client.clock.wallMs() + offsetMs
    },
    clock: client.clock,
    onChanged: (status) => heard.push(status),
    ...options,
  })
}
const until = (change: Partial<DirectoryStatus>): Promise<void> =>
  vi.waitFor(() => expect(directory.status()).toMatchObject(change), { timeout: 20_000, interval: 5 })
async function walk(phase: 'ready' | 'failed' = 'ready'): Promise<void> {
  directory.refresh()
  await until({ phase })
}
async function everyRow(): Promise<DeviceRow[]> {
  const rows: DeviceRow[] = []
  for (let offset = 0; offset < devices; offset += 200) {
    const answer = await directory.query(ask('', { window: { offset, limit: 200 } }))
    if (answer.status === 'ok') rows.push(...answer.page.rows)
  }
  return rows
}
/** Which pages of the list were asked for: "first", "range", "changes" or "next". */
async function pages(): Promise<string[]> {
  const entries = (await tenant.journal()).filter(({ path }) => path.endsWith('/managedDevices'))
  return entries.map(({ query }) => {
    const text = decodeURIComponent(query)
    if (text.includes('$skiptoken')) return 'next'
    return text.includes(' le ') ? 'range' : text.includes(' ge ') ? 'changes' : 'first'
  })
}
const brokenLink = (fault: Partial<FaultOrder> = {}): FaultOrder => ({ kind: 'status', status: 503, match: { path: 'skiptoken', times: 5 }, ...fault })
const never = { resyncEveryMs: 1_000_000 }
const askingOften = { ...never, keepCurrent: { changesEveryMs: 5, walkEveryMs: 1_000_000 } }

describe('a page that Intune puts off', () => {
  it('is said to be put off while it is asked for again, and not after it has come', async () => {
    await tenant.control({ faults: [{ kind: 'status', status: 503, match: { path: 'managedDevices', times: 2 } }] })
    const putOff: boolean[] = []
    const fetchPage = createFetchPage(createTestClient(tenant.address.graphBaseUrl, { accessToken: async () => ({ status: 'ok', token }) }))
    open({
      ...never,
      fetchPage: (url, signal, range, onPutOff) => fetchPage(url, signal, range, () => {
        onPutOff?.()
        putOff.push(directory.status().isPutOff)
      }),
    })
    await walk()
    expect(putOff).toEqual([true, true])
    expect(directory.status().isPutOff).toBe(false)
  })
})

describe('a list that is kept current', () => {
  it('has what changed since, without another walk, and says when it was asked for', async () => {
    open(askingOften)
    await walk()
    const [row] = await everyRow()
    const at = `${new Date().toISOString().slice(0, 19)}Z`
    await tenant.control({ device: { id: row!.id, patch: { deviceName: 'RENAMED-MEANWHILE', lastSyncDateTime: at } } })
    await vi.waitFor(async () => expect(await directory.query(ask('renamed-meanwhile'))).toMatchObject({ page: { total: 1, rows: [{ id: row!.id }] } }), { timeout: 20_000, interval: 10 })
    expect(directory.status()).toMatchObject({ phase: 'ready', count: devices, changedAt: expect.any(String) as string, expected: devices })
    const asked = await pages()
    expect(asked.filter((page) => page === 'first')).toHaveLength(1)
    expect(asked).toContain('changes')
  })

  it('says nothing of changes where the tenant refuses to tell them, and is walked at its usual times', async () => {
    open({ resyncEveryMs: 50, keepCurrent: { changesEveryMs: 5, walkEveryMs: 1_000_000 } })
    await tenant.control({ faults: [{ kind: 'status', status: 400, match: { path: '$filter', times: 'always' } }] })
    await walk()
    await vi.waitFor(async () => expect((await pages()).filter((page) => page === 'first').length).toBeGreaterThanOrEqual(3), { timeout: 20_000, interval: 10 })
    expect(heard.every(({ changedAt, phase, code }) => changedAt === null && phase !== 'failed' && code === null)).toBe(true)
    // Once after each walk, and of one version: that v1.0 might take the filter must not turn the list to v1.0.
    expect((await tenant.journal()).filter(({ path }) => path.endsWith('/managedDevices')).every(({ path }) => path.startsWith('/beta/'))).toBe(true)
    const asked = await pages()
    const refused = asked.filter((page) => page === 'changes').length
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThanOrEqual(asked.filter((page) => page === 'first').length)
  })

  it('loses devices that have left as soon as Intune counts fewer', async () => {
    open(askingOften)
    await walk()
    const gone = (await everyRow()).slice(0, 8).map(({ id }) => id)
    for (const removeDevice of gone) await tenant.control({ removeDevice })
    await until({ count: devices - gone.length, phase: 'ready' })
    await tenant.control({ reset: true })
    token = (await signIn(await createPracticeApplication(tenant.address), 'ada.okafor@practice.example')).result.accessToken
  })
})

describe('a list that ends early', () => {
  it('is read once more, and is whole then', async () => {
    open()
    await tenant.control({ faults: [{ kind: 'short-list', match: { path: 'managedDevices?', nth: 2 } }] })
    await walk()
    await until({ count: devices, expected: devices, phase: 'ready' })
    expect(await pages()).toEqual(['first', 'next', 'first', 'next', 'next', 'next'])
  })

  it('is shown beside how many there should be when it stays so', async () => {
    open()
    await tenant.control({ faults: [{ kind: 'short-list', match: { path: 'skiptoken', times: 'always' } }] })
    await walk()
    await vi.waitFor(async () => expect(await pages()).toEqual(['first', 'next', 'first', 'next']), { timeout: 20_000, interval: 10 })
    await until({ phase: 'ready', count: 2000, expected: devices })
    directory.refresh()
    await until({ phase: 'ready' })
    expect(await pages()).toHaveLength(6)
  })

  it('is read on without a count where the tenant has none', async () => {
    open()
    await tenant.control({ faults: [{ kind: 'status', status: 404, match: { path: 'managedDeviceOverview', times: 'always' } }] })
    await walk()
    expect(directory.status()).toMatchObject({ count: devices, expected: null })
  })
})

describe('a walk that is broken off', () => {
  it('goes on where it was', async () => {
    open()
    await tenant.control({ faults: [brokenLink({ match: { path: 'skiptoken', nth: 2, times: 5 } })] })
    await walk('failed')
    expect(directory.status()).toMatchObject({ code: 'graph-unavailable', count: 2000 })
    await walk()
    expect(await pages()).toEqual(['first', 'next', ...Array<string>(5).fill('next'), 'next', 'next'])
    expect(new Set((await everyRow()).map(({ id }) => id)).size).toBe(devices)
  })

  it('starts from the beginning when its link is old', async () => {
    let ms = 0
    open({ clock: { wallMs: () => Date.now(), monotonicMs: () => ms } })
    await tenant.control({ faults: [brokenLink()] })
    await walk('failed')
    ms = 11 * 60_000
    await walk()
    expect((await pages()).filter((page) => page === 'first')).toHaveLength(2)
  })

  it('is not gone on with for the next person', async () => {
    open()
    await tenant.control({ faults: [brokenLink()] })
    await walk('failed')
    directory.clear()
    await walk()
    expect((await pages()).filter((page) => page === 'first')).toHaveLength(2)
  })

  it('is tried again by itself, before the next one is due', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      open(never)
      await tenant.control({ faults: [brokenLink()] })
      directory.refresh()
      await expect.poll(() => directory.status().phase, { timeout: 20_000 }).toBe('failed')
      vi.advanceTimersByTime(30_000)
    } finally {
      vi.useRealTimers()
    }
    await until({ phase: 'ready', count: devices })
  })
})

describe('whatever happens on the way', () => {
  const kinds = [
    { kind: 'throttle' }, { kind: 'throttle', retryAfter: null }, { kind: 'status', status: 504 }, { kind: 'empty-page' }, { kind: 'reset-before' }, { kind: 'cut' },
    { kind: 'html', status: 502 },
  ] as const satisfies readonly FaultOrder[]

  it.each([['along one list', 1], ['along one list', 2], ['in ranges', 3], ['in ranges', 4], ['in ranges', 5]])('no device is lost and none is there twice, %s (%i)', async (how, seed) => {
    const isSplit = how === 'in ranges'
    open({ splitFrom: isSplit ? 1000 : 1_000_000 })
    const random = createRandom(seed, 'faults')
    const faults: FaultOrder[] = Array.from({ length: 6 }, () => ({ ...random.pick(kinds), match: { path: 'managedDevices?', nth: random.int(1, isSplit ? 30 : 4) } }))
    await tenant.control({ faults: [...faults, { kind: 'expired-skip-token', match: { path: 'skiptoken', nth: 1 } }] })
    await walk()
    expect(directory.status()).toMatchObject({ count: devices, badRows: 0, expected: devices })
    const ids = (await everyRow()).map(({ id }) => id)
    expect(ids).toHaveLength(devices)
    expect(new Set(ids).size).toBe(devices)
    expect((await pages()).includes('range')).toBe(isSplit)
    expect((await tenant.journal()).filter(({ fault }) => fault !== null).length).toBeGreaterThan(3)
  })

  it('a device that checks in while ranges are read is not lost between them', async () => {
    const client = createTestClient(tenant.address.graphBaseUrl, { accessToken: async () => ({ status: 'ok', token }) })
    const fetchPage = createFetchPage(client)
    let moved = 0
    const old = (await client.getJson(`/beta/deviceManagement/managedDevices?$select=id&$filter=${encodeURIComponent('lastSyncDateTime le 2026-01-01T00:00:00Z')}`))
    const ids = old.status === 'ok' ? (old.json as { value: { id: string }[] }).value.map(({ id }) => id) : []
    expect(ids.length).toBeGreaterThan(3)
    open({
      splitFrom: 1000,
      fetchPage: async (url, signal, range) => {
        // Just before its own range is read, it moves into the last one.
        if (range?.from === null && moved === 0) {
          moved = ids.length
          for (const id of ids) await tenant.control({ device: { id, patch: { lastSyncDateTime: `${new Date().toISOString().slice(0, 19)}Z` } } })
        }
        return fetchPage(url, signal, range)
      },
    })
    await walk()
    expect(moved).toBeGreaterThan(0)
    const held = new Set((await everyRow()).map(({ id }) => id))
    expect(ids.every((id) => held.has(id))).toBe(true)
    expect(held.size).toBe(devices)
  })
})

describe('progress', () => {
  it('says how many of how many, and how fast', async () => {
    let ms = 0
    open({ clock: { wallMs: () => Date.now(), monotonicMs: () => (ms += 100) } })
    await walk()
    expect(heard.some(({ phase, perSecond, expected, count }) => phase === 'loading' && (perSecond ?? 0) > 0 && expected === devices && count > 0)).toBe(true)
    expect(directory.status().perSecond).toBeNull()
  })
})
