import type { Server } from './server.ts'

/** What the modules of the stand-in tell each other while the app runs. */
interface Runtime {
  server: Server | null
}

export const runtime: Runtime = { server: null }

export function server(): Server {
  if (runtime.server === null) throw new Error('stand-in: this needs a ready app')
  return runtime.server
}

/** One line on standard output, for the person who started the app and for the tests that read it. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
