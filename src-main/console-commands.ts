import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Programs of their own that come with the console. A packaged console is no Node that could run them (its fuse says so), and so runs them in its
 * own process, before there is a window, a profile or a lock. Electron waits for an entry's top-level await before it is ready
 * (https://www.electronjs.org/docs/latest/tutorial/esm).
 */
const programs: Readonly<Record<string, string>> = { '--audit': 'audit.js', '--update-pack': 'update-pack.js' }

/** Which program is asked for, and what for it follows; null: the console itself. */
export function readCommand(argv: readonly string[]): { readonly program: string; readonly args: readonly string[] } | null {
  const at = argv.findIndex((arg) => Object.hasOwn(programs, arg))
  const program = programs[argv[at] ?? '']
  return program === undefined ? null : { program, args: argv.slice(at + 1) }
}

/** Runs the program that `argv` asks for, from `folder`, and answers its exit code when it has ended and all that it said was written; null: none is asked for. */
export async function runCommand(argv: readonly string[], folder: string): Promise<number | null> {
  const command = readCommand(argv)
  if (command === null) return null
  const file = join(folder, command.program)
  process.argv = [process.execPath, file, ...command.args]
  await import(/* @vite-ignore */ pathToFileURL(file).href)
  // Pipes of Windows are written behind the program's back.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
  return Number(process.exitCode ?? 0)
}
