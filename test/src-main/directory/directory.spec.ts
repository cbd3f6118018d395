import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DirectoryQuery, DirectoryStatus } from '../../../src-shared/device.ts'
import type { FromWorker, ToWorker } from '../../../src-main/directory/directory-messages.ts'
import { everyDevice } from '../../../src-shared/device-filter.ts'
import { createDirectory } from '../../../src-main/directory/directory.ts'
import type { Directory, DirectoryOptions } from '../../../src-main/directory/directory.ts'
import { createFetchPage } from '../../../src-main/graph/device-list.ts'
import { createMovedTime, createTestClient, graphError, sendJson, startServer } from '../graph/misbehaving-server.ts'
import type { MisbehavingServer } from '../graph/misbehaving-server.ts'
import { aRow, ask, listed } from './device-rows.ts'

let server: MisbehavingServer | undefined
let directory: Directory | undefined
afterEach(async () => {
  await directory?.close()
  await server?.close()
  directory = undefined
  server = undefined
})

/** A thread takes seconds to start where everything else is started as well. */
const patience = { timeout: 20_000, interval: 5 }

const createWorker = (): Worker => new Worker(new URL('../../../src-main/directory/directory-worker.ts', import.meta.url))

interface Opened {
  readonly directory: Directory
  readonly requests: MisbehavingServer['requests']
  readonly heard: DirectoryStatus[]
  readonly workers: Worker[]
  until(phase: DirectoryStatus['phase']): Promise<void>
}

/** A directory over a real server; `answer` is asked for each page of Graph, the first being number 1. */
async function open(answer: (number: number, url: string, host: string) => unknown, overrides: Partial<DirectoryOptions> = {}): Promise<Opened> {
  const served = await startServer((request, response, number) => {
    const body = answer(number, request.url ?? '', `http://${request.headers.host ?? ''}`)
    if (typeof body === 'number') sendJson(response, body, graphError('BadRequest', 'x'))
    else if (body !== undefined) sendJson(response, 200, body)
  })
  server = served
  const heard: DirectoryStatus[] = []
  const workers: Worker[] = []
  const opened = createDirectory({
    createWorker: () => {
      const worker = createWorker()
      workers.push(worker)
      return worker
    },
    fetchPage: createFetchPage(createTestClient(served.url)),
    clock: createMovedTime().clock,
    onChanged: (status) => heard.push(status),
    ...overrides,
  })
  directory = opened
  const until = (phase: DirectoryStatus['phase']): Promise<void> =>
    vi.waitFor(() => expect(opened.status().phase).toBe(phase), patience)
  return { directory: opened, requests: served.requests, heard, workers, until }
}

const two = (number: number, _url: string, host: string): unknown => number % 2 === 1
  ? { 'value': [listed('1', 'Alpha'), listed('2', 'Beta'), { broken: true }], '@odata.nextLink': `${host}/beta/next?$skiptoken=${number}` }
  : { value: [listed('3', 'Gamma')] }

const alpha = { id: 'another', deviceName: 'ALPHA', serialNumber: '', userPrincipalName: '' }
const noOthers = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }

