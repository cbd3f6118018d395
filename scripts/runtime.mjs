// What the scripts share. Parses on Node 18 and later, because npm start must be able to say that the Node is too old.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const needed = 24

/** @param {string} version */
const major = (version) => Number(version.replace(/^v/, '').split('.')[0])

/**
 * A Node that is new enough: this one, or the one that came with the packages. Ends with a sentence where there is none.
 * @returns {string}
 */
export function suitableNode() {
  if (major(process.version) >= needed) return process.execPath
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (existsSync(own)) {
    const { stdout } = spawnSync(own, ['-p', 'process.execPath + "\\n" + process.version'], { encoding: 'utf8', shell: process.platform === 'win32' })
    const [path = '', version = 'v0'] = (stdout ?? '').trim().split(/\r?\n/)
    if (major(version) >= needed) return path
  }
  console.error(`The console needs Node ${needed}; this is ${process.version}. Run "npm ci", which brings one for this folder, or install Node ${needed} from nodejs.org.`)
  process.exit(1)
}

/** The script file of a package's command, to be run by Node itself: works the same on every system. @param {string} path */
export function packageScript(path) {
  const file = join(root, 'node_modules', path)
  if (!existsSync(file)) {
    console.error('The packages are not installed. Run "npm ci" first.')
    process.exit(1)
  }
  return file
}

/** The environment for everything started from here: its `node` is the suitable one. @param {string} node */
export function environment(node) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, [pathName]: [dirname(node), join(root, 'node_modules', '.bin'), process.env[pathName] ?? ''].join(separator) }
}
