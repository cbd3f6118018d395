import { createHash } from 'node:crypto'
import type { AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { attemptStatuses } from '../../src-shared/audit-attempts.ts'
import type { AuditHealth } from '../../src-shared/audit-health.ts'
import type { AuditFilter } from '../../src-shared/audit-query.ts'
import type { AuditActor, LogHead } from '../../src-shared/audit.ts'
import type { AuditScope } from '../../src-shared/central-log.ts'
import { html, raw } from './html.ts'
import type { Markup } from './html.ts'
import { styleOf } from './report-style.ts'
import { columnWidths, tableOf } from './report-table.ts'
import { doubtfulLogsSentence, doubtWords, filterInWords, healthSentences, statusWords } from './report-words.ts'

export type Paper = 'A4' | 'Letter'

export interface ReportContent {
  readonly scope: AuditScope
  readonly filter: AuditFilter
  /** In the order in which they are listed. */
  readonly attempts: readonly AuditAttempt[]
  readonly madeBy: AuditActor
  /** ISO 8601 UTC. */
  readonly madeAt: string
  /** Of this PC's log, at that time. */
  readonly health: AuditHealth
  /** The end of this PC's log at that time; null: it could not be read. */
  readonly head: LogHead | null
}

export interface ReportSetting {
  readonly tenantName: string
  readonly timeZone: string
  readonly paper: Paper
}

/** Countries that print on Letter; everywhere else it is A4 (https://github.com/unicode-org/cldr, paperSize). */
const letterCountries = new Set(['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'])

/** Of a locale such as "en-US"; A4 where it names no country. */
export function paperOf(locale: string): Paper {
  try {
    return letterCountries.has(new Intl.Locale(locale).region ?? '') ? 'Letter' : 'A4'
  } catch {
    return 'A4'
  }
}

/** The report as one HTML document without any script: whatever names and reasons hold is text in it. */
export function reportDocument(content: ReportContent, setting: ReportSetting): string {
  const { attempts, scope, filter, head } = content
  const localTime = timeIn(setting.timeZone)
  const style = styleOf(setting.paper, columnWidths, scope === 'desk' ? head : null)
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${raw(policy)}"><title>Audit report, ${setting.tenantName}</title><style>${raw(style)}</style></head>
<body>
<h1>Audit report</h1>
<p class="lead"><bdi>${setting.tenantName}</bdi> · ${scope === 'desk' ? 'the log of this desk' : 'the central log of every desk'}</p>
<dl class="facts">
${fact('Made', html`${localTime(content.madeAt)} by <bdi>${content.madeBy.displayName}</bdi> (<bdi>${content.madeBy.upn}</bdi>)`)}
${fact('Times', html`Local times of this PC: ${setting.timeZone}`)}
${fact('Shown', filterList(filterInWords(filter, attempts, localTime)))}
${fact('Log of this PC', healthOf(content, localTime))}
${fact('Evidence', html`This report is for reading. It cannot be verified by itself: the evidence is the export of the whole log (JSONL), which anybody can check.`)}
</dl>
<h2>${attempts.length === 1 ? '1 attempt' : `${countWords.format(attempts.length)} attempts`}</h2>
${attempts.length === 0 ? html`<p>No attempt is like that.</p>` : html`<ul class="counts">${countsOf(attempts)}</ul>
<h2>Attempts, newest first</h2>
${tableOf(attempts, localTime)}`}
</body></html>
`.markup
}

const countWords = new Intl.NumberFormat('en-GB')
const fact = (name: string, value: Markup): Markup => html`<dt>${name}</dt><dd>${value}</dd>`

function filterList(lines: readonly string[]): Markup {
  if (lines.length === 0) return html`Every attempt`
  return html`<ul>${lines.map((line) => html`<li><bdi>${line}</bdi></li>`)}</ul>`
}

function healthOf({ health, head }: ReportContent, localTime: (at: string) => string): Markup {
  const sentence = healthSentences[health.status]
  const earlier = health.doubtfulLogs === 0 ? '' : ` ${doubtfulLogsSentence(health.doubtfulLogs)}`
  const checked = health.checkedAt === null ? 'Not verified yet.' : `Last verified ${localTime(health.checkedAt)}.`
  const sealed = health.sealed === null ? 'Not sealed yet.' : `Sealed up to row ${countWords.format(health.sealed.rows)}, ${localTime(health.sealed.at)}.`
  const held = health.heldRows === 0 ? '' : ` Rows waiting: ${countWords.format(health.heldRows)}.`
  const end = head === null ? html`` : html`<br>Log <span class="mono">${head.installId}</span>, ${countWords.format(head.rows)} rows, last hash <span class="mono">${head.hash}</span>`
  return html`<div class="${health.status === 'whole' && health.doubtfulLogs === 0 ? 'fine' : 'warn'}">${sentence}${earlier}${held} ${checked} ${sealed}${end}</div>`
}

function countsOf(attempts: readonly AuditAttempt[]): readonly Markup[] {
  const counted = attemptStatuses.map((status) => [statusWords[status], attempts.filter((attempt) => attempt.status === status).length] as const)
  const doubted = (['row', 'log'] as const).map((doubt) => [doubtWords[doubt], attempts.filter((attempt) => attempt.doubt === doubt).length] as const)
  const extra = [...doubted, ['Worth a look', attempts.filter(({ flags }) => flags.length > 0).length], ['Signed off', attempts.filter(({ signedOff }) => signedOff !== null).length]] as const
  return [...counted, ...extra].filter(([, count]) => count > 0).map(([word, count]) => html`<li>${word} <b>${countWords.format(count)}</b></li>`)
}

/** "23 Nov 2026, 10:05:00" */
function timeIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone })
  return (at) => {
    const ms = Date.parse(at)
    return Number.isNaN(ms) ? at : format.format(ms)
  }
}
