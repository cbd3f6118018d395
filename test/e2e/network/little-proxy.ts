import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'

/** What stands between the console and everything else. */
export type ProxyMood = 'works' | 'wants-sign-in' | 'portal-page' | 'portal-redirect'

export interface LittleProxy {
  /** For the environment of a process whose fetch takes its proxy from there. */
  readonly env: Readonly<Record<string, string>>
  become(mood: ProxyMood): void
  /** How many tunnels were asked for. */
  tunnels(): number
  close(): Promise<void>
}

const head: Record<Exclude<ProxyMood, 'works'>, { readonly status: number; readonly lines: Readonly<Record<string, string>>; readonly body: string }> = {
  'wants-sign-in': { status: 407, lines: { 'proxy-authenticate': 'Basic realm="proxy"' }, body: '' },
  'portal-page': { status: 200, lines: { 'content-type': 'text/html' }, body: '<html><title>Guest Wi-Fi</title>Accept our terms</html>' },
  'portal-redirect': { status: 302, lines: { location: 'http://portal.example/login' }, body: '' },
}

/** A real HTTP proxy on loopback, with tunnels, in one of the moods that networks have. */
export async function startLittleProxy(): Promise<LittleProxy> {
  let mood: ProxyMood = 'works'
  let tunnels = 0
  const server = createServer((request, response) => {
    if (mood !== 'works') {
      const { status, lines, body } = head[mood]
      response.writeHead(status, { ...lines, connection: 'close' }).end(body)
      return
    }
    const onward = ask(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  const open = new Set<{ destroy(): void }>()
  server.on('connect', (request, socket, first) => {
    tunnels += 1
    open.add(socket)
    socket.on('error', () => socket.destroy())
    if (mood === 'wants-sign-in' || mood === 'portal-redirect') {
      const { status, lines } = head[mood]
      socket.end(`HTTP/1.1 ${status} No\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}content-length: 0\r\n\r\n`)
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (mood === 'portal-page') {
      // A portal lets the tunnel stand, and answers in it itself.
      const { body } = head[mood]
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`))
      return
    }
    const [host = '', port = '80'] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      onward.write(first)
      socket.pipe(onward).pipe(socket)
    })
    open.add(onward)
    onward.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const closeTunnels = (): void => {
    for (const one of open) one.destroy()
    open.clear()
    server.closeAllConnections()
  }
  return {
    env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url, https_proxy: url, NO_PROXY: '', no_proxy: '' },
    become: (next) => {
      mood = next
      closeTunnels()
    },
    tunnels: () => tunnels,
    close: async () => {
      closeTunnels()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
