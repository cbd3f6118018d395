import type { AttemptStatus, AuditAttempt } from '../../src-shared/audit-attempts.ts'
import { html, raw } from './html.ts'
import type { Markup } from './html.ts'
import { actionWords, doubtWords, flagWords, statusWords } from './report-words.ts'

const countWords = new Intl.NumberFormat('en-GB')

type Column = readonly [name: string, width: number, cell: (attempt: AuditAttempt, index: number, localTime: (at: string) => string) => Markup]

const columns: readonly Column[] = [
  ['No.', 3.5, (_attempt, index) => html`${countWords.format(index + 1)}`],
  ['Begun', 8, (attempt, _index, localTime) => html`${localTime(attempt.startedAt)}`],
  ['Agent', 11, ({ actor, desk }) => html`${person(actor.displayName, actor.upn)}${desk === null ? html`` : html`<span class="soft">at <bdi>${desk.machine}</bdi></span>`}`],
  ['Action', 9, ({ action }) => html`${actionWords[action]}`],
  ['Device', 12.5, ({ target }) => html`<bdi>${target.deviceName === '' ? 'No name' : target.deviceName}</bdi><span class="soft"><bdi>${target.serialNumber}</bdi></span>`],
  ['Primary user', 12, ({ target }) => person(target.userDisplayName, target.userPrincipalName)],
  ['Ticket', 8, ({ ticket }) => html`<bdi>${ticket === '' ? 'None' : ticket}</bdi>`],
  ['Reason', 17, ({ reason }) => html`<bdi>${reason}</bdi>`],
  ['Outcome', 10.5, ({ status, code, flags, doubt }) => html`${doubt === null ? html`` : html`<span class="doubt">${doubtWords[doubt]}</span>`}<span class="state ${toneOf[status]}">${statusWords[status]}</span>${
    code === null ? html`` : html`<span class="soft code">${code}</span>`}${flags.map((flag) => html`<span class="flag">${flagWords[flag]}</span>`)}`],
  ['Signed off', 8.5, ({ signedOff }, _index, localTime) => (signedOff === null ? html`No`
    : html`<bdi>${signedOff.by.displayName}</bdi><span class="soft">${localTime(signedOff.at)}</span>`)],
]

/** In hundredths of the page. */
export const columnWidths: readonly number[] = columns.map(([, width]) => width)

const toneOf: Record<AttemptStatus, 'good' | 'bad' | 'warned' | 'plain'> = {
  open: 'plain', refused: 'warned', cancelled: 'plain', interrupted: 'warned', requested: 'plain', unknown: 'warned', 'awaiting-approval': 'plain', approved: 'plain',
  completed: 'good', done: 'good', failed: 'bad', 'not-supported': 'bad',
}

const person = (name: string, upn: string): Markup => html`<bdi>${name === '' ? 'Nobody' : name}</bdi><span class="soft"><bdi>${breakable(upn)}</bdi></span>`

/** An address breaks behind its "@" rather than anywhere. */
function breakable(upn: string): Markup {
  const at = upn.indexOf('@') + 1
  return html`${upn.slice(0, at)}${raw('<wbr>')}${upn.slice(at)}`
}

/** The attempts, one row each, in the order that they are given. */
export function tableOf(attempts: readonly AuditAttempt[], localTime: (at: string) => string): Markup {
  return html`<table><colgroup>${columns.map(() => html`<col>`)}</colgroup>
<thead><tr>${columns.map(([name]) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${attempts.map((attempt, index) => html`<tr>${columns.map(([, , cell], at) => html`<td class="${at === 0 ? 'number' : 'cell'}">${cell(attempt, index, localTime)}</td>`)}</tr>
`)}</tbody></table>`
}
