import { join } from 'node:path'
import { app, dialog, Menu, powerMonitor } from 'electron'
import { systemClock } from './clock.ts'
import type { Services } from './create-services.ts'
import { findForbidden } from './forbidden-switches.ts'
import { quitCleanly } from './quit-cleanly.ts'
import { registerHandlers } from './ipc/handle.ts'
import { isConsoleFrame } from './ipc/sender.ts'
import { openLog } from './logging/open-log.ts'
import { keepNoCrashDumps } from './window/crash-dumps.ts'
import { consoleOrigin, registerConsoleScheme, serveConsole } from './window/console-scheme.ts'
import { openConsoleWindow } from './window/console-window.ts'
import type { ConsoleWindow } from './window/console-window.ts'
import { serveReports } from './window/print-report.ts'
import { denyPermissions, hardenEverything } from './window/harden.ts'

const outFolder = join(import.meta.dirname, '..')

/**
 * Boots the console. The order matters: the scheme before ready, the handlers before the window that calls them, and the window before what answers
 * it. The page and the services are loaded side by side; whatever is asked or happens meanwhile waits for the services.
 */
export function startApp(): void {
  const forbidden = app.isPackaged ? findForbidden((name) => app.commandLine.hasSwitch(name), process.env) : null
  if (forbidden !== null) {
    dialog.showErrorBox('The Helpdesk Console does not start like this', `It was started with ${forbidden}, by which it could be looked into or steered. Start it without.`)
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

  void app.whenReady().then(async () => {
    const log = openLog(app.getPath('userData'), systemClock)
    const { logger } = log
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
      log,
      send: (channel, event) => window?.send(channel, event),
      focusWindow: () => window?.focus(),
    }))
  }).catch((cause: unknown) => {
    // Without this there would be a window that answers nothing, no word, and a lock that keeps every later start away.
    dialog.showErrorBox('The Helpdesk Console cannot start', cause instanceof Error ? cause.message : String(cause))
    app.exit(1)
  })
}
