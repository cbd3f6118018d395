import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { mostReportAttempts } from '../../src-shared/audit-export.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import { readAttempts } from './attempt-source.ts'
import type { AttemptSource } from './attempt-source.ts'
import { Ended } from './ended.ts'
import type { TargetFile } from './target-file.ts'

/** Throws Ended('export-too-many') when the filter lets more through than one report holds. */
export async function assertFitsReport(source: AttemptSource, filter: AuditFilter): Promise<void> {
  if ((await source.count(filter)) > mostReportAttempts) throw new Ended('export-too-many')
}

/** Reads what the filter lets through, has it printed and writes the PDF. Answers how many attempts it holds. Throws what `print` and the file system throw, and `Ended`. */
export async function writeReport(
  source: AttemptSource, filter: AuditFilter, file: TargetFile,
  { batch, afterBatch, print }: {
    readonly batch?: number | undefined
    readonly afterBatch: (rows: number, total: number) => Promise<void>
    readonly print: (attempts: readonly AuditAttempt[]) => Promise<Uint8Array>
  },
): Promise<number> {
  const attempts: AuditAttempt[] = []
  const rows = await readAttempts(source, filter, {
    batch, afterPage: afterBatch,
    onPage: async (page) => {
      attempts.push(...page)
      if (attempts.length > mostReportAttempts) throw new Ended('export-too-many')
    },
  })
  await file.writeBytes(await print(attempts))
  return rows
}
