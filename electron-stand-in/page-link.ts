import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'

/** How long a window outlives its page: a reload closes one and opens the next. */
const reloadGraceMs = 1000
/** How long a page that was sent to the browser may take before its script says hello. */
const helloWithinMs = 15_000
/** How long the page that has the window may take to prove that it is still there when another asks for it. */
const pongWithinMs = 700

/** Not performance.now: tests of the app move that one. */
const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000_000n)

export interface Hello { readonly type: 'hello'; readonly token: string; readonly url: string; readonly isDark: boolean }
export type FromPage =
  | Hello
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'send'; readonly channel: string; readonly args: unknown }
  | { readonly type: 'navigate'; readonly id: number; readonly url: string }
  | { readonly type: 'moved'; readonly url: string }
  | { readonly type: 'open-window'; readonly url: string; readonly name: string; readonly features: string; readonly disposition: string }
  | { readonly type: 'stage'; readonly stage: 'dom-ready' | 'loaded' }
  | { readonly type: 'preload-error'; readonly message: string }
  | { readonly type: 'notification'; readonly id: number; readonly event: 'click' | 'close' }
  | { readonly type: 'answer'; readonly id: number; readonly value: string | null }
  | { readonly type: 'scheme'; readonly isDark: boolean }
  | { readonly type: 'focus'; readonly isFocused: boolean }

export interface LinkEvents {
  /** A page has the window now: the first, or the next after a reload. */
  readonly onPage: (hello: Hello) => void
  readonly onMessage: (message: FromPage) => void
  /** The page has gone and none has come in its place. */
  readonly onGone: () => void
}

/** The one page of a window, over one WebSocket. Never two: a second page is refused while the first one answers. */
export interface PageLink {
  /** Announces a document that is about to be sent; its script shows this token. */
  readonly expect: () => string
  readonly attach: (socket: WebSocket, hello: Hello) => void
  /** False: there is no page to tell. */
  readonly tell: (message: object) => boolean
  /** Asks the page; null when there is none or it cannot say. */
  readonly ask: (message: object) => Promise<string | null>
  readonly isConnected: () => boolean
  readonly end: () => void
}

export function createPageLink(events: LinkEvents): PageLink {
  const expected = new Map<string, number>()
  const questions = new Map<number, (answer: string | null) => void>()
  let lastQuestion = 0
  let current: WebSocket | null = null
  let isEnded = false

  const isHere = (): boolean => current?.readyState === 1
  const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message))

  const isPageComing = (): boolean => {
    for (const [token, since] of expected) if (monotonicMs() - since > helloWithinMs) expected.delete(token)
    return expected.size > 0
  }

  const checkGone = (): void => {
    if (isEnded || current !== null) return
    if (isPageComing()) setTimeout(checkGone, reloadGraceMs)
    else events.onGone()
  }

  const accept = (socket: WebSocket, hello: Hello): void => {
    current = socket
    expected.clear()
    socket.on('message', (data: Buffer) => {
      if (current !== socket) return
      const message = JSON.parse(data.toString()) as FromPage
      if (message.type === 'answer') questions.get(message.id)?.(message.value)
      else events.onMessage(message)
    })
    const gone = (): void => {
      if (current !== socket) return
      current = null
      for (const answer of questions.values()) answer(null)
      if (!isEnded) setTimeout(checkGone, reloadGraceMs)
    }
    socket.on('close', gone)
    if (socket.readyState !== 1) {
      gone()
      return
    }
    events.onPage(hello)
    send(socket, { type: 'accepted' })
  }

  const refuse = (socket: WebSocket, why: string): void => {
    send(socket, { type: 'refused', why })
    socket.close()
  }

  /** Waits until the present page has gone, or has answered a ping. */
  const isStillHere = (socket: WebSocket): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        socket.terminate()
        resolve(false)
      }, pongWithinMs)
      const settle = (isHereStill: boolean) => (): void => {
        clearTimeout(timer)
        resolve(isHereStill)
      }
      socket.once('pong', settle(true))
      socket.once('close', settle(false))
      socket.ping()
    })

  return {
    expect: () => {
      const token = randomBytes(16).toString('base64url')
      expected.set(token, monotonicMs())
      return token
    },
    attach: (socket, hello) => {
      if (isEnded) { refuse(socket, 'closed'); return; }
      if (!expected.has(hello.token)) { refuse(socket, 'stale'); return; }
      const present = current
      if (present === null || present.readyState !== 1) { accept(socket, hello); return; }
      void isStillHere(present).then((isHereStill) => {
        const isTaken = isHereStill || (current !== null && current !== present)
        if (!isTaken) { accept(socket, hello); return; }
        expected.delete(hello.token)
        refuse(socket, 'taken')
      })
    },
    tell: (message) => {
      if (current === null || !isHere()) return false
      send(current, message)
      return true
    },
    ask: (message) =>
      new Promise((resolve) => {
        const id = ++lastQuestion
        questions.set(id, (answer) => {
          questions.delete(id)
          resolve(answer)
        })
        if (current === null || !isHere()) questions.get(id)?.(null)
        else send(current, { ...message, id })
      }),
    isConnected: isHere,
    end: () => {
      isEnded = true
      if (current !== null) {
        send(current, { type: 'closed' })
        current.close()
      }
    },
  }
}
