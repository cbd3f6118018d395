import { encode } from './page/codec.js'
import { answerInvoke, deliver } from './ipc-main.ts'
import type { HiddenPage, PdfOptions } from './hidden-page.ts'
import { createPageLink, type FromPage, type PageLink } from './page-link.ts'
import { handlerOf } from './protocol.ts'
import { defaultSession } from './session.ts'
import { StrictEmitter, preventable, strict } from './strict.ts'
import { createWebFrame, type WebFrame } from './web-frame.ts'

const events = [
  'will-navigate', 'will-frame-navigate', 'did-start-navigation', 'did-navigate', 'did-navigate-in-page', 'did-frame-navigate',
  'dom-ready', 'did-finish-load', 'preload-error', 'destroyed', 'focus', 'blur',
  // These cannot occur here (see README); listening for them is right all the same.
  'will-redirect', 'will-attach-webview', 'did-attach-webview', 'did-create-window', 'did-fail-load', 'render-process-gone', 'unresponsive', 'responsive',
]

interface OpenDetails { readonly url: string; readonly frameName: string; readonly features: string; readonly disposition: string }
type OpenHandler = (details: OpenDetails) => { readonly action: 'allow' | 'deny' }

/** What the other modules of the stand-in do with a window's contents; the app sees none of it. */
export interface ContentsControl {
  readonly link: PageLink
  /** Of a page that may run no script, and so cannot be shown in a tab. */
  readonly hidden: HiddenPage | null
  readonly destroy: () => void
  /** The address of the app (not of the loopback server) to start from, once loadURL was called. */
  readonly startUrl: () => string | null
  readonly pathOf: (appUrl: string) => string | null
}
export interface ContentsHooks {
  readonly onFirstLoad: () => void
  readonly onStartUrl: () => void
  readonly onGone: () => void
  readonly onPageMessage: (message: FromPage) => void
}

let lastId = 0
const controls = new WeakMap<object, ContentsControl>()

export function controlOf(contents: WebContents): ContentsControl {
  const control = controls.get(contents)
  if (control === undefined) throw new Error('stand-in: these are not the contents of a window')
  return control
}

export class WebContents extends StrictEmitter {
  readonly id = ++lastId
  readonly session = defaultSession
  readonly state: { frame: WebFrame; isDestroyed: boolean; openHandler: OpenHandler | null } =
    { frame: createWebFrame(''), isDestroyed: false, openHandler: null }

  constructor() {
    super('webContents', events)
  }

  get mainFrame(): WebFrame {
    return this.state.frame
  }

  getURL(): string {
    return this.state.frame.url
  }

  isDestroyed(): boolean {
    return this.state.isDestroyed
  }

  getType(): string {
    return 'window'
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.state.openHandler = handler
  }

  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    let encoded
    try {
      encoded = encode(args)
    } catch {
      throw new Error('Failed to serialize arguments')
    }
    controlOf(this).link.tell({ type: 'event', channel, args: encoded })
  }

  reload(): void {
    controlOf(this).link.tell({ type: 'reload' })
  }

  async loadURL(url: string): Promise<void> {
    await loadUrl(this, url)
  }

  async printToPDF(options: PdfOptions): Promise<Buffer> {
    const { hidden } = controlOf(this)
    if (hidden === null) throw new Error('stand-in: printToPDF of a window that may run scripts is not implemented')
    return hidden.print(options)
  }
}

const loaders = new WeakMap<object, (url: string) => Promise<void>>()

async function loadUrl(contents: WebContents, url: string): Promise<void> {
  await loaders.get(contents)?.(url)
}

