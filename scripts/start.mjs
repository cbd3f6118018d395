// npm start: builds the console where that is needed, then runs it on Electron, or on the stand-in where Electron's binary cannot be had.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, isBuilt } from './build.mjs'
import { findElectron } from './electron-binary.mjs'
import { environment, root, suitableNode } from './runtime.mjs'

const usage = 'Usage: npm start -- [--no-open] [--user-data DIR] [--stand-in]'

/** @param {string[]} args */
function readOptions(args) {
  const options = { open: true, userData: /** @type {string | null} */ (null), standIn: process.env.HELPDESK_STAND_IN === '1' }
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--no-open') options.open = false
    else if (arg === '--stand-in') options.standIn = true
    else if (arg.startsWith('--user-data=')) options.userData = arg.slice('--user-data='.length)
    else if (arg === '--user-data' && args[index + 1] !== undefined) options.userData = args[++index] ?? null
    else {
      console.error(`${arg} is not known here, or lacks its value.\n${usage}`)
      process.exit(2)
    }
  }
  return options
}

const options = readOptions(process.argv.slice(2))
const node = suitableNode()

if (!isBuilt()) {
  console.log('Building the console…')
  const status = build(node)
  if (status !== 0) process.exit(status)
}

const found = options.standIn ? { reason: 'it was asked for' } : findElectron(node)
const openArgs = options.open ? [] : ['--no-open']
const child = 'binary' in found
  ? spawn(found.binary, [root, ...openArgs, ...(options.userData === null ? [] : [`--user-data-dir=${options.userData}`])], {
    cwd: root, stdio: 'inherit', env: environment(node),
  })
  : spawn(node, [
    '--import', pathToFileURL(join(root, 'electron-stand-in', 'register.ts')).href, join(root, 'out', 'main', 'index.js'),
    ...openArgs, ...(options.userData === null ? [] : ['--user-data', options.userData]),
  ], { cwd: process.cwd(), stdio: 'inherit', env: { ...environment(node), HELPDESK_STAND_IN_REASON: found.reason } })

child.on('error', (error) => {
  console.error(`The console could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
// A terminal's Ctrl+C reaches the child by itself, and a second one would cut Electron's orderly end short.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
