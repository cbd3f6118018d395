import type { ExportProgress } from '../../src-shared/audit-export.ts'
import type { ExportFormat } from '../../src-shared/audit.ts'

export const exportFormatWords: Record<ExportFormat, { readonly label: string; readonly hint: string }> = {
  csv: { label: 'Spreadsheet (CSV)', hint: 'One line for each attempt that the present filter lets through. For reading only: it does not verify.' },
  pdf: { label: 'Report (PDF)', hint: 'The attempts that the present filter lets through, to print or to file. It does not verify.' },
  jsonl: { label: 'Whole log (JSONL)', hint: 'Every row as it is in the chain, as evidence. Anybody can check it with “npm run audit -- verify”.' },
}

export const exportTitles: Record<ExportProgress['phase'], string> = {
  choosing: 'Choose a file',
  writing: 'Exporting',
  checking: 'Checking the file',
  done: 'Exported',
  cancelled: 'Export the audit log',
  failed: 'Export the audit log',
}

const numbers = new Intl.NumberFormat('en-GB')
const unitOf: Record<ExportFormat, readonly [one: string, many: string]> = { csv: ['attempt', 'attempts'], pdf: ['attempt', 'attempts'], jsonl: ['row', 'rows'] }

/** 0 to 100, whole; null while it is not known. */
export function exportPercent({ phase, rows, totalRows }: ExportProgress): number | null {
  if (phase === 'choosing' || totalRows === null) return null
  return totalRows === 0 ? 100 : Math.min(100, Math.floor((rows / totalRows) * 100))
}

/** "1,200 of 4,800 rows, 25%", "4,800 rows". */
export function exportCount(progress: ExportProgress): string {
  const { phase, format, rows, totalRows } = progress
  const percent = exportPercent(progress)
  const isWhole = phase === 'done' || totalRows === null || percent === null
  const unit = unitOf[format][(isWhole ? rows : totalRows) === 1 ? 0 : 1]
  return isWhole ? `${numbers.format(rows)} ${unit}` : `${numbers.format(rows)} of ${numbers.format(totalRows)} ${unit}, ${percent}%`
}
