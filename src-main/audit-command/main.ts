// The command `audit`: run by Node, in this form or built. A program of its own, which needs nothing of the console.
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { runCommand } from './command.ts'
import { serveParts } from './inspectors.ts'

async function main(): Promise<void> {
  const interruption = new AbortController()
  // The second press ends it at once.
  process.once('SIGINT', () => interruption.abort())
  try {
    process.exitCode = await runCommand(process.argv.slice(2), {
      out: (line) => void process.stdout.write(`${line}\n`),
      stderr: process.stderr,
      entry: new URL(import.meta.url),
      signal: interruption.signal,
    })
  } catch (error) {
    if (!interruption.signal.aborted) throw error
    writeSync(2, 'Interrupted.\n')
    process.exitCode = 130
  }
}

if (isMainThread) await main()
else serveParts()
