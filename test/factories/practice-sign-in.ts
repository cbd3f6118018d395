/**
 * A browser's part of a sign-in, without a browser: follows redirects, keeps cookies, fills in the practice tenant's
 * sign-in page, and delivers the answer to the loopback address that waits for it.
 */
export interface PracticeBrowser {
  /** Cookies by name; they survive from one sign-in to the next, as in a browser that stays open. */
  readonly cookies: Map<string, string>
}

/** A browser in which nobody has signed in yet. */
export function createPracticeBrowser(): PracticeBrowser {
  return { cookies: new Map() }
}

export interface PageSignIn {
  /** Whether the sign-in page was shown; false when an existing session was enough. */
  readonly prompted: boolean
  /** The page as it came, or what came instead of it. */
  readonly page: string
  /** What was delivered to the redirect address: code, state, error, … */
  readonly fields: Readonly<Record<string, string>>
  /** What the loopback listener answered; null when nothing was delivered. */
  readonly status: number | null
}

export interface PageSignInOptions {
  /** Keeps the session for the next sign-in; a fresh one unless given. */
  readonly browser?: PracticeBrowser
  /** Types this password instead of pressing the person's button. */
  readonly password?: string
  /** Presses "Cancel sign-in". */
  readonly decline?: boolean
  /** Changes the address before it is opened, as somebody with an address bar can. */
  readonly tamper?: (url: URL) => void
  /** false: the answer is returned and not delivered (the tab was closed just before). */
  readonly deliver?: boolean
}

/** A page, and where it turned out to be. */
export interface Seen {
  readonly url: URL
  readonly status: number
  readonly html: string
}

function keepCookies(browser: PracticeBrowser, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';', 1)
    const [name = '', ...value] = pair.split('=')
    if (/expires=Thu, 01 Jan 1970/i.test(cookie)) browser.cookies.delete(name)
    else browser.cookies.set(name, value.join('='))
  }
}

/** Opens an address, or posts a form to it, and follows redirects up to a page or to the loopback address. */
export async function visit(browser: PracticeBrowser, start: URL, form?: URLSearchParams): Promise<Seen> {
  let url = start
  let body = form
  for (let hop = 0; hop < 12; hop += 1) {
    if (url.hostname === 'localhost') return { url, status: 302, html: '' }
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response: Response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
      ...(body === undefined ? {} : { body }),
    })
    keepCookies(browser, response)
    const location = response.headers.get('location')
    if (location === null) return { url, status: response.status, html: await response.text() }
    url = new URL(location, url)
    body = undefined
  }
  throw new Error(`The sign-in went round in circles; last at ${url.href}`)
}

export function unescapeHtml(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', '\'').replaceAll('&#x27;', '\'').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** What the forms of a page send along unasked. */
export function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
    fields[name] = unescapeHtml(value)
  }
  return fields
}

async function deliver(seen: Seen, wanted: boolean): Promise<Omit<PageSignIn, 'prompted' | 'page'>> {
  const fields = seen.html === '' ? Object.fromEntries(seen.url.searchParams) : hiddenFields(seen.html)
  if (!wanted) return { fields, status: null }
  if (seen.html === '') return { fields, status: (await fetch(seen.url)).status }
  const action = new URL(unescapeHtml(/<form method="post" action="([^"]*)"/.exec(seen.html)?.[1] ?? ''), seen.url)
  if (action.hostname !== 'localhost') {
    const text = seen.html.replaceAll(/<style.*?<\/style>/gs, '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    throw new Error(`The sign-in ended on a page of the tenant (status ${seen.status}): ${text}`)
  }
  return { fields, status: (await fetch(action, { method: 'POST', body: new URLSearchParams(fields) })).status }
}

/**
 * Opens `url` (what the console would open in the browser), signs in as `upn` when the sign-in page comes, and delivers the
 * answer to the loopback redirect. `upn` null: the page must not come. Throws when the sign-in ends on an error page.
 */
export async function signInThroughPage(url: string, upn: string | null, options: PageSignInOptions = {}): Promise<PageSignIn> {
  const browser = options.browser ?? createPracticeBrowser()
  const start = new URL(url)
  options.tamper?.(start)
  let seen = await visit(browser, start)
  const prompted = seen.html.includes('name="person"')
  const page = seen.html
  if (prompted) {
    if (upn === null) throw new Error('The sign-in page came although a session should have been enough.')
    const form = options.decline === true
      ? { decline: 'yes' }
      : options.password === undefined ? { person: upn } : { account: upn, password: options.password }
    seen = await visit(browser, seen.url, new URLSearchParams(form))
  }
  seen = await submitItself(browser, seen)
  return { prompted, page, ...await deliver(seen, options.deliver ?? true) }
}

/** Somebody else signing in first signs the one before out: a page of the tenant's own that a browser submits by itself. */
async function submitItself(browser: PracticeBrowser, seen: Seen): Promise<Seen> {
  const action = /<form method="post" action="([^"]*)"/.exec(seen.html)?.[1]
  if (action === undefined) return seen
  const target = new URL(unescapeHtml(action), seen.url)
  if (target.origin !== seen.url.origin || !seen.html.includes('document.forms[0].submit()')) return seen
  return submitItself(browser, await visit(browser, target, new URLSearchParams(hiddenFields(seen.html))))
}
