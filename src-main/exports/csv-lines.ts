import { stringify } from 'csv-stringify/sync'
import type { AttemptDoubt, AuditAttempt } from '../../src-shared/audit-attempts.ts'

type Column = readonly [name: string, valueOf: (attempt: AuditAttempt) => string]

const columns: readonly Column[] = [
  ['Started', (attempt) => attempt.startedAt],
  ['Ended', (attempt) => attempt.endedAt ?? ''],
  ['Agent name', (attempt) => attempt.actor.displayName],
  ['Agent UPN', (attempt) => attempt.actor.upn],
  ['Agent id', (attempt) => attempt.actor.oid],
  ['Action', (attempt) => attempt.action],
  ['Parameters', parametersOf],
  ['Device name', (attempt) => attempt.target.deviceName],
  ['Serial number', (attempt) => attempt.target.serialNumber],
  ['Device id', (attempt) => attempt.target.deviceId],
  ['Kind', (attempt) => attempt.target.kind],
  ['User', (attempt) => attempt.target.userDisplayName],
  ['User UPN', (attempt) => attempt.target.userPrincipalName],
  ['Ticket', (attempt) => attempt.ticket],
  ['Reason', (attempt) => attempt.reason],
  ['Proof', (attempt) => attempt.proof?.method ?? ''],
  // A session's token does not say when its person was last asked who they are.
  ['Authenticated at', (attempt) => (attempt.proof?.method === 'fresh-sign-in' ? attempt.proof.authenticatedAt : '')],
  ["Intune's answer", (attempt) => attempt.answer?.result ?? ''],
  ['HTTP status', (attempt) => String(attempt.answer?.reference?.httpStatus ?? '')],
  ['request-id', (attempt) => attempt.answer?.reference?.requestId ?? ''],
  ['client-request-id', (attempt) => attempt.answer?.reference?.clientRequestId ?? ''],
  ['Outcome', (attempt) => attempt.status],
  ['Code', (attempt) => attempt.code ?? ''],
  ['Reveals', (attempt) => String(attempt.reveals)],
  ['Flags', (attempt) => attempt.flags.join(' ')],
  ['Notes', (attempt) => String(attempt.notes)],
  ['Signed off by', (attempt) => attempt.signedOff?.by.upn ?? ''],
  ['Signed off at', (attempt) => attempt.signedOff?.at ?? ''],
  ['Verified', verifiedOf],
  ['Attempt id', (attempt) => attempt.attemptId],
]

const notice = '# A copy for spreadsheets. It does not verify: use the export of the whole log as evidence. Cells that could be taken for formulas begin with an apostrophe.'

/** Everything but tab and the ends of lines. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu
/**
 * Where a spreadsheet could begin to read a formula: at the start of the cell, and after what a spreadsheet of another country may take for
 * the end of one (";", tab, a new line). What is blank or unseen before the sign does not help, nor do full-width and small forms of it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const formulaStart = /(^|[;\t\r\n])(?=["\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫])|^(?=[\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]*[\t\r\n])/gu

/** A text that no spreadsheet takes for a formula. */
export function safeCell(text: string): string {
  return text.toWellFormed().replaceAll(controls, '').replaceAll(formulaStart, (_match, before: string | undefined) => `${before ?? ''}'`)
}

/** The byte order mark, a line that says what this is (as wide as the others, so that parsers take it for a record), and the names of the columns. */
export function csvHead(): string {
  return `\ufeff${csvRecords([columns.map((_column, index) => (index === 0 ? notice : '')), columns.map(([name]) => name)])}`
}

/** One line for each attempt. */
export function csvLines(attempts: readonly AuditAttempt[]): string {
  return csvRecords(attempts.map((attempt) => columns.map(([, valueOf]) => safeCell(valueOf(attempt)))))
}

/** Cells in quotes, lines with the ends that spreadsheets expect; the cells must be safe already. */
export const csvRecords = (records: readonly (readonly string[])[]): string =>
  stringify(records.map((record) => [...record]), { quoted: true, quoted_empty: true, record_delimiter: 'windows' })

const doubtCells: Record<AttemptDoubt, string> = { row: 'changed row', log: 'log does not verify' }

/** Empty for another desk's attempt: the central log's rows are verified by the command, not here. */
function verifiedOf({ doubt, desk }: AuditAttempt): string {
  if (doubt !== null) return doubtCells[doubt]
  return desk === null ? 'yes' : ''
}

function parametersOf({ parameters }: AuditAttempt): string {
  if (parameters === null) return ''
  const rest = Object.entries(parameters).filter(([name]) => name !== 'action')
  return rest.length === 0 ? '' : JSON.stringify(Object.fromEntries(rest))
}
