// npm run nightly -- [options]: what takes too long for npm test. See test/nightly/main.ts.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, root, suitableNode } from './runtime.mjs'

const node = suitableNode()
const { status } = spawnSync(node, ['--no-warnings', join(root, 'test', 'nightly', 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit', env: environment(node) })
process.exit(status ?? 1)
