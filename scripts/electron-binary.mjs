// Finds Electron's binary, or fetches it where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { root } from './runtime.mjs'

const folder = join(root, 'node_modules', 'electron')
const downloadWithinMs = 180_000
/** A download that hung is not tried again for so long; one that fails at once costs nothing and is. */
const rememberForMs = 60 * 60 * 1000

/** @typedef {{ binary: string } | { reason: string }} Found */

function installedBinary() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const binary = join(dist, name)
  return existsSync(binary) ? binary : null
}

/** Why Electron would not run here although it is installed; null where it would. */
function obstacle() {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) return 'Electron keeps its sandbox only for an ordinary user, and this is root; it is not switched off to get around that'
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this session has no display for Electron to open a window on'
  return null
}

/** @param {string} node @returns {Found} */
export function findElectron(node) {
  const installed = installedBinary()
  const why = obstacle()
  // Nothing is downloaded that could not be used.
  if (why !== null) return { reason: why }
  if (installed !== null) return { binary: installed }
  const note = join(tmpdir(), `helpdesk-console-electron-${userInfo().username.replace(/\W/g, '_')}`)
  if (existsSync(note) && Date.now() - statSync(note).mtimeMs < rememberForMs) {
    return { reason: 'Electron\'s binary could not be downloaded a while ago, and is not tried again for an hour' }
  }
  console.log('Looking for Electron (about 110 MB, downloaded once)…')
  const startedAt = performance.now()
  spawnSync(node, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadWithinMs, killSignal: 'SIGKILL' })
  const binary = installedBinary()
  if (binary !== null) {
    rmSync(note, { force: true })
    return { binary }
  }
  if (performance.now() - startedAt > 10_000) writeFileSync(note, '')
  return { reason: 'Electron\'s binary is not on this computer and could not be downloaded' }
}
