import { join } from 'node:path'
import { app, dialog, Menu, powerMonitor } from 'electron'
import { createServices } from './create-services.ts'
import { quitCleanly } from './quit-cleanly.ts'
import { registerHandlers } from './ipc/handle.ts'
import { requestParsers } from './ipc/parse-requests.ts'
import { isConsoleFrame } from './ipc/sender.ts'
import { keepNoCrashDumps } from './window/crash-dumps.ts'
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

/** Boots the console. The order matters: the scheme before ready, the handlers before the window that calls them. */
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
  keepNoCrashDumps(app)
  app.enableSandbox()
  registerConsoleScheme()
  hardenEverything((url) => url.startsWith(`${consoleOrigin}/`))
  app.on('second-instance', () => window?.focus())
  app.on('window-all-closed', () => app.quit())

  void app.whenReady().then(() => {
    Menu.setApplicationMenu(null)
    denyPermissions()
    serveConsole(join(outFolder, 'renderer'))
    serveReports()
    const services = createServices({
      outFolder,
      send: (channel, event) => window?.send(channel, event),
      focusWindow: () => window?.focus(),
    })
    registerHandlers(services.handlers, {
      parsers: requestParsers,
      isTrusted: (event) => isConsoleFrame(event, window?.contentsId() ?? null, consoleOrigin),
      onProblem: services.logger.problem,
    })
    for (const event of ['suspend', 'resume', 'lock-screen', 'user-did-resign-active'] as const) {
      powerMonitor.on(event as 'suspend', () => services.onAgentAway(event))
    }
    quitCleanly(app, () => services.close())
    window = openConsoleWindow({
      preload: join(outFolder, 'preload', 'index.cjs'),
      isPackaged: app.isPackaged,
      onPageReplaced: services.onPageReplaced,
      onClosed: () => {
        services.onPageReplaced()
        window = null
      },
    })
  }).catch((cause: unknown) => {
    // Without this there would be no window, no word, and a lock that keeps every later start away.
    dialog.showErrorBox('The Helpdesk Console cannot start', cause instanceof Error ? cause.message : String(cause))
    app.exit(1)
  })
}
