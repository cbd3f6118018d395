import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What stands between a console and its server, and can fail at a chosen moment. */
export interface BreakableProxy {
  readonly port: number
  /** Breaks the connection once: `answer`: when the server has answered what holds `words`, whose answer is swallowed; `question`: when it has been passed on. */
  breakAt(words: string, moment: 'answer' | 'question', onBroken?: () => void): void
  /** Connections so far. */
  connections(): number
  /** Resolves when nobody is connected. */
  untilEmpty(): Promise<void>
  close(): Promise<void>
}

export async function startBreakableProxy(serverPort: number): Promise<BreakableProxy> {
  let wanted: { words: string; moment: 'answer' | 'question'; onBroken: () => void } | null = null
  let count = 0
  const open = new Set<Socket>()
  const waiting: (() => void)[] = []
  const proxy = createServer((client) => {
    count += 1
    const server = connect(serverPort, '127.0.0.1')
    let isDue = false
    const cut = (): void => {
      const { onBroken } = wanted ?? {}
      wanted = null
      client.resetAndDestroy()
      server.destroy()
      onBroken?.()
    }
    for (const socket of [client, server]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => {
        open.delete(socket)
        client.destroy()
        server.destroy()
        if (open.size === 0) for (const tell of waiting.splice(0)) tell()
      })
    }
    client.on('data', (bytes) => {
      isDue ||= wanted !== null && bytes.includes(wanted.words)
      server.write(bytes, () => { if (isDue && wanted?.moment === 'question') cut() })
    })
    server.on('data', (bytes) => {
      if (isDue && wanted?.moment === 'answer') cut()
      else client.write(bytes)
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    port: (proxy.address() as AddressInfo).port,
    breakAt: (words, moment, onBroken = () => undefined) => { wanted = { words, moment, onBroken } },
    connections: () => count,
    untilEmpty: () => new Promise((resolve) => {
      if (open.size === 0) resolve()
      else waiting.push(resolve)
    }),
    close: async () => {
      for (const socket of open) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
