import { emptyHead } from '../audit/chain.ts'
import type { StoredRows } from '../audit/log-reading.ts'
import type { TargetFile } from './target-file.ts'

const chainFormat = 'helpdesk-console-audit/1'

export interface WriteChainOptions {
  /** Rows at a time: as few as keep the console answering, and the memory small (five times as many take 80 MB more until it is collected). */
  readonly batch?: number | undefined
  /** Told how many rows are written; may throw to end it. */
  readonly afterBatch: (rows: number) => Promise<void>
}

/**
 * Writes the rows 1 to `lastSeq` exactly as they are in the chain: a line that names the log, one line for each row, and one with their
 * number and the last hash. Rows that do not verify are written as they are; judging them is the verifier's.
 * Answers how many were written; null when the log cannot be read, or is no longer the same. Throws what the file system throws.
 */
export async function writeChain(
  rowsAfter: (seq: number, limit: number) => StoredRows | null, lastSeq: number, file: TargetFile, { batch = 100, afterBatch }: WriteChainOptions,
): Promise<number | null> {
  const first = rowsAfter(0, 0)
  if (first === null) return null
  const { installId } = first
  await file.write(line({ format: chainFormat, installId }))
  let head = emptyHead(installId)
  let rows = 0
  while (head.seq < lastSeq) {
    const read = rowsAfter(head.seq, Math.min(batch, lastSeq - head.seq))
    if (read?.installId !== installId) return null
    const present = read.rows.filter((row) => row.seq <= lastSeq)
    const last = present.at(-1)
    if (last === undefined) break
    await file.write(present.map(({ body, hash }) => line({ body, hash })).join(''))
    head = { seq: last.seq, hash: last.hash }
    rows += present.length
    await afterBatch(rows)
  }
  await file.write(line({ rows, head: head.hash }))
  return rows
}

const line = (value: object): string => `${JSON.stringify(value)}\n`
