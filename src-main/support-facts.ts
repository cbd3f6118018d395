import { arch, release, type as osType, version as osVersion } from 'node:os'
import { app, BrowserWindow, screen, session } from 'electron'
import { zoneOfThisPc } from './audit/local-time.ts'
import { factLines, proxyKind } from './support-sections.ts'
import type { Fact } from './support-sections.ts'

export interface ConsoleFacts {
  readonly runtime: string
  readonly isPractice: boolean
  /** Since the console was started. */
  readonly runningMs: number
}

/** Electron's types promise all three; the stand-in has only Node's. */
const versions: Readonly<Record<string, string | undefined>> = process.versions

/** Versions and the PC's own kind. */
export function consoleSection({ runtime, isPractice, runningMs }: ConsoleFacts): string {
  return factLines([
    ['console', app.getVersion()], ['runs on', runtime], ['packaged', app.isPackaged], ['practice', isPractice], ['running, minutes', Math.floor(runningMs / 60_000)],
    ...['electron', 'chrome', 'node'].map((name): Fact => [name, versions[name] ?? null]),
    ['system', osType()], ['release', release()], ['build', osVersion()], ['architecture', arch()], ['process architecture', process.arch],
    ['locale of the console', told(() => app.getLocale())], ['locale of the system', told(() => app.getSystemLocale())], ['time zone', zoneOfThisPc()],
    ['memory, MB', Math.round(process.memoryUsage.rss() / 1024 / 1024)],
  ])
}

/** Displays, zoom, which kind of proxy is between here and `address`, and how far the server's clock is off (ms; null: not known). */
export async function screenAndNetworkSection(address: string, clockOffsetMs: number | null): Promise<string> {
  const proxy = await asked(async () => proxyKind(await session.defaultSession.resolveProxy(address)))
  return factLines([
    ['displays', told(() => screen.getAllDisplays().map(({ size, scaleFactor }) => `${size.width}x${size.height} at ${scaleFactor * 100} %`).join(', '))],
    ['window', told(() => windows().map((window) => window.getContentSize().join('x')).join(', '))],
    ['zoom', told(() => windows().map((window) => `${Math.round(window.webContents.getZoomFactor() * 100)} %`).join(', '))],
    ['proxy', proxy],
    ['server’s clock minus this PC’s, ms', clockOffsetMs],
  ])
}

const windows = () => BrowserWindow.getAllWindows().filter((window) => window.isVisible()) // one that prints is not

/** What cannot be found out is said to be so: a bundle is made when something does not work. */
function told<T>(read: () => T): T | string {
  try {
    return read()
  } catch (cause) {
    return notKnown(cause)
  }
}

const asked = (read: () => Promise<string>): Promise<string> => read().catch(notKnown)

const notKnown = (cause: unknown): string => `not known (${cause instanceof Error ? cause.message : String(cause)})`
