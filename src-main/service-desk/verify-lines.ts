import { isDeepStrictEqual } from 'node:util'
import { canonicalJson } from '../audit/chain.ts'
import type { FoldedAttempt } from '../audit/attempt-fold.ts'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptOf, lineColumns } from './attempt-line.ts'
import { foldRows, readAttemptRows } from './attempt-rows.ts'
import { isoOrNull } from './desk-connection.ts'
import type { Ask } from './desk-connection.ts'

const batch = 200

/**
 * Counts the attempts of one log whose line in the central log is not what its rows say: changed, missing (of `begun`, ids of attempts that began
 * in it), or without rows. `isCancelled` is asked after each batch of lines.
 */
export async function countDiffering(
  ask: Ask, log: { readonly installId: string; readonly deskId: string }, begun: ReadonlySet<string>, isCancelled: () => boolean,
): Promise<number> {
  const unseen = new Set(begun)
  let differing = 0
  for (let after = ''; ;) {
    // What is looked for has to be what is shown.
    const lines = await ask(`SELECT ${lineColumns}, a.sent_at, a.agent_oid = a.actor ->> 'oid' AND a.device_id = a.target ->> 'deviceId' AND a.user_id = a.target ->> 'userId'
        AND a.search = helpdesk_audit.search_text(a.actor, a.target, a.ticket, a.reason, a.action, a.status, a.code) AS is_findable
      FROM helpdesk_audit.attempts a JOIN helpdesk_audit.logs l ON l.install_id = a.install_id
      WHERE a.desk_id = $1 AND a.attempt_id > $2 AND a.install_id = $3 ORDER BY a.attempt_id LIMIT ${batch}`, [log.deskId, after, log.installId])
    if (lines.length === 0 || isCancelled()) return differing + unseen.size
    const ids = lines.map((line) => String(line['attempt_id']))
    const rows = Map.groupBy(await readAttemptRows(ask, log.deskId, ids), ({ attemptId }) => attemptId)
    for (const line of lines) {
      const id = String(line['attempt_id'])
      unseen.delete(id)
      const ownRows = rows.get(id) ?? []
      const folded = foldRows(ownRows)
      const sentAt = ownRows.findLast(({ entry }) => entry?.kind === 'intent')?.entry?.at ?? null
      const isRight = folded !== null && isSame(attemptOf(line), folded) && line['is_findable'] === true
        && line['has_intent'] === folded.hasIntent && isoOrNull(line['sent_at']) === sentAt
      if (!isRight) differing += 1
    }
    after = ids.at(-1) ?? after
  }
}

/** An attempt that was left open is shown as interrupted once the console has started again, and its rows do not say when that was. */
function isSame(line: AuditAttempt, { attempt }: FoldedAttempt): boolean {
  const status = attempt.status === 'open' && line.status === 'interrupted' ? 'interrupted' : attempt.status
  return isDeepStrictEqual(readable({ ...line, desk: null }), readable({ ...attempt, status }))
}

/** As PostgreSQL's jsonb holds it: without U+0000 and halves of surrogate pairs; see resources/central-log.sql. */
function readable(attempt: AuditAttempt): unknown {
  // A forged row can lack what its kind promises.
  const whole = JSON.parse(JSON.stringify(attempt)) as unknown
  const escaped = canonicalJson(whole).replaceAll('\\\\', '\u0001').replaceAll(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\uFFFD').replaceAll('\u0001', '\\\\')
  return JSON.parse(escaped) as unknown
}
