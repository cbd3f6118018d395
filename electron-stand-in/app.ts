import { appFolder, getPath, setPath } from './app-paths.ts'
import { BrowserWindow, windowHooks } from './browser-window.ts'
import { links } from './pages-of-app.ts'
import { closePrivileges } from './protocol.ts'
import { hasLock, publishAddress, releaseLock, takeLock, type SecondInstance } from './single-instance.ts'
import { StrictEmitter, preventable, strict } from './strict.ts'
import { controlOf } from './web-contents.ts'

const events = ['will-finish-launching', 'ready', 'before-quit', 'will-quit', 'quit', 'window-all-closed', 'web-contents-created',
  'browser-window-created', 'second-instance',
  // These cannot occur here (see README).
  'activate', 'open-url', 'open-file', 'render-process-gone', 'child-process-gone', 'gpu-info-update', 'certificate-error', 'select-client-certificate', 'login',
  'continue-activity', 'session-created', 'accessibility-support-changed', 'browser-window-focus', 'browser-window-blur']

const accept = (): void => undefined
const state = { name: appFolder.manifest.productName ?? appFolder.manifest.name ?? 'app', isQuitting: false, isReady: false }
const ready = Promise.withResolvers<undefined>()

class App extends StrictEmitter {
  readonly isPackaged = false
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: accept,
    appendArgument: accept,
    hasSwitch: (name: string): boolean => process.argv.slice(2).some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    getSwitchValue: (name: string): string => process.argv.slice(2).find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  })

  constructor() {
    super('app', events)
  }

  get name(): string {
    return state.name
  }

  set name(name: string) {
    state.name = name
  }

  readonly whenReady = (): Promise<undefined> => ready.promise
  readonly isReady = (): boolean => state.isReady
  readonly getName = (): string => state.name
  readonly setName = (name: string): void => {
    state.name = name
  }
  readonly getVersion = (): string => appFolder.manifest.version ?? process.version
  readonly getAppPath = (): string => appFolder.folder
  readonly getLocale = (): string => new Intl.DateTimeFormat().resolvedOptions().locale
  readonly getSystemLocale = (): string => this.getLocale()
  readonly getPath = (name: string): string => getPath(name, state.name)
  readonly setPath = setPath
  readonly requestSingleInstanceLock = (additionalData?: unknown): boolean => takeLock(this.getPath('userData'), additionalData ?? null)
  readonly hasSingleInstanceLock = hasLock
  readonly releaseSingleInstanceLock = releaseLock
  readonly quit = (): void => quit()
  readonly exit = (code = 0): void => exit(code)
  readonly focus = (): void => BrowserWindow.getAllWindows()[0]?.focus()
  /** Accepted and without effect: there is no sandbox, no taskbar and no About window here (see README). */
  readonly enableSandbox = accept
  readonly disableHardwareAcceleration = accept
  readonly setAppUserModelId = accept
  readonly setAboutPanelOptions = accept
}

const raw = new App()
export const app = strict('app', raw)

function end(code: number): void {
  raw.emit('quit', preventable({}), code)
  releaseLock()
  process.exit(code)
}

function exit(code: number): void {
  for (const window of BrowserWindow.getAllWindows()) window.destroy()
  // The pages are told first that the app is gone.
  setImmediate(() => end(code))
}

function quit(): void {
  if (state.isQuitting) return
  const beforeQuit = preventable({})
  raw.emit('before-quit', beforeQuit)
  if (beforeQuit.defaultPrevented) return
  state.isQuitting = true
  setImmediate(() => {
    for (const window of BrowserWindow.getAllWindows()) window.close()
    if (BrowserWindow.getAllWindows().length > 0) state.isQuitting = false
    else afterWindows()
  })
}

function afterWindows(): void {
  const willQuit = preventable({})
  raw.emit('will-quit', willQuit)
  if (willQuit.defaultPrevented) state.isQuitting = false
  else setImmediate(() => end(0))
}

windowHooks.onCreated = (contents, window) => {
  links.add(controlOf(contents).link)
  raw.emit('browser-window-created', preventable({}), window)
  raw.emit('web-contents-created', preventable({}), contents)
}
windowHooks.onLastClosed = () => {
  links.clear()
  if (state.isQuitting) return
  if (raw.listenerCount('window-all-closed') === 0) quit()
  else raw.emit('window-all-closed')
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit)

/** The server listens: from here on the app may open windows. */
export function announceReady(baseUrl: string): void {
  closePrivileges()
  publishAddress(baseUrl)
  state.isReady = true
  raw.emit('will-finish-launching')
  raw.emit('ready', preventable({}), {})
  ready.resolve(undefined)
}

export function announceSecondInstance({ argv, workingDirectory, additionalData }: SecondInstance): void {
  raw.emit('second-instance', preventable({}), argv, workingDirectory, additionalData)
}
