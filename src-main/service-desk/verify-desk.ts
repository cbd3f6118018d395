import { setImmediate as breath } from 'node:timers/promises'
import { createChainVerifier } from '../audit/chain-verifier.ts'
import type { StoredRow } from '../audit/chain.ts'
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import type { DeskVerification } from '../../src-shared/central-log.ts'
import type { PreviousLog } from '../../src-shared/audit.ts'
import type { Ask } from './desk-connection.ts'
import { countDiffering } from './verify-lines.ts'

/** Small enough that main is never held up: hashing so many takes a few milliseconds. */
const batch = 500
const mostFindings = 20

export interface VerifyOptions {
  readonly ask: Ask
  readonly installId: string
  readonly isCancelled: () => boolean
  /** Called after every batch. */
  readonly onProgress: (progress: Pick<DeskVerification, 'rows' | 'totalRows' | 'findings' | 'sealedRows'>) => void
}

export type VerifiedDesk = Pick<DeskVerification, 'rows' | 'totalRows' | 'findings' | 'sealedRows' | 'differing'>

/**
 * Judges one log as the central log holds it: every row and seal as the console judges its own, its end against what the server knows of it, what
 * contradicted it, the log that it follows, and the attempts' lines. null: there is no such log. Rejects with the driver's error.
 */
export async function verifyDeskLog({ ask, installId, isCancelled, onProgress }: VerifyOptions): Promise<VerifiedDesk | null> {
  const [log] = await ask('SELECT install_id, desk_id, rows, head, conflicts, previous_install_id FROM helpdesk_audit.logs WHERE install_id = $1', [installId])
  if (log === undefined) return null
  const totalRows = Number(log['rows'])
  const deskId = String(log['desk_id'])
  const verifier = createChainVerifier(installId)
  const begun = new Set<string>()
  const findings: AuditFinding[] = []
  const find = (code: AuditFindingCode, seq: number | null, about = installId): void => {
    if (findings.length < mostFindings) findings.push({ code, installId: about, seq })
  }
  let rows = 0
  let previous: PreviousLog | null = null
  const progress = () => ({ rows, totalRows, findings: [...findings], sealedRows: verifier.summary().sealed?.rows ?? 0 })

  for (let after = 0; after < totalRows && !isCancelled();) {
    const read = await ask(`SELECT seq, kind, attempt_id, body, hash FROM helpdesk_audit.entries WHERE install_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${batch}`,
      [installId, after, totalRows])
    if (read.length === 0) break
    for (const one of read) {
      const row: StoredRow = { seq: Number(one['seq']), body: String(one['body']), hash: String(one['hash']) }
      const found = verifier.take(row)
      for (const { code, seq } of found) find(code, seq)
      const fields = fieldsOf(row.body)
      if (found.length === 0 && (fields['kind'] !== one['kind'] || (fields['attemptId'] ?? null) !== one['attempt_id'])) find('row-changed', row.seq)
      if (row.seq === 1 && fields['kind'] === 'log-started') {
        previous = fields['previous'] as PreviousLog | null
        if (fields['deskId'] !== deskId || (previous?.installId ?? null) !== log['previous_install_id']) find('row-foreign', 1)
      }
      if (one['kind'] === 'attempt' || one['kind'] === 'intent') begun.add(String(one['attempt_id']))
      after = row.seq
    }
    rows += read.length
    onProgress(progress())
    await breath()
  }
  if (isCancelled()) return { ...progress(), differing: 0 }

  const { head } = verifier.summary()
  if (head.seq < totalRows) find('tail-missing', head.seq + 1)
  else if (head.hash !== log['head']) find('history-rewritten', totalRows)
  const conflicts = await ask('SELECT DISTINCT seq FROM helpdesk_audit.conflicts WHERE install_id = $1 ORDER BY seq LIMIT 20', [installId])
  for (const { seq } of conflicts) find('witness-disagrees', Number(seq))
  if (conflicts.length === 0 && Number(log['conflicts']) > 0) find('witness-disagrees', null)
  if (previous !== null) await judgePrevious(ask, previous, find)
  await judgeOthers(ask, { installId, deskId, rows: totalRows, previous }, find)
  const differing = await countDiffering(ask, { installId, deskId }, begun, isCancelled)
  return { ...progress(), differing }
}

/** Whether the log that this one follows is here, as far as this one says it went. A broken one may never have been sent whole. */
async function judgePrevious(ask: Ask, previous: PreviousLog, find: (code: AuditFindingCode, seq: number | null, about: string) => void): Promise<void> {
  const { installId, rows, hash, reason } = previous
  const [known] = await ask(`SELECT l.rows, e.hash FROM helpdesk_audit.logs l LEFT JOIN helpdesk_audit.entries e ON e.install_id = l.install_id AND e.seq = $2
    WHERE l.install_id = $1::uuid`, [installId, rows])
  if (known !== undefined && Number(known['rows']) > rows) find('witness-knows-more', rows + 1, installId)
  if (known === undefined) find('file-missing', null, installId)
  else if (reason === 'broken') return
  else if (known['hash'] === null) find('tail-missing', rows, installId)
  else if (known['hash'] !== hash) find('history-rewritten', rows, installId)
}

interface JudgedLog {
  readonly installId: string
  readonly deskId: string
  readonly rows: number
  readonly previous: PreviousLog | null
}

/** A desk's logs follow one another. One beside this one, or that says this one had ended earlier, is of a desk that went back, or of a forger. */
async function judgeOthers(ask: Ask, { installId, deskId, rows, previous }: JudgedLog, find: (code: AuditFindingCode, seq: number | null, about?: string) => void): Promise<void> {
  const others = await ask(`SELECT l.install_id, e.body FROM helpdesk_audit.logs l JOIN helpdesk_audit.entries e ON e.install_id = l.install_id AND e.seq = 1
    WHERE l.desk_id = $1 AND l.install_id <> $2 AND (l.previous_install_id = $2::text OR l.previous_install_id IS NOT DISTINCT FROM $3)`, [deskId, installId, previous?.installId ?? null])
  for (const other of others) {
    const followed = fieldsOf(String(other['body']))['previous'] as PreviousLog | null
    if (followed?.installId !== installId) find('witness-disagrees', 1, String(other['install_id']))
    else if (followed.rows < rows) find('witness-knows-more', followed.rows + 1)
  }
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
