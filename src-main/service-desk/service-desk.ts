import { usualWorkingHours } from '../audit/attempt-flags.ts'
import type { WorkingHours } from '../audit/attempt-flags.ts'
import { createLocalTime, zoneOfThisPc } from '../audit/local-time.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import type { AuditEntry } from '../../src-shared/audit.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditChoices, AuditFigures, AuditFilter, AuditPage, AuditQuery, RelatedAttempts } from '../../src-shared/audit-query.ts'
import type { DeskLog, DeskVerification } from '../../src-shared/central-log.ts'
import type { Clock } from '../../src-shared/clock.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { AttemptAtDesk, SentQuestion } from '../../src-shared/reconciliation.ts'
import { flaggedAttempt, linesOf } from './attempt-line.ts'
import { readAttemptRows } from './attempt-rows.ts'
import { createPageReader } from './attempts-page.ts'
import { askOver, inTurn, refusalOf } from './desk-connection.ts'
import type { Ask, DeskConnection, OpenDeskConnection, SqlRow } from './desk-connection.ts'
import { readDeskLogs } from './desk-logs.ts'
import { agentOf, readFigures } from './figures.ts'
import { readSentAttempts } from './sent-attempts.ts'
import { createVerifications } from './verifications.ts'

const mostRelated = 20

export interface ServiceDeskOptions {
  /** Whoever is signed in, when it is called. */
  readonly open: OpenDeskConnection
  readonly clock: Clock
  readonly health: () => AuditHealth
  readonly onVerifyChanged: (verification: DeskVerification) => void
  readonly timeZone?: string
  readonly hours?: WorkingHours
}

/**
 * Every desk's attempts, read from the central log under the signed-in supervisor's own login; who may ask is decided before. Every call may be refused
 * with what the connection says ('central-off', 'central-unreachable', 'central-untrusted', 'central-denied', 'central-not-ready'), with 'central-slow',
 * and with 'not-signed-in' when the supervisor left meanwhile.
 */
export interface ServiceDesk {
  attempts(query: AuditQuery): Promise<Answer<{ page: AuditPage }>>
  /** 'attempt-unknown' where it is not there. */
  attempt(attemptId: string, deskId: string): Promise<Answer<{ attempt: AuditAttempt }>>
  /** Rows of exactly this desk's attempt and reviews of it from others, oldest first. 'story-changed' when one of them is not what was written. */
  story(attemptId: string, deskId: string): Promise<Answer<{ entries: readonly AuditEntry[] }>>
  related(attemptId: string, deskId: string): Promise<Answer<{ related: RelatedAttempts }>>
  /** What any desk sent to these devices, with the intent within `withinMs` of the time asked for, on that desk's clock; newest first. */
  sent(questions: readonly SentQuestion[], withinMs: number): Promise<Answer<{ attempts: readonly AttemptAtDesk[] }>>
  figures(filter: AuditFilter): Promise<Answer<{ figures: AuditFigures }>>
  choices(): Promise<Answer<{ choices: AuditChoices }>>
  desks(): Promise<Answer<{ desks: readonly DeskLog[] }>>
  /** Answers when it is under way; 'verify-busy' while another is. */
  verifyDesk(installId: string): Promise<Answer<{ verification: DeskVerification }>>
  cancelVerify(installId: string): void
  /** The supervisor left: what is under way is given up, and the connection closed. */
  close(): Promise<void>
}

