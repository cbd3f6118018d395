import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { readAttempts } from './attempt-source.ts'
import type { AttemptSource } from './attempt-source.ts'
import { csvHead, csvLines } from './csv-lines.ts'
import type { TargetFile } from './target-file.ts'

export interface WriteAttemptsOptions {
  /** Attempts at a time. */
  readonly batch?: number | undefined
  /** Told how many lines are written, of how many; may throw to end it. */
  readonly afterBatch: (rows: number, total: number) => Promise<void>
}

/**
 * Writes a line for each attempt that the filter lets through and that began before this, newest first, each as it stands when it is
 * written. Answers how many were written. Throws what the file system throws, and `Ended`.
 */
export async function writeAttempts(source: AttemptSource, filter: AuditFilter, file: TargetFile, { batch, afterBatch }: WriteAttemptsOptions): Promise<number> {
  await file.write(csvHead())
  return readAttempts(source, filter, { batch, onPage: (attempts) => file.write(csvLines(attempts)), afterPage: afterBatch })
}
