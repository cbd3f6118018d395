import type { LogHead } from '../../src-shared/audit.ts'
import { emptyHead } from '../audit/chain.ts'
import type { StoredRows } from '../audit/log-reading.ts'
import type { TargetFile } from './target-file.ts'

const chainFormat = 'helpdesk-console-audit/1'

export interface WriteChainOptions {
  /** Which log; null: the present one. */
  readonly installId: string | null
  /** Rows behind this one are left out; null: the log ends by itself. */
  readonly lastSeq: number | null
  /** Rows at a time: as few as keep the console answering, and the memory small (five times as many take 80 MB more until it is collected). */
  readonly batch?: number | undefined
  /** Told how many rows are written; may throw to end it. */
  readonly afterBatch: (rows: number) => Promise<void>
}

/** Up to `limit` rows after `afterSeq`, of one log of this desk or of the present one. */
export type RowsAfter = (afterSeq: number, limit: number, installId?: string) => StoredRows | null

/**
 * Writes the rows 1 to `lastSeq` exactly as they are in the chain: a line that names the log, one line for each row, and one with their
 * number and the last hash. Rows that do not verify are written as they are; judging them is the verifier's.
 * Answers which log, how many rows and the last hash; null when the log cannot be read, or is no longer the same. Throws what the file system throws.
 */
export async function writeChain(
  rowsAfter: RowsAfter, file: TargetFile, { installId: wanted, lastSeq, batch = 100, afterBatch }: WriteChainOptions,
): Promise<LogHead | null> {
  const read = (seq: number, limit: number): StoredRows | null => (wanted === null ? rowsAfter(seq, limit) : rowsAfter(seq, limit, wanted))
  const first = read(0, 0)
  if (first === null || (wanted !== null && first.installId !== wanted)) return null
  const { installId } = first
  await file.write(line({ format: chainFormat, installId }))
  let head = emptyHead(installId)
  let rows = 0
  while (lastSeq === null || head.seq < lastSeq) {
    const found = read(head.seq, lastSeq === null ? batch : Math.min(batch, lastSeq - head.seq))
    if (found?.installId !== installId) return null
    const present = found.rows.filter((row) => lastSeq === null || row.seq <= lastSeq)
    const last = present.at(-1)
    if (last === undefined) break
    for (const { body, hash } of present) await file.write(line({ body, hash }))
    head = { seq: last.seq, hash: last.hash }
    rows += present.length
    await afterBatch(rows)
  }
  await file.write(line({ rows, head: head.hash }))
  return { installId, rows, hash: head.hash }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`
