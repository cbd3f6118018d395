import type pg from 'pg'
import { attemptFlags } from '../src-shared/audit-attempts.ts'
import type { AuditFilter, BesideAttempt } from '../src-shared/audit-query.ts'
import { everyAttempt } from '../src-shared/audit-query.ts'
import type { ServiceDesk } from '../src-main/service-desk/service-desk.ts'
import { rareWord } from './central-log-fill.ts'

export type Cases = Readonly<Record<string, () => Promise<unknown>>>
const pageSize = 50

/** What a supervisor asks of every desk, and `rivals`: the same without this schema's help. */
export async function casesOf(desk: ServiceDesk, client: pg.Client, attempts: number): Promise<{ readonly cases: Cases; readonly rivals: Cases; readonly agentOid: string }> {
  /** At least so many attempts on the page, or the case measures nothing. */
  const page = (filter: Partial<AuditFilter>, { beside = null, offset = 0, least = 1 }: { beside?: BesideAttempt | null; offset?: number; least?: number } = {}) => async () => {
    const answer = await desk.attempts({ filter: { ...everyAttempt, ...filter }, scope: 'service-desk', window: { offset, limit: pageSize }, beside })
    if (answer.status === 'refused' || answer.page.attempts.length < least) throw new Error(`no page for ${JSON.stringify(filter)}: ${JSON.stringify(answer).slice(0, 300)}`)
    return answer.page
  }
  const newest = (await page({})()).attempts
  const [sample] = newest
  const deep = Math.floor(attempts * 0.9)
  const { rows: [far] } = await client.query<{ started_at: Date; attempt_id: string }>('SELECT started_at, attempt_id FROM helpdesk_audit.attempts ORDER BY started_at DESC, attempt_id DESC OFFSET $1 LIMIT 1', [deep - 1])
  if (sample?.desk === undefined || sample.desk === null || far === undefined) throw new Error('there is nothing to measure')
  const { deskId } = sample.desk
  const last = newest.at(-1) ?? sample
  const besideFar: BesideAttempt = { direction: 'older', startedAt: far.started_at.toISOString(), attemptId: far.attempt_id }
  const [firstName = '', lastName = ''] = sample.actor.displayName.split(' ')

  const cases: Cases = {
    'first page': page({}, { least: pageSize }),
    'second page': page({}, { offset: pageSize, beside: { direction: 'older', startedAt: last.startedAt, attemptId: last.attemptId }, least: pageSize }),
    'deep page': page({}, { beside: besideFar, least: pageSize }),
    'deep page, newer': page({}, { beside: { ...besideFar, direction: 'newer' }, least: pageSize }),
    'agent': page({ agentOid: sample.actor.oid }),
    'agent, deep': page({ agentOid: sample.actor.oid }, { beside: besideFar }),
    'device': page({ deviceId: sample.target.deviceId }),
    'user': page({ userId: sample.target.userId }),
    'status': page({ statuses: ['done'] }),
    'rare status': page({ statuses: ['awaiting-approval'] }),
    'three statuses': page({ statuses: ['unknown', 'awaiting-approval', 'refused'] }),
    'action': page({ actions: ['rename'] }),
    'agent, status and action': page({ agentOid: sample.actor.oid, statuses: ['failed'], actions: ['remove'] }, { least: 0 }),
    'ticket': page({ ticket: sample.ticket === '' ? 'INC0000007' : sample.ticket }),
    'part of a ticket': page({ ticket: '0042' }),
    'one word': page({ text: firstName }),
    'two words': page({ text: `${firstName} ${lastName}` }),
    'two common words': page({ text: 'holiday locked' }, { least: 0 }),
    'a rare word': page({ text: rareWord }),
    'no such word': page({ text: 'nobodysname' }, { least: 0 }),
    'signed off': page({ reviewed: 'signed-off' }),
    'not signed off': page({ reviewed: 'open' }),
    ...Object.fromEntries(attemptFlags.map((flag) => [flag, page({ flags: [flag] })])),
    'a month': page({ from: '2025-06-01T00:00:00.000Z', to: '2025-07-01T00:00:00.000Z' }),
    'a month, agent and word': page({ from: '2025-06-01T00:00:00.000Z', to: '2025-07-01T00:00:00.000Z', agentOid: sample.actor.oid, text: 'holiday' }),
    'desks': () => desk.desks(),
    'story': async () => {
      const answer = await desk.story(sample.attemptId, deskId)
      if (answer.status === 'refused' || answer.entries.length === 0) throw new Error(JSON.stringify(answer))
    },
    'choices': () => desk.choices(),
  }
  const rivals: Cases = {
    'deep page by OFFSET': () => client.query('SELECT * FROM helpdesk_audit.attempts ORDER BY started_at DESC, attempt_id DESC OFFSET $1 LIMIT $2', [deep, pageSize]),
  }
  return { cases, rivals, agentOid: sample.actor.oid }
}

/** An agent's newest attempts from the rows themselves, by what their JSON says. */
export const foldingRows = `WITH newest AS (
    SELECT install_id, attempt_id, helpdesk_audit.readable(body) ->> 'at' AS at FROM helpdesk_audit.entries
    WHERE kind = 'attempt' AND body LIKE '%' || $1 || '%' AND helpdesk_audit.readable(body) -> 'actor' ->> 'oid' = $1 ORDER BY at DESC LIMIT 50)
  SELECT n.at, e.seq, e.body FROM newest n JOIN helpdesk_audit.entries e ON e.attempt_id = n.attempt_id ORDER BY n.at DESC, e.seq`
