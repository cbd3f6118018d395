import { foldEntry } from '../audit/attempt-fold.ts'
import type { AttemptEntry, FoldedAttempt } from '../audit/attempt-fold.ts'
import { inspectRow } from '../audit/chain.ts'
import type { AuditActor, AuditEntry } from '../../src-shared/audit.ts'
import type { Ask, SqlRow } from './desk-connection.ts'

/** One row of an attempt, and in which order the desk wrote it. */
export interface AttemptRow {
  readonly attemptId: string
  /** null: it cannot be read. */
  readonly entry: AuditEntry | null
  /** Whether its hash is that of its text. */
  readonly isItself: boolean
}

/**
 * The rows of these attempts of one desk: those of its own logs in the order in which it wrote them, and reviews from other desks where they arrived.
 * A row of another desk that is no review of this desk's attempt is none of them.
 */
export async function readAttemptRows(ask: Ask, deskId: string, attemptIds: readonly string[]): Promise<readonly AttemptRow[]> {
  const rows = await ask(`SELECT e.attempt_id, e.body, e.hash, e.seq, e.kind, e.install_id, e.received_at, l.desk_id, l.started_at AS log_started
    FROM helpdesk_audit.entries e JOIN helpdesk_audit.logs l ON l.install_id = e.install_id WHERE e.attempt_id = ANY($1)`, [[...attemptIds]])
  const own = rows.filter((row) => row['desk_id'] === deskId && deskReviewed(row) === deskId).sort(byDesk)
  const others = rows.filter((row) => row['desk_id'] !== deskId && row['kind'] === 'review' && deskReviewed(row) === deskId).sort((a, b) => receivedMs(a) - receivedMs(b))
  const merged: SqlRow[] = []
  // One that came before the attempt, to a server that was put back to a backup, counts from there.
  const begun = own.findIndex((row) => row['kind'] === 'attempt' || row['kind'] === 'intent')
  for (const [index, row] of own.entries()) {
    while (index > begun && others[0] !== undefined && receivedMs(others[0]) < receivedMs(row)) merged.push(others.shift() ?? row)
    merged.push(row)
  }
  return [...merged, ...others].map(rowOf)
}

/**
 * What attempt-fold.ts makes of these rows; null when the attempt never began. Nobody reviews what they did themselves, so such a review counts for
 * nothing; of two sign-offs, from two desks, the later one stands, whichever arrived first.
 */
export function foldRows(rows: readonly AttemptRow[]): FoldedAttempt | null {
  return rows.reduce<FoldedAttempt | null>((folded, { entry }) => {
    const { actor, signedOff } = folded?.attempt ?? {}
    if (entry === null) return folded
    if (entry.kind === 'review' && !isOfAnother(entry.actor, actor)) return folded
    if (entry.kind === 'review' && entry.verdict === 'signed-off' && signedOff && signedOff.at > entry.at) return folded
    return foldEntry(folded, entry as AttemptEntry)
  }, null)
}

/** Also false where either cannot be told; a forged row may lack what its kind promises. */
function isOfAnother(reviewer: Partial<AuditActor> | null | undefined, agent: AuditActor | undefined): boolean {
  if (reviewer?.oid == null || agent === undefined) return false
  return reviewer.oid !== agent.oid || (reviewer.tid != null && reviewer.tid !== agent.tid)
}

const receivedMs = (row: SqlRow): number => Number(row['received_at'])
const byDesk = (a: SqlRow, b: SqlRow): number =>
  Number(a['log_started']) - Number(b['log_started']) || String(a['install_id']).localeCompare(String(b['install_id'])) || Number(a['seq']) - Number(b['seq'])

function deskReviewed(row: SqlRow): string {
  if (row['kind'] !== 'review') return String(row['desk_id'])
  const deskId = parsed(String(row['body']))?.['deskId']
  return typeof deskId === 'string' ? deskId : String(row['desk_id'])
}

function rowOf(row: SqlRow): AttemptRow {
  const [body, hash, attemptId, seq] = [String(row['body']), String(row['hash']), String(row['attempt_id']), Number(row['seq'])]
  const fields = parsed(body)
  if (fields === null) return { attemptId, entry: null, isItself: false }
  const isItself = inspectRow({ seq, body, hash }).problem !== 'row-changed'
    && fields['seq'] === seq && fields['attemptId'] === attemptId && fields['installId'] === row['install_id']
  return { attemptId, entry: { ...fields, hash } as unknown as AuditEntry, isItself }
}

function parsed(body: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>
  } catch {
    return null
  }
}
