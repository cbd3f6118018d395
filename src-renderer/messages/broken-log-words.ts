import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { PreviousLog } from '../../src-shared/audit.ts'
import { healthBanners } from './audit-words.ts'
import { visibleText } from './display-text.ts'

const mostRows = 10

/** Which of its rows do not verify: "Rows 10, 12 of audit-1.broken.db"; empty where none is named. */
export function rowsInWords({ installId, findings, fileName }: PreviousLog): string {
  const rows = [...new Set(findings.flatMap(({ seq, installId: of }) => (seq === null || of !== installId ? [] : seq)))].sort((a, b) => a - b)
  if (rows.length === 0) return ''
  const named = `${rows.slice(0, mostRows).join(', ')}${rows.length > mostRows ? ' and more' : ''}`
  return `${rows.length === 1 ? 'Row' : 'Rows'} ${named} of ${fileName === null ? 'the log before this one' : visibleText(fileName)}`
}

/** What became of it, to go on from "An earlier audit log". */
export function fateInWords({ reason, findings }: PreviousLog): string {
  const codes = new Set(findings.map(({ code }) => code))
  const isAboutEarlier = codes.size > 0 && [...codes].every((code) => code === 'earlier-log-changed' || code === 'earlier-log-missing')
  if (!isAboutEarlier) return 'does not verify. It was set aside and a new one was started.'
  return `was ${reason === 'closed' ? 'closed' : 'set aside'}, and ${codes.has('earlier-log-changed') ? 'changed since' : 'is gone now'}.`
}

/** For the banner that stays until the log is well again; null: no banner. */
export function healthBanner({ status, unacknowledged }: AuditHealth): string | null {
  if (status !== 'unacknowledged' || unacknowledged === null) return healthBanners[status]
  const rows = rowsInWords(unacknowledged)
  return `An earlier audit log ${fateInWords(unacknowledged)}${rows === '' ? '' : ` ${rows}.`} Actions on devices are held until a supervisor acknowledges it on the Audit log page.`
}
