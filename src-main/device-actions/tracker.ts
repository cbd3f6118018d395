import type { Clock } from '../../src-shared/clock.ts'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { DeviceActionResult } from '../graph/action-results.ts'
import { ourResult, outcomeOf } from '../policy/outcome-of.ts'
import { pollDelayMs } from '../policy/poll-delay.ts'

export interface TrackerOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'appendOrHold'>
  readonly readResults: (deviceId: string) => Promise<Answer<{ actionResults: readonly DeviceActionResult[] }>>
  /** False while nobody is signed in: nothing can be read. */
  readonly canRead: () => boolean
  /** Whether the person who is signed in sent this request: somebody else may not be allowed to see the device at all. */
  readonly isRequester: (record: DeviceActionRecord) => boolean
  /** `landed`: it has just reached its end. */
  readonly onChanged: (record: DeviceActionRecord, landed: boolean) => void
}

interface Tracked {
  record: DeviceActionRecord
  readonly previousResultAt: string | null
  readonly startedAtMs: number
  nextPollAtMs: number
  polls: number
}

/** How long a request that Intune shows no trace of is looked for, once the tenant can be read: an unclear one, an accepted one. */
const unclearIsLostAfterMs = 10 * 60_000
const acceptedIsLostAfterMs = 24 * 3_600_000
const leastPolls = 5

/**
 * Watches requests that were sent until the device has answered: reads `deviceActionResults` by device id, one request
 * at a time, ever more slowly, and writes the outcome. A request without a clear answer is never sent again: it is
 * resolved by what Intune shows.
 */
export function createTracker(options: TrackerOptions) {
  const { clock } = options
  const tracked = new Map<string, Tracked>()
  let isPolling = false

  function update(entry: Tracked, change: Partial<DeviceActionRecord>): void {
    const before = entry.record
    const next = { ...before, ...change }
    const landed = next.isFinal && !before.isFinal
    if (!landed && next.state === before.state && next.code === before.code) return
    entry.record = {
      ...next,
      updatedAt: new Date(clock.wallMs()).toISOString(),
      hasTemporaryPasscode: next.state === 'done' && next.effect !== 'passcode-removed',
    }
    options.onChanged(entry.record, landed)
  }

  function finish(
    entry: Tracked,
    end: { state: 'done' | 'failed' | 'not-supported' | 'unknown'; code: ErrorCode | null },
    result: DeviceActionResult | null,
  ): void {
    options.audit.appendOrHold({
      kind: 'outcome',
      attemptId: entry.record.attemptId,
      state: end.state,
      code: end.code,
      graphState: result?.actionState ?? null,
      graphErrorCode: result?.errorCode ?? null,
    })
    update(entry, { ...end, isFinal: true })
  }

  async function poll(entry: Tracked): Promise<void> {
    const answer = await options.readResults(entry.record.deviceId)
    entry.polls += 1
    const now = clock.monotonicMs()
    entry.nextPollAtMs = now + pollDelayMs(entry.polls)
    if (answer.status === 'refused') {
      const isGone = answer.code === 'device-not-found' && options.isRequester(entry.record)
      if (isGone) finish(entry, { state: 'unknown', code: 'device-not-found' }, null)
      return
    }
    const result = ourResult(answer.actionResults, entry.previousResultAt)
    if (result === null) {
      const lostAfterMs = entry.record.state === 'requested' ? acceptedIsLostAfterMs : unclearIsLostAfterMs
      if (now - entry.startedAtMs >= lostAfterMs && entry.polls >= leastPolls) {
        finish(entry, { state: 'unknown', code: 'no-record' }, null)
      }
      return
    }
    const outcome = outcomeOf(result)
    if (outcome.isFinal && outcome.state !== 'pending') finish(entry, { state: outcome.state, code: outcome.code }, result)
    else update(entry, { state: 'pending', code: null })
  }

  async function pollDue(): Promise<void> {
    if (isPolling || !options.canRead()) return
    isPolling = true
    try {
      for (const entry of tracked.values()) {
        if (entry.record.isFinal || clock.monotonicMs() < entry.nextPollAtMs) continue
        await poll(entry)
      }
    } finally {
      isPolling = false
    }
  }

  return {
    /** Starts to watch one request. */
    track: (record: DeviceActionRecord, previousResultAt: string | null): void => {
      const now = clock.monotonicMs()
      tracked.set(record.attemptId, {
        record,
        previousResultAt,
        startedAtMs: now,
        nextPollAtMs: now + pollDelayMs(0),
        polls: 0,
      })
      options.onChanged(record, false)
    },
    /** Takes in a request that has ended already, so that the bell still shows it. */
    remember: (record: DeviceActionRecord): void => {
      tracked.set(record.attemptId, {
        record,
        previousResultAt: null,
        startedAtMs: 0,
        nextPollAtMs: Number.POSITIVE_INFINITY,
        polls: 0,
      })
    },
    /** Called a few times a second; reads what is due. Resolves when that has been read. */
    pollDue,
    /** All requests, newest first. */
    records: (): readonly DeviceActionRecord[] =>
      [...tracked.values()].map((entry) => entry.record).sort((a, b) => b.requestedAt.localeCompare(a.requestedAt)),
    find: (attemptId: string): { record: DeviceActionRecord; previousResultAt: string | null } | null =>
      tracked.get(attemptId) ?? null,
    /** Actions that this console still waits for on a device. */
    inFlight: (deviceId: string): readonly DeviceActionName[] =>
      [...tracked.values()]
        .filter(({ record }) => record.deviceId === deviceId && !record.isFinal)
        .map(({ record }) => record.action),
  }
}

export type Tracker = ReturnType<typeof createTracker>
