import { StrictEmitter, strict } from './strict.ts'

let lastRoutingId = 0

/** One document in a window: a reload makes a new one. Only main frames exist here, because a preload script runs in no other. */
export class WebFrame extends StrictEmitter {
  readonly parent = null
  readonly frames: readonly WebFrame[] = []
  readonly name = ''
  readonly processId = process.pid
  readonly routingId = ++lastRoutingId
  readonly frameTreeNodeId = this.routingId
  #url: string
  #isDestroyed = false

  constructor(url: string) {
    super('webFrameMain', ['dom-ready'])
    this.#url = url
  }

  // Arrow functions and not methods: a private field cannot be reached through the proxy that tells of missing members.
  readonly isDestroyed = (): boolean => this.#isDestroyed
  readonly currentUrl = (): string => this.#url
  readonly moveTo = (url: string): void => {
    this.#url = url
  }
  readonly destroy = (): void => {
    this.#isDestroyed = true
  }

  get url(): string {
    return this.currentUrl()
  }

  get origin(): string {
    return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(this.currentUrl())?.[0] ?? 'null'
  }

  get detached(): boolean {
    return this.isDestroyed()
  }

  get top(): this {
    return this
  }
}

export function createWebFrame(url: string): WebFrame {
  return strict('webFrameMain', new WebFrame(url))
}
