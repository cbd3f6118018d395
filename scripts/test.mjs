// npm test: types, lint, build, then every spec. `npm test -- --only types,e2e` runs some of it; the rest of the arguments go to Vitest.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, packageScript, root, suitableNode } from './runtime.mjs'

const specs = ['node', 'architecture', 'renderer', 'e2e']
const names = ['types', 'lint', 'build', ...specs]

/** @param {string[]} args */
function readArguments(args) {
  const at = args.findIndex((arg) => arg === '--only' || arg.startsWith('--only='))
  if (at === -1) return { wanted: names, rest: args }
  const isJoined = args[at]?.startsWith('--only=') ?? false
  const list = (isJoined ? args[at]?.slice('--only='.length) : args[at + 1]) ?? ''
  const wanted = list.split(',').filter((name) => name !== '')
  const unknown = wanted.filter((name) => !names.includes(name))
  if (wanted.length === 0 || unknown.length > 0) {
    console.error(`--only takes some of: ${names.join(', ')}${unknown.length > 0 ? ` (not: ${unknown.join(', ')})` : ''}`)
    process.exit(2)
  }
  return { wanted, rest: args.filter((_, index) => index !== at && (isJoined || index !== at + 1)) }
}

const { wanted, rest } = readArguments(process.argv.slice(2))
const node = suitableNode()
const projects = specs.filter((name) => wanted.includes(name))
// The end-to-end specs drive what was built, and must not drive what was built before.
const needsBuild = wanted.includes('build') || wanted.includes('e2e')

/** @type {{ name: string, script: string, args: string[] }[]} */
const steps = [
  ...(wanted.includes('types') ? [{ name: 'Types', script: join(root, 'scripts', 'types.mjs'), args: [] }] : []),
  ...(wanted.includes('lint') ? [{ name: 'Lint', script: packageScript('eslint/bin/eslint.js'), args: ['.', '--max-warnings', '0'] }] : []),
  ...(needsBuild ? [{ name: 'Build', script: packageScript('electron-vite/bin/electron-vite.js'), args: ['build', '--logLevel', 'warn'] }] : []),
  ...(projects.length > 0
    ? [{ name: `Specs (${projects.join(', ')})`, script: packageScript('vitest/vitest.mjs'), args: ['run', ...projects.flatMap((name) => ['--project', name]), ...rest] }]
    : []),
]

/** @type {string[]} */
const done = []
for (const { name, script, args } of steps) {
  console.log(`\n── ${name} ──`)
  const startedAt = performance.now()
  const { status } = spawnSync(node, [script, ...args], { cwd: root, env: environment(node), stdio: 'inherit' })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (status !== 0) {
    console.error(`\n${name} failed after ${seconds} s.${done.length > 0 ? ` Before it passed: ${done.join(', ')}.` : ''}`)
    process.exit(status ?? 1)
  }
  done.push(`${name} ${seconds} s`)
}
console.log(`\nPassed: ${done.join(', ')}.`)
