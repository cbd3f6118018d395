import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strict } from './strict.ts'

type Handler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, Handler>()
const reserved = new Set(['http', 'https', 'file', 'ws', 'wss', 'data', 'blob', 'javascript', 'about'])
let isTooLateForPrivileges = false

export function closePrivileges(): void {
  isTooLateForPrivileges = true
}

export function handlerOf(scheme: string): Handler | undefined {
  return handlers.get(scheme)
}

const members = {
  /** Accepted and without effect: every scheme is served from one loopback origin (see README). */
  registerSchemesAsPrivileged: (schemes: readonly { readonly scheme: string }[]): void => {
    if (isTooLateForPrivileges) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of schemes) {
      if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) throw new Error(`stand-in: not a scheme: ${scheme}`)
    }
  },
  handle: (scheme: string, handler: Handler): void => {
    if (reserved.has(scheme)) throw new Error(`stand-in: protocol.handle('${scheme}') is not implemented`)
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme: string): void => {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
}

export const protocol = strict('protocol', members)

const types: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.ico': 'image/x-icon', '.woff': 'font/woff', '.woff2': 'font/woff2', '.txt': 'text/plain', '.wasm': 'application/wasm',
}

/** Node's fetch, plus what Electron's has beyond it: file: addresses and the app's own schemes. No system proxy, no system certificates. */
async function fetchLikeElectron(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input)
  const scheme = address.slice(0, address.indexOf(':'))
  if (scheme === 'file') {
    const path = fileURLToPath(address)
    try {
      return new Response(await readFile(path), { headers: { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' } })
    } catch {
      throw new TypeError('net::ERR_FILE_NOT_FOUND')
    }
  }
  const handler = handlers.get(scheme)
  return handler === undefined ? fetch(input, init) : handler(new Request(input, init))
}

export const net = strict('net', { fetch: fetchLikeElectron })
