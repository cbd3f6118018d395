import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createInlineInspector } from '../../src-main/audit-command/inspectors.ts'
import { verifyFile } from '../../src-main/audit-command/verify-file.ts'
import { createPracticeApplication, signIn } from '../factories/practice-client.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { createRandom, killPoints } from './kill-points.ts'
import type { KillPoint, SaidLine, SendingChildOrder } from './kill-points.ts'
import { judgeKilledLog } from './killed-log.ts'
import type { KnownRows } from './killed-log.ts'

const child = join(import.meta.dirname, 'sending-child.ts')
const killsPerLog = 25
const devicesPerKill = 40
const scopes = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All', 'DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementRBAC.Read.All']

export interface KillsOptions {
  readonly kills: number
  readonly seed: number
  readonly lanes: number
  /** No kill begins after so many seconds; null: all of them are made. */
  readonly seconds: number | null
  readonly onKill: (made: number) => void
}

export interface KillsResult {
  readonly kills: number
  readonly perPoint: Readonly<Record<KillPoint, number>>
  readonly logs: number
  readonly rows: number
  /** Rows and requests that a console said it had been told are safe. */
  readonly acknowledged: number
  /** Requests that the tenant received. */
  readonly requests: number
  readonly failures: readonly { readonly kill: number; readonly point: KillPoint; readonly folder: string; readonly sentence: string }[]
}

interface Lane {
  readonly tenant: TenantProcess
  readonly person: SendingChildOrder['person']
  readonly deviceIds: readonly string[]
}

/** Starts consoles over logs and kills them; a log is killed {@link killsPerLog} times. A folder with a failure is kept. */
export async function runKills(options: KillsOptions): Promise<KillsResult> {
  // Memory where there is some: what a killed process has written stays, whether or not it is on the disk yet.
  const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nightly-kills-'))
  const perPoint = Object.fromEntries(killPoints.map((point) => [point, 0])) as Record<KillPoint, number>
  const failures: KillsResult['failures'][number][] = []
  const totals = { kills: 0, logs: 0, rows: 0, acknowledged: 0, requests: 0 }
  const startedMs = performance.now()
  let next = 0

  async function oneLog(lane: Lane): Promise<void> {
    const folder = join(base, `log-${totals.logs}`)
    totals.logs += 1
    mkdirSync(folder)
    await lane.tenant.control({ reset: true, settings: { accessTokenSeconds: 86_400, throttle: { writes: 1_000_000, any: 1_000_000 } } })
    await lane.tenant.clearJournal()
    let known: KnownRows = { rows: [] }
    const fail = (kill: number, point: KillPoint, sentence: string): void => void failures.push({ kill, point, folder, sentence })
    const before = failures.length
    for (let round = 0; round < killsPerLog && isGoingOn() && failures.length === before; round += 1) {
      const kill = next
      next += 1
      const random = createRandom(options.seed + kill)
      const point = killPoints[kill % killPoints.length] ?? 'moment'
      const deviceIds = lane.deviceIds.slice(round * devicesPerKill, (round + 1) * devicesPerKill)
      const order: SendingChildOrder = { folder, graphBaseUrl: lane.tenant.address.graphBaseUrl, person: lane.person, deviceIds, point, nth: 1 + Math.floor(random() * (isAtSeal(point) ? 3 : 8)) }
      const { said, isKilled, complaint } = await runChild(order, base, 1 + Math.floor(random() * 30), Math.floor(random() * 4000))
      if (!isKilled) fail(kill, point, `the console ended before it was killed: ${complaint}`)
      const judged = judgeKilledLog(folder, known, said, await lane.tenant.journal())
      for (const sentence of judged.broken) fail(kill, point, sentence)
      known = judged.known
      totals.kills += 1
      totals.acknowledged += said.length
      perPoint[point] += 1
      options.onKill(totals.kills)
    }
    totals.rows += known.rows.length
    totals.requests += (await lane.tenant.journal()).filter(({ part, method }) => part === 'graph' && method !== 'GET').length
    const file = join(folder, 'audit.db')
    const summary = await verifyFile(file, { report: () => undefined, onProgress: () => undefined, createInspector: createInlineInspector, signal: new AbortController().signal })
    if (summary.status !== 'whole' || summary.rows !== known.rows.length) fail(next, 'moment', `the stand-alone verifier says ${JSON.stringify(summary)}`)
    if (failures.length === before) rmSync(folder, { recursive: true, force: true })
  }

  const isGoingOn = (): boolean =>
    next < options.kills && (options.seconds === null || performance.now() - startedMs < options.seconds * 1000)

  // A console that is killed leaves no compiled code for the next one: this one ends by itself, and does.
  const first = await runChild({ folder: mkdtempSync(join(base, 'first-')), graphBaseUrl: 'http://127.0.0.1:9', person: nobody, deviceIds: [], point: 'moment', nth: 1 }, base, 1, 0)
  if (first.complaint !== '') throw new Error(first.complaint)
  await Promise.all(Array.from({ length: options.lanes }, async (_, index) => {
    const lane = await startLane(options.seed + index)
    try {
      while (isGoingOn() && failures.length === 0) await oneLog(lane)
    } finally {
      await lane.tenant.stop()
    }
  }))
  if (failures.length === 0) rmSync(base, { recursive: true, force: true })
  return { ...totals, perPoint, failures }
}

const nobody: SendingChildOrder['person'] = { oid: '', tid: '', upn: '', displayName: '', token: '' }

const isAtSeal = (point: KillPoint): boolean => point === 'before-checkpoint' || point === 'checkpoint-committed' || point === 'keys-settled'

async function startLane(seed: number): Promise<Lane> {
  const tenant = await startTenantProcess({ devices: killsPerLog * devicesPerKill + 100, seed })
  const { address } = tenant
  const priya = address.people.find(({ upn }) => upn.startsWith('priya.'))
  if (priya === undefined) throw new Error('the practice tenant has no Priya')
  await tenant.control({ settings: { accessTokenSeconds: 86_400 } })
  const { result } = await signIn(await createPracticeApplication(address), priya.upn, { scopes })
  const list = await fetch(`${address.graphBaseUrl}/v1.0/deviceManagement/managedDevices?$select=id`, { headers: { authorization: `Bearer ${result.accessToken}` } })
  const { value } = await list.json() as { value: readonly { id: string }[] }
  return {
    tenant, deviceIds: value.map(({ id }) => id),
    person: { oid: priya.oid, tid: address.tenantId, upn: priya.upn, displayName: priya.displayName, token: result.accessToken },
  }
}

/** Runs a console until it is dead. One that is to die at any moment is killed `afterMicroseconds` after its `afterLines`th line. */
async function runChild(order: SendingChildOrder, base: string, afterLines: number, afterMicroseconds: number): Promise<{ said: readonly SaidLine[]; isKilled: boolean; complaint: string }> {
  const process_ = spawn(process.execPath, ['--no-warnings', child, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: join(base, 'compiled') },
  })
  const exited = once(process_, 'exit')
  let complaint = ''
  process_.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const said: SaidLine[] = []
  for await (const text of createInterface({ input: process_.stdout })) {
    said.push(JSON.parse(text) as SaidLine)
    if (order.point !== 'moment' || said.length !== afterLines) continue
    const untilMs = performance.now() + afterMicroseconds / 1000
    while (performance.now() < untilMs) { /* Finer than a timer. */ }
    process_.kill('SIGKILL')
  }
  const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null]
  return { said, isKilled: signal === 'SIGKILL' || (process.platform === 'win32' && code !== 0), complaint }
}
