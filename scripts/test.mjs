// npm test: types, lint and build side by side, then every spec. `npm test -- --only types,e2e` runs some of it; the rest of the arguments go to Vitest.
import { spawn } from 'node:child_process'
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

/** @typedef {{ name: string, script: string, args: string[] }} Step */
/** None of these reads what another writes, so they run side by side. */
/** @type {Step[]} */
const checks = [
  ...(wanted.includes('types') ? [{ name: 'Types', script: join(root, 'scripts', 'types.mjs'), args: [] }] : []),
  ...(wanted.includes('lint') ? [{ name: 'Lint', script: packageScript('eslint/bin/eslint.js'), args: ['.', '--max-warnings', '0'] }] : []),
  ...(needsBuild ? [{ name: 'Build', script: packageScript('electron-vite/bin/electron-vite.js'), args: ['build', '--logLevel', 'warn'] }] : []),
]
/** @type {Step[]} */
const specSteps = projects.length === 0 ? [] : [
  { name: `Specs (${projects.join(', ')})`, script: packageScript('vitest/vitest.mjs'), args: ['run', ...projects.flatMap((name) => ['--project', name]), ...rest] },
]

/** Node keeps here what it has compiled: the specs start the same files as new processes hundreds of times. */
const env = { ...environment(node), NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'helpdesk-console', 'compiled') }

/**
 * Runs one step. Its output is kept where other steps run beside it, so that the lines of two do not mix, and shown as it comes where it is alone.
 * @param {Step} step @param {boolean} isAlone @returns {Promise<{ name: string, status: number, seconds: string, text: string }>}
 */
function run({ name, script, args }, isAlone) {
  const startedAt = performance.now()
  const child = spawn(node, [script, ...args], { cwd: root, env, stdio: isAlone ? 'inherit' : ['inherit', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (/** @type {string} */ part) => (text += part))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ name, status: code ?? 1, seconds: ((performance.now() - startedAt) / 1000).toFixed(1), text: text.trim() }))
  })
}

/** @type {string[]} */
const passed = []
for (const steps of [checks, specSteps]) {
  const isAlone = steps.length === 1
  if (steps.length > 0) console.log(`\n── ${steps.map(({ name }) => name).join(', ')} ──`)
  /** @type {Awaited<ReturnType<typeof run>>[]} */
  const failed = []
  for (const running of steps.map((step) => run(step, isAlone))) {
    const ended = await running
    if (!isAlone) console.log(`${ended.status === 0 ? 'passed' : 'FAILED'}  ${ended.name}, ${ended.seconds} s${ended.text === '' ? '' : `\n${ended.text}\n`}`)
    if (ended.status === 0) passed.push(`${ended.name} ${ended.seconds} s`)
    else failed.push(ended)
  }
  if (failed.length > 0) {
    const what = failed.map(({ name, seconds }) => `${name} failed after ${seconds} s.`).join(' ')
    console.error(`\n${what}${passed.length > 0 ? ` What passed: ${passed.join(', ')}.` : ''}`)
    process.exit(failed[0]?.status ?? 1)
  }
}
console.log(`\nPassed: ${passed.join(', ')}.`)
