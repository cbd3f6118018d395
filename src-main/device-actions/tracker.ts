import type { ActionState, DeviceActionRecord } from '../../src-shared/action-records.ts'
import type { ApprovalDecision } from '../../src-shared/audit.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { Clock } from '../../src-shared/clock.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { ApprovalRead } from '../graph/approval-requests.ts'
import type { ActionResultsRead } from '../graph/device-reads.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import { decisionOf } from '../policy/approval.ts'
import { isUnderWay, ourResult, outcomeFrom } from '../policy/outcome-of.ts'
import type { ReportedResult } from '../policy/outcome-of.ts'
import { pollDelayMs } from '../policy/poll-delay.ts'
import { fruitsOf } from './record.ts'

export interface TrackerOptions {
  readonly clock: Clock
  readonly audit: Pick<AuditLog, 'appendOrHold'>
  readonly readResults: (deviceId: string) => Promise<Answer<ActionResultsRead>>
  readonly readApproval: (approvalCode: string) => Promise<Answer<{ approval: ApprovalRead }>>
  /** False while nobody is signed in: nothing can be read. */
  readonly canRead: () => boolean
  /** By how much the server's clock is ahead of this PC's, as the last answer said; null before the first. */
  readonly clockOffsetMs: () => number | null
  /** Whether the person who is signed in sent this request: somebody else may not be allowed to see the device at all. */
  readonly isRequester: (record: DeviceActionRecord) => boolean
  /** `landed`: it has just reached its end, or has come to where the agent has to do something. */
  readonly onChanged: (record: DeviceActionRecord, landed: boolean) => void
}

/** What was known of the device when the request was sent, and the code of a request that waits for approval. */
export interface Watched {
  readonly previousResultAt: string | null
  readonly previousSyncAt: string | null
  readonly approvalCode: string | null
}

interface Tracked {
  record: DeviceActionRecord
  readonly watched: Watched
  wasUnderWay: boolean
  /** Monotonic milliseconds at which Intune last showed a trace of it, or at which the watch began; and the looks in vain since. */
  seenAtMs: number
  looksInVain: number
  nextPollAtMs: number
  polls: number
}

type End = { readonly state: Extract<ActionState, 'done' | 'failed' | 'not-supported' | 'unknown'>; readonly code: ErrorCode | null }

/** How long a request that Intune shows no trace of (any more) is looked for, once the tenant can be read: an unclear one, every other. */
const unclearIsLostAfterMs = 10 * 60_000
const acceptedIsLostAfterMs = 24 * 3_600_000
const leastLooks = 5

/**
 * Watches requests that were sent until the device has answered: reads by device id, one request at a time, ever more slowly, and writes
 * the outcome. Requests for the same device share one look. One that a second administrator must approve is watched until they decide. A
 * request without a clear answer is never sent again: it is resolved by what Intune shows.
 */
