import { randomBytes } from 'node:crypto'
import type { Reply } from '../http/reply.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** Text made safe for HTML, between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
}

const style = `
:root { color-scheme: light dark; --ground: #f3f4f6; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #8c959f;
  --accent: #0b57a4; --on-accent: #fff; --alert: #a40e26; --banner: #fff3bf; --banner-ink: #3d2f00 }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --paper: #161b22; --ink: #e6edf3; --soft: #9da7b3;
  --line: #6e7681; --accent: #79b8ff; --on-accent: #0d1117; --alert: #ff9aa5; --banner: #4d3d00;
  --banner-ink: #fff3bf } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, sans-serif }
.banner { margin: 0; padding: .6rem 1rem; text-align: center; background: var(--banner); color: var(--banner-ink);
  font-weight: 600 }
main { max-width: 30rem; margin: 2rem auto; padding: 1.5rem 2rem 2rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .5rem }
h1 { margin: 0 0 .5rem; font-size: 1.5rem } h2 { margin: 1.5rem 0 .5rem; font-size: 1rem } p { margin: .5rem 0;
  color: var(--soft) }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600 }
input[type=email], input[type=text], input[type=password] { width: 100%; padding: .5rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: .25rem }
button { font: inherit; padding: .55rem .9rem; border-radius: .25rem; border: 1px solid var(--line);
  background: transparent; color: inherit; cursor: pointer; text-align: start }
li button { width: 100% } li span { display: block; color: var(--soft); font-size: .875rem }
.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent) }
.row { display: flex; gap: .5rem; margin-top: 1rem; flex-wrap: wrap }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.alert { color: var(--alert); font-weight: 600 }
@media (forced-colors: active) { button { border-color: ButtonText } }
`

export interface PageOptions {
  /** CSS after the one that all pages have. */
  readonly style?: string
  /** Where forms may lead, for the content security policy. */
  readonly formTargets?: string
  readonly referrerPolicy?: 'no-referrer' | 'same-origin'
}

// A sign-in form's answer is a redirect to the console's loopback address, and form-action holds for redirects too.
const signInTargets = '\'self\' http://localhost:* http://127.0.0.1:*'

/** A whole page of the practice tenant. `body` is HTML; everything in it that came from outside must be escaped already. */
export function page(title: string, body: string, status = 200, options: PageOptions = {}): Reply {
  const { style: more = '', formTargets = signInTargets, referrerPolicy = 'no-referrer' } = options
  const nonce = randomBytes(16).toString('base64')
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': referrerPolicy,
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        'default-src \'none\'', `style-src 'nonce-${nonce}'`, `form-action ${formTargets}`,
        'base-uri \'none\'', 'frame-ancestors \'none\'',
      ].join('; '),
    },
    body: `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Practice tenant</title><style nonce="${nonce}">${style}${more}</style></head>
<body><header><p class="banner" role="note">Practice tenant — nothing here is real</p></header><main>${body}</main></body></html>`,
  }
}
