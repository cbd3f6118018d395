// npm run bench -- NAME [options]: runs bench/NAME.ts on a Node that is new enough.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const [name = '', ...args] = process.argv.slice(2)
const file = join(root, 'bench', `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  console.error('Usage: npm run bench -- audit-verify [--rows N] [--json], audit-filter [--attempts N] [--rounds N] [--json], audit-export [ROWS], audit-start [--logs N] [--rows N] [--json], or central-log [--rows N] [--rounds N] [--json]')
  process.exit(2)
}
const node = suitableNode()
process.exit(spawnSync(node, [file, ...args], { stdio: 'inherit', env: environment(node) }).status ?? 1)