/** Nothing is connected before somebody asks. Hours and days are those of `timeZone` (this PC's). */
export function createServiceDesk(options: ServiceDeskOptions): ServiceDesk {
  const desk = { timeZone: options.timeZone ?? zoneOfThisPc(), hours: options.hours ?? usualWorkingHours }
  const local = createLocalTime(desk.timeZone)
  const pages = createPageReader(desk, options.clock)
  const flagged = (row: SqlRow): AuditAttempt => flaggedAttempt(row, local, desk.hours)
  let opened: Promise<Answer<{ connection: DeskConnection }>> | null = null
  /** Counts supervisors: what one asked for is not the next one's. */
  let session = 0
  const verifications = createVerifications({ clock: options.clock, onChanged: options.onVerifyChanged })

  async function open(): Promise<Answer<{ connection: DeskConnection }>> {
    const answer = await options.open()
    return answer.status === 'ok' ? { status: 'ok', connection: inTurn(answer.connection) } : answer
  }

  async function connected(): Promise<Answer<{ connection: DeskConnection }>> {
    const last = opened
    const known = await last
    // Of several that learn of a lost connection at once, one opens the next.
    if (opened === last && known?.status === 'ok' && !known.connection.isOpen()) opened = null
    const opening = (opened ??= open())
    const answer = await opening
    if (answer.status === 'refused' && opened === opening) opened = null
    return answer
  }

  async function using<T extends object>(read: (ask: Ask) => Promise<Answer<T>>): Promise<Answer<T>> {
    const sessionAtStart = session
    const answer = await connected()
    if (session !== sessionAtStart) return refuse('not-signed-in')
    if (answer.status === 'refused') return answer
    try {
      const result = await read(askOver(answer.connection))
      return session === sessionAtStart ? result : refuse('not-signed-in')
    } catch (cause) {
      const code = refusalOf(cause)
      if (code === null) throw cause
      return refuse(session === sessionAtStart ? code : 'not-signed-in')
    }
  }

  async function line(ask: Ask, attemptId: string, deskId: string): Promise<AuditAttempt | null> {
    const [row] = await ask(linesOf('SELECT * FROM helpdesk_audit.attempts WHERE desk_id = $1 AND attempt_id = $2', 'a.attempt_id'), [deskId, attemptId])
    return row === undefined ? null : flagged(row)
  }

  return {
    attempts: (query) => using(async (ask) => {
      const { rows, total, isTotalExact } = await pages.read(ask, query)
      return { status: 'ok', page: { total, isTotalExact, attempts: rows.map(flagged), health: options.health() } }
    }),
    attempt: (attemptId, deskId) => using(async (ask) => {
      const attempt = await line(ask, attemptId, deskId)
      return attempt === null ? refuse('attempt-unknown') : { status: 'ok', attempt }
    }),
    story: (attemptId, deskId) => using(async (ask) => {
      const rows = await readAttemptRows(ask, deskId, [attemptId])
      // Shown as it is, a changed row would be taken for what was written; left out, nobody would miss it.
      return rows.every(({ isItself }) => isItself) ? { status: 'ok', entries: rows.flatMap(({ entry }) => entry ?? []) } : refuse('story-changed')
    }),
    related: (attemptId, deskId) => using(async (ask) => {
      const attempt = await line(ask, attemptId, deskId)
      if (attempt === null) return refuse('attempt-unknown')
      const newest = async (column: 'device_id' | 'user_id', id: string): Promise<readonly AuditAttempt[]> => {
        const order = 'a.started_at DESC, a.attempt_id DESC'
        const also = column === 'user_id' ? "AND a.user_id <> ''" : ''
        const source = `SELECT * FROM helpdesk_audit.attempts a WHERE a.${column} = $1 ${also} AND (a.desk_id, a.attempt_id) <> ($2, $3) ORDER BY ${order} LIMIT ${mostRelated}`
        return (await ask(linesOf(source, order), [id, deskId, attemptId])).map(flagged)
      }
      const { deviceId, userId } = attempt.target
      return { status: 'ok', related: { sameDevice: await newest('device_id', deviceId), sameUser: userId === '' ? [] : await newest('user_id', userId) } }
    }),
    sent: (questions, withinMs) => using(async (ask) => ({ status: 'ok', attempts: await readSentAttempts(ask, questions, withinMs, flagged) })),
    figures: (filter) => using(async (ask) => ({ status: 'ok', figures: await readFigures(ask, filter, desk) })),
    choices: () => using(async (ask) => {
      const agents = (await ask('SELECT oid, tid, upn, display_name FROM helpdesk_audit.agents')).map(agentOf)
      return { status: 'ok', choices: { agents: agents.sort((a, b) => a.displayName.localeCompare(b.displayName)) } }
    }),
    desks: () => using(async (ask) => ({ status: 'ok', desks: await readDeskLogs(ask) })),
    verifyDesk: (installId) => using(async (ask) => verifications.start(installId, ask)),
    cancelVerify: verifications.cancel,
    close: async () => {
      session += 1
      verifications.stop()
      pages.forget()
      const last = opened
      opened = null
      const answer = await last
      if (answer?.status === 'ok') await answer.connection.close()
    },
  }
}
