import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { WebSocket } from 'ws'
import { announceSecondInstance } from './app.ts'
import { bootScript } from './boot-script.ts'
import { BrowserWindow, pagePath, preloadOf } from './browser-window.ts'
import { widenPolicy } from './csp.ts'
import type { Hello } from './page-link.ts'
import { handlerOf } from './protocol.ts'
import { server } from './runtime.ts'
import { filterHeaders, isCancelled, type RequestDetails } from './session.ts'
import type { SecondInstance } from './single-instance.ts'
import { controlOf } from './web-contents.ts'

interface SentDocument { readonly window: BrowserWindow; readonly appUrl: string }

/** Documents on their way to a browser, by the token that their script will show. */
const documents = new Map<string, SentDocument>()
let lastRequestId = 0

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(text)
}

/** Puts the boot script first of all scripts, as a file: the app's own policy forbids inline ones, and is to stay in force. */
function withBootScript(html: string, bootUrl: string): string {
  const tag = `<script src="${bootUrl}"></script>`
  const head = /<head(\s[^>]*)?>/i.exec(html)
  if (head === null) throw new Error('stand-in: a page without <head> is not implemented')
  const end = head.index + head[0].length
  return html.slice(0, end) + tag + html.slice(end)
}

function widenPolicies(headers: Record<string, string[]>, bootUrl: string): void {
  for (const [name, values] of Object.entries(headers)) {
    if (!/^content-security-policy(-report-only)?$/i.test(name)) continue
    headers[name] = values.map((policy) => widenPolicy(policy, { socketUrl: server().socketUrl, bootUrl }))
  }
}

async function servePage(request: IncomingMessage, response: ServerResponse, window: BrowserWindow, path: string): Promise<void> {
  // The rest stays as the browser sent it: what to make of dots and encoded slashes is the app's own matter.
  const [scheme = '', host = '', ...rest] = path.split('/')
  const appUrl = `${scheme}://${host}/${rest.join('/')}`
  const handler = handlerOf(scheme)
  if (handler === undefined) { plain(response, 404, 'There is no such page.'); return; }
  const isDocument = ['document', undefined].includes(request.headers['sec-fetch-dest'])
  const method = request.method ?? 'GET'
  const details: RequestDetails = { id: ++lastRequestId, url: appUrl, method, resourceType: isDocument ? 'mainFrame' : 'other' }
  if (await isCancelled(details)) { plain(response, 403, 'net::ERR_BLOCKED_BY_CLIENT'); return; }

  const hasBody = method !== 'GET' && method !== 'HEAD'
  const asked = new Request(appUrl, {
    method,
    headers: Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' && name !== 'host' ? [[name, value] as [string, string]] : [])),
    ...(hasBody ? { body: Readable.toWeb(request) as unknown as ReadableStream<Uint8Array> as never, duplex: 'half' } : {}),
  })
  const answer = await handler(asked)
  if (answer.type === 'error') { plain(response, 502, 'net::ERR_FAILED'); return; }

  const given: Record<string, string[]> = {}
  answer.headers.forEach((value, name) => {
    given[name] = [value]
  })
  const headers = await filterHeaders(details, answer.status, given)
  if (headers === null) { plain(response, 403, 'net::ERR_BLOCKED_BY_RESPONSE'); return; }
  const isHtml = Object.entries(headers).some(([name, [value = '']]) => name.toLowerCase() === 'content-type' && value.startsWith('text/html'))

  if (isHtml && isDocument && answer.ok && method === 'GET') {
    const token = controlOf(window.webContents).link.expect()
    documents.set(token, { window, appUrl })
    const bootUrl = `${server().baseUrl}boot.js?token=${token}`
    widenPolicies(headers, bootUrl.split('?')[0] ?? '')
    const html = withBootScript(await answer.text(), new URL(bootUrl).pathname + new URL(bootUrl).search)
    response.writeHead(answer.status, { ...withoutLength(headers), 'Cache-Control': 'no-store' }).end(html)
    return
  }
  response.writeHead(answer.status, withoutLength(headers))
  if (answer.body === null) response.end()
  else await pipeline(Readable.fromWeb(answer.body as unknown as ReadableStream<Uint8Array>), response)
}

function withoutLength(headers: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding'].includes(name.toLowerCase())))
}

function serveBootScript(response: ServerResponse, token: string | null): void {
  const sent = documents.get(token ?? '')
  if (sent === undefined) { plain(response, 404, 'There is no such script.'); return; }
  const preload = preloadOf(sent.window)
  const script = bootScript(
    { base: `${new URL(server().baseUrl).pathname}${sent.window.id}/`, refusedUrl: `${server().baseUrl}refused`, socketUrl: server().socketUrl, token: token ?? '', platform: process.platform },
    preload === null ? '' : readFileSync(preload, 'utf8'),
  )
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' }).end(script)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const [first = ''] = path.split(/[/?]/)
  if (path === '') {
    const start = BrowserWindow.getAllWindows().map(pagePath).find((url) => url !== null)
    if (start === undefined) { plain(response, 404, 'The window is closed.'); return; }
    response.writeHead(302, { Location: start, 'Cache-Control': 'no-store' }).end()
  } else if (first === 'boot.js') serveBootScript(response, new URLSearchParams(path.split('?')[1]).get('token'))
  else if (first === 'refused') plain(response, 409, 'The Helpdesk Console is already open in another tab. Use that one, or close it and load this page again.')
  else if (first === 'second-instance' && request.method === 'POST') {
    announceSecondInstance(JSON.parse(await readBody(request)) as SecondInstance)
    plain(response, 200, 'Told.')
  } else {
    const window = BrowserWindow.fromId(Number(first))
    if (window === null) plain(response, 404, 'There is no such window.')
    else await servePage(request, response, window, path.slice(first.length + 1))
  }
}

export function onRequest(request: IncomingMessage, response: ServerResponse, path: string): void {
  answer(request, response, path).catch((error: unknown) => {
    console.error('stand-in: while answering a page:', error)
    if (response.headersSent) response.destroy()
    else plain(response, 500, 'net::ERR_FAILED')
  })
}

/** A page's script says hello with the token of its document; only then does it belong to a window. */
export function onSocket(socket: WebSocket): void {
  socket.on('error', () => socket.terminate())
  socket.once('message', (data: Buffer) => {
    const hello = JSON.parse(data.toString()) as Hello
    const sent = documents.get(hello.token)
    documents.delete(hello.token)
    if (sent === undefined || sent.window.isDestroyed()) socket.close()
    else controlOf(sent.window.webContents).link.attach(socket, hello)
  })
}
