import type { IntuneLogName } from '../../src-shared/audit.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { AttemptAtDesk, IntuneLogEntry, IntuneLogReading, Reconciliation, ReconciliationRange, SentQuestion } from '../../src-shared/reconciliation.ts'
import { actorOf } from '../../src-shared/session.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { GraphClient } from '../graph/http-client.ts'
import { readAuditEvents, readRemoteActionAudits } from '../graph/intune-logs.ts'
import type { IntuneLogRead, LogSpan } from '../graph/intune-logs.ts'
import { compareElsewhere, questionsAbout } from './elsewhere.ts'
import { compare, matchWithinMs } from './reconcile.ts'
import { readSentAttempts } from './sent-attempts.ts'

/** A desk's clock may be wrong by hours; Graph's answer, which says when it really was, is looked at afterwards. */
const deskClockWithinMs = 86_400_000

export interface ReconcilerOptions {
  readonly clock: Clock
  readonly account: () => Account | null
  readonly audit: Pick<AuditLog, 'attempts' | 'story' | 'append'>
  readonly withGraph: (use: (client: GraphClient) => Promise<Answer<IntuneLogRead>>) => Promise<Answer<IntuneLogRead>>
  /** The same with a token that can read Intune's audit log. */
  readonly withAuditData: ReconcilerOptions['withGraph']
  /** Graph's clock minus this PC's, ms; null while not known. */
  readonly clockOffsetMs: () => number | null
  /** Asks the central log what any desk sent; null where the policy names none. */
  readonly sentAtDesks: ((questions: readonly SentQuestion[], withinMs: number) => Promise<Answer<{ attempts: readonly AttemptAtDesk[] }>>) | null
}

export interface Reconciler {
  /**
   * Lays what this console sent beside Intune's own logs, and writes down what came of it. Works with one of the two logs: `readings` says
   * why the other is missing. Neither: 'intune-log-unavailable'. 'not-signed-in' when the session ended meanwhile.
   */
  reconcile(range: ReconciliationRange): Promise<Answer<{ reconciliation: Reconciliation }>>
  /** Ends what is being read: whoever asked has signed out. */
  cancel(): void
}

/** Compares in the name of the signed-in supervisor; who may ask is decided by ipc/. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { audit, clock } = options
  let session = new AbortController()

  async function reconcile({ from, to }: ReconciliationRange): Promise<Answer<{ reconciliation: Reconciliation }>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    const { signal } = session
    const hasLeft = (): boolean => signal.aborted || options.account()?.oid !== account.oid
    const offsetMs = options.clockOffsetMs() ?? 0
    const span: LogSpan = { fromMs: Date.parse(from) + offsetMs, toMs: Date.parse(to) + offsetMs }
    // What lies just outside of the span may explain what lies just inside.
    const wider: LogSpan = { fromMs: span.fromMs - matchWithinMs, toMs: span.toMs + matchWithinMs }
    const [remote, events] = await Promise.all([
      options.withGraph((client) => readRemoteActionAudits(client, wider, { signal })),
      options.withAuditData((client) => readAuditEvents(client, wider, { signal })),
    ])
    if (hasLeft()) return refuse('not-signed-in')
    if (remote.status === 'refused' && events.status === 'refused') return refuse('intune-log-unavailable', remote.reference ?? events.reference)

    const nowMs = clock.wallMs()
    const isIn = (atMs: number): boolean => atMs >= span.fromMs && atMs < span.toMs
    const isEntryIn = ({ at }: IntuneLogEntry): boolean => isIn(Date.parse(at))
    const readings = [readingOf('remote-action-audits', remote, isEntryIn), readingOf('audit-events', events, isEntryIn)]
    const sources = readings.flatMap(({ source, code }) => (code === null ? [source] : []))
    const sent = readSentAttempts(audit, wider, offsetMs)
    const compared = compare(sent, [remote, events].flatMap((read) => (read.status === 'ok' ? read.entries : [])), sources, nowMs + offsetMs)
    const attempts = compared.attempts.filter((_attempt, index) => isIn(sent[index]?.sentAtMs ?? Number.NaN))
    const left = compared.outside.flat()
    const questions = questionsAbout(left)
    const atDesks = options.sentAtDesks === null ? null
      : questions.length === 0 ? { status: 'ok' as const, attempts: [] } : await options.sentAtDesks(questions, deskClockWithinMs)
    if (hasLeft()) return refuse('not-signed-in')
    const beside = compareElsewhere(left, atDesks?.status === 'ok' ? atDesks.attempts : [], sent)
    const elsewhere = beside.elsewhere.filter(({ entries }) => entries.some(isEntryIn))
    const outside = beside.outside.filter((entries) => entries.some(isEntryIn))
    const count = (verdict: string): number => attempts.filter((one) => one.verdict === verdict).length
    const central = atDesks === null ? null : { code: atDesks.status === 'ok' ? null : atDesks.code }
    // A log that cannot be written now says so itself, everywhere; what Intune has is of use then more than ever.
    audit.append({
      kind: 'reconciliation', actor: actorOf(account), from, to, sources, confirmed: count('confirmed'), missing: count('missing'), outside: outside.length,
      ...(atDesks?.status === 'ok' ? { elsewhere: elsewhere.length } : {}),
    })
    return { status: 'ok', reconciliation: { from, to, comparedAt: new Date(nowMs).toISOString(), readings, attempts, elsewhere, outside, central } }
  }

  return {
    reconcile,
    cancel: () => {
      session.abort()
      session = new AbortController()
    },
  }
}

function readingOf(source: IntuneLogName, read: Answer<IntuneLogRead>, isIn: (entry: IntuneLogEntry) => boolean): IntuneLogReading {
  if (read.status === 'refused') return { source, entries: 0, unreadable: 0, code: read.code }
  return { source, entries: read.entries.filter(isIn).length, unreadable: read.unreadable, code: null }
}

