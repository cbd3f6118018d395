import { randomUUID } from 'node:crypto'
import type { DeviceActionRecord } from '../../src-shared/action-records.ts'
import { demandsOf } from '../../src-shared/action-demands.ts'
import type { AuditEvent, SessionProof } from '../../src-shared/audit.ts'
import type { Availability } from '../../src-shared/availability.ts'
import { bulkActions, bulkLargest } from '../../src-shared/bulk-runs.ts'
import type { BulkAction, BulkItem, BulkRun } from '../../src-shared/bulk-runs.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { ticketProblem } from '../policy/action-rules.ts'
import { createWritePace, writeWindowMs } from '../policy/write-pace.ts'
import { disarm } from './attempt.ts'
import type { Order } from './attempt.ts'
import { isSamePerson } from './begin-attempt.ts'
import type { DeviceReader } from './open-device.ts'
import { codeOfVerdict, sendAction } from './send-action.ts'
import type { SendActionOptions } from './send-action.ts'
import { targetOf } from './subjects.ts'
import type { Watched } from './tracker.ts'

export interface BulkRunsOptions extends SendActionOptions {
  readonly audit: Pick<AuditLog, 'append' | 'writeIntent' | 'appendOrHold' | 'checkWritable' | 'sentWithin'>
  readonly reader: Pick<DeviceReader, 'read' | 'look'>
  readonly profile: () => EligibilityProfile
  readonly sessionProof: () => SessionProof | null
  readonly track: (record: DeviceActionRecord, watched: Watched) => void
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Told at the next tick after something has changed. */
  readonly onChanged: (run: BulkRun) => void
}

/** How many devices are read, or written to, at the same time. */
const atOnce = 4

/** Refusals that the next device would get as well. */
const endsTheRun: readonly ErrorCode[] = [
  'not-signed-in', 'permit-void', 'session-ended', 'tenant-unreachable', 'proxy-needs-sign-in', 'captive-portal', 'connection-untrusted', 'graph-unauthorized', 'graph-missing-scope', 'audit-unavailable', 'audit-broken',
]

interface Item {
  shown: BulkItem
  /** As the review showed it; null while it has not been read. */
  device: DeviceDetails | null
  verdict: Extract<Availability, { status: 'available' }> | null
}

interface Run {
  readonly runId: string
  readonly action: BulkAction
  readonly account: Account
  readonly items: readonly Item[]
  readonly stop: AbortController
  phase: BulkRun['phase']
  ticket: string
  reason: string
  code: ErrorCode | null
  isHeldBack: boolean
}

/**
 * One harmless action on many devices: read each by its id, show what would be sent, and after the agent's word send each once, at Graph's
 * pace, through the same door as any other action: an intent of its own, a permit of its own, a re-read just before. Ends at screen lock,
 * sign-out and reload; what was sent stays sent, what was not is named.
 */
