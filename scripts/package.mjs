// npm run package: builds the console and packages it, on a Node that is new enough. See docs/packaging.md.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const node = suitableNode()
const { status } = spawnSync(node, ['--no-warnings', join(root, 'scripts', 'packaging', 'main.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: environment(node) })
process.exit(status ?? 1)
