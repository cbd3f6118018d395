import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { StoredRow } from '../audit/chain.ts'
import type { CentralConnection } from './connect.ts'

/** How far the server has a log. */
export interface ServerHead {
  readonly rows: number
  readonly hash: string
}

export interface Sending {
  readonly installId: string
  /** Rows that this PC has of it, as last counted. */
  readonly rows: number
  readonly connection: CentralConnection
  /** Up to `limit` rows after `afterSeq`, oldest first; null when the log cannot be read now. */
  readonly read: (afterSeq: number, limit: number) => readonly StoredRow[] | null
  /** Told whenever the server has confirmed that it has the rows up to this one. */
  readonly onConfirmed: (rows: number) => void
  /** false: whoever sends has gone. */
  readonly isWanted: () => boolean
}

export type SendingEnd =
  | { readonly kind: 'sent' }
  /** The server holds other rows of this log, or later ones; `seq`: where they part. */
  | { readonly kind: 'disputed'; readonly code: 'witness-knows-more' | 'witness-disagrees'; readonly seq: number }
  /** The server does not take this row, nor will it later. */
  | { readonly kind: 'stopped'; readonly seq: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode }

const batchRows = 200
/** Characters; a row of its own may be longer. */
const batchLength = 1_000_000
/** The same question with nothing learned, so often; then it is the row. */
const mostTries = 3

/** How far the server has each of these logs; what it does not know yet is left out. */
export async function headsOf(connection: CentralConnection, installIds: readonly string[]): Promise<{ readonly heads: ReadonlyMap<string, ServerHead> } | { readonly code: ErrorCode }> {
  const answer = await connection.query<{ id: string; rows: string; head: string }>(
    'SELECT l.id::text AS id, h.rows, h.head FROM unnest($1::uuid[]) AS l(id) CROSS JOIN LATERAL helpdesk_audit.head_of(l.id) AS h', [installIds],
  )
  if (answer.status === 'refused') return { code: answer.code }
  return { heads: new Map(answer.rows.map(({ id, rows, head }) => [id, { rows: Number(rows), hash: head }])) }
}

/**
 * Sends one log's rows from where the server has it to its end. Nothing is remembered here: after each batch the server is asked again how far it
 * is, so an answer that was lost loses no row and doubles none.
 */
export async function sendLog(sending: Sending, from: ServerHead | undefined): Promise<SendingEnd> {
  const { installId, connection, read } = sending
  let server = from ?? { rows: 0, hash: '' }
  let limit = batchRows
  let tries = 0
  while (sending.isWanted()) {
    // With the row that should be the server's last, to compare.
    const rows = read(Math.max(0, server.rows - 1), limit + 1)
    if (rows === null) return { kind: 'failed', code: 'audit-unavailable' }
    const last = server.rows === 0 ? null : rows[0]
    if (last === undefined) return { kind: 'disputed', code: 'witness-knows-more', seq: Math.min(sending.rows + 1, server.rows) }
    if (last !== null && last.seq !== server.rows) return { kind: 'stopped', seq: server.rows }
    if (last !== null && last.hash !== server.hash) return { kind: 'disputed', code: 'witness-disagrees', seq: server.rows }
    sending.onConfirmed(server.rows)
    const batch = ofOneBatch(rows.slice(last === null ? 0 : 1))
    const [first] = batch
    if (first === undefined) return { kind: 'sent' }

    const inserted = await insert(connection, installId, batch)
    if (inserted.status === 'refused' && !isAboutRows(inserted.sqlState)) return { kind: 'failed', code: inserted.code }
    const asked = await headsOf(connection, [installId])
    if ('code' in asked) return { kind: 'failed', code: asked.code }
    const next = asked.heads.get(installId) ?? { rows: 0, hash: '' }
    if (next.rows !== server.rows || next.hash !== server.hash) {
      // Also when another console of this desk got ahead.
      limit = Math.min(batchRows, limit * 2)
      tries = 0
    } else if (inserted.status === 'ok') {
      // It was put beside: a row that does not follow what the server has.
      return { kind: 'disputed', code: 'witness-disagrees', seq: first.seq }
    } else if (batch.length > 1) {
      // Which of them is it?
      limit = Math.floor(batch.length / 2)
    } else if (++tries === mostTries) {
      return isPassing(inserted.sqlState) ? { kind: 'failed', code: inserted.code } : { kind: 'stopped', seq: first.seq }
    }
    server = next
  }
  return { kind: 'failed', code: 'not-signed-in' }
}

function ofOneBatch(rows: readonly StoredRow[]): readonly StoredRow[] {
  let length = 0
  const end = rows.findIndex(({ body }, index) => (length += body.length) > batchLength && index > 0)
  return end === -1 ? rows : rows.slice(0, end)
}

const insert = (connection: CentralConnection, installId: string, rows: readonly StoredRow[]) => connection.query(
  `INSERT INTO helpdesk_audit.entries (install_id, seq, body, hash)
   SELECT $1::uuid, row.seq, row.body, row.hash FROM unnest($2::bigint[], $3::text[], $4::text[]) AS row(seq, body, hash) ORDER BY row.seq`,
  [installId, rows.map(({ seq }) => seq), rows.map(({ body }) => body), rows.map(({ hash }) => hash)],
)

/**
 * HC001 and HC002 are the trigger's; 22: no JSON in it, or no such characters; 23505 and 40: somebody sends the same rows at this moment;
 * 54: too long for an index; 57014: too many for the time that there is.
 */
function isAboutRows(state: string | null): boolean {
  return state !== null && (isPassing(state) || /^(HC00|22|23|54)/.test(state))
}

function isPassing(state: string | null): boolean {
  return state !== null && (state === '23505' || state === '57014' || state.startsWith('40'))
}
