import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEntry, AuditEvent, IntentEvent } from '../../src-shared/audit.ts'
import type { AuditFinding, AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditChoices, AuditFigures, AuditFilter, AuditPage, DeskQuery, RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { OtherRowsPage, OtherRowsQuery } from '../../src-shared/other-rows.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { defaultLimits } from './audit-log-options.ts'
import type { AuditLogOptions } from './audit-log-options.ts'
import { createBallast, freeBytesBeside } from './disk.ts'
import { isFitForLog, madeFit } from './event-guard.ts'
import { noProtection } from './key-file.ts'
import { createLogReading } from './log-reading.ts'
import type { AwaitedApproval, EntryOf, SentRequest, StoredRows, UnfinishedIntent } from './log-reading.ts'
import type { LogTransaction } from './log-transaction.ts'
import { createLogRetention } from './log-retention.ts'
import type { LogRetention } from './log-retention.ts'
import { heldBy } from './log-state.ts'
import { agedIntents } from './sent-intents.ts'
import type { AgedIntent } from './sent-intents.ts'
import { openVerifiedLog } from './verified-log.ts'
import { isSecondSignOff } from './review.ts'

/** So long at most a row waits for its seal while the console runs. */
const sealEveryMs = 10 * 60_000

/** Everything but an intent, which only {@link AuditLog.writeIntent} writes, with a permit. */
export type PlainEvent = Exclude<AuditEvent, IntentEvent>

/**
 * The audit log of this console. It never throws: what cannot be written is refused with 'audit-unavailable' (may pass; tried again at
 * each call) or 'audit-broken'. A log that is found broken is never repaired or deleted: it is set aside as evidence, a new one is started, and
 * intents are refused with 'audit-unacknowledged' until a supervisor has acknowledged that. Only where it cannot be set aside is it 'audit-broken'.
 * Events that hold a secret are refused with 'invalid-request'. All calls are synchronous: when one answers ok, the row is on the disk.
 */
export interface AuditLog extends LogRetention {
  /** One row, durable before this answers. `attempt-unknown` for a row of an attempt that never began. */
  append(event: PlainEvent): Answer<{ seq: number }>
  /**
   * Like append, for what has happened already (an answer, an outcome): when it cannot be written it is kept in memory, with its
   * time, and tried again at each later call; meanwhile {@link writeIntent} refuses. On a full disk it takes the ballast's room.
   */
  appendOrHold(event: PlainEvent): void
  flushHeld(): void
  /**
   * The intent, in one transaction with the end of the permit. `consumePermit` is called at most once, last, inside the transaction;
   * when it says no, nothing is written: 'permit-missing'. 'action-in-flight' when the device has not finished the same action;
   * 'attempt-unknown' when the attempt is over or has its intent already; 'audit-unavailable' also below the floor of free space.
   * A permit that was consumed for a commit that failed stays consumed: nothing is sent, and the agent signs in again.
   */
  writeIntent(event: IntentEvent, consumePermit: () => boolean): Answer<{ seq: number }>
  /** Could an intent be written now? Commits something that leaves no row. Asked before the dialogs, so that the agent learns early. */
  checkWritable(): Answer
  /** Newest first. */
  attempts(query: DeskQuery): AuditPage
  /** Newest first, at most `limit` (200), of those that began before the attempt `before`; null when that never began. For reading through them all. */
  attemptsBefore(filter: AuditFilter, before: string | null, limit: number): readonly AuditAttempt[] | null
  /** One attempt as it stands now; null when it never began. */
  attempt(attemptId: string): AuditAttempt | null
  /** null when the attempt never began. */
  related(attemptId: string): RelatedAttempts | null
  figures(filter: AuditFilter): AuditFigures
  /** Every agent who ever began an attempt, by name. */
  choices(): AuditChoices
  /** Every row of one attempt, oldest first. */
  story(attemptId: string): readonly AuditEntry[]
  /** Requests without an outcome and not refused by Graph, oldest first: for the tracker, and for the start. */
  unfinished(): readonly UnfinishedIntent[]
  /** Requests that a second administrator has to decide on, or has approved, oldest first. */
  awaitingApproval(): readonly AwaitedApproval[]
  /** Requests that were sent, newest first, at most `limit`. */
  recentIntents(limit: number): readonly SentRequest[]
  /** Up to `limit` rows after `afterSeq`, oldest first, for a copy: of the present log, or of the one named. null when it cannot be read. */
  storedRows(afterSeq: number, limit: number, installId?: string | null): StoredRows | null
  /** Rows that belong to no attempt, newest first, of the present log and of those before it; null when the log cannot be read. */
  otherRows(query: OtherRowsQuery): OtherRowsPage | null
  /** Requests of the last `ms` milliseconds, in this log and those before it; a restart forgets none. */
  sentWithin(ms: number): readonly AgedIntent[]
  /** What was said of policy and preferences, oldest first. */
  settings(): readonly EntryOf<'settings'>[]
  /** A supervisor has seen that the log before this one is broken: one row, and intents are written again. */
  acknowledge(actor: AuditActor, text: string): Answer<{ health: AuditHealth }>
  /** Seals every row that is not sealed yet: when the agent leaves, and at the end. */
  seal(): void
  /** Called every now and then: writes what is held, and every ten minutes seals, and closes a log that has become long. */
  tick(): void
  /** The central log holds other or later rows of the present log: it is set aside, and actions are held. Nothing for an earlier log. */
  dispute(finding: AuditFinding): void
  /** Verifies every row and the file itself, now. */
  verify(): AuditHealth
  /** As last known; costs nothing. */
  health(): AuditHealth
  /** Tries once more to write what is held, and closes the file. Later calls are refused. */
  close(): void
}

/** A permit that cannot be asked for is none. */
function isConsumed(consumePermit: () => boolean): boolean {
  try {
    return consumePermit()
  } catch {
    return false
  }
}

interface Stamped {
  readonly event: AuditEvent
  readonly at: string
  readonly monotonicMs: number
}

/** Opens the log, or makes it at the first start, and verifies all of it. */
export function openAuditLog(options: AuditLogOptions): AuditLog {
  const limits = { ...defaultLimits, ...options.limits }
  const ballast = createBallast(`${options.file}.ballast`, limits.ballastBytes)
  const protection = options.keyProtection ?? noProtection
  const log = openVerifiedLog({
    file: options.file, busyTimeoutMs: limits.busyTimeoutMs, protection, workingHours: options.workingHours,
    stamp: () => ({ ...timeNow(), bootId: options.bootId }), onPoint: options.onPoint ?? (() => undefined),
  })
  const reading = createLogReading(log, options.bootId)
  const retention = createLogRetention(log, options.clock, (event) => appendRow(event))
  const openedAtMs = options.clock.monotonicMs()
  let sealTriedAtMs = openedAtMs
  const held: Stamped[] = []
  let checked = { verifications: 0, at: null as string | null }
  let reported = ''

  function now(): string {
    return new Date(options.clock.wallMs()).toISOString()
  }

  function timeNow() {
    return { at: now(), monotonicMs: Math.round(options.clock.monotonicMs()) }
  }

  function stamp(event: AuditEvent): Stamped {
    return { event, ...timeNow() }
  }

  function insert(transaction: LogTransaction, { event, at, monotonicMs }: Stamped): number {
    return transaction.insert({ ...event, at, monotonicMs, bootId: options.bootId })
  }

  function health(): AuditHealth {
    const { isBroken, brokenAt, findings, isUnavailable, rows, sealed, keyStore, doubtfulLogs } = log.state
    const unacknowledged = heldBy(log.state)
    const status = isBroken ? 'broken' : held.length > 0 ? 'held' : isUnavailable ? 'unavailable' : unacknowledged !== null ? 'unacknowledged' : 'whole'
    const told = isBroken ? findings : (unacknowledged?.findings ?? [])
    return {
      status, rows, heldRows: held.length, brokenAt: brokenAt ?? told.find(({ seq }) => seq !== null)?.seq ?? null,
      findings: [...told], unacknowledged, doubtfulLogs, checkedAt: checked.at, sealed, keyStore: keyStore ?? protection.keyStore(),
    }
  }

  /** Runs one call, and tells about the health when it is not what was last told. */
  function watched<T>(call: () => T): T {
    try {
      return call()
    } finally {
      const { verifications } = log.state
      if (checked.verifications !== verifications) checked = { verifications, at: now() }
      const current = health()
      const shape = `${current.status} ${current.heldRows} ${String(current.brokenAt)} ${current.findings.length} ${current.doubtfulLogs}`
      if (shape !== reported) {
        const isFirst = reported === ''
        reported = shape
        if (!isFirst || current.status !== 'whole') options.onHealthChanged?.(current)
      }
    }
  }

  function appendRow(event: PlainEvent): Answer<{ seq: number }> {
    if (!isFitForLog(event)) return refuse('invalid-request')
    const stamped = stamp(event)
    if (!flush()) return refuse(log.state.isBroken ? 'audit-broken' : 'audit-unavailable')
    return log.write<{ seq: number }>((transaction) => {
      const isElsewhere = event.kind === 'review' && event.deskId !== undefined // in the central log, where the caller has looked
      if ('attemptId' in event && event.kind !== 'attempt' && !isElsewhere && log.index.get(event.attemptId) === null) return refuse('attempt-unknown')
      if (event.kind === 'attempt' && log.index.get(event.attemptId) !== null) return refuse('invalid-request')
      if (isSecondSignOff(event, log.index)) return refuse('invalid-request')
      return { status: 'ok', seq: insert(transaction, stamped) }
    })
  }

  /** Writes what is held, oldest first; true when nothing is held any more. On a full disk the ballast's room is taken, once. */
  function flush(): boolean {
    while (held[0] !== undefined) {
      const oldest = held[0]
      const write = () => log.write<{ seq: number }>((transaction) => ({ status: 'ok', seq: insert(transaction, oldest) }))
      let answer = write()
      if (answer.status === 'refused' && log.lastFailure() === 'full' && ballast.drop()) answer = write()
      if (answer.status === 'refused') return false
      held.shift()
    }
    return true
  }

  function canSend(): Answer {
    if (log.state.isBroken) return refuse('audit-broken')
    if (!flush()) return refuse(healthCode())
    if (heldBy(log.state) !== null) log.recheck()
    if (heldBy(log.state) !== null) return refuse('audit-unacknowledged')
    if (freeBytesBeside(options.file) < limits.freeSpaceFloorBytes || !ballast.keep()) return refuse('audit-unavailable')
    return { status: 'ok' }
  }

  const healthCode = () => (log.state.isBroken ? 'audit-broken' : 'audit-unavailable')

  function tryWriting(): Answer {
    const tried = log.tryWriting()
    return tried.status === 'ok' && heldBy(log.state) !== null ? refuse('audit-unacknowledged') : tried
  }

  function writeIntent(event: IntentEvent, consumePermit: () => boolean): Answer<{ seq: number }> {
    if (!isFitForLog(event)) return refuse('invalid-request')
    const ready = canSend()
    if (ready.status === 'refused') return ready
    const stamped = stamp(event)
    return log.write<{ seq: number }>((transaction) => {
      // Found only now, as the log was opened for this write.
      if (heldBy(log.state) !== null) return refuse('audit-unacknowledged')
      const known = log.index.get(event.attemptId)
      if (known !== null && (known.hasIntent || known.attempt.status === 'cancelled')) return refuse('attempt-unknown')
      if (log.index.isInFlight(event.target.deviceId, event.action)) return refuse('action-in-flight')
      if (transaction.hasPermit(event.permitId) || !isConsumed(consumePermit)) return refuse('permit-missing')
      return { status: 'ok', seq: insert(transaction, stamped) }
    })
  }

  function acknowledge(actor: AuditActor, text: string): Answer<{ health: AuditHealth }> {
    const about = heldBy(log.state)
    if (about === null) return refuse('invalid-request')
    const ownAttempts = log.index.attemptsOf(actor)
    const earlier = log.state.earlier.map(({ code, installId, digest }) => ({ code, installId, digest }))
    const appended = appendRow({ kind: 'acknowledgement', actor, about, ownAttempts, ...(earlier.length > 0 && { earlier }), text })
    return appended.status === 'refused' ? appended : { status: 'ok', health: health() }
  }

  /** Nothing is lost where it cannot be done now: the log goes on growing. */
  function closeWhenLong(): void {
    if (held.length === 0 && log.state.rows >= limits.closeAtRows && health().status === 'whole') retention.closeLog(null)
  }

  function tick(): void {
    flush()
    const nowMs = options.clock.monotonicMs()
    if (nowMs - sealTriedAtMs < sealEveryMs) return
    sealTriedAtMs = nowMs
    log.seal()
    closeWhenLong()
  }

  function attempts(query: DeskQuery): AuditPage {
    log.read(() => null, null) // rows of another process, if any
    return { ...log.index.query(query, options.bootId), isTotalExact: true, health: health() }
  }

  /** Asks the index once it holds the rows of another process too, if any. */
  function upToDate<T>(ask: () => T): T {
    return watched(() => {
      log.read(() => null, null)
      return ask()
    })
  }

  watched(() => {
    ballast.keep()
    closeWhenLong()
  })
  return {
    append: (event) => watched(() => appendRow(event)),
    appendOrHold: (event) => watched(() => {
      held.push(stamp(madeFit(event)))
      flush()
    }),
    flushHeld: () => watched(() => void flush()),
    writeIntent: (event, consumePermit) => watched(() => writeIntent(event, consumePermit)),
    checkWritable: () => watched(() => {
      const ready = canSend()
      return ready.status === 'refused' ? ready : tryWriting()
    }),
    acknowledge: (actor, text) => watched(() => acknowledge(actor, text)),
    seal: () => watched(() => log.seal()),
    tick: () => watched(() => tick()),
    attempts: (query) => watched(() => attempts(query)),
    attemptsBefore: (filter, before, limit) => upToDate(() => log.index.older(filter, before, limit, options.bootId)),
    attempt: (attemptId) => upToDate(() => reading.attempt(attemptId)),
    related: (attemptId) => upToDate(() => log.index.related(attemptId, options.bootId)),
    figures: (filter) => upToDate(() => log.index.figures(filter, options.bootId)),
    choices: () => upToDate(() => log.index.choices()),
    story: (attemptId) => watched(() => reading.story(attemptId)),
    unfinished: () => watched(() => reading.unfinished()),
    awaitingApproval: () => watched(() => reading.awaitingApproval()),
    recentIntents: (limit) => watched(() => reading.recentIntents(limit)),
    sentWithin: (ms) => upToDate(() => {
      const [monotonicMs, wallMs] = [options.clock.monotonicMs(), options.clock.wallMs()]
      return agedIntents(log.index.sentIntents(), { bootId: options.bootId, monotonicMs, wallMs, openedForMs: monotonicMs - openedAtMs }, ms)
    }),
    otherRows: (query) => watched(() => reading.otherRows(query)),
    settings: () => watched(() => reading.settings()),
    storedRows: (afterSeq, limit, installId = null) => watched(() => reading.storedRows(afterSeq, limit, installId)),
    logs: (keepDays) => watched(() => retention.logs(keepDays)),
    closeLog: (actor) => watched(() => (flush() ? retention.closeLog(actor) : refuse(healthCode()))),
    removeLog: (removal) => watched(() => retention.removeLog(removal)),
    dispute: (finding) => watched(() => log.dispute(finding)),
    verify: () => {
      watched(() => log.verify())
      return health()
    },
    health,
    close: () => {
      flush()
      log.close()
    },
  }
}
