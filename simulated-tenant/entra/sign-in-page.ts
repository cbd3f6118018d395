import type { Reply } from '../http/reply.ts'
import type { TenantPerson } from '../people/people.ts'
import { escapeHtml, page } from './page.ts'

export interface SignInPage {
  readonly action: string
  readonly people: readonly TenantPerson[]
  /** Whom the console expects; "" for nobody in particular. */
  readonly hint: string
  /** The account to prefill; "" for none. */
  readonly account: string
  /** Whether the caller insists that this one person signs in again. */
  readonly again: boolean
  /** The account field's last entry did not match its password. */
  readonly wrong: boolean
}

function personButton({ upn, displayName, jobTitle }: TenantPerson, isFocused: boolean): string {
  const label = `Sign in as ${escapeHtml(displayName)}, ${escapeHtml(jobTitle)}`
  return `<li><button type="submit" name="person" value="${escapeHtml(upn)}"${isFocused ? ' autofocus' : ''}>${label}</button></li>`
}

/** The sign-in page: a button for each practice person, and the account and password that Entra would ask for. */
export function signInPage({ action, people, hint, account, again, wrong }: SignInPage): Reply {
  const ordered = [...people.filter(({ upn }) => upn === hint), ...people.filter(({ upn }) => upn !== hint)]
  const why = again
    ? `<p>The console asks you to prove that it is you: sign in again as <strong>${escapeHtml(hint)}</strong>.</p>`
    : '<p>Choose who you want to be.</p>'
  const alert = wrong ? '<p class="alert" role="alert" id="wrong">Your account or password is incorrect.</p>' : ''
  const described = wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''
  // Whoever typed and was wrong goes on typing; everybody else begins with the people, the expected one first.
  const [focusAccount, focusPassword] = !wrong ? ['', ''] : account === '' ? [' autofocus', ''] : ['', ' autofocus']
  const buttons = ordered.map((person, index) => personButton(person, !wrong && index === 0)).join('')
  const form = `<form method="post" action="${escapeHtml(action)}">`
  return page('Sign in', `<h1>Sign in</h1>${why}
${form}<h2 id="people">Practice people</h2><ul aria-labelledby="people">${buttons}</ul></form>
${form}<h2>With account and password</h2>${alert}
<label for="account">Account</label>
<input id="account" name="account" type="text" inputmode="email" autocomplete="username" autocapitalize="none"
  spellcheck="false" required value="${escapeHtml(account)}"${described}${focusAccount}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="off" required${described}${focusPassword}>
<p>A practice password is <em>Practice-</em>, the first name, and <em>-1</em>: Practice-Ada-1.</p>
<div class="row"><button class="primary" type="submit">Sign in</button></div></form>
${form}<div class="row"><button type="submit" name="decline" value="yes">Cancel sign-in</button></div></form>`)
}
