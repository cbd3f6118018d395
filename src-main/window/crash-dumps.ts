import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'

/**
 * A crash file holds memory, and so tokens and passcodes. Electron's reporter is never started, so none is made or sent; what a library or the
 * system leaves all the same goes into a folder of the profile that is emptied at each start. Never throws.
 */
export function keepNoCrashDumps(app: Pick<App, 'getPath' | 'setPath'>): void {
  try {
    const folder = join(app.getPath('userData'), 'crash-dumps')
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    app.setPath('crashDumps', folder)
  } catch {
    // Nothing of it is needed to work, and there is no log yet that could say it.
  }
}
