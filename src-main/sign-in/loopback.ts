import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import donePage from '../../resources/sign-in-done.html?raw'
import failedPage from '../../resources/sign-in-failed.html?raw'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'

const maxBodyBytes = 64 * 1024
/** How long a sign-in that was given up still gets a page instead of a refused connection. */
const lateMs = 5 * 60_000

export interface Loopback {
  /** Such as "http://localhost:49152": Entra ignores the port of a registered http://localhost. */
  readonly redirectUri: string
  /** The authorization code, or why there is none; ends when the signal does. */
  readonly redirected: Promise<Answer<{ code: string }>>
  close(): void
}

/**
 * Listens on 127.0.0.1 for the one redirect that ends a sign-in: a form_post with our `state`
 * (https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html). Anything else gets a 400 and the wait goes on.
 * Once nobody waits any more, whoever comes is told so.
 * `onRefused` gets the identity provider's own words for a refusal. Own listener, because MSAL's acquireTokenInteractive has neither a time limit nor a way to stop it.
 */
export async function listenForRedirect(state: string, onRefused: (description: string) => void = () => undefined): Promise<Loopback> {
  let settle: (answer: Answer<{ code: string }>) => void = () => undefined
  const redirected = new Promise<Answer<{ code: string }>>((resolve) => (settle = resolve))

  let isOver = false
  let isAnswered = false
  const server = createServer((request, response) => {
    if (isOver) {
      // A sign-in page that was left open and is finished late: a page that says so, and nothing is taken from it.
      request.resume()
      respond(response, 410, failedPage)
      return
    }
    void answerRedirect(request, response, state, onRefused).then((answer) => {
      if (answer === null) return
      isAnswered = true
      settle(answer)
    })
  })
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    redirectUri: `http://localhost:${port}`,
    redirected,
    close: () => {
      isOver = true
      settle(refuse('sign-in-cancelled'))
      const end = (): void => {
        server.close()
        // The page with the result has been written; keep-alive sockets would hold the port.
        setTimeout(() => server.closeAllConnections(), 500).unref()
      }
      if (isAnswered) end()
      else setTimeout(end, lateMs).unref()
      server.unref()
    },
  }
}

async function answerRedirect(
  request: IncomingMessage,
  response: ServerResponse,
  state: string,
  onRefused: (description: string) => void,
): Promise<Answer<{ code: string }> | null> {
  const form = await readForm(request)
  const states = form?.getAll('state') ?? []
  if (form === null || states.length !== 1 || states[0] !== state) {
    respond(response, 400, failedPage)
    return null
  }
  const code = form.get('code')
  if (code !== null && code !== '') {
    respond(response, 200, donePage)
    return { status: 'ok', code }
  }
  respond(response, 200, failedPage)
  onRefused(form.get('error_description') ?? '')
  return refuse(form.get('error') === 'access_denied' ? 'sign-in-declined' : 'sign-in-failed')
}

function respond(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(page)
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  const host = request.headers.host?.split(':')[0]
  if (request.method !== 'POST' || request.url !== '/' || !isForm || (host !== 'localhost' && host !== '127.0.0.1')) {
    request.resume()
    return null
  }
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBodyBytes) return null
      chunks.push(chunk)
    }
  } catch {
    return null
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
