import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../../src-shared/clock.ts'
import { createGraphClient } from '../../../src-main/graph/http-client.ts'
import type { GraphClient, GraphClientOptions } from '../../../src-main/graph/http-client.ts'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly remotePort: number | undefined
  /** As it arrived; "" for none. */
  readonly body: string
}

export interface MisbehavingServer {
  readonly url: string
  /** What arrived: the only witness of what was sent. */
  readonly requests: SeenRequest[]
  close(): Promise<void>
}

/** A real HTTP server on loopback that answers each request, the first being number 1, as the spec needs. */
export async function startServer(answer: (request: IncomingMessage, response: ServerResponse, number: number) => void): Promise<MisbehavingServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, remotePort: request.socket.remotePort, body: '' }
    requests.push(seen)
    const number = requests.length
    request.setEncoding('utf8').on('data', (part: string) => (seen.body += part))
    request.on('end', () => answer(request, response, number))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; odata.metadata=minimal', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

export const graphError = (code: string, message: string): unknown => ({
  error: { code, message, innerError: { 'date': '2026-01-07T04:43:04', 'request-id': 'inner-request-id' } },
})

/** Intune's way: a JSON document inside the message. */
export const intuneError = (code: string, inner: Record<string, unknown>): unknown =>
  graphError(code, JSON.stringify({ _version: 3, CustomApiErrorPhrase: '', RetryAfter: null, ErrorSourceService: '', HttpHeaders: '{}', ...inner }, null, 2))

/** Time that moves only when somebody sleeps on it. */
export function createMovedTime(): { readonly clock: Clock; readonly slept: number[]; readonly sleep: (ms: number) => Promise<void>; pass(ms: number): void } {
  let nowMs = Date.UTC(2026, 10, 23, 12)
  const slept: number[] = []
  return {
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs },
    slept,
    sleep: async (ms) => {
      slept.push(ms)
      nowMs += ms
    },
    pass: (ms) => {
      nowMs += ms
    },
  }
}

/** A client as the app has it, with time that the spec moves and without jitter. */
export function createTestClient(graphBaseUrl: string, overrides: Partial<GraphClientOptions> = {}): GraphClient {
  const { clock, sleep } = createMovedTime()
  return createGraphClient({
    graphBaseUrl,
    fetch: globalThis.fetch,
    accessToken: async () => ({ status: 'ok', token: 'token-1' }),
    clock,
    sleep,
    random: () => 0,
    ...overrides,
  })
}
