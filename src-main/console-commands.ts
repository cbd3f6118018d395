import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Programs of their own that come with the console. A packaged console is no Node that could run them (its fuse says so), and so runs them in its
 * own process, before there is a window, a profile or a lock. Electron waits for an entry's top-level await before it is ready
 * (https://www.electronjs.org/docs/latest/tutorial/esm).
 */
const programs: Readonly<Record<string, string>> = { '--audit': 'audit.js', '--policy': 'policy.js', '--update-pack': 'update-pack.js' }

export interface ConsoleCommand {
  readonly program: string
  readonly args: readonly string[]
}

/** Which program is asked for, and what for it follows; null: the console itself. */
export function readCommand(argv: readonly string[]): ConsoleCommand | null {
  const at = argv.findIndex((arg) => Object.hasOwn(programs, arg))
  const program = programs[argv[at] ?? '']
  return program === undefined ? null : { program, args: argv.slice(at + 1) }
}

/** Runs a program that lies in `folder`, and answers its exit code when it has ended and all that it said was written. */
export async function runCommand({ program, args }: ConsoleCommand, folder: string): Promise<number> {
  const file = join(folder, program)
  process.argv = [process.execPath, file, ...args]
  await import(/* @vite-ignore */ pathToFileURL(file).href)
  // Pipes of Windows are written behind the program's back.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
  return Number(process.exitCode ?? 0)
}
