// npm run bench -- sync [--devices N] [--rounds N] [--latency MS] [--json]: all devices of a practice tenant that answers after MS, read by the directory and by Microsoft's PageIterator.
import { PageIterator } from '@microsoft/microsoft-graph-client'
import type { PageCollection } from '@microsoft/microsoft-graph-client'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { generateDevices } from '../simulated-tenant/devices/generate-devices.ts'
import { createDirectory } from '../src-main/directory/directory.ts'
import type { Directory } from '../src-main/directory/directory.ts'
import { readDeviceCount } from '../src-main/graph/device-count.ts'
import { createFetchPage } from '../src-main/graph/device-list.ts'
import { deviceListPaths } from '../src-main/graph/beta-endpoints.ts'
import { createGraphClient } from '../src-main/graph/http-client.ts'
import { createPracticeApplication, signIn } from '../test/factories/practice-client.ts'
import { startTenantProcess } from '../test/factories/practice-tenant.ts'
import type { FaultOrder } from '../test/factories/practice-tenant.ts'
import { createGraphClient as createMicrosoftClient } from '../test/simulated-tenant/clients/graph-client.ts'
import { measureValidation } from './page-validation.ts'

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '300000' }, rounds: { type: 'string', default: '3' }, latency: { type: 'string', default: '200' }, json: { type: 'boolean', default: false },
  },
})
const count = Number(values.devices)
const rounds = Number(values.rounds)
const latencyMs = Number(values.latency)
const pages = Math.ceil(count / 1000)
// Progress goes to standard error: the last line of standard output is the result.
const say = (text: string): void => console.error(text)
const rounded = (value: number): number => Math.round(value * 1000) / 1000
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? NaN

const seed = 1
const tenant = await startTenantProcess({ devices: count, seed })
const expected = new Set(generateDevices(seed, count, 0).map(({ properties }) => properties.id))
const ada = 'ada.okafor@practice.example'
const { accessToken } = (await signIn(await createPracticeApplication(tenant.address), ada)).result
const { graphBaseUrl } = tenant.address
const clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() }

const slow: FaultOrder = { kind: 'delay', delayMs: latencyMs, match: { path: 'deviceManagement', times: 'always' } }
const hundredth = Math.ceil(pages / 100)
/** 1 % 429, half of them without Retry-After, 1 % 504, and a skip token that has expired, spread over the walk. */
const faults: readonly FaultOrder[] = [
  ...Array.from({ length: hundredth }, (_, n): FaultOrder => ({ kind: 'throttle', retryAfter: n % 2 === 0 ? 1 : null, match: { path: 'managedDevices?', nth: 2 + Math.floor(((n + 0.3) * pages) / hundredth) } })),
  ...Array.from({ length: hundredth }, (_, n): FaultOrder => ({ kind: 'status', status: 504, match: { path: 'managedDevices?', nth: 2 + Math.floor(((n + 0.6) * pages) / hundredth) } })),
  { kind: 'expired-skip-token', match: { path: 'skiptoken', nth: Math.max(1, Math.floor(pages / 10)) } },
]

interface Run {
  readonly ms: number
  readonly lost: number
  readonly doubled: number
  readonly requests: number
  /** The first rows that can be found; only of the directory. */
  readonly firstRowsMs?: number
  /** Of the main thread alone, whatever else the machine did. */
  readonly mainBusyMs?: number
  readonly longestBlockMs?: number
  readonly failed?: string
}
const compared = (ids: readonly string[]): { lost: number; doubled: number } => {
  const seen = new Set(ids)
  return { lost: [...expected].filter((id) => !seen.has(id)).length, doubled: ids.length - seen.size }
}
async function idsIn(directory: Directory): Promise<string[]> {
  const ids: string[] = []
  for (let offset = 0; ; offset += 200) {
    const answer = await directory.query({ text: '', sort: { key: 'deviceName', direction: 'ascending' }, window: { offset, limit: 200 } })
    if (answer.status !== 'ok') throw new Error(answer.code)
    ids.push(...answer.page.rows.map(({ id }) => id))
    if (ids.length >= answer.page.total || answer.page.rows.length === 0) return ids
  }
}
const requestsSent = async (): Promise<number> => (await tenant.journal()).filter(({ part }) => part === 'graph').length

async function directoryRun(splitFrom: number): Promise<Run> {
  const client = createGraphClient({
    graphBaseUrl, clock, fetch: globalThis.fetch, accessToken: async () => ({ status: 'ok', token: accessToken }), random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  })
  const ended = Promise.withResolvers<undefined>()
  let firstRowsMs: number | undefined
  let startedMs = 0
  const directory = createDirectory({
    createWorker: () => new Worker(new URL('../src-main/directory/directory-worker.ts', import.meta.url)),
    fetchPage: createFetchPage(client),
    readExpected: async (signal) => {
      const answer = await readDeviceCount(client, signal)
      return answer.status === 'ok' ? answer.count : null
    },
    graphNowMs: () => Date.now() + (client.clockOffsetMs() ?? 0),
    clock,
    splitFrom,
    onChanged: ({ phase, count: held, code }) => {
      if (held > 0) firstRowsMs ??= performance.now() - startedMs
      if (phase === 'ready') ended.resolve(undefined)
      if (phase === 'failed') ended.reject(new Error(code ?? 'failed'))
    },
  })
  try {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const before = process.threadCpuUsage()
    delay.enable()
    startedMs = performance.now()
    directory.refresh()
    await ended.promise
    const ms = performance.now() - startedMs
    delay.disable()
    const cpu = process.threadCpuUsage(before)
    const requests = await requestsSent()
    return { ms, requests, ...compared(await idsIn(directory)), mainBusyMs: (cpu.user + cpu.system) / 1000, longestBlockMs: delay.max / 1e6, ...(firstRowsMs === undefined ? {} : { firstRowsMs }) }
  } finally {
    await directory.close()
  }
}