export function createTracker(options: TrackerOptions) {
  const { clock } = options
  const tracked = new Map<string, Tracked>()
  let isPolling = false

  /** `isNews`: something for the agent to know now; by default, that it has ended. */
  function update(entry: Tracked, change: Partial<DeviceActionRecord>, isNews = change.isFinal === true): void {
    const before = entry.record
    const next = { ...before, ...change }
    const names = ['state', 'isFinal', 'code', 'lastSyncAt', 'approval'] as const
    if (names.every((name) => next[name] === before[name])) return
    entry.record = { ...next, updatedAt: new Date(clock.wallMs()).toISOString(), ...fruitsOf(next) }
    options.onChanged(entry.record, isNews)
  }

  function finish(entry: Tracked, end: End, result: ReportedResult | null): void {
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

  /** The device is not there (any more): for what removes it that is the end, for everything else nobody can say. */
  function vanished(entry: Tracked): void {
    const { record } = entry
    const isAsExpected = actionPolicies[record.action].isRemoval && (record.state === 'requested' || record.state === 'pending' || entry.wasUnderWay)
    if (isAsExpected) finish(entry, { state: 'done', code: 'record-gone' }, null)
    else finish(entry, { state: 'unknown', code: 'device-not-found' }, null)
  }

  function takeReport(entry: Tracked, read: ActionResultsRead): void {
    const { record, watched } = entry
    const { previousResultAt, previousSyncAt } = watched
    const report = { ...read, results: read.actionResults }
    entry.wasUnderWay ||= isUnderWay(record.action, report)
    const outcome = outcomeFrom({ parameters: record.parameters, previousResultAt, previousSyncAt, wasUnderWay: entry.wasUnderWay }, report)
    if (outcome === null) {
      update(entry, { lastSyncAt: read.lastSyncAt })
      entry.looksInVain += 1
      const lostAfterMs = record.state === 'unknown' ? unclearIsLostAfterMs : acceptedIsLostAfterMs
      if (clock.monotonicMs() - entry.seenAtMs >= lostAfterMs && entry.looksInVain >= leastLooks) {
        finish(entry, { state: 'unknown', code: 'no-record' }, null)
      }
      return
    }
    entry.seenAtMs = clock.monotonicMs()
    entry.looksInVain = 0
    const result = ourResult(read.actionResults, actionPolicies[record.action].resultName, previousResultAt)
    if (outcome.isFinal && outcome.state !== 'pending') finish(entry, { state: outcome.state, code: outcome.code }, result)
    else update(entry, { state: 'pending', code: null, lastSyncAt: read.lastSyncAt })
  }

  async function pollDevice(entries: readonly Tracked[]): Promise<void> {
    const [first] = entries
    if (first === undefined) return
    // Somebody else may sign in meanwhile, who sees fewer devices or more: only who sent it can say that it is gone.
    const theirs = entries.filter(({ record }) => options.isRequester(record))
    try {
      const answer = await options.readResults(first.record.deviceId)
      for (const entry of entries) {
        if (answer.status === 'ok') takeReport(entry, answer)
        else if (answer.code === 'device-not-found' && theirs.includes(entry) && options.isRequester(entry.record)) vanished(entry)
      }
    } finally {
      entries.forEach(scheduleNext)
    }
  }

  async function pollApproval(entry: Tracked, approvalCode: string): Promise<void> {
    const answer = await options.readApproval(approvalCode).finally(() => scheduleNext(entry))
    // Sent by another attempt while Intune was asked.
    if (entry.record.isFinal) return
    const known = entry.record.approval
    if (answer.status === 'ok' && known !== null && answer.approval.expiresAt !== null && answer.approval.expiresAt !== known.expiresAt) {
      update(entry, { approval: { ...known, expiresAt: answer.approval.expiresAt } })
    }
    // Where it cannot be read, its time still runs out: it must not stand in the way for ever.
    const { approval } = entry.record
    const report = answer.status === 'ok' ? answer.approval : { approvalStatus: '', expiresAt: null }
    // Graph's end is compared with Graph's time: the clock of the PC may be wrong, or be set.
    const nowMs = clock.wallMs() + (report.expiresAt === null ? 0 : (options.clockOffsetMs() ?? 0))
    const decision = decisionOf({ ...report, expiresAt: report.expiresAt ?? approval?.expiresAt ?? null }, nowMs)
    if (decision !== null) decide(entry, decision)
  }

  function decide(entry: Tracked, decision: ApprovalDecision): void {
    const { record } = entry
    if (decision === 'approved' && record.state === 'approved') return
    options.audit.appendOrHold({ kind: 'approval', attemptId: record.attemptId, decision })
    if (decision === 'approved') update(entry, { state: 'approved', code: null }, true)
    // The attempt that has sent it tells of itself.
    else if (decision === 'completed') update(entry, { state: 'approved', code: null, isFinal: true }, false)
    else update(entry, { state: 'failed', code: `approval-${decision}`, isFinal: true })
  }

  function scheduleNext(entry: Tracked): void {
    entry.polls += 1
    entry.nextPollAtMs = clock.monotonicMs() + pollDelayMs(entry.polls)
  }
  const isDue = (entry: Tracked): boolean => !entry.record.isFinal && clock.monotonicMs() >= entry.nextPollAtMs

  async function pollDue(): Promise<void> {
    if (isPolling || !options.canRead()) return
    isPolling = true
    try {
      for (const entry of [...tracked.values()].filter(isDue)) {
        // Another entry of the same device may have been looked at meanwhile.
        if (!isDue(entry)) continue
        const { approvalCode } = entry.watched
        if (isAwaiting(entry) && approvalCode !== null) await pollApproval(entry, approvalCode)
        else await pollDevice([...tracked.values()].filter((other) => isDue(other) && !isAwaiting(other) && other.record.deviceId === entry.record.deviceId))
      }
    } finally {
      isPolling = false
    }
  }

  function put(record: DeviceActionRecord, watched: Watched, nextPollAtMs: number): void {
    tracked.set(record.attemptId, { record, watched, wasUnderWay: false, seenAtMs: clock.monotonicMs(), looksInVain: 0, nextPollAtMs, polls: 0 })
  }

  return {
    /** Starts to watch one request. */
    track: (record: DeviceActionRecord, watched: Watched): void => {
      put(record, watched, clock.monotonicMs() + pollDelayMs(0))
      options.onChanged(record, false)
    },
    /** Takes in a request that has ended already, so that the bell still shows it. */
    remember: (record: DeviceActionRecord): void => {
      put(record, { previousResultAt: null, previousSyncAt: null, approvalCode: null }, Number.POSITIVE_INFINITY)
    },
    /** Called a few times a second; reads what is due. Resolves when that has been read. */
    pollDue,
    /** The approved request of this attempt has been sent by another. */
    completeApproval: (attemptId: string): void => {
      const entry = tracked.get(attemptId)
      if (entry !== undefined && isAwaiting(entry) && !entry.record.isFinal) decide(entry, 'completed')
    },
    /** All requests, newest first. */
    records: (): readonly DeviceActionRecord[] =>
      [...tracked.values()].map((entry) => entry.record).sort((a, b) => b.requestedAt.localeCompare(a.requestedAt)),
    find: (attemptId: string): { readonly record: DeviceActionRecord; readonly watched: Watched } | null => tracked.get(attemptId) ?? null,
    /** Actions that this console still waits for on a device; nothing has been asked of it by one that waits for approval. */
    inFlight: (deviceId: string): readonly DeviceActionName[] =>
      [...tracked.values()]
        .filter((entry) => entry.record.deviceId === deviceId && !entry.record.isFinal && !isAwaiting(entry))
        .map(({ record }) => record.action),
    /** Devices with a request whose end is not known; what waits for a second administrator has none either. */
    devicesInFlight: (): readonly string[] => [...new Set([...tracked.values()].filter(({ record }) => !record.isFinal).map(({ record }) => record.deviceId))],
    /** Whether a request for this device waits for a second administrator; `except`: the attempt whose approved request is being sent. */
    isAwaitingApproval: (deviceId: string, except: string | null): boolean =>
      [...tracked.values()].some(
        (entry) => entry.record.deviceId === deviceId && entry.record.attemptId !== except && !entry.record.isFinal && isAwaiting(entry),
      ),
  }
}

function isAwaiting({ record }: Tracked): boolean {
  return record.state === 'awaiting-approval' || record.state === 'approved'
}

export type Tracker = ReturnType<typeof createTracker>
