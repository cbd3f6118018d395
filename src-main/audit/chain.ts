/**
 * The hash chain of the audit log, and nothing else: no database, no clock, no file. A stand-alone verifier can be built on this
 * module alone, because a row is two texts, `body` and `hash`.
 *
 * - `body` is the row in canonical JSON (RFC 8785: sorted keys, no spaces, ECMAScript numbers), with `seq` and `prevHash` in it.
 *   One thing differs: a lone surrogate, which RFC 8785 forbids, is written as its escape, because device names carry them.
 * - `hash` is SHA-256, in hex, over the length-prefixed tag and the length-prefixed bytes of `body`.
 * - `prevHash` of row 1 is bound to the installation, so a row 1 of another PC does not fit.
 *
 * What it shows: any edit, deletion inside, insertion or exchange of rows, by anyone who does not recompute all that follows.
 * What it cannot show: that rows at the end are missing, that an older copy was put back, or that somebody recomputed the whole chain;
 * for these somebody elsewhere must remember a later head. Sealed checkpoints and the central copy will: they enter as rows of
 * kinds of their own (the chain does not look at kinds), an export is `body` and `hash` line by line, and a following file
 * (the segment after a sealed one) starts from a first `prevHash` of another tag that names the old head.
 */
import { hash as hashOf } from 'node:crypto'

/** A row as it is kept. */
export interface StoredRow {
  readonly seq: number
  readonly body: string
  readonly hash: string
}

/** Where the chain stands: the last row. seq 0 is the place before the first. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

const rowTag = 'helpdesk-console/audit/row/v1'
const startTag = 'helpdesk-console/audit/start/v1'

/** The head of a log without rows. */
export function emptyHead(installId: string): ChainHead {
  return { seq: 0, hash: digest(startTag, installId) }
}

/** Makes the row that follows `head`. Throws a TypeError for a value that JSON cannot carry exactly (NaN, undefined, bigint, …). */
export function nextRow(head: ChainHead, fields: Readonly<Record<string, unknown>>): StoredRow {
  const seq = head.seq + 1
  const body = canonicalJson({ ...fields, seq, prevHash: head.hash })
  return { seq, body, hash: digest(rowTag, body) }
}

/** A row judged by itself: all of the work that needs nothing of the rows before it. */
export interface InspectedRow {
  readonly seq: number
  readonly hash: string
  readonly prevHash: string
  readonly installId: string
  /** Only of the kinds that carry a seal (`log-started`, `checkpoint`); null for all others. */
  readonly fields: Readonly<Record<string, unknown>> | null
  readonly problem: 'row-unreadable' | 'row-changed' | 'row-out-of-place' | null
}

/** Judges a row by itself: readable, canonical, hashed right, and of the number that it stands under. */
export function inspectRow(row: StoredRow): InspectedRow {
  const fields = parseObject(row.body)
  const { seq, hash } = row
  if (fields === null) return { seq, hash, prevHash: '', installId: '', fields: null, problem: 'row-unreadable' }
  const problem = digest(rowTag, row.body) !== hash ? 'row-changed' : !isCanonical(fields, row.body) ? 'row-unreadable' : fields['seq'] !== seq ? 'row-out-of-place' : null
  const isSeal = fields['kind'] === 'log-started' || fields['kind'] === 'checkpoint'
  return { seq, hash, prevHash: String(fields['prevHash']), installId: String(fields['installId']), fields: isSeal ? fields : null, problem }
}

/** Canonical JSON as RFC 8785 has it. Throws a TypeError for what it cannot carry. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written to the audit log`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value as Record<string, unknown>)
    members.sort(([a], [b]) => (a < b ? -1 : 1)) // by UTF-16 code units, as RFC 8785 wants
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
  }
  throw new TypeError(`a ${typeof value} cannot be written to the audit log`)
}

function parseObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Whether `body`, which `fields` was read from, is their canonical text. A million rows go through here: the engine's own writer is tried first. */
function isCanonical(fields: Readonly<Record<string, unknown>>, body: string): boolean {
  try {
    return (JSON.stringify(fields) === body && isSorted(fields)) || canonicalJson(fields) === body
  } catch {
    return false // 1e999, which is read as Infinity; or deeper than anybody writes
  }
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isSorted)
  let last: string | null = null
  for (const key in value) {
    if (last !== null && key < last) return false
    if (!isSorted((value as Record<string, unknown>)[key])) return false
    last = key
  }
  return true
}

/** Room for what is hashed, so that no row needs its own. */
let scratch = Buffer.alloc(16 * 1024)

function digest(tag: string, text: string): string {
  const [tagBytes, textBytes] = [Buffer.byteLength(tag), Buffer.byteLength(text)]
  const size = 16 + tagBytes + textBytes
  if (size > scratch.length) scratch = Buffer.alloc(size)
  scratch.writeBigUInt64BE(BigInt(tagBytes), 0)
  scratch.write(tag, 8)
  scratch.writeBigUInt64BE(BigInt(textBytes), 8 + tagBytes)
  scratch.write(text, 16 + tagBytes)
  return hashOf('sha256', scratch.subarray(0, size), 'hex')
}
