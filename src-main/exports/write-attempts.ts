import type { AuditFilter } from '../../src-shared/audit-query.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { csvHead, csvLines } from './csv-lines.ts'
import type { TargetFile } from './target-file.ts'

/** The largest window that the log answers. */
const largestWindow = 200

export interface WriteAttemptsOptions {
  /** Attempts at a time. */
  readonly batch?: number | undefined
  /** Told how many lines are written, of how many; may throw to end it. */
  readonly afterBatch: (rows: number, total: number) => Promise<void>
}

/**
 * Writes a line for each attempt that the filter lets through and that began before this, newest first, each as it stands when it is
 * written. Attempts that begin, or fall out of the filter, meanwhile move the pages: so a page counts only when it overlaps with what was
 * written, and what is written goes strictly down in `firstSeq`. Answers how many were written. Throws what the file system throws.
 */
export async function writeAttempts(
  audit: Pick<AuditLog, 'attempts' | 'health'>, filter: AuditFilter, file: TargetFile, { batch = largestWindow, afterBatch }: WriteAttemptsOptions,
): Promise<number> {
  await file.write(csvHead())
  let below = audit.health().rows + 1
  let offset = 0
  let rows = 0
  for (;;) {
    const { attempts, total } = audit.attempts({ filter, window: { offset, limit: batch } })
    const overlaps = offset === 0 || (attempts[0]?.firstSeq ?? 0) >= below
    if (!overlaps) {
      offset = Math.max(0, offset - batch)
      continue
    }
    const present = below
    const fresh = attempts.filter(({ firstSeq }) => firstSeq < present)
    await file.write(csvLines(fresh))
    rows += fresh.length
    below = fresh.at(-1)?.firstSeq ?? below
    await afterBatch(rows, Math.max(rows, total))
    if (attempts.length < batch) return rows
    offset += batch - 1
  }
}
