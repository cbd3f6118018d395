// What `import … from 'electron'` gives while the stand-in runs: see README.md for what is here and what cannot be.
import { app, announceReady } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { clipboard } from './clipboard.ts'
import { ipcMain } from './ipc-main.ts'
import { nativeTheme } from './native-theme.ts'
import { Notification } from './notification.ts'
import { powerMonitor } from './power-monitor.ts'
import { net, protocol } from './protocol.ts'
import { runtime, say } from './runtime.ts'
import { safeStorage } from './safe-storage.ts'
import { startServer } from './server.ts'
import { session } from './session.ts'
import { onRequest, onSocket } from './site.ts'
import { Menu, dialog, shell } from './small-parts.ts'
import { missing, strict } from './strict.ts'
import { openTestChannel } from './test-channel.ts'
import { utilityProcess } from './utility-process.ts'

const strictClass = <T extends object>(name: string, target: T): T => strict(name, target)

const implemented = {
  app, clipboard, dialog, ipcMain, nativeTheme, net, powerMonitor, protocol, safeStorage, session, shell, utilityProcess,
  BrowserWindow: strictClass('BrowserWindow', BrowserWindow),
  Menu: strictClass('Menu', Menu),
  Notification: strictClass('Notification', Notification),
}

export const autoUpdater = missing('autoUpdater')
export const BaseWindow = missing('BaseWindow')
export const BrowserView = missing('BrowserView')
export const ClipboardItem = missing('ClipboardItem')
export const contentTracing = missing('contentTracing')
export const contextBridge = missing('contextBridge (in main)')
export const crashReporter = missing('crashReporter')
export const desktopCapturer = missing('desktopCapturer')
export const globalShortcut = missing('globalShortcut')
export const ImageView = missing('ImageView')
export const inAppPurchase = missing('inAppPurchase')
export const ipcRenderer = missing('ipcRenderer (in main)')
export const MenuItem = missing('MenuItem')
export const MessageChannelMain = missing('MessageChannelMain')
export const nativeImage = missing('nativeImage')
export const netLog = missing('netLog')
export const parentPort = missing('parentPort')
export const powerSaveBlocker = missing('powerSaveBlocker')
export const pushNotifications = missing('pushNotifications')
export const screen = missing('screen')
export const ShareMenu = missing('ShareMenu')
export const systemPreferences = missing('systemPreferences')
export const TouchBar = missing('TouchBar')
export const Tray = missing('Tray')
export const View = missing('View')
export const webContents = missing('webContents')
export const WebContentsView = missing('WebContentsView')
export const webFrameMain = missing('webFrameMain')

const { BrowserWindow: Window, Menu: AppMenu, Notification: AppNotification } = implemented
export { app, clipboard, dialog, ipcMain, nativeTheme, net, powerMonitor, protocol, safeStorage, session, shell, utilityProcess }
export { Window as BrowserWindow, AppMenu as Menu, AppNotification as Notification }

export default strict('electron', {
  ...implemented, autoUpdater, BaseWindow, BrowserView, ClipboardItem, contentTracing, contextBridge, crashReporter, desktopCapturer, globalShortcut,
  ImageView, inAppPurchase, ipcRenderer, MenuItem, MessageChannelMain, nativeImage, netLog, parentPort, powerSaveBlocker, pushNotifications, screen,
  ShareMenu, systemPreferences, TouchBar, Tray, View, webContents, WebContentsView, webFrameMain,
})

Object.defineProperty(process, 'type', { value: 'browser' })
const why = process.env['HELPDESK_STAND_IN_REASON'] ?? 'it was started that way'
say(`Running on the stand-in for Electron, in a browser and without Electron's protections: ${why}.`)
openTestChannel()
void startServer({ onRequest, onSocket }).then((server) => {
  runtime.server = server
  announceReady(server.baseUrl)
})
