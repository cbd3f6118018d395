import { mostReportAttempts, type ExportProgress } from '../../src-shared/audit-export.ts'
import type { ExportFormat } from '../../src-shared/audit.ts'
import type { AuditScope } from '../../src-shared/central-log.ts'

/** `saved`: what to know about the file once it is there. */
type FormatWords = Record<ExportFormat, { readonly label: string; readonly hint: string; readonly saved: string }>

const forReading = 'For reading only: it does not verify.'

export const exportFormatWords: FormatWords = {
  csv: { label: 'Spreadsheet (CSV)', hint: `One line for each attempt that the present filter lets through. ${forReading}`, saved: forReading },
  pdf: {
    label: 'Report (PDF)',
    hint: `The attempts that the present filter lets through, ${new Intl.NumberFormat('en-GB').format(mostReportAttempts)} at most, to print or to file. ${forReading}`,
    saved: forReading,
  },
  jsonl: {
    label: 'This desk’s present log (JSONL)',
    hint: 'Every row as it is in the chain, as evidence: the console’s verify command says whether it is whole. Earlier logs are under Logs of this desk.',
    saved: 'The console’s verify command says whether it is whole.',
  },
}

/** Whose attempts the copy holds; null: nothing to say. */
export const exportScopeWords: Record<AuditScope, string | null> = {
  desk: null,
  'service-desk': 'Spreadsheet and report hold the attempts of every desk, as the central log has them. JSONL is still this desk’s own log.',
}

/** The row of an export that the log could not take yet. */
export const heldRowWords = 'The log cannot be written just now, so this export is not in it yet. Its row waits in memory: keep the console open until the log can be written again.'

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

/** What goes on beyond the count; null: the count says it. */
export function exportStepWords({ phase, format, rows, totalRows }: ExportProgress): string | null {
  if (phase === 'checking') return 'The file is read once more and compared.'
  return phase === 'writing' && format === 'pdf' && totalRows !== null && rows >= totalRows ? 'The pages are being made. A long report takes a while.' : null
}
