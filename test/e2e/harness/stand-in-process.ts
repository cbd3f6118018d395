import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readLines, type Lines } from './lines.ts'

const root = resolve(import.meta.dirname, '../../..')

export interface StandInProcess {
  readonly child: ChildProcess
  readonly stdout: Lines
  readonly stderr: Lines
  /** What the process ended with: its exit code, or the name of the signal. */
  readonly ended: Promise<number | string>
  /** Sends over the test channel and waits until it is done; answers what the process answered. */
  readonly ask: (message: Readonly<Record<string, unknown>>) => Promise<string | null>
  /** SIGKILL: nothing of the app gets to run any more. */
  readonly kill9: () => Promise<void>
  /** Quits as a person would, and answers the exit code. */
  readonly stop: () => Promise<number | string>
}

export interface StandInOptions {
  /** The built entry file. */
  readonly main: string
  readonly userDataDir: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Modules to load before the stand-in. */
  readonly imports?: readonly string[]
}

/** Starts an app on the stand-in; nothing opens in a browser. */
export function startStandIn(options: StandInOptions): StandInProcess {
  const imports = [...(options.imports ?? []), resolve(root, 'electron-stand-in/register.ts')].flatMap((path) => ['--import', pathToFileURL(path).href])
  const child = spawn(process.execPath, [...imports, options.main, '--no-open', '--user-data', options.userDataDir, ...(options.args ?? [])], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const stderr = readLines(child.stderr as NonNullable<typeof child.stderr>)
  const stdout = readLines(child.stdout as NonNullable<typeof child.stdout>, () => stderr.all.join('\n'))
  const ended = once(child, 'exit').then(([code, signal]) => (code as number | null) ?? (signal as string))

  let lastId = 0
  const answers = new Map<number, (value: string | null) => void>()
  child.on('message', (message: { readonly type?: string; readonly id?: number; readonly value?: string | null }) => {
    if (message.type === 'done' && message.id !== undefined) answers.get(message.id)?.(message.value ?? null)
  })
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  const ask = async (message: Readonly<Record<string, unknown>>): Promise<string | null> => {
    if (hasEnded()) throw new Error('The console has ended: nobody to ask')
    const id = ++lastId
    const answer = new Promise<string | null>((resolveAnswer) => answers.set(id, resolveAnswer))
    child.send({ ...message, id })
    return Promise.race([answer, ended.then(() => null)])
  }

  return {
    child, stdout, stderr, ended, ask,
    kill9: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (hasEnded()) return ended
      child.kill('SIGTERM')
      const giveUp = setTimeout(() => child.kill('SIGKILL'), 10_000)
      const code = await ended
      clearTimeout(giveUp)
      return code
    },
  }
}
