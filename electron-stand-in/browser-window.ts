import { createHiddenPage } from './hidden-page.ts'
import { handlePageMessage } from './page-messages.ts'
import { openInDefaultBrowser } from './open-in-browser.ts'
import { options } from './options.ts'
import { say, server } from './runtime.ts'
import { StrictEmitter, preventable, strict } from './strict.ts'
import { controlOf, createWebContents, type WebContents } from './web-contents.ts'

const events = ['close', 'closed', 'ready-to-show', 'show', 'hide', 'focus', 'blur', 'page-title-updated',
  // These cannot occur here: the browser's own window is not the app's (see README).
  'maximize', 'unmaximize', 'minimize', 'restore', 'resize', 'resized', 'move', 'moved', 'unresponsive', 'responsive', 'session-end', 'query-session-end']

interface WebPreferences { readonly preload?: string; readonly javascript?: boolean; readonly nodeIntegration?: boolean; readonly contextIsolation?: boolean }
export interface WindowOptions { readonly title?: string; readonly webPreferences?: WebPreferences }
export interface Bounds { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Told of every new window and of the last one's end; app.ts gives itself. */
export const windowHooks = {
  onCreated: null as ((contents: WebContents, window: BrowserWindow) => void) | null,
  onLastClosed: null as (() => void) | null,
}

const windows = new Map<number, BrowserWindow>()
let lastId = 0

interface WindowState { isDestroyed: boolean; isVisible: boolean; isAnnounced: boolean; title: string; readonly preload: string | null }

export class BrowserWindow extends StrictEmitter {
  readonly id = ++lastId
  readonly webContents!: WebContents
  readonly state!: WindowState

  constructor(wanted: WindowOptions & Record<string, unknown> = {}) {
    super('BrowserWindow', events)
    const preferences = wanted.webPreferences ?? {}
    if (preferences.nodeIntegration === true || preferences.contextIsolation === false) {
      throw new Error('stand-in: a page with Node or without context isolation is not implemented')
    }
    const window = strict('BrowserWindow', this)
    this.state = { isDestroyed: false, isVisible: wanted['show'] !== false, isAnnounced: false, title: wanted.title ?? '', preload: preferences.preload ?? null }
    this.webContents = createWebContents(() => `${new URL(server().baseUrl).pathname}${this.id}/`, {
      onFirstLoad: () => this.emit('ready-to-show'),
      onStartUrl: () => announce(window),
      onGone: () => window.close(),
      onPageMessage: (message) => {
        if (message.type === 'focus') this.emit(message.isFocused ? 'focus' : 'blur')
        handlePageMessage(message)
      },
    }, preferences.javascript === false ? createHiddenPage() : null)
    windows.set(this.id, window)
    windowHooks.onCreated?.(this.webContents, window)
    return window
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows.values()].find((window) => window.isFocused()) ?? null
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url)
  }

  show(): void {
    this.state.isVisible = true
    this.emit('show')
  }

  hide(): void {
    this.state.isVisible = false
    this.emit('hide')
  }

  /** A page may not bring its own window to the front, so the tab says that it wants to be seen. */
  focus(): void {
    controlOf(this.webContents).link.tell({ type: 'attention' })
  }

  isVisible(): boolean {
    return this.state.isVisible
  }

  isFocused(): boolean {
    return controlOf(this.webContents).link.isConnected() && this.state.isVisible
  }

  isMinimized(): boolean {
    return false
  }

  restore(): void {
    this.show()
  }

  isDestroyed(): boolean {
    return this.state.isDestroyed
  }

  getTitle(): string {
    return this.state.title
  }

  setTitle(title: string): void {
    this.state.title = title
  }

  /** Menus are never shown here. */
  setMenu(): void {
    // Nothing to take away.
  }

  removeMenu(): void {
    // Nothing to take away.
  }

  setMenuBarVisibility(): void {
    // Nothing to hide.
  }

  /** Asks the app first: a listener of 'close' can keep the window. */
  close(): void {
    if (this.state.isDestroyed) return
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.state.isDestroyed) return
    this.state.isDestroyed = true
    windows.delete(this.id)
    controlOf(this.webContents).destroy()
    this.emit('closed')
    if (windows.size === 0) windowHooks.onLastClosed?.()
  }
}

export function preloadOf(window: BrowserWindow): string | null {
  return window.state.preload
}

/** The page's address in the browser, hash and all; null before loadURL. */
export function pagePath(window: BrowserWindow): string | null {
  const { startUrl, pathOf } = controlOf(window.webContents)
  const url = startUrl()
  return url === null ? null : pathOf(url)
}

function announce(window: BrowserWindow): void {
  if (window.state.isAnnounced) return
  window.state.isAnnounced = true
  const isFirst = window.id === 1
  const url = isFirst ? server().baseUrl : new URL(pagePath(window) ?? '', server().origin).href
  say(`${isFirst ? 'Helpdesk Console' : 'Window'}: ${url}`)
  if (options.open) openInDefaultBrowser(url)
}
