// Builds the console when what is built is missing or older than what it is built from.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { environment, packageScript, root } from './runtime.mjs'

const sources = ['src-main', 'src-shared', 'src-renderer', 'simulated-tenant', 'electron.vite.config.ts', 'package-lock.json']
const results = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']

/** The newest change at or below a path; folders count too, so that a file taken away is seen. @param {string} path @returns {number} */
function newest(path) {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  const below = readdirSync(path).filter((name) => !name.endsWith('.tsbuildinfo')).map((name) => newest(join(path, name)))
  // tsc writes its notes into these folders; only the folders below them tell of a change.
  return Math.max(sources.some((source) => join(root, source) === path) ? 0 : mtimeMs, ...below)
}

export function isBuilt() {
  try {
    const oldestResult = Math.min(...results.map((path) => statSync(join(root, path)).mtimeMs))
    return Math.max(...sources.map((path) => newest(join(root, path)))) <= oldestResult
  } catch {
    return false
  }
}

/** Builds; answers the exit code, and says what went wrong only if something did. @param {string} node */
export function build(node) {
  const { status, stdout, stderr } = spawnSync(node, [packageScript('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root, env: environment(node), encoding: 'utf8',
  })
  if (status !== 0) console.error(`${stdout}${stderr}\nThe console could not be built.`)
  return status ?? 1
}