describe('the directory', () => {
  it('is empty before it is asked to read', async () => {
    const { directory, workers } = await open(two)
    expect(await directory.query(ask(''))).toEqual({ status: 'ok', page: { total: 0, rows: [], revision: 0 } })
    expect(await directory.countOthers(alpha)).toEqual(noOthers)
    expect(directory.status()).toMatchObject({ phase: 'empty', count: 0, syncedAt: null })
    expect(workers).toHaveLength(0)
  })

  it('reads the whole tenant, page by page, and answers from memory', async () => {
    const { directory, requests, until } = await open(two)
    directory.refresh()
    await until('ready')
    expect(directory.status()).toMatchObject({ phase: 'ready', count: 3, badRows: 1, syncedAt: '2026-11-23T12:00:00.000Z', code: null })
    expect(await directory.query(ask('a', { window: { offset: 1, limit: 1 } }))).toMatchObject({ status: 'ok', page: { total: 3, rows: [{ id: '2', kind: 'ios-personal' }] } })
    expect(await directory.countOthers(alpha)).toEqual({ ...noOthers, sameName: 1 })
    // Itself is none of the others.
    expect(await directory.countOthers({ ...alpha, id: '1' })).toEqual(noOthers)
    expect(requests.map(({ url }) => url)).toEqual([expect.stringMatching(/^\/beta\/.*\$top=1000$/), '/beta/next?$skiptoken=1'])
  })

  it('shows a device that was read by its id as it was read, without another walk', async () => {
    const { directory, requests, until } = await open(two)
    directory.refresh()
    await until('ready')
    const before = requests.length
    directory.keep({ ...aRow({ id: '1', deviceName: 'FRONT-DESK-01' }) })
    expect(await directory.query(ask('front-desk'))).toMatchObject({ page: { total: 1, rows: [{ id: '1', deviceName: 'FRONT-DESK-01' }] } })
    expect(requests).toHaveLength(before)
  })

  it('lets the first page be searched while the second is still on its way', async () => {
    const { directory } = await open((number, _url, host) => (number === 1 ? two(1, '', host) : undefined))
    directory.refresh()
    await vi.waitFor(async () => expect(await directory.query(ask(''))).toMatchObject({ page: { total: 2 } }), patience)
    expect(directory.status()).toMatchObject({ phase: 'loading', count: 2 })
  })

  it('serves the old list while it re-reads, and then the new one whole', async () => {
    const { directory, requests, until } = await open((number, _url, host) => {
      if (number <= 2) return two(number, '', host)
      return number === 3 ? { 'value': [listed('9', 'New')], '@odata.nextLink': `${host}/beta/last` } : { value: [listed('1', 'Alpha')] }
    })
    directory.refresh()
    await until('ready')
    directory.refresh()
    directory.refresh()
    expect(await directory.query(ask(''))).toMatchObject({ page: { total: 3 } })
    await until('ready')
    expect(await directory.query(ask(''))).toMatchObject({ page: { total: 2, rows: [{ id: '1' }, { id: '9' }] } })
    expect(requests).toHaveLength(4)
  })

  it('answers of the old list until it has told that the new one is whole, whatever has gathered meanwhile', async () => {
    const worker = createWorker()
    const told: (number | 'whole')[] = []
    const heard = (count: number): Promise<unknown> => vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(count), patience)
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'page-of-rows') told.push(message.page.total)
      if (message.type === 'walk-ended') told.push('whole')
    })
    const send = (message: ToWorker): void => worker.postMessage(message)
    const page = (walk: number, request: number, rows: readonly unknown[], link?: string): void =>
      send({ type: 'page', walk, request, body: new TextEncoder().encode(JSON.stringify({ 'value': rows, ...(link === undefined ? {} : { '@odata.nextLink': link }) })) })
    send({ type: 'walk', walk: 1, resume: false })
    page(1, 1, Array.from({ length: 3 }, (_, n) => listed(`old-${n}`, `Old ${n}`)))
    await heard(1)
    send({ type: 'walk', walk: 2, resume: false })
    // Long to read: the rest has gathered when it is done, and is handed over in one go.
    page(2, 1, Array.from({ length: 5000 }, (_, n) => listed(`new-${n}`, `New ${n}`)), 'https://graph.example/next')
    send({ type: 'query', id: 1, query: ask(''), nowMs: 0 })
    page(2, 2, [listed('last', 'Last')])
    send({ type: 'query', id: 2, query: ask(''), nowMs: 0 })
    await heard(4)
    send({ type: 'query', id: 3, query: ask(''), nowMs: 0 })
    await heard(5)
    await worker.terminate()
    expect(told).toEqual(['whole', 3, 3, 'whole', 5001])
  })

  it('knows the devices with a request under way, also in a thread that was started anew, and tells that the list has changed', async () => {
    const { directory, until, workers } = await open(two)
    directory.setInFlight(['2'])
    directory.refresh()
    await until('ready')
    const inFlight = ask('', { filter: { ...everyDevice, inFlight: true }, counts: true })
    expect(await directory.query(inFlight)).toMatchObject({ page: { total: 1, rows: [{ id: '2' }], counts: { inFlight: 1, platforms: { ios: 1 } } } })
    const { revision } = directory.status()
    directory.setInFlight(['1', '3'])
    expect(await directory.query(inFlight)).toMatchObject({ page: { total: 2, rows: [{ id: '1' }, { id: '3' }] } })
    await vi.waitFor(() => expect(directory.status().revision).toBeGreaterThan(revision), patience)
    await workers[0]!.terminate()
    await until('failed')
    directory.refresh()
    await until('ready')
    expect(await directory.query(inFlight)).toMatchObject({ page: { total: 2 } })
  })

  it('tells how long ago devices were in touch by the clock', async () => {
    const { clock } = createMovedTime()
    const { directory, until } = await open((_number, _url, host) => ({ value: [{ ...(listed('1', 'Alpha') as object), lastSyncDateTime: '2026-11-22T11:00:00Z' }], host }), {
      clock: { ...clock, wallMs: () => Date.parse('2026-11-22T12:00:00Z') },
    })
    directory.refresh()
    await until('ready')
    expect(await directory.query(ask('', { filter: { ...everyDevice, checkIn: ['day'] } }))).toMatchObject({ page: { total: 1 } })
    expect(await directory.query(ask('', { filter: { ...everyDevice, checkIn: ['week'] } }))).toMatchObject({ page: { total: 0 } })
  })

  it.each<[string, (host: string) => unknown, string]>([
    ['a link to another host', () => ({ 'value': [], '@odata.nextLink': 'https://evil.example/beta/x' }), 'graph-foreign-link'],
    ['a link back', (host) => ({ 'value': [], '@odata.nextLink': `${host}/beta/next?$skiptoken=3` }), 'graph-bad-response'],
    ['a page that is no list', () => ({ value: 5 }), 'graph-bad-response'],
    ['an outage', () => 500, 'graph-unavailable'],
    ['a missing role', () => 403, 'graph-missing-role'],
  ])('keeps what it has when a walk ends in %s', async (_name, last, code) => {
    const { directory, until } = await open((number, _url, host) => (number <= 3 ? two(number, '', host) : last(host)))
    directory.refresh()
    await until('ready')
    directory.refresh()
    await until('failed')
    expect(directory.status()).toMatchObject({ phase: 'failed', code, count: 3, syncedAt: '2026-11-23T12:00:00.000Z' })
    expect(await directory.query(ask('alpha'))).toMatchObject({ status: 'ok', page: { total: 1 } })
  })

  it('starts over when the skip token has expired', async () => {
    const { directory, until } = await open((number, _url, host) => (number === 2 ? 400 : two(number === 1 ? 1 : number - 2, '', host)))
    directory.refresh()
    await until('ready')
    expect(directory.status().count).toBe(3)
  })

  it('forgets everything at sign-out, and a page that comes late belongs to nobody', async () => {
    const asked = Promise.withResolvers<AbortSignal>()
    const page = Promise.withResolvers<undefined>()
    const { directory } = await open(two, {
      fetchPage: async (_url, signal) => {
        asked.resolve(signal)
        await page.promise
        return { status: 'ok', body: new TextEncoder().encode(JSON.stringify({ value: [listed('1', 'Late')] })) }
      },
    })
    directory.refresh()
    const signal = await asked.promise
    const question = directory.query(ask(''))
    directory.clear()
    expect(signal.aborted).toBe(true)
    page.resolve(undefined)
    expect(await question).toEqual({ status: 'refused', code: 'not-signed-in' })
    expect(directory.status()).toMatchObject({ phase: 'empty', count: 0, syncedAt: null })
    expect(await directory.query(ask(''))).toMatchObject({ page: { total: 0 } })
  })

  it('does not take a page of the last person’s walk into the next person’s', async () => {
    const pages = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    let asked = 0
    const { directory, until } = await open(two, {
      fetchPage: async () => {
        const name = await pages[asked++]?.promise ?? ''
        return { status: 'ok', body: new TextEncoder().encode(JSON.stringify({ value: [listed('1', name)] })) }
      },
    })
    directory.refresh()
    await expect.poll(() => asked, patience).toBe(1)
    directory.clear()
    directory.refresh()
    await expect.poll(() => asked, patience).toBe(2)
    pages[0]?.resolve('Late')
    // Answered after the late page was thrown away, or taken: the thread keeps the order.
    await directory.query(ask(''))
    expect(directory.status().phase).toBe('loading')
    pages[1]?.resolve('New')
    await until('ready')
    expect(await directory.query(ask(''))).toMatchObject({ page: { total: 1, rows: [{ deviceName: 'New' }] } })
  })

  it('holds nothing after a sign-out that followed a full read', async () => {
    const { directory, until } = await open(two)
    directory.refresh()
    await until('ready')
    const { revision } = directory.status()
    directory.clear()
    expect(await directory.query(ask('alpha'))).toMatchObject({ status: 'ok', page: { total: 0, rows: [] } })
    expect(directory.status().revision).toBeGreaterThan(revision)
    directory.refresh()
    await until('ready')
    expect(directory.status().count).toBe(3)
  })

  it('answers every question of a flood', async () => {
    const { directory, until } = await open(two)
    directory.refresh()
    await until('ready')
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => directory.query(ask(n % 2 === 0 ? 'alpha' : 'nowhere'))))
    answers.forEach((answer, n) => expect(answer).toMatchObject({ status: 'ok', page: { total: n % 2 === 0 ? 1 : 0 } }))
  })

  it.each<[string, unknown]>([
    ['nothing', undefined], ['a text that is too long', ask('x'.repeat(501))], ['too many rows', ask('', { window: { offset: 0, limit: 201 } })],
    ['a negative place', ask('', { window: { offset: -1, limit: 1 } })], ['half a row', ask('', { window: { offset: 0, limit: 0.5 } })],
    ['NaN', ask('', { window: { offset: NaN, limit: 1 } })], ['an unknown column', { ...ask(''), sort: { key: '__proto__', direction: 'ascending' } }],
    ['text that is none', { ...ask(''), text: {} }], ['a filter with too little', { ...ask(''), filter: { platforms: [] } }],
    ['an unknown value of a filter', { ...ask(''), filter: { ...everyDevice, platforms: ['beos'] } }], ['a value twice', { ...ask(''), filter: { ...everyDevice, ownerships: ['company', 'company'] } }],
    ['a filter with more than there is', { ...ask(''), filter: { ...everyDevice, secret: true } }], ['counts that are neither wanted nor not', { ...ask(''), counts: 'yes' }],
  ])('refuses a question with %s', async (_name, question) => {
    const { directory } = await open(two)
    expect(await directory.query(question as DirectoryQuery)).toEqual({ status: 'refused', code: 'invalid-request' })
  })

  it('finds which identifiers stand in a text, and refuses one that is too long', async () => {
    const { directory, until } = await open((_number, _url, host) => ({ value: [{ ...(listed('1', 'Alpha') as object), serialNumber: 'F2LXK4Q9N7' }], host }))
    expect(await directory.findInText('F2LXK4Q9N7')).toEqual({ status: 'ok', found: [] })
    directory.refresh()
    await until('ready')
    expect(await directory.findInText('INC1: f2lxk4q9n7')).toEqual({ status: 'ok', found: [{ kind: 'serialNumber', value: 'F2LXK4Q9N7', devices: 1 }] })
    expect(await directory.findInText('x'.repeat(20_001))).toEqual({ status: 'refused', code: 'invalid-request' })
    const asked = directory.findInText('F2LXK4Q9N7')
    directory.clear()
    expect(await asked).toEqual({ status: 'refused', code: 'not-signed-in' })
  })

  it('sends its thread no more of a device than it compares', async () => {
    const sent: unknown[] = []
    const { directory, until, workers } = await open(two)
    directory.refresh()
    await until('ready')
    const thread = workers[0]!
    const post = thread.postMessage.bind(thread)
    thread.postMessage = (message: unknown) => {
      sent.push(message)
      post(message)
    }
    expect(await directory.countOthers(aRow({ ...alpha, imei: '356938035643809' }))).toMatchObject({ sameName: 1 })
    expect(sent).toMatchObject([{ type: 'count-others', device: alpha }])
    expect(JSON.stringify(sent)).not.toContain('356938035643809')
  })

  it('knows of no others when its thread dies, the session ends or it is closed while they are counted', async () => {
    const { directory, until, workers } = await open(two)
    directory.refresh()
    await until('ready')
    const atClear = directory.countOthers(alpha)
    directory.clear()
    expect(await atClear).toEqual(noOthers)
    directory.refresh()
    await until('ready')
    const atDeath = directory.countOthers(alpha)
    await workers[0]!.terminate()
    expect([noOthers, { ...noOthers, sameName: 1 }]).toContainEqual(await atDeath)
    await until('failed')
    expect(await directory.countOthers(alpha)).toEqual(noOthers)
    await directory.close()
    expect(await directory.countOthers(alpha)).toEqual(noOthers)
  })

  it('says that its thread died, refuses what was asked of it, and starts anew on refresh', async () => {
    const { directory, until, workers } = await open(two)
    directory.refresh()
    await until('ready')
    const { revision } = directory.status()
    const asked = directory.query(ask(''))
    await workers[0]!.terminate()
    expect(['ok', 'refused']).toContain((await asked).status)
    await until('failed')
    expect(directory.status()).toMatchObject({ phase: 'failed', code: 'unexpected', count: 0 })
    expect(await directory.query(ask(''))).toEqual({ status: 'refused', code: 'unexpected' })
    directory.refresh()
    await until('ready')
    expect(workers).toHaveLength(2)
    expect(directory.status().count).toBe(3)
    expect(directory.status().revision).toBeGreaterThan(revision)
  })

  it('does not fall over a fetchPage that throws', async () => {
    const { directory, until } = await open(two, { fetchPage: async () => Promise.reject(new Error('defect')) })
    directory.refresh()
    await until('failed')
    expect(directory.status()).toMatchObject({ code: 'unexpected', count: 0 })
  })

  it('reads again by itself when it was told how often', async () => {
    const { directory, requests } = await open(two, { resyncEveryMs: 5 })
    directory.refresh()
    await vi.waitFor(() => expect(requests.length).toBeGreaterThanOrEqual(6), patience)
    directory.clear()
    expect(directory.status().phase).toBe('empty')
  })

  it('says no more once it is closed', async () => {
    const { directory, heard, until } = await open(two)
    directory.refresh()
    await until('ready')
    await directory.close()
    const before = heard.length
    directory.refresh()
    expect(await directory.query(ask(''))).toEqual({ status: 'refused', code: 'unexpected' })
    expect(heard).toHaveLength(before)
  })
})
