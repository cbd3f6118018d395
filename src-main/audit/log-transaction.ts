import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import type { AuditDatabase } from './audit-database.ts'
import type { StoredRow } from './chain.ts'
import { sealEveryRows } from './checkpoint.ts'
import type { EarlierLog } from './earlier-logs.ts'
import type { KnownRows } from './known-rows.ts'
import type { Findings } from './log-state.ts'
import type { MetKeys } from './met-keys.ts'
import type { HandOverPoint, RowStamp } from './set-aside.ts'

/** Where a console can be killed; for specs. */
export type WritePoint = HandOverPoint | 'before-commit' | 'committed' | 'head-copied' | 'before-checkpoint' | 'checkpoint-committed' | 'keys-settled'

/** What a write may do inside its transaction. */
export interface LogTransaction {
  insert(fields: Readonly<Record<string, unknown>>): number
  hasPermit(permitId: string): boolean
}

export interface LogWriting {
  readonly findings: Findings
  readonly rows: KnownRows
  readonly keys: MetKeys
  readonly stamp: () => RowStamp
  readonly onPoint: (point: WritePoint) => void
  /** Does the file's end still fit what is known? Asked inside the transaction. */
  readonly catchUp: (source: AuditDatabase) => boolean
  readonly onFailure: (error: unknown) => void
}

/**
 * Runs `work` in one transaction, with a checkpoint when one is due (or asked for: `isSealing`). The rows, and then the second copy of the
 * head, are on the disk when it answers ok. Throws what SQLite throws.
 */
export function writeInTransaction<T extends object>(
  source: AuditDatabase, earlier: readonly EarlierLog[], work: (transaction: LogTransaction) => Answer<T>, isSealing: boolean,
  { findings: { isBroken }, rows, keys, stamp, onPoint, catchUp, onFailure }: LogWriting,
): Answer<T> {
  const written: StoredRow[] = []
  const add = (fields: Readonly<Record<string, unknown>>): number => {
    const row = rows.next(written.at(-1) ?? rows.headOf(source), { ...fields, installId: source.installId })
    source.insert(row)
    written.push(row)
    return row.seq
  }
  const addCheckpoint = (): boolean => {
    const fields = keys.checkpointOf(written.at(-1) ?? rows.headOf(source))
    if (fields !== null) add({ ...fields, ...stamp() })
    return fields !== null
  }
  const seal = { isWritten: false }

  const answer = source.inTransaction<Answer<T>>(() => {
    if (!catchUp(source)) return refuse('audit-broken')
    // Inside the transaction no other process can have gone further than the copy that is read here.
    const copied = keys.copied()
    if (copied !== null) keys.judge(source, copied)
    if (isBroken()) return refuse('audit-broken')
    const result = work({ insert: add, hasPermit: (permitId) => source.hasPermit(permitId) || earlier.some(({ database }) => hadPermit(database, permitId)) })
    if (result.status === 'refused') return result
    const unsealed = rows.unsealed() + written.length
    if (unsealed >= sealEveryRows || (isSealing && unsealed > 0)) {
      seal.isWritten = addCheckpoint()
      if (!seal.isWritten) return refuse('audit-broken')
      onPoint('before-checkpoint')
    }
    onPoint('before-commit')
    return result
  }, (result) => result.status === 'ok')

  if (answer.status === 'refused' || written.length === 0) return answer
  onPoint(seal.isWritten ? 'checkpoint-committed' : 'committed')
  for (const row of written) rows.take(source, row)
  keys.copyHead()
  onPoint('head-copied')
  if (seal.isWritten) {
    const error = keys.settle(source)
    if (error !== null) onFailure(error)
    onPoint('keys-settled')
  }
  return answer
}

/** No where it cannot be read: a permit belongs to one run of the console, and an earlier log's damage must not break the present one. */
function hadPermit(database: AuditDatabase, permitId: string): boolean {
  try {
    return database.hasPermit(permitId)
  } catch {
    return false
  }
}
