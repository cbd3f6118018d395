import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** What follows the key in a path, without its leading slash: how it is answered. */
export interface Site {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse, path: string) => void
  readonly onSocket: (socket: WebSocket) => void
}

export interface Server {
  readonly origin: string
  /** Ends with a slash; contains the key, so whoever has this address has the window. */
  readonly baseUrl: string
  readonly socketUrl: string
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Serves on a free port of the loopback address only. A request is answered when its path starts with a key that nobody can guess,
 * its Host is this very address (no name that was pointed here) and its Origin, where there is one, is this server's own.
 */
export async function startServer(site: Site): Promise<Server> {
  const key = randomBytes(24).toString('base64url')
  const http = createServer()
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(0, '127.0.0.1', resolve)
  })
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`
  const origin = `http://${host}`

  /** The path behind the key, or the status to refuse with. */
  const admit = (request: IncomingMessage, isSocket: boolean): string | number => {
    if (request.headers.host !== host) return 421
    const from = request.headers.origin
    if (isSocket ? from !== origin : from !== undefined && from !== origin) return 403
    const [, given = '', ...rest] = (request.url ?? '').split('/')
    return isSame(given, key) ? rest.join('/') : 404
  }

  http.on('request', (request, response) => {
    const path = admit(request, false)
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (typeof path === 'string') site.onRequest(request, response, path)
    else response.writeHead(path, { 'Content-Type': 'text/plain' }).end('Refused.')
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 })
  http.on('upgrade', (request, socket, head) => {
    const path = admit(request, true)
    if (path === 'ws') sockets.handleUpgrade(request, socket, head, site.onSocket)
    else socket.end(`HTTP/1.1 ${typeof path === 'number' ? path : 404} Refused\r\nConnection: close\r\n\r\n`)
  })

  return { origin, baseUrl: `${origin}/${key}/`, socketUrl: `ws://${host}/${key}/ws` }
}
