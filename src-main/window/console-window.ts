import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import type { EventChannel, Events } from '../../src-shared/ipc-contract.ts'
import { consoleOrigin } from './console-scheme.ts'

export interface ConsoleWindow {
  /** The window's page, for the sender check; null once it is closed. */
  contentsId(): number | null
  send<C extends EventChannel>(channel: C, event: Events[C]): void
  focus(): void
}

export interface ConsoleWindowOptions {
  readonly preload: string
  readonly isPackaged: boolean
  /** The page was loaded anew or its process ended: whatever the old page had proved is void. */
  readonly onPageReplaced: () => void
  readonly onClosed: () => void
  /** Its first page is on the screen: what was held back for it can go on. */
  readonly onShown: () => void
}

/** Opens the one window of the console: sandboxed, isolated, without Node, without DevTools in a package. */
export function openConsoleWindow(options: ConsoleWindowOptions): ConsoleWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 480,
    minHeight: 480,
    show: false,
    title: 'Helpdesk Console',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(options.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !options.isPackaged,
    },
  })
  let isFirstPage = true
  window.once('ready-to-show', () => {
    window.show()
    options.onShown()
  })
  window.webContents.on('did-start-navigation', (details) => {
    if (!details.isMainFrame || details.isSameDocument) return
    if (!isFirstPage) options.onPageReplaced()
    isFirstPage = false
  })
  window.webContents.on('render-process-gone', () => options.onPageReplaced())
  window.on('closed', options.onClosed)
  void window.loadURL(`${consoleOrigin}/index.html`)
  return {
    contentsId: () => (window.isDestroyed() ? null : window.webContents.id),
    send: (channel, event) => {
      if (!window.isDestroyed()) window.webContents.send(channel, event)
    },
    focus: () => {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
