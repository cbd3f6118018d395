// npm run bench -- NAME [options]: runs bench/NAME.ts on a Node that is new enough.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const [name = '', ...args] = process.argv.slice(2)
const file = join(root, 'bench', `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const files = readdirSync(join(root, 'bench')).filter((each) => each.endsWith('.ts') && readFileSync(join(root, 'bench', each), 'utf8').startsWith('//'))
  const names = files.map((each) => each.replace(/\.ts$/, ''))
  console.error(`Usage: npm run bench -- NAME [options]. Each file in bench/ says its options in its first line: ${names.join(', ')}`)
  process.exit(2)
}
// A million devices and their rivals' indexes do not fit in V8's usual heap.
const node = suitableNode()
process.exit(spawnSync(node, [...(name === 'search' ? ['--max-old-space-size=12000'] : []), file, ...args], { stdio: 'inherit', env: environment(node) }).status ?? 1)
