// npm run package: builds the console and packages it. See docs/packaging.md.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { environment, root, suitableNode } from './runtime.mjs'

const node = suitableNode()
const args = process.argv.slice(2)
if (!args.includes('--help')) {
  // One time for everything that is made of this build.
  process.env.SOURCE_DATE_EPOCH ??= String(Math.floor(Date.now() / 1000))
  const status = build(node)
  if (status !== 0) process.exit(status)
}
const { status } = spawnSync(node, ['--no-warnings', join(root, 'scripts', 'packaging', 'main.ts'), ...args], { cwd: root, stdio: 'inherit', env: environment(node) })
process.exit(status ?? 1)
