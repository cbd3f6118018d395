import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What runs, of what a build writes. */
const parts = ['main', 'preload', 'renderer'] as const

/** The manifest of the packaged app: what Electron reads, and nothing of how it is made. */
export interface AppManifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
}

/** Puts together in `folder` what the archive will hold: the parts of `out` that run and a manifest. A source map, or a file that is hidden, stays behind. */
export function stageApp(out: string, folder: string, { name, version, description, license }: AppManifest): void {
  mkdirSync(folder, { recursive: true })
  for (const part of parts) {
    cpSync(join(out, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.map') && !/[\\/]\.[^\\/]*$/.test(path) })
  }
  const manifest = { name, version, description, license, author: 'Helpdesk Console contributors', type: 'module', main: 'main/index.js' }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
