// The same console on Electron's own binary, through Playwright. Written against the types; it has not run on a machine without the binary.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright-core'
import { readLines } from './lines.ts'
import type { RunningConsole } from './console.ts'

/** Electron's binary, if it is already here. Never starts a download. */
export function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

export interface ElectronLaunch {
  readonly binary: string
  readonly main: string
  readonly root: string
  readonly userDataDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly removeProfile: () => Promise<void>
}

interface Recorded {
  readonly wall: number
  readonly monotonic: number
}
type Shown = { readonly id: number; readonly title: string; readonly body: string; readonly click: () => void }

export async function launchOnElectron(launch: ElectronLaunch): Promise<RunningConsole> {
  const env = Object.fromEntries(Object.entries({ ...process.env, ...launch.env }).filter((entry): entry is [string, string] => entry[1] !== undefined))
  const app = await _electron.launch({
    executablePath: launch.binary, args: [launch.root, `--user-data-dir=${launch.userDataDir}`], cwd: launch.root, env,
  })
  const child = app.process()
  const stderr = readLines(child.stderr as NonNullable<typeof child.stderr>)
  const stdout = readLines(child.stdout as NonNullable<typeof child.stdout>, () => stderr.all.join('\n'))
  const ended = new Promise<number | string>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 1)))

  // What the stand-in does by itself: addresses are printed and not opened, notifications are remembered, the clocks can be moved.
  await app.evaluate(({ shell, Notification }) => {
    shell.openExternal = async (url: string) => {
      console.log(`Open: ${url}`)
    }
    const shown: Shown[] = []
    Object.assign(globalThis, { shownNotifications: shown })
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push({ id: shown.length + 1, title: this.title, body: this.body, click: () => this.emit('click') })
    }
    const RealDate = Date
    const realNow = performance.now.bind(performance)
    const offsets = { wall: 0, monotonic: 0 }
    Object.assign(globalThis, { clockOffsets: offsets })
    const wallNow = (): number => RealDate.now() + offsets.wall
    globalThis.Date = new Proxy(RealDate, {
      construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [wallNow()] : args, newTarget) as object,
      get: (target, key, receiver) => (key === 'now' ? wallNow : (Reflect.get(target, key, receiver) as unknown)),
    })
    performance.now = () => realNow() + offsets.monotonic
  })

  const offsets = { wall: 0, monotonic: 0 }
  const moveClock = async (wallMs: number, monotonicMs: number): Promise<void> => {
    offsets.wall += wallMs
    offsets.monotonic += monotonicMs
    await app.evaluate((_electronModule, wanted: Recorded) => {
      Object.assign((globalThis as unknown as { clockOffsets: Recorded }).clockOffsets, wanted)
    }, { ...offsets })
  }

  return {
    runtime: 'electron',
    userDataDir: launch.userDataDir,
    url: null,
    openWindow: () => app.firstWindow(),
    nextOpenedUrl: (withinMs) => stdout.next('Open: ', withinMs),
    openedUrls: () => stdout.startingWith('Open: '),
    stdout: () => stdout.all,
    stderr: () => stderr.all,
    notifications: () =>
      app.evaluate(() => (globalThis as unknown as { shownNotifications: Shown[] }).shownNotifications.map(({ id, title, body }) => ({ id, title, body }))),
    clickNotification: (id) => app.evaluate((_electronModule, wanted: number) => {
      (globalThis as unknown as { shownNotifications: Shown[] }).shownNotifications.find((one) => one.id === wanted)?.click()
    }, id),
    advanceClock: (ms) => moveClock(ms, ms),
    setWallOffset: (ms) => moveClock(ms - (offsets.wall - offsets.monotonic), 0),
    power: (event) => app.evaluate(({ powerMonitor }, wanted: string) => {
      (powerMonitor as unknown as NodeJS.EventEmitter).emit(wanted)
    }, event),
    clipboardText: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    ended,
    kill9: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await app.close().catch(() => undefined)
      const code = await ended
      await launch.removeProfile()
      return code
    },
  }
}
