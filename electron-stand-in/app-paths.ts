import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { options } from './options.ts'

interface Manifest { readonly name?: string; readonly productName?: string; readonly version?: string }

function findManifest(from: string): { readonly folder: string; readonly manifest: Manifest } {
  const file = join(from, 'package.json')
  if (existsSync(file)) return { folder: from, manifest: JSON.parse(readFileSync(file, 'utf8')) as Manifest }
  const above = dirname(from)
  return above === from ? { folder: process.cwd(), manifest: {} } : findManifest(above)
}

export const appFolder = findManifest(dirname(resolve(process.argv[1] ?? '.')))

function appDataFolder(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
}

const overridden = new Map<string, string>()

const places: Record<string, (appName: string) => string> = {
  home: () => homedir(),
  downloads: () => join(homedir(), 'Downloads'),
  appData: appDataFolder,
  userData: (appName) => options.userData ?? join(appDataFolder(), appName),
  sessionData: (appName) => getPath('userData', appName),
  temp: () => tmpdir(),
  exe: () => process.execPath,
  logs: (appName) =>
    process.platform === 'darwin' && options.userData === null ? join(homedir(), 'Library', 'Logs', appName) : join(getPath('userData', appName), 'logs'),
  crashDumps: (appName) => join(getPath('userData', appName), 'Crashpad'),
}

/** Made if it is not there yet, as Electron does for the app's own folders. */
export function getPath(name: string, appName: string): string {
  const place = places[name]
  if (place === undefined) throw new Error(`stand-in: app.getPath('${name}') is not implemented`)
  const path = overridden.get(name) ?? place(appName)
  if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}

export function setPath(name: string, path: string): void {
  if (places[name] === undefined) throw new Error(`stand-in: app.setPath('${name}') is not implemented`)
  overridden.set(name, resolve(path))
}
