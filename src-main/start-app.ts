import { join } from 'node:path'
import { app, dialog, Menu, powerMonitor } from 'electron'
import { systemClock } from './clock.ts'
import type { Services } from './create-services.ts'
import { quitCleanly } from './quit-cleanly.ts'
import { registerHandlers } from './ipc/handle.ts'
import { isConsoleFrame } from './ipc/sender.ts'
import { createLogger } from './logging/logger.ts'
import { consoleOrigin, registerConsoleScheme, serveConsole } from './window/console-scheme.ts'
import { openConsoleWindow } from './window/console-window.ts'
import type { ConsoleWindow } from './window/console-window.ts'
import { serveReports } from './window/print-report.ts'
import { denyPermissions, hardenEverything } from './window/harden.ts'

const outFolder = join(import.meta.dirname, '..')

/**
 * Switches by which somebody could look into or steer a packaged console; it does not start with any of them. Also those
 * that write its traffic with the tokens to a file, and the one that gives it another profile, and so an empty audit log.
 */
const forbiddenSwitches = [
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-allow-origins', 'no-sandbox', 'single-process', 'disable-web-security',
  'load-extension', 'host-rules', 'host-resolver-rules', 'proxy-server', 'proxy-pac-url', 'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list', 'allow-insecure-localhost', 'js-flags', 'inspect', 'inspect-brk', 'inspect-port',
  'log-net-log', 'net-log-capture-mode', 'ssl-key-log-file', 'user-data-dir',
]

/**
 * Boots the console. The order matters: the scheme before ready, the handlers before the window that calls them, and the window before what answers
 * it. The page and the services are loaded side by side; whatever is asked or happens meanwhile waits for the services.
 */
export function startApp(): void {
  if (app.isPackaged && forbiddenSwitches.some((name) => app.commandLine.hasSwitch(name))) {
    app.exit(1)
    return
  }
  if (!app.requestSingleInstanceLock()) {
    // The first copy comes to the front; two copies would write one audit log.
    app.exit(0)
    return
  }
  let window: ConsoleWindow | null = null
  app.enableSandbox()
  registerConsoleScheme()
  hardenEverything((url) => url.startsWith(`${consoleOrigin}/`))
  app.on('second-instance', () => window?.focus())
  app.on('window-all-closed', () => app.quit())

  void app.whenReady().then(async () => {
    const logger = createLogger(join(app.getPath('userData'), 'logs', 'console.log'), () => new Date(systemClock.wallMs()).toISOString())
    // What is left of a mistake in the console is written down; an attempt that it hits ends as unknown, never as done.
    process.on('unhandledRejection', (cause) => logger.problem('unhandled rejection', cause))
    Menu.setApplicationMenu(null)
    denyPermissions()
    serveConsole(join(outFolder, 'renderer'))
    serveReports()
    const loading = Promise.withResolvers<Services>()
    registerHandlers(loading.promise, {
      isTrusted: (event) => isConsoleFrame(event, window?.contentsId() ?? null, consoleOrigin),
      onProblem: logger.problem,
    })
    const whenLoaded = (use: (services: Services) => void): void => void loading.promise.then(use)
    for (const event of ['suspend', 'resume', 'lock-screen', 'user-did-resign-active'] as const) {
      powerMonitor.on(event as 'suspend', () => whenLoaded((services) => services.onAgentAway(event)))
    }
    quitCleanly(app, async () => (await loading.promise).close())
    const onPageReplaced = (): void => whenLoaded((services) => services.onPageReplaced())
    window = openConsoleWindow({
      preload: join(outFolder, 'preload', 'index.cjs'),
      isPackaged: app.isPackaged,
      onPageReplaced,
      onShown: () => whenLoaded((services) => services.warmUp()),
      onClosed: () => {
        onPageReplaced()
        window = null
      },
    })
    const { createServices } = await import('./create-services.ts')
    loading.resolve(createServices({
      outFolder,
      logger,
      send: (channel, event) => window?.send(channel, event),
      focusWindow: () => window?.focus(),
    }))
  }).catch((cause: unknown) => {
    // Without this there would be a window that answers nothing, no word, and a lock that keeps every later start away.
    dialog.showErrorBox('The Helpdesk Console cannot start', cause instanceof Error ? cause.message : String(cause))
    app.exit(1)
  })
}
