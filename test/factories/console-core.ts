import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createDeviceActions } from '../../src-main/create-device-actions.ts'
import type { DeviceActionsOptions } from '../../src-main/create-device-actions.ts'
import { openAuditLog } from '../../src-main/audit/audit-log.ts'
import type { AuditLogOptions } from '../../src-main/audit/audit-log-options.ts'
import { sendDeviceRequest } from '../../src-main/graph/device-writes.ts'
import { createGraphClient } from '../../src-main/graph/http-client.ts'
import { noRules } from '../../src-main/policy/action-rules.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { AttemptState } from '../../src-shared/attempts.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import type { BulkRun } from '../../src-shared/bulk-runs.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { EventChannel, Events } from '../../src-shared/ipc-contract.ts'
import type { MovableClock } from './movable-clock.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'

/** Where the core keeps its log, whom it talks to, and who is signed in. */
export interface ConsoleCoreOptions {
  readonly folder: string
  readonly clock: MovableClock
  readonly graphBaseUrl: string
  readonly session: DeviceActionsOptions['session']
  /** The token that reads. */
  readonly readToken: () => Promise<Answer<{ token: string }>>
  readonly profile?: () => EligibilityProfile
  /** What the policy demands of actions; nothing otherwise. */
  readonly rules?: DeviceActionsOptions['rules']
  /** True while no intent can be written, as on a full disk. */
  readonly isLogFull?: () => boolean
  /** Comes between the intent and the request; the real one otherwise. */
  readonly post?: DeviceActionsOptions['post']
  /** Called at each point where a killed console could leave something half done. */
  readonly onPoint?: AuditLogOptions['onPoint']
}

const noOthers = { sameName: 0, similarName: 0, sameSerial: 0, sameUser: 0 }

/** The console's actions as main composes them, over real HTTP and a real log; only Electron and the session are somebody else's. */
export function createConsoleCore(options: ConsoleCoreOptions) {
  const { clock, folder, graphBaseUrl } = options
  const audit = openAuditLog({
    file: join(folder, 'audit.db'), bootId: randomUUID(), clock, onPoint: options.onPoint, limits: { freeSpaceFloorBytes: 0, ballastBytes: 4096 },
  })
  const events = { attempts: [] as AttemptState[], records: [] as DeviceActionRecord[], runs: [] as BulkRun[] }
  const problems: { readonly where: string; readonly cause: unknown }[] = []
  const clipboard = { text: '' }
  const client = createGraphClient({
    graphBaseUrl, fetch: globalThis.fetch, accessToken: options.readToken, clock, sleep: async () => undefined, random: () => 0, limits: { tries: 2 },
  })
  const post: DeviceActionsOptions['post'] = (request) => sendDeviceRequest({ graphBaseUrl, fetch: globalThis.fetch, timeoutMs: 5000, ...request })
  const send = <C extends EventChannel>(channel: C, event: Events[C]): void => {
    if (channel === 'attempt:changed') events.attempts.push(event as AttemptState)
    if (channel === 'device-actions:changed') events.records.push(event as DeviceActionRecord)
    if (channel === 'bulk:changed') events.runs.push(event as BulkRun)
  }
  const actions = createDeviceActions({
    clock,
    audit: {
      ...audit,
      writeIntent: (event, consumePermit) => (options.isLogFull?.() === true ? refuse('audit-unavailable') : audit.writeIntent(event, consumePermit)),
    },
    session: options.session,
    directory: { countOthers: async () => noOthers, keep: () => undefined, setInFlight: () => undefined },
    profile: options.profile ?? (() => 'graph-admin'),
    policyTrouble: () => null,
    rules: options.rules ?? noRules,
    wantsNotifications: () => false,
    post: options.post === undefined ? post : options.post,
    clipboard: { readText: async () => clipboard.text, writeText: async (text) => void (clipboard.text = text) },
    // Waiting moves the clock, and takes no time.
    sleep: async (ms) => clock.advance(ms),
    notify: () => undefined,
    withGraph: (use) => use(client),
    clockOffsetMs: client.clockOffsetMs,
    send,
    onProblem: (where, cause) => problems.push({ where, cause }),
  })
  return {
    ...actions, audit, events, problems, clipboard,
    /** The real request, for a spec that comes between. */
    reallyPost: post,
    /** Every row of every attempt, in the order of the log. */
    rows: (): readonly AuditEntry[] => {
      const { total } = audit.attempts({ filter: everyAttempt, window: { offset: 0, limit: 1 } })
      const pages = Array.from({ length: Math.ceil(total / 200) }, (_, page) => audit.attempts({ filter: everyAttempt, window: { offset: page * 200, limit: 200 } }).attempts)
      return pages.flat().flatMap(({ attemptId }) => audit.story(attemptId)).sort((a, b) => a.seq - b.seq)
    },
  }
}

export type ConsoleCore = ReturnType<typeof createConsoleCore>
