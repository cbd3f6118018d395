import type { LogHead } from '../../src-shared/audit.ts'
import type { Paper } from './report-document.ts'

/** The style of a report. Page numbers and the footer are CSS, not the browser's templates: those need a script, which no report has. */
export function styleOf(paper: Paper, widths: readonly number[], head: LogHead | null): string {
  const log = head === null ? 'Audit log of the service desk' : `Audit log ${cssText(head.installId)}`
  return `
@page { size: ${paper} landscape; margin: 14mm 12mm 17mm;
  @bottom-left { content: "${log} · This PDF cannot be verified by itself: the evidence is the log’s export (JSONL)."; font: 7pt ${fonts}; color: #444; text-align: left; white-space: normal; width: 78%; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7pt ${fonts}; color: #444; text-align: right; }
}
html { font: 8pt/1.35 ${fonts}; color: #111; background: #fff; }
body { margin: 0; }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 0 1mm; font-weight: 600; }
h2 { font-size: 10pt; margin: 5mm 0 1.5mm; font-weight: 600; break-after: avoid; }
p { margin: 0 0 1mm; }
.lead { color: #444; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 5mm; margin: 4mm 0 0; }
.facts dt { color: #444; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.warn { border-inline-start: 1mm solid #a15c00; padding-inline-start: 2mm; }
ul { margin: 0; padding: 0; list-style: none; }
.counts { display: flex; flex-wrap: wrap; gap: 1mm 2mm; }
.counts li { border: 0.25mm solid #bbb; border-radius: 1mm; padding: 0.5mm 2mm; }
.counts b { font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 7.5pt; }
th, td { text-align: start; vertical-align: top; padding: 1mm 1.2mm; overflow-wrap: anywhere; white-space: pre-line; }
${widths.map((width, index) => `col:nth-child(${index + 1}) { width: ${width}%; }`).join('\n')}
thead { display: table-header-group; }
th { font-weight: 600; border-bottom: 0.4mm solid #111; }
td { border-bottom: 0.2mm solid #ccc; }
tr { break-inside: avoid; }
.number { text-align: end; font-variant-numeric: tabular-nums; color: #444; }
.soft { color: #444; display: block; }
.code { font-family: Consolas, Menlo, "DejaVu Sans Mono", monospace; font-size: 6.5pt; }
.state { font-weight: 600; display: block; }
.bad { color: #9c1c1c; } .good { color: #1b5e20; } .warned { color: #7a4700; }
.flag { display: block; color: #7a4700; }
.flag::before { content: "▲ "; font-size: 5pt; vertical-align: 0.5pt; }
.doubt { display: block; font-weight: 600; color: #9c1c1c; }
.doubt::before { content: "✖ "; font-size: 6pt; }
.mono { font-family: Consolas, Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
`
}

const fonts = '"Segoe UI", "Helvetica Neue", Arial, "Noto Sans", "DejaVu Sans", sans-serif'

/** An install id is a GUID; whatever else a broken log calls itself is not to end the string. */
const cssText = (text: string): string => text.replaceAll(/[^0-9a-zA-Z-]/g, '')
