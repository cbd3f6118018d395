import type { AppUpdater } from 'electron-updater'
import type { MayUpdate } from './may-update.ts'
import { findSignatureProblem } from './publisher-signature.ts'

const lookEveryMs = 6 * 60 * 60 * 1000

export interface FollowOptions {
  readonly found: Extract<MayUpdate, { may: true }>
  /** Asks whoever is at the console whether this version is to be downloaded. */
  readonly ask: (version: string) => Promise<boolean>
  readonly onProblem: (where: string, cause: unknown) => void
}

/** The part of electron-updater that is used. */
export type Updater = Pick<AppUpdater, 'autoDownload' | 'autoInstallOnAppQuit' | 'allowDowngrade' | 'allowPrerelease' | 'disableWebInstaller' | 'checkForUpdates' | 'downloadUpdate' | 'on'>

/** Looks for updates now and every six hours; what was downloaded and verified is installed when the console is closed. */
export function followUpdates(updater: Updater, { found, ask, onProblem }: FollowOptions): void {
  updater.autoDownload = found.mode === 'automatic'
  updater.autoInstallOnAppQuit = true
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  // That one would bring a second file, which no publisher has signed.
  updater.disableWebInstaller = true
  const asked = new Set<string>()
  updater.on('error', (error) => onProblem('update', error))
  updater.on('update-available', ({ version }) => {
    // A no stands until the next start.
    if (found.mode !== 'ask' || asked.has(version)) return
    asked.add(version)
    void ask(version).then((isWanted) => (isWanted ? updater.downloadUpdate() : undefined)).catch((cause: unknown) => onProblem('update', cause))
  })
  const look = (): void => {
    updater.checkForUpdates().catch((cause: unknown) => onProblem('update', cause))
  }
  look()
  setInterval(look, lookEveryMs).unref()
}

/** electron-updater for this system, set to this address. Loaded only where it is used. */
export async function createUpdater(url: string, publisherName: string | null): Promise<Updater> {
  const { MacUpdater, NsisUpdater } = await import('electron-updater')
  const source = { provider: 'generic', url } as const
  if (process.platform === 'darwin') return new MacUpdater(source)
  const updater = new NsisUpdater(source)
  updater.verifyUpdateCodeSignature = async (_names, file) => (publisherName === null ? 'this console knows no publisher' : findSignatureProblem(publisherName, file))
  return updater
}
