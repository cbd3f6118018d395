import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuditLog } from '../../../src-main/audit/audit-log.ts'
import { createBulkRuns } from '../../../src-main/device-actions/bulk-runs.ts'
import type { BulkRunsOptions } from '../../../src-main/device-actions/bulk-runs.ts'
import type { PostRequest } from '../../../src-main/device-actions/post-write.ts'
import type { WriteAnswer } from '../../../src-main/graph/device-writes.ts'
import { availabilityOf } from '../../../src-main/policy/availability.ts'
import type { DeviceActionRecord } from '../../../src-shared/action-records.ts'
import type { AuditEvent, SessionProof } from '../../../src-shared/audit.ts'
import type { BulkAction, BulkItem, BulkRun } from '../../../src-shared/bulk-runs.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import { noRules } from '../../../src-main/policy/action-rules.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada, aDevice } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { everyPermission, reference, sessionProof } from './attempts-under-test.ts'

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => idOf(n))

/** As little of the log as a run needs, for specs in which hundreds of rows would only take time. */
function logInMemory(): BulkRunsOptions['audit'] {
  return {
    append: () => ({ status: 'ok', seq: 1 }),
    appendOrHold: () => undefined,
    checkWritable: () => ({ status: 'ok' }),
    sentWithin: () => [],
    writeIntent: (_event, consumePermit) => (consumePermit() ? { status: 'ok', seq: 1 } : refuse('permit-missing')),
  }
}

/** Everything real but Graph and the time; devices are read twice: for the review, and just before each is sent. */
export function bulkUnderTest({ isLogReal = true, rules = noRules } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bulk-'))
  const clock = createMovableClock()
  const log = isLogReal ? openAuditLog({ file: join(folder, 'audit', 'audit.db'), bootId: 'boot', clock, limits: { freeSpaceFloorBytes: 0 } }) : null
  const audit: BulkRunsOptions['audit'] = log ?? logInMemory()
  const posts: { readonly deviceId: string; readonly atMs: number; readonly request: PostRequest }[] = []
  const tracked: DeviceActionRecord[] = []
  const told: BulkRun[] = []
  const problems: string[] = []
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>()
  const script = {
    account: ada as Account | null,
    /** Read for the review, and just before sending. */
    shown: async (id: string): Promise<Answer<{ device: DeviceDetails }>> => ({ status: 'ok', device: aDevice({ id }) }),
    reread: async (id: string): Promise<Answer<{ device: DeviceDetails }>> => ({ status: 'ok', device: aDevice({ id }) }),
    sessionProof: sessionProof as SessionProof | null,
    token: async (): Promise<Answer<{ token: string }>> => ({ status: 'ok', token: 'run-token' }),
    post: async (_deviceId: string): Promise<WriteAnswer> => ({ status: 'requested', reference }),
    append: (event: AuditEvent & { kind: 'attempt' }) => audit.append(event),
    tokens: 0,
  }
  function opened(device: DeviceDetails) {
    const availability = availabilityOf({
      device, profile: 'graph-admin', permissions: everyPermission, isAgent: true, pending: [], isAwaitingApproval: false, hasWaitingPin: false, policyTrouble: null, auditTrouble: null,
    })
    return { device, availability, others: { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }, pending: [] }
  }
  const bulk = createBulkRuns({
    clock,
    rules,
    onWire: new Set(),
    audit: { ...audit, append: (event) => (event.kind === 'attempt' ? script.append(event) : audit.append(event)) },
    reader: {
      look: async (id) => {
        const read = await script.shown(id)
        return read.status === 'refused' ? read : { status: 'ok', opened: opened(read.device) }
      },
      read: async (id) => {
        const read = await script.reread(id)
        return read.status === 'refused' ? read : { status: 'ok', reading: { opened: opened(read.device), actionResults: [] } }
      },
    },
    account: () => script.account,
    actionToken: () => {
      script.tokens += 1
      return script.token()
    },
    sessionProof: () => script.sessionProof,
    profile: () => 'graph-admin',
    post: async (request) => {
      const deviceId = request.request.path.split('/')[4] ?? ''
      posts.push({ deviceId, atMs: clock.monotonicMs(), request })
      return script.post(deviceId)
    },
    clockOffsetMs: () => 0,
    track: (record) => tracked.push(record),
    sleep: (ms, signal) => new Promise((resolve) => {
      const sleeper = { untilMs: clock.monotonicMs() + ms, wake: resolve }
      sleepers.add(sleeper)
      signal.addEventListener('abort', () => resolve(), { once: true })
    }),
    onChanged: (run) => told.push(run),
    onProblem: (where) => problems.push(where),
  })
  /** Lets everything go on that does not wait for time. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn += 1) await new Promise(setImmediate)
  }
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    for (const sleeper of sleepers) {
      if (sleeper.untilMs > clock.monotonicMs()) continue
      sleepers.delete(sleeper)
      sleeper.wake()
    }
    await settle()
  }
  const current = (): BulkRun => {
    const run = bulk.current()
    if (run === null) throw new Error('no run')
    return run
  }
  const items = (): readonly BulkItem[] => current().items
  const states = (): string[] => items().map(({ state }) => state)
  /** Reads all devices and stands at the review. */
  const review = async (deviceIds: readonly string[], action: BulkAction = 'sync'): Promise<string> => {
    const begun = bulk.begin({ action, deviceIds })
    if (begun.status === 'refused') throw new Error(begun.code)
    await settle()
    return begun.run.runId
  }
  const start = (runId: string) => bulk.start({ runId, ticket: 'INC7', reason: 'new policy' })
  const kindsOf = (item: BulkItem | undefined) => (log?.story(item?.attemptId ?? '') ?? []).map(({ kind }) => kind)
  const stop = (): void => {
    log?.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { bulk, clock, log, posts, tracked, told, problems, sleepers, script, settle, pass, current, items, states, review, start, kindsOf, stop }
}
