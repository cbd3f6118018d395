// npm run audit: the stand-alone verifier of audit logs, on a Node that is new enough. See docs/audit-log.md.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const node = suitableNode()
// npm runs a script in the project's folder; a file is named from where the person is.
const child = spawn(node, [join(root, 'src-main', 'audit-command', 'main.ts'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit', env: environment(node),
})
child.on('error', (error) => {
  console.error(`The command could not be started: ${error.message}`)
  process.exit(2)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 2 : 128)))
// A terminal's Ctrl+C reaches the child by itself.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
