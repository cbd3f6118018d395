import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** Where a build says which packages it took something from; beside what runs, and never packaged. */
export const recordFolder = 'packages'

/** The folder of the package that a module is of, from node_modules/ on; null for our own code. The innermost one counts. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId.replaceAll('\\', '/').replace(/^\0+/, '').replace(/\?.*$/, '')
  const at = path.indexOf('/node_modules/')
  if (at === -1) return null
  const inner = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)(?:\/|$)/.exec(path.slice(at))
  return inner?.[1]?.slice(1) ?? null
}

/** Writes the packages that this part of the console is bundled from into out/packages/NAME.json: what the SBOM and the notices are made of. */
export function recordPackages(name: 'main' | 'preload' | 'renderer'): Plugin {
  let root = ''
  return {
    name: 'record-packages',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    writeBundle({ dir = '' }, bundle) {
      const folders = new Set<string>()
      const add = (id: string): void => {
        const folder = packageFolderOf(id)
        if (folder !== null) folders.add(folder)
      }
      for (const output of Object.values(bundle)) {
        if (output.type === 'asset') {
          // Fonts and pictures.
          for (const file of output.originalFileNames) add(resolve(root, file))
          continue
        }
        for (const [id, { renderedLength }] of Object.entries(output.modules)) if (renderedLength > 0) add(id)
      }
      // Styles leave no code behind.
      for (const id of this.getModuleIds()) if (/\.(css|scss|sass)(\?|$)/.test(id)) add(id)
      const folder = join(dir, '..', recordFolder)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify([...folders].toSorted(), null, 2)}\n`)
    },
  }
}
