import { escapeHtml, page } from '../entra/page.ts'
import type { Reply } from '../http/reply.ts'
import type { Deed } from './deeds.ts'

const style = `
main { max-width: 60rem } section { margin-top: 2rem } h2 { font-size: 1.125rem; margin-top: 0 }
[autofocus].said:focus { outline: none } .said { color: inherit; font-weight: 600; border-inline-start: .25rem solid var(--accent);
  padding-inline-start: .75rem }
input[type=search] { padding: .5rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: .25rem; flex: 1 1 16rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; margin-top: .75rem }
th, td { text-align: start; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600 } tbody th { font-weight: 400 }
td .row { margin-top: 0 } td button { padding-block: .2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0 } dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
`

/** A page for trainers. Its forms lead back here only, and say where they come from. */
export function trainerPage(title: string, body: string, status = 200): Reply {
  return page(title, body, status, { style, formTargets: '\'self\'', referrerPolicy: 'same-origin' })
}

/** Text from outside, which may run in either direction. */
export function foreign(text: unknown): string {
  return typeof text === 'string' && text !== '' ? `<bdi>${escapeHtml(text)}</bdi>` : '–'
}

const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
  timeZoneName: 'short',
})

/** A moment of tenant time, on this PC's calendar. */
export function timeOf(ms: number): string {
  return `<time datetime="${new Date(ms).toISOString()}">${escapeHtml(moment.format(ms))}</time>`
}

/** What was just done; the focus goes there, so that a screen reader reads it. */
export function saidOf(deed: Deed | undefined): string {
  return deed === undefined ? '' : `<p class="said" role="status" tabindex="-1" autofocus>${escapeHtml(deed.said)}</p>`
}

export interface Table {
  readonly caption: string
  readonly columns: readonly string[]
  /** HTML of each cell; the first one names the row. */
  readonly rows: readonly (readonly string[])[]
}

/** A table that can be scrolled with the keyboard where it is too wide. */
export function tableOf({ caption, columns, rows }: Table): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('')
  const body = rows.map(([name = '', ...cells]) =>
    `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  const label = escapeHtml(caption)
  return `<div class="scroll" role="region" tabindex="0" aria-label="Table: ${label}"><table aria-label="${label}">
<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

/**
 * A form with one button for each deed. `hidden` goes along with whichever is pressed; `about` tells whoever hears the buttons
 * apart from their row what they are for.
 */
export function buttonsOf(deeds: Readonly<Record<string, Deed>>, hidden: Readonly<Record<string, string>>, about = ''): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`).join('')
  const nameOf = (label: string): string => about === '' ? '' : ` aria-label="${escapeHtml(`${label} ${about}`)}"`
  const buttons = Object.entries(deeds).map(
    ([name, { label }]) => `<button type="submit" name="do" value="${escapeHtml(name)}"${nameOf(label)}>${escapeHtml(label)}</button>`).join('')
  return `<form method="post" action="/practice/page">${fields}<div class="row">${buttons}</div></form>`
}
