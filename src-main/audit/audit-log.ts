import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditActor, AuditEntry, AuditEvent, AuditKind, IntentEvent } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditChoices, AuditFigures, AuditFilter, AuditPage, DeskQuery, RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { presented } from './attempt-fold.ts'
import type { FoldedAttempt } from './attempt-fold.ts'
import type { StoredRow } from './chain.ts'
import { createBallast, freeBytesBeside } from './disk.ts'
import { isFitForLog, madeFit } from './event-guard.ts'
import { noProtection } from './key-file.ts'
import type { KeyProtection } from './key-file.ts'
import { openVerifiedLog } from './verified-log.ts'
import type { LogTransaction, WritePoint } from './verified-log.ts'

export interface AuditLogOptions {
  /** Where the log is; a folder of its own, which is made readable by this user alone if it is not there yet. */
  readonly file: string
  readonly bootId: string
  readonly clock: Clock
  readonly onHealthChanged?: ((health: AuditHealth) => void) | undefined
  /** Keeps the sealing key from others; without it the file's mode does. */
  readonly keyProtection?: KeyProtection | undefined
  /** For tests: called at each point where a killed console could leave something half done. */
  readonly onPoint?: ((point: WritePoint) => void) | undefined
  /** For tests: smaller numbers. */
  readonly limits?: Partial<AuditLimits> | undefined
}

export interface AuditLimits {
  /** Below this much free disk space no intent is written. */
  readonly freeSpaceFloorBytes: number
  readonly ballastBytes: number
  /** How long a call waits for another process that is writing. */
  readonly busyTimeoutMs: number
}

/** So long at most a row waits for its seal while the console runs. */
const sealEveryMs = 10 * 60_000

const defaultLimits: AuditLimits = { freeSpaceFloorBytes: 64 * 1024 * 1024, ballastBytes: 1024 * 1024, busyTimeoutMs: 5_000 }

export type EntryOf<K extends AuditKind> = Extract<AuditEntry, { readonly kind: K }>

/** Everything but an intent, which only {@link AuditLog.writeIntent} writes, with a permit. */
export type PlainEvent = Exclude<AuditEvent, IntentEvent>

/** A request that was sent (or may have been) and the last that is known of it. */
export interface SentRequest {
  readonly intent: EntryOf<'intent'>
  readonly answer: EntryOf<'answer'> | null
  readonly outcome: EntryOf<'outcome'> | null
  /** What the agent wrote when they asked for it. */
  readonly attempt: EntryOf<'attempt'> | null
}

export interface UnfinishedIntent {
  readonly attempt: AuditAttempt
  readonly intent: EntryOf<'intent'>
  /** null: the console ended between the intent and the answer, or is between them now. */
  readonly answer: EntryOf<'answer'> | null
}

/** A request that Multi Admin Approval holds back. */
export interface AwaitedApproval extends UnfinishedIntent {
  readonly isApproved: boolean
}

/** Rows as they are kept, of the log `installId`. */
export interface StoredRows {
  readonly installId: string
  readonly rows: readonly StoredRow[]
}

/**
 * The audit log of this console. It never throws: what cannot be written is refused with 'audit-unavailable' (may pass; tried again at
 * each call) or 'audit-broken'. A log that is found broken is never repaired or deleted: it is set aside as evidence, a new one is started, and
 * intents are refused with 'audit-unacknowledged' until a supervisor has acknowledged that. Only where it cannot be set aside is it 'audit-broken'.
 * Events that hold a secret are refused with 'invalid-request'. All calls are synchronous: when one answers ok, the row is on the disk.
 */
export interface AuditLog {
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
  /** Up to `limit` rows after `afterSeq`, oldest first, for a copy; null when the log cannot be read. */
  storedRows(afterSeq: number, limit: number): StoredRows | null
  /** A supervisor has seen that the log before this one is broken: one row, and intents are written again. */
  acknowledge(actor: AuditActor, text: string): Answer<{ health: AuditHealth }>
  /** Seals every row that is not sealed yet: when the agent leaves, and at the end. */
  seal(): void
  /** Called every now and then: writes what is held, and seals every ten minutes. */
  tick(): void
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

function atMost(limit: number, rows: Iterable<StoredRow>): readonly StoredRow[] {
  const taken: StoredRow[] = []
  if (limit > 0) {
    for (const row of rows) if (taken.push(row) >= limit) break
  }
  return taken
}

/** The row as the page and the tracker read it; nothing for a row too broken to read. */
function entryOf(row: StoredRow): readonly AuditEntry[] {
  try {
    return [{ ...(JSON.parse(row.body) as object), hash: row.hash } as AuditEntry]
  } catch {
    return []
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
    file: options.file, busyTimeoutMs: limits.busyTimeoutMs, protection,
    stamp: () => ({ ...timeNow(), bootId: options.bootId }), onPoint: options.onPoint ?? (() => undefined),
  })
  let sealTriedAtMs = options.clock.monotonicMs()
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
    const { isBroken, brokenAt, findings, isUnavailable, rows, sealed, unacknowledged } = log.state
    const status = isBroken ? 'broken' : held.length > 0 ? 'held' : isUnavailable ? 'unavailable' : unacknowledged !== null ? 'unacknowledged' : 'whole'
    const told = isBroken ? findings : (unacknowledged?.findings ?? [])
    return {
      status, rows, heldRows: held.length, brokenAt: brokenAt ?? told.find(({ seq }) => seq !== null)?.seq ?? null,
      findings: [...told], unacknowledged, checkedAt: checked.at, sealed, keyStore: protection.keyStore,
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
      const shape = `${current.status} ${current.heldRows} ${String(current.brokenAt)}`
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
      if ('attemptId' in event && event.kind !== 'attempt' && log.index.get(event.attemptId) === null) return refuse('attempt-unknown')
      if (event.kind === 'attempt' && log.index.get(event.attemptId) !== null) return refuse('invalid-request')
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
    if (log.state.unacknowledged !== null) log.read(() => null, null) // acknowledged in another process, perhaps
    if (log.state.unacknowledged !== null) return refuse('audit-unacknowledged')
    if (freeBytesBeside(options.file) < limits.freeSpaceFloorBytes || !ballast.keep()) return refuse('audit-unavailable')
    return { status: 'ok' }
  }

