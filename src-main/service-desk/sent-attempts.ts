import type { AttemptAtDesk, SentQuestion } from '../../src-shared/reconciliation.ts'
import { linesOf } from './attempt-line.ts'
import { isoOf } from './desk-connection.ts'
import type { Ask, SqlRow } from './desk-connection.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'

/** What any desk sent, in one question: this device, action and person (UPN), with the intent within `withinMs` of that time by the desk's own clock. */
export async function readSentAttempts(
  ask: Ask, questions: readonly SentQuestion[], withinMs: number, attemptOf: (row: SqlRow) => AuditAttempt,
): Promise<readonly AttemptAtDesk[]> {
  // Consoles write a device's id as Graph gives it; Intune's logs may have it in capitals.
  const found = `SELECT s.desk_id, s.attempt_id
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS w (device, action, upn, at)
    JOIN helpdesk_audit.attempts s ON s.device_id IN (w.device, lower(w.device)) AND s.action = w.action AND lower(s.actor ->> 'upn') = lower(w.upn)
      AND s.sent_at BETWEEN w.at - $5::int * interval '1 ms' AND w.at + $5::int * interval '1 ms'`
  const rows = await ask(linesOf(`SELECT * FROM helpdesk_audit.attempts WHERE (desk_id, attempt_id) IN (${found})`, 'a.sent_at DESC, a.desk_id, a.attempt_id'), [
    questions.map(({ deviceId }) => deviceId), questions.map(({ action }) => action), questions.map(({ upn }) => upn), questions.map(({ at }) => at), withinMs,
  ])
  return rows.map((row) => ({ attempt: attemptOf(row), sentAt: isoOf(row['sent_at']) }))
}
