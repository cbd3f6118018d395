// npm run policy: checks a policy file and tells how one is written, on a Node that is new enough. See docs/policy.md.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const node = suitableNode()
// npm runs a script in the project's folder; a file is named from where the person is.
const child = spawn(node, [join(root, 'src-main', 'policy-command', 'main.ts'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit', env: environment(node),
})
child.on('error', (error) => {
  console.error(`The command could not be started: ${error.message}`)
  process.exit(2)
})
child.on('exit', (code) => process.exit(code ?? 2))
