import { join } from 'node:path'
import { app, dialog, Menu, powerMonitor } from 'electron'
import { createServices } from './create-services.ts'
import { findForbidden } from './forbidden-switches.ts'
import { quitCleanly } from './quit-cleanly.ts'
import { registerHandlers } from './ipc/handle.ts'
import { requestParsers } from './ipc/parse-requests.ts'
import { isConsoleFrame } from './ipc/sender.ts'
import { consoleOrigin, registerConsoleScheme, serveConsole } from './window/console-scheme.ts'
import { openConsoleWindow } from './window/console-window.ts'
import type { ConsoleWindow } from './window/console-window.ts'
import { serveReports } from './window/print-report.ts'
import { denyPermissions, hardenEverything } from './window/harden.ts'

const outFolder = join(import.meta.dirname, '..')

/** Boots the console. The order matters: the scheme before ready, the handlers before the window that calls them. */
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