/** The contents of one window; `basePath` is where its pages are served, such as "/key/1/". */
export function createWebContents(basePath: () => string, hooks: ContentsHooks, hidden: HiddenPage | null): WebContents {
  const raw = new WebContents()
  const contents = strict('webContents', raw)
  let startUrl: string | null = null
  let isFirstLoad = true
  const waitingForLoad = new Set<() => void>()

  const pathOf = (appUrl: string): string | null => {
    const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(appUrl)
    const [, scheme = '', host = '', rest = ''] = parts ?? []
    if (parts === null || handlerOf(scheme.toLowerCase()) === undefined) return null
    return `${basePath()}${scheme}/${host}${rest.startsWith('/') ? rest : `/${rest}`}`
  }

  const navigation = (url: string, isSameDocument: boolean) =>
    [preventable({ url, isSameDocument, isMainFrame: true, frame: raw.state.frame, initiator: raw.state.frame }),
      url, isSameDocument, true, raw.state.frame.processId, raw.state.frame.routingId] as const

  const startDocument = (url: string): void => {
    raw.emit('did-start-navigation', ...navigation(url, false))
    raw.state.frame.destroy()
    raw.state.frame = createWebFrame(url)
    raw.emit('did-frame-navigate', preventable({}), url, 200, 'OK', true, raw.state.frame.processId, raw.state.frame.routingId)
    raw.emit('did-navigate', preventable({}), url, 200, 'OK')
  }

  const moveWithinDocument = (url: string): void => {
    raw.emit('did-start-navigation', ...navigation(url, true))
    raw.state.frame.moveTo(url)
    raw.emit('did-navigate-in-page', preventable({}), url, true, raw.state.frame.processId, raw.state.frame.routingId)
  }

  /** Where the page may go now, as an address for the browser; null: nowhere. */
  const decideNavigation = (url: string): string | null => {
    const frameArgs = navigation(url, false)
    raw.emit('will-frame-navigate', frameArgs[0])
    const mainArgs = navigation(url, false)
    raw.emit('will-navigate', ...mainArgs)
    if (frameArgs[0].defaultPrevented || mainArgs[0].defaultPrevented) return null
    return pathOf(url) ?? url
  }

  const loaded = (): void => {
    raw.emit('did-finish-load')
    for (const resolve of waitingForLoad) resolve()
    waitingForLoad.clear()
    if (isFirstLoad) hooks.onFirstLoad()
    isFirstLoad = false
  }

  const onMessage = (message: FromPage): void => {
    const { frame } = raw.state
    switch (message.type) {
      case 'invoke':
        void answerInvoke(contents, frame, message.channel, message.args).then((answer) => {
          if (!frame.isDestroyed()) link.tell({ type: 'result', id: message.id, ...answer })
        })
        return
      case 'send': { deliver(contents, frame, message.channel, message.args); return; }
      case 'navigate': return void link.tell({ type: 'go', id: message.id, url: decideNavigation(message.url) })
      case 'moved': { moveWithinDocument(message.url); return; }
      case 'open-window': {
        const details = { url: message.url, frameName: message.name, features: message.features, disposition: message.disposition }
        const answer = raw.state.openHandler?.(details) ?? { action: 'allow' }
        if (answer.action === 'allow') console.error(`stand-in: a second window by window.open(${message.url}) is not implemented`)
        return
      }
      case 'stage':
        if (message.stage === 'loaded') { loaded(); return; }
        raw.emit('dom-ready', preventable({}))
        frame.emit('dom-ready')
        return
      case 'preload-error':
        console.error(`Unable to load preload script: ${message.message}`)
        raw.emit('preload-error', preventable({}), '', new Error(message.message))
        return
      case 'focus': return void raw.emit(message.isFocused ? 'focus' : 'blur', preventable({}))
      default: hooks.onPageMessage(message)
    }
  }

  const link = createPageLink({
    onPage: (hello) => {
      startDocument(hello.url)
      hooks.onPageMessage(hello)
    },
    onMessage,
    onGone: hooks.onGone,
  })

  const control: ContentsControl = {
    link,
    hidden,
    pathOf,
    startUrl: () => startUrl,
    destroy: () => {
      if (raw.state.isDestroyed) return
      raw.state.isDestroyed = true
      raw.state.frame.destroy()
      link.end()
      void hidden?.close()
      raw.emit('destroyed')
    },
  }
  const load = async (url: string): Promise<void> => {
    const path = pathOf(url)
    if (path === null) throw new Error(`stand-in: loadURL(${url}) is not implemented: no protocol.handle for its scheme`)
    if (hidden !== null) {
      startDocument(url)
      await hidden.load(url)
      loaded()
      return
    }
    startUrl = url
    const whenLoaded = new Promise<void>((resolve) => waitingForLoad.add(resolve))
    if (!link.tell({ type: 'load', url: path })) hooks.onStartUrl()
    await whenLoaded
  }
  for (const key of [raw, contents]) {
    controls.set(key, control)
    loaders.set(key, load)
  }
  return contents
}

