// npm run types: checks every folder's types, two at a time; says which failed.
import { spawn } from 'node:child_process'
import { packageScript, environment, root, suitableNode } from './runtime.mjs'

const tsc = 'typescript/bin/tsc'
const vueTsc = 'vue-tsc/bin/vue-tsc.js'
/** The slow ones first, so that the quick ones fill the other place. */
const checks = [
  [vueTsc, 'src-renderer'], [vueTsc, 'test'], [tsc, 'src-main'], [tsc, 'simulated-tenant'], [tsc, 'electron-stand-in'], [tsc, 'src-shared'], [tsc, 'scripts'], [vueTsc, 'bench'],
]
const node = suitableNode()

/** @param {string} compiler @param {string} folder @returns {Promise<{ folder: string, isSound: boolean, text: string }>} */
function check(compiler, folder) {
  return new Promise((resolve) => {
    const child = spawn(node, [packageScript(compiler), '--project', folder, ...(process.stdout.isTTY ? ['--pretty'] : [])], { cwd: root, env: environment(node) })
    let text = ''
    child.stdout.on('data', (data) => (text += data))
    child.stderr.on('data', (data) => (text += data))
    child.on('exit', (code) => resolve({ folder, isSound: code === 0, text }))
  })
}

const waiting = [...checks]
/** @type {string[]} */
const failed = []
async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [compiler = '', folder = ''] = next
    const { isSound, text } = await check(compiler, folder)
    console.log(`${isSound ? 'sound ' : 'FAILED'}  ${folder}`)
    if (!isSound) {
      failed.push(folder)
      console.log(text.trim())
    }
  }
}
await Promise.all([work(), work()])
if (failed.length > 0) console.log(`Types are wrong in: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
