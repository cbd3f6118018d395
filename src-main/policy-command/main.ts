// The command `policy`: run by Node, in this form or built. A program of its own, for whoever writes the policy file.
import { resolve } from 'node:path'
import { runCommand } from './command.ts'

process.exitCode = await runCommand(process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  error: (text) => void process.stderr.write(text),
  resolve: (file) => resolve(file),
  platform: process.platform,
})
