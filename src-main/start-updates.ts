import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { buildStamp } from './build-stamp.ts'
import { createUpdater, followUpdates } from './updates/follow-updates.ts'
import { mayUpdate } from './updates/may-update.ts'
import type { UpdatePolicy } from './updates/may-update.ts'
import { askForUpdate } from './window/ask-for-update.ts'

/** Follows updates where the organisation's policy and this PC allow it. */
export function startUpdates({ updates, isKiosk, onProblem }: {
  readonly updates: UpdatePolicy
  readonly isKiosk: boolean
  readonly onProblem: (where: string, cause: unknown) => void
}): void {
  const publisherName = buildStamp?.publisherName ?? null
  const found = mayUpdate(updates, {
    isPackaged: app.isPackaged,
    isKiosk,
    platform: process.platform,
    // The installer for Windows leaves its way out beside the program; on macOS there is one kind only.
    isInstalled: process.platform !== 'win32' || existsSync(join(dirname(app.getPath('exe')), 'Uninstall Helpdesk Console.exe')),
    publisherName,
  })
  if (!found.may) {
    if (found.reason !== 'off') onProblem('update', `no updates are taken: ${found.reason}`)
    return
  }
  createUpdater(found.url, publisherName)
    .then((updater) => followUpdates(updater, { found, ask: askForUpdate, onProblem }))
    .catch((cause: unknown) => onProblem('update', cause))
}
