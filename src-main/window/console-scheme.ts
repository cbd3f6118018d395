import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { reportScheme } from './print-report.ts'

/** Pages come from a scheme of their own: no file://, no server (https://www.electronjs.org/docs/latest/tutorial/security#18-avoid-usage-of-the-file-protocol-and-prefer-usage-of-custom-protocols). */
export const consoleScheme = 'app'
export const consoleOrigin = `${consoleScheme}://console`

/** The renderer has no network, no inline script and no string-to-script. Vue creates its `vue` policy; the theme is a constructed style sheet. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  'trusted-types vue',
  "require-trusted-types-for 'script'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** Must run before the app is ready, and names every scheme at once: Electron hears it the first time only. */
export function registerConsoleScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: consoleScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: reportScheme, privileges: { standard: true, secure: true } },
  ])
}

/** The file below `folder` that a request of ours means, or null: another host, a way out of the folder, an unknown kind of file. */
export function fileOf(folder: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== `${consoleScheme}:` || url.host !== 'console') return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  if (!file.startsWith(folder + sep) || contentTypes[extname(file)] === undefined) return null
  return file
}

/** Serves the built pages of `folder` to the console's window, read-only. */
export function serveConsole(folder: string): void {
  protocol.handle(consoleScheme, async (request) => {
    if (request.method !== 'GET') return new Response(null, { status: 405 })
    const file = fileOf(folder, request.url)
    if (file === null) return new Response(null, { status: 404 })
    try {
      const body = await readFile(file)
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
