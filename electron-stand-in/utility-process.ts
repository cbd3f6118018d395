import { fork, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { StrictEmitter, strict } from './strict.ts'

type Stdio = 'pipe' | 'ignore' | 'inherit'
interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly execArgv?: readonly string[]
  readonly cwd?: string
  readonly stdio?: Stdio | readonly Stdio[]
  readonly serviceName?: string
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill()
})

/** Loaded into the child before its own code: gives it process.parentPort, and ends it when this process is gone, however it went. */
const guard = new URL('./utility-child.ts', import.meta.url).href

class UtilityProcess extends StrictEmitter {
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly child: ChildProcess

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super('UtilityProcess', ['spawn', 'exit', 'message', 'error'])
    const [, out = 'inherit', err = 'inherit'] = typeof options.stdio === 'object'
      ? options.stdio
      : [undefined, options.stdio ?? 'inherit', options.stdio ?? 'inherit']
    this.child = fork(modulePath, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      execArgv: ['--import', guard, ...(options.execArgv ?? [])],
      stdio: ['ignore', out, err, 'ipc'],
      serialization: 'advanced',
    })
    this.stdout = this.child.stdout
    this.stderr = this.child.stderr
    running.add(this.child)
    this.child.on('spawn', () => this.emit('spawn'))
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('error', (error) => console.error(`stand-in: utility process ${options.serviceName ?? modulePath}:`, error))
    this.child.on('exit', (code, signal) => {
      running.delete(this.child)
      this.emit('exit', code ?? (signal === null ? 1 : 128))
    })
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined
  }

  postMessage(message: unknown): void {
    this.child.send(message as object)
  }

  kill(): boolean {
    return this.child.kill()
  }
}

/** The rest of Electron's utilityProcess is a child process too, only a sandboxed sibling of Chromium's. */
export const utilityProcess = strict('utilityProcess', {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess =>
    strict('UtilityProcess', new UtilityProcess(modulePath, args, options)),
})