async function pageIteratorRun(): Promise<Run> {
  const client = createMicrosoftClient(graphBaseUrl, async () => accessToken, 'beta')
  const [beta] = deviceListPaths(null)
  const ids: string[] = []
  const startedMs = performance.now()
  let failed: string | undefined
  try {
    const first = await client.api((beta?.path ?? '').replace('/beta', '')).get() as PageCollection
    await new PageIterator(client, first, (device: { id: string }) => {
      ids.push(device.id)
      return true
    }).iterate()
  } catch (error) {
    failed = error instanceof Error && error.message !== '' ? error.message : String(error)
  }
  const ms = performance.now() - startedMs
  return { ms, requests: await requestsSent(), ...compared(ids), ...(failed === undefined ? {} : { failed }) }
}

const contestants = [
  { name: 'directory, in ranges', run: () => directoryRun(Math.min(20_000, count)) },
  { name: 'directory, along one list', run: () => directoryRun(Infinity) },
  { name: 'PageIterator', run: pageIteratorRun },
]
type Measured = { readonly name: string; readonly runs: Run[] }
async function measure(howMany: number, spoilt: readonly FaultOrder[]): Promise<Measured[]> {
  const measured: Measured[] = contestants.map(({ name }) => ({ name, runs: [] }))
  for (let round = 0; round < howMany; round += 1)
    // Along one list takes as long as PageIterator, and is told apart by one run.
    for (const place of round === 0 ? [0, 1, 2] : round % 2 === 0 ? [0, 2] : [2, 0]) {
      await tenant.control({ faults: [...spoilt, slow] })
      await tenant.clearJournal()
      const run = await contestants[place]?.run()
      if (run === undefined) continue
      measured[place]?.runs.push(run)
      say(`${contestants[place]?.name ?? ''}${spoilt.length > 0 ? ', with faults' : ''}: ${JSON.stringify(run)}`)
      // A full window of the throttle must not carry over into the next run.
      await tenant.control({ advanceMs: 20_000 })
    }
  return measured
}

const page = await (await fetch(`${graphBaseUrl}${deviceListPaths(null)[0]?.path ?? ''}`, { headers: { authorization: `Bearer ${accessToken}` } })).bytes()
const clean = await measure(rounds, [])
const spoilt = await measure(1, faults)
await tenant.stop()
const validation = measureValidation(page, count < 10_000 ? rounds : 15, count < 10_000 ? 2 : 20, median)
say(`validation: ${JSON.stringify(validation)}`)

const theirs = clean.find(({ name }) => name === 'PageIterator')?.runs ?? []
const summed = (of: Measured, against: readonly Run[]) => {
  const of_ = (pick: (run: Run) => number | undefined): number => rounded(median(of.runs.map((run) => pick(run) ?? NaN)))
  const failed = of.runs.find((run) => run.failed !== undefined)?.failed
  return {
    name: of.name, runs: of.runs.length, ms: Math.round(of_(({ ms }) => ms)), timesPageIterator: rounded(median(of.runs.map(({ ms }, round) => (against[round]?.ms ?? NaN) / ms))),
    devicesPerSecond: Math.round((count * 1000) / of_(({ ms }) => ms)), requests: of_(({ requests }) => requests), lost: Math.max(...of.runs.map(({ lost }) => lost)),
    doubled: Math.max(...of.runs.map(({ doubled }) => doubled)),
    ...(of.name === 'PageIterator' ? {} : {
      firstRowsMs: Math.round(of_(({ firstRowsMs }) => firstRowsMs)), mainBusyMs: Math.round(of_(({ mainBusyMs }) => mainBusyMs)), longestBlockMs: Math.round(of_(({ longestBlockMs }) => longestBlockMs)),
    }),
    ...(failed === undefined ? {} : { failed }),
  }
}
const result = {
  devices: count, rounds, latencyMs, pages,
  validation: Object.fromEntries(Object.entries(validation).map(([name, value]) => [name, rounded(value as number)])),
  results: clean.map((each) => summed(each, theirs)),
  withFaults: spoilt.map((each) => summed(each, spoilt.find(({ name }) => name === 'PageIterator')?.runs ?? [])),
}
if (!values.json) {
  console.table(result.results)
  console.table(result.withFaults)
}
console.log(JSON.stringify(result))
process.exit(0)
