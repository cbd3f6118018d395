// npm run bench -- NAME [options]: runs bench/NAME.ts on a Node that is new enough.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const [name = '', ...args] = process.argv.slice(2)
const file = join(root, 'bench', `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  console.error('Usage: npm run bench -- audit-verify [--rows N] [--json], audit-filter [--attempts N] [--rounds N] [--json], audit-export [ROWS], search [--devices N] [--rounds N] [--queries N] [--cap MS] [--json], or central-log [--rows N] [--rounds N] [--json]')
  process.exit(2)
}
// A million devices and their rivals' indexes do not fit in V8's usual heap.
const node = suitableNode()
process.exit(spawnSync(node, ['--max-old-space-size=12000', file, ...args], { stdio: 'inherit', env: environment(node) }).status ?? 1)