  const healthCode = () => (log.state.isBroken ? 'audit-broken' : 'audit-unavailable')

  function tryWriting(): Answer {
    const tried = log.tryWriting()
    return tried.status === 'ok' && log.state.unacknowledged !== null ? refuse('audit-unacknowledged') : tried
  }

  function writeIntent(event: IntentEvent, consumePermit: () => boolean): Answer<{ seq: number }> {
    if (!isFitForLog(event)) return refuse('invalid-request')
    const ready = canSend()
    if (ready.status === 'refused') return ready
    const stamped = stamp(event)
    return log.write<{ seq: number }>((transaction) => {
      // Found only now, as the log was opened for this write.
      if (log.state.unacknowledged !== null) return refuse('audit-unacknowledged')
      const known = log.index.get(event.attemptId)
      if (known !== null && (known.hasIntent || known.attempt.status === 'cancelled')) return refuse('attempt-unknown')
      if (log.index.isInFlight(event.target.deviceId, event.action)) return refuse('action-in-flight')
      if (transaction.hasPermit(event.permitId) || !isConsumed(consumePermit)) return refuse('permit-missing')
      return { status: 'ok', seq: insert(transaction, stamped) }
    })
  }

  function acknowledge(actor: AuditActor, text: string): Answer<{ health: AuditHealth }> {
    const about = log.state.unacknowledged
    if (about === null) return refuse('invalid-request')
    const appended = appendRow({ kind: 'acknowledgement', actor, about, text })
    return appended.status === 'refused' ? appended : { status: 'ok', health: health() }
  }

  function tick(): void {
    flush()
    const nowMs = options.clock.monotonicMs()
    if (nowMs - sealTriedAtMs < sealEveryMs) return
    sealTriedAtMs = nowMs
    log.seal()
  }

  function attempts(query: DeskQuery): AuditPage {
    log.read(() => null, null) // rows of another process, if any
    return { ...log.index.query(query, options.bootId), isTotalExact: true, health: health() }
  }

  function attemptOf(attemptId: string): AuditAttempt | null {
    const folded = log.index.get(attemptId)
    return folded === null ? null : presented(folded, options.bootId)
  }

  /** Asks the index once it holds the rows of another process too, if any. */
  function upToDate<T>(ask: () => T): T {
    return watched(() => {
      log.read(() => null, null)
      return ask()
    })
  }

  function story(attemptId: string): readonly AuditEntry[] {
    return log.read((database) => database.rowsOfAttempt(attemptId).flatMap(entryOf), [])
  }

  function requestOf(attemptId: string): SentRequest | null {
    const rows = story(attemptId)
    const last = <K extends AuditKind>(kind: K) => rows.findLast((row): row is EntryOf<K> => row.kind === kind) ?? null
    const intent = last('intent')
    return intent === null ? null : { intent, answer: last('answer'), outcome: last('outcome'), attempt: last('attempt') }
  }

  function requestsOf(list: () => readonly FoldedAttempt[]): readonly UnfinishedIntent[] {
    log.read(() => null, null)
    return list().flatMap((folded) => {
      const request = requestOf(folded.attempt.attemptId)
      if (request === null) return []
      return { attempt: presented(folded, options.bootId), intent: request.intent, answer: request.answer }
    })
  }

  function recentIntents(limit: number): readonly SentRequest[] {
    const intents = log.read((database) => database.newestOfKind('intent', Math.max(0, Math.floor(limit))).flatMap(entryOf), [])
    return intents.flatMap((intent) => (intent.kind === 'intent' ? (requestOf(intent.attemptId) ?? []) : []))
  }

  watched(() => ballast.keep())
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
    attempt: (attemptId) => upToDate(() => attemptOf(attemptId)),
    related: (attemptId) => upToDate(() => log.index.related(attemptId, options.bootId)),
    figures: (filter) => upToDate(() => log.index.figures(filter, options.bootId)),
    choices: () => upToDate(() => log.index.choices()),
    story: (attemptId) => watched(() => story(attemptId)),
    unfinished: () => watched(() => requestsOf(log.index.unfinished)),
    awaitingApproval: () => watched(() => requestsOf(log.index.awaitingApproval)
      .map((request) => ({ ...request, isApproved: request.attempt.status === 'approved' }))),
    recentIntents: (limit) => watched(() => recentIntents(limit)),
    storedRows: (afterSeq, limit) => watched(() => log.read(({ present }) => (
      { installId: present.installId, rows: atMost(limit, present.rowsAfter(afterSeq)) }
    ), null)),
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
