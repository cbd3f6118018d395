import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { PracticeTenantAddress } from '../../../src-shared/practice-tenant.ts'
import { electronBinary, launchOnElectron } from './electron-console.ts'
import { startStandIn } from './stand-in-process.ts'

const root = resolve(import.meta.dirname, '../../..')

export interface ConsoleOptions {
  /** The profile; a new one, removed by stop(), when not given. */
  readonly userDataDir?: string
  /** A practice tenant that already runs; without it the console starts its own. */
  readonly tenant?: PracticeTenantAddress
  readonly env?: Readonly<Record<string, string | undefined>>
  /** False: the clocks are the machine's, and advanceClock throws. */
  readonly clock?: boolean
}

export type PowerEvent = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'user-did-resign-active'

/** A running console, on Electron or on the stand-in: the same for a spec, except that kill9 and the exit code are the process's. */
export interface RunningConsole {
  readonly runtime: 'electron' | 'stand-in'
  readonly userDataDir: string
  /** Where the window is on the stand-in; null on Electron. */
  readonly url: string | null
  /** The window's page. On the stand-in it is opened in the given browser, in a context of its own. */
  readonly openWindow: (browser: Browser) => Promise<Page>
  /** The next address that the console would have opened in the person's browser: the sign-in page, a help page. */
  readonly nextOpenedUrl: (withinMs?: number) => Promise<string>
  readonly openedUrls: () => readonly string[]
  /** Every line on standard output so far; standard error likewise. */
  readonly stdout: () => readonly string[]
  readonly stderr: () => readonly string[]
  /** What OS notifications said. */
  readonly notifications: () => Promise<readonly { readonly id: number; readonly title: string; readonly body: string }[]>
  readonly clickNotification: (id: number) => Promise<void>
  /** Moves the wall clock and the monotonic clock of main forward together, as time does. */
  readonly advanceClock: (ms: number) => Promise<void>
  /** Moves the wall clock only, as a person who sets the PC's time does. */
  readonly setWallOffset: (ms: number) => Promise<void>
  readonly power: (event: PowerEvent) => Promise<void>
  /** What the console put on the clipboard last. */
  readonly clipboardText: () => Promise<string>
  readonly ended: Promise<number | string>
  readonly kill9: () => Promise<void>
  /** Quits; answers the exit code. Safe to call twice. */
  readonly stop: () => Promise<number | string>
}

/** Starts the built console (`npm run build` first), on Electron where its binary is and HELPDESK_E2E_ELECTRON is not '0'. */
export async function launchConsole(options: ConsoleOptions = {}): Promise<RunningConsole> {
  const main = join(root, 'out/main/index.js')
  if (!existsSync(main)) throw new Error('The console is not built: run npm run build, or npm test, which does it first.')
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'helpdesk-console-')))
  const isOwnProfile = options.userDataDir === undefined
  const env = { ...(options.tenant === undefined ? {} : { HELPDESK_PRACTICE_TENANT: JSON.stringify(options.tenant) }), ...options.env }
  const removeProfile = async (): Promise<void> => {
    if (isOwnProfile) await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }

  const binary = process.env['HELPDESK_E2E_ELECTRON'] === '0' ? null : electronBinary()
  if (binary !== null) return launchOnElectron({ binary, main, root, userDataDir, env, removeProfile })

  const hasClock = options.clock !== false
  const running = startStandIn({ main, userDataDir, env, imports: hasClock ? [join(import.meta.dirname, 'movable-clock.ts')] : [] })
  const url = await running.stdout.next('Helpdesk Console: ').catch(async (error: unknown) => {
    await running.kill9()
    await removeProfile()
    throw error
  })

  const offsets = { wallOffsetMs: 0, monotonicOffsetMs: 0 }
  const moveClock = async (wallMs: number, monotonicMs: number): Promise<void> => {
    if (!hasClock) throw new Error('This console was launched with clock: false')
    offsets.wallOffsetMs += wallMs
    offsets.monotonicOffsetMs += monotonicMs
    await running.ask({ type: 'clock', ...offsets })
  }

  return {
    runtime: 'stand-in',
    userDataDir,
    url,
    openWindow: async (browser) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      await page.goto(url)
      return page
    },
    nextOpenedUrl: (withinMs) => running.stdout.next('Open: ', withinMs),
    openedUrls: () => running.stdout.startingWith('Open: '),
    stdout: () => running.stdout.all,
    stderr: () => running.stderr.all,
    notifications: async () =>
      running.stdout.startingWith('Notification: ').map((line) => JSON.parse(line) as { id: number; title: string; body: string }),
    clickNotification: async (id) => {
      await running.ask({ type: 'notification-click', notification: id })
    },
    advanceClock: (ms) => moveClock(ms, ms),
    setWallOffset: (ms) => moveClock(ms - (offsets.wallOffsetMs - offsets.monotonicOffsetMs), 0),
    power: async (event) => {
      await running.ask({ type: 'power', event })
    },
    clipboardText: async () => (await running.ask({ type: 'clipboard' })) ?? '',
    ended: running.ended,
    kill9: running.kill9,
    stop: async () => {
      const code = await running.stop()
      await removeProfile()
      return code
    },
  }
}
