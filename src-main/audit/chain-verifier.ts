/**
 * Judges the rows of one log, one after the other, and names what is wrong with each. Used by the console and by the stand-alone command;
 * stands on chain.ts and checkpoint.ts alone.
 */
import type { AuditFinding, AuditFindingCode } from '../../src-shared/audit-health.ts'
import { emptyHead, inspectRow } from './chain.ts'
import type { ChainHead, InspectedRow, StoredRow } from './chain.ts'
import { isSignedBy, readCheckpoint, sealAtLatestRows } from './checkpoint.ts'

export interface ChainSummary {
  readonly installId: string
  readonly head: ChainHead
  /** The newest checkpoint that verified; null: none yet. */
  readonly sealed: { readonly rows: number; readonly at: string } | null
  /** Epoch of the next checkpoint. */
  readonly epoch: number
  /** Public key of the next checkpoint, base64; null where row 1 names none. */
  readonly dueKey: string | null
}

export interface ChainVerifier {
  /** What is wrong with this row; empty when it follows and is whole. */
  take(row: StoredRow): readonly AuditFinding[]
  /** The same for a row that was inspected elsewhere (another thread). */
  takeInspected(row: InspectedRow): readonly AuditFinding[]
  summary(): ChainSummary
}

/** A verifier at the beginning of the log `installId`. A bad row does not stop it: what follows is judged from there. */
export function createChainVerifier(installId: string): ChainVerifier {
  let head = emptyHead(installId)
  let sealed: ChainSummary['sealed'] = null
  let epoch = 0
  let dueKey: string | null = null
  let rowsSinceSeal = 0
  const usedKeys: string[] = []

  function takeInspected(row: InspectedRow): readonly AuditFinding[] {
    const codes: AuditFindingCode[] = []
    if (row.problem !== null) codes.push(row.problem)
    else if (row.installId !== installId) codes.push('row-foreign')
    else if (row.seq > head.seq + 1) codes.push('row-missing')
    else if (row.seq !== head.seq + 1 || row.prevHash !== head.hash) codes.push('row-out-of-place')
    rowsSinceSeal += 1
    // A row that is not itself must not hand over a key.
    if (codes.length === 0) codes.push(...judgeSeal(row))
    head = { seq: row.seq, hash: row.hash }
    return codes.map((code) => ({ code, installId, seq: row.seq }))
  }

  function judgeSeal(row: InspectedRow): readonly AuditFindingCode[] {
    const { fields } = row
    if (row.seq === 1) {
      dueKey = fields?.['kind'] === 'log-started' && typeof fields['sealKey'] === 'string' ? fields['sealKey'] : null
      if (dueKey === null) return ['key-missing']
      return []
    }
    if (fields?.['kind'] !== 'checkpoint') return rowsSinceSeal === sealAtLatestRows + 1 && dueKey !== null ? ['seal-missing'] : []
    const note = String(fields['note'])
    const text = readCheckpoint(note)
    if (text === null || dueKey === null) return ['seal-forged']
    if (!isSignedBy(note, dueKey)) return [usedKeys.some((key) => isSignedBy(note, key)) || text.epoch !== epoch ? 'seal-wrong-epoch' : 'seal-forged']
    if (text.epoch !== epoch || fields['epoch'] !== epoch) return ['seal-wrong-epoch']
    if (text.installId !== installId || text.rows !== head.seq || text.rootHash !== head.hash) return ['seal-does-not-fit']
    sealed = { rows: text.rows, at: String(fields['at']) }
    usedKeys.push(dueKey)
    if (usedKeys.length > 8) usedKeys.shift()
    dueKey = text.nextKey
    epoch += 1
    rowsSinceSeal = 0
    return []
  }

  return {
    take: (row) => takeInspected(inspectRow(row)),
    takeInspected,
    summary: () => ({ installId, head, sealed, epoch, dueKey }),
  }
}