export function createBulkRuns(options: BulkRunsOptions) {
  const { audit, clock } = options
  const pace = createWritePace()
  const orders = new Set<Order>()
  let current: Run | null = null
  let isDirty = false

  const changed = (): void => {
    isDirty = true
  }
  const find = (runId: string): Run | null => {
    const account = options.account()
    return current?.runId === runId && account !== null && isSamePerson(account, current.account) ? current : null
  }
  function show(item: Item, change: Partial<BulkItem>): void {
    item.shown = { ...item.shown, ...change }
    changed()
  }

  /** Takes the items one after the other, some at the same time, until the run is stopped. */
  async function forEach(run: Run, items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    const waiting = [...items]
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !run.stop.signal.aborted; next = waiting.shift()) await work(next)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  async function check(run: Run, item: Item): Promise<void> {
    const read = await options.reader.look(item.shown.deviceId)
    if (run.phase !== 'checking') return
    if (read.status === 'refused') {
      show(item, { state: 'unavailable', code: read.code })
      return
    }
    const { device, availability } = read.opened
    const verdict = availability[run.action]
    item.device = device
    item.verdict = verdict.status === 'available' ? verdict : null
    show(item, {
      deviceName: device.deviceName, serialNumber: device.serialNumber, userDisplayName: device.userDisplayName, kind: device.kind, lastSyncAt: device.lastSyncAt,
      ...(verdict.status === 'available' ? { state: 'ready' } : { state: 'unavailable', reason: verdict.reason, code: codeOfVerdict(verdict) }),
    })
  }

  function begin(request: { readonly action: BulkAction; readonly deviceIds: readonly string[] }): Answer<{ run: BulkRun }> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    if (!account.roles.includes('Helpdesk.Agent')) return refuse('not-allowed')
    // A fresh sign-in is for one device.
    if (!bulkActions.includes(request.action) || demandsOf(request.action, options.rules.stepUp).freshSignIn) return refuse('bulk-not-allowed')
    const ids = [...new Set(request.deviceIds.map((id) => id.toLowerCase()))]
    if (ids.length === 0) return refuse('invalid-request')
    if (ids.length > bulkLargest) return refuse('bulk-too-many')
    if (current?.phase === 'running') return refuse('action-in-flight')
    if (current !== null) end(current, 'bulk-cancelled')
    const writable = audit.checkWritable()
    if (writable.status === 'refused') return writable
    const items = ids.map((deviceId): Item => ({
      shown: {
        deviceId, deviceName: '', serialNumber: '', userDisplayName: '', kind: 'unknown', lastSyncAt: null, state: 'checking', reason: null, code: null, attemptId: null,
      },
      device: null,
      verdict: null,
    }))
    const run: Run = {
      runId: randomUUID(), action: request.action, account, items, stop: new AbortController(), phase: 'checking', ticket: '', reason: '', code: null, isHeldBack: false,
    }
    current = run
    forEach(run, items, (item) => check(run, item))
      .then(() => {
        if (run.phase === 'checking') run.phase = 'review'
        changed()
      })
      .catch((cause: unknown) => fail(run, 'reading devices for a run', cause))
    return { status: 'ok', run: stateOf(run) }
  }

  function fail(run: Run, where: string, cause: unknown): void {
    options.onProblem(where, cause)
    end(run, 'unexpected')
  }

  /** Nothing more is sent; what had not been sent yet is named. Repeated ends change nothing. */
  function end(run: Run, code: ErrorCode | null): void {
    if (run.phase === 'ended') return
    run.phase = 'ended'
    run.code = code
    run.isHeldBack = false
    run.stop.abort()
    for (const item of run.items) {
      if (['checking', 'ready', 'waiting'].includes(item.shown.state)) show(item, { state: 'not-sent' })
    }
    changed()
  }

  async function start({ runId, ticket, reason }: { readonly runId: string; readonly ticket: string; readonly reason: string }): Promise<Answer<{ run: BulkRun }>> {
    const run = find(runId)
    if (run?.phase !== 'review') return refuse('bulk-unknown')
    const problem = ticketProblem(options.rules, ticket)
    if (problem !== null) return refuse(problem)
    run.phase = 'running'
    run.ticket = ticket
    run.reason = reason
    const chosen = run.items.filter((item) => item.shown.state === 'ready')
    for (const item of chosen) show(item, { state: 'waiting' })
    const token = await options.actionToken('privileged')
    if (token.status === 'refused') {
      end(run, token.code)
      return token
    }
    if (isEnded(run)) return refuse(run.code ?? 'bulk-unknown')
    forEach(run, chosen, (item) => sendOne(run, item, token.token))
      .then(() => end(run, null))
      .catch((cause: unknown) => fail(run, 'sending a run', cause))
    return { status: 'ok', run: stateOf(run) }
  }

  /** Waits until Graph's limit leaves room for one more; false when the run was stopped meanwhile. */
  async function waitForRoom(run: Run): Promise<boolean> {
    for (let ms = pace.waitMs(clock.monotonicMs()); ms > 0 && !run.stop.signal.aborted; ms = pace.waitMs(clock.monotonicMs())) {
      run.isHeldBack = true
      changed()
      await options.sleep(ms, run.stop.signal)
    }
    if (run.stop.signal.aborted) return false
    run.isHeldBack = false
    pace.note(clock.monotonicMs())
    return true
  }

  async function sendOne(run: Run, item: Item, token: string): Promise<void> {
    const { device, verdict } = item
    if (device === null || verdict === null || !(await waitForRoom(run))) return
    const proof = options.sessionProof()
    if (proof === null) {
      end(run, 'not-signed-in')
      return
    }
    const order = orderFor(run, device, verdict, proof, token)
    const written = audit.append(attemptRow(run, order))
    if (written.status === 'refused') {
      end(run, written.code)
      return
    }
    show(item, { state: 'sending', attemptId: order.attemptId })
    orders.add(order)
    const sent = await sendAction(options, order).catch((cause: unknown) => {
      options.onProblem('sending an action of a run', cause)
      return { ...refuse('unexpected'), wasSent: false }
    })
    orders.delete(order)
    if (sent.status === 'ok') {
      options.track(sent.record, sent.watched)
      show(item, { state: sent.record.state === 'unknown' ? 'unknown' : 'requested', code: sent.record.code })
      return
    }
    if (!sent.wasSent) {
      audit.appendOrHold({
        kind: 'refusal', attemptId: order.attemptId, actor: order.actor, stage: 'sending', code: sent.code, otherPerson: null, reference: sent.reference ?? null,
      })
    }
    show(item, { state: sent.wasSent ? 'refused' : 'not-sent', code: sent.code })
    if (sent.code === 'graph-throttled') pace.holdBack(clock.monotonicMs(), writeWindowMs)
    if (endsTheRun.includes(sent.code)) end(run, sent.code)
  }

  function orderFor(run: Run, device: DeviceDetails, verdict: Extract<Availability, { status: 'available' }>, proof: SessionProof, token: string): Order {
    const { account, action } = run
    return {
      attemptId: randomUUID(), account, actor: actorOf(account), device, parameters: { action }, effect: verdict.effect,
      ticket: run.ticket, reason: run.reason, runId: run.runId, approved: null, actionToken: token, recoveryPin: null,
      permit: { id: randomUUID(), action, deviceId: device.id, oid: account.oid, tid: account.tid, proof, challengedAtMs: clock.monotonicMs() },
    }
  }

  const attemptRow = (run: Run, order: Order): Extract<AuditEvent, { kind: 'attempt' }> => ({
    kind: 'attempt', attemptId: order.attemptId, action: run.action, actor: order.actor, target: targetOf(order.device), ticket: run.ticket, reason: run.reason,
    profile: options.profile(), parameters: order.parameters, runId: run.runId,
  })

  return {
    begin,
    start,
    cancel: (runId: string): Answer => {
      const run = find(runId)
      if (run === null || run.phase === 'ended') return refuse('bulk-unknown')
      end(run, 'bulk-cancelled')
      return { status: 'ok' }
    },
    current: (): BulkRun | null => {
      const run = current === null ? null : find(current.runId)
      return run === null ? null : stateOf(run)
    },
    /** Screen lock, suspend, sign-out, window reload, quit: nothing more is sent. */
    voidAll: (): void => {
      for (const order of orders) disarm(order)
      if (current !== null) end(current, 'permit-void')
    },
    /** Called a few times a second: tells what has changed since, at most once each time. */
    tick: (): void => {
      if (!isDirty || current === null) return
      const account = options.account()
      // Nobody just now: the agent may be confirming who they are, and learns of it when they are back.
      if (account === null || !isSamePerson(account, current.account)) return
      isDirty = false
      options.onChanged(stateOf(current))
    },
  }
}

/** A run can end while something was waited for; the compiler does not know. */
const isEnded = (run: Run): boolean => run.phase === 'ended'

function stateOf(run: Run): BulkRun {
  const { runId, action, phase, ticket, reason, code, isHeldBack } = run
  return { runId, action, phase, ticket, reason, items: run.items.map(({ shown }) => shown), code, isHeldBack }
}

export type BulkRuns = ReturnType<typeof createBulkRuns>
