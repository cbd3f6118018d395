import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { escapeHtml, page } from './page.ts'

/** The pages that oidc-provider would otherwise bring itself. `form` is its own HTML, with the fields that it needs back. */
function show(ctx: KoaContextWithOIDC, title: string, ...html: readonly string[]): void {
  const reply = page(title, `<h1>${escapeHtml(title)}</h1>${html.join('')}`, ctx.status)
  ctx.set(reply.headers)
  ctx.body = reply.body
}

/** Asks before signing out. */
export function confirmSignOut(ctx: KoaContextWithOIDC, form: string): void {
  show(ctx, 'Sign out', '<p>Sign out of the practice tenant in this browser?</p>', form, `<div class="row">
    <button class="primary" autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign out</button>
    <button type="submit" form="op.logoutForm">Stay signed in</button></div>`)
}

/** After signing out. */
export function signedOut(ctx: KoaContextWithOIDC): void {
  show(ctx, 'You are signed out', '<p>You can close this page.</p>')
}

/** Device code: where the code is typed. `out` is there after a wrong one. */
export function enterCode(ctx: KoaContextWithOIDC, form: string, out?: ErrorOut): void {
  const alert = out === undefined ? '' : '<p class="alert" role="alert">That code did not work. Check it and try again.</p>'
  show(ctx, 'Enter code', alert, '<p>Type the code that the console shows.</p>', form, `<div class="row">
    <button class="primary" type="submit" form="op.deviceInputForm">Next</button></div>`)
}

/** Device code: is it the one on the console's screen? */
export function confirmCode(ctx: KoaContextWithOIDC, form: string, _client: unknown, _device: unknown, userCode: string): void {
  show(ctx, 'Confirm code', `<p>Does the console show <strong>${escapeHtml(userCode)}</strong>?</p>`, form, `<div class="row">
    <button class="primary" type="submit" form="op.deviceConfirmForm">Continue</button>
    <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Cancel</button></div>`)
}

/** Device code: done. */
export function codeAccepted(ctx: KoaContextWithOIDC): void {
  show(ctx, 'You are signed in', '<p>Go back to the console.</p>')
}

/** A request that cannot be answered at its redirect address. */
export function signInFailed(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  show(ctx, 'Sign-in failed', `<p>${escapeHtml(out.error)}</p><p>${escapeHtml(out.error_description ?? '')}</p>`)
}
