import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordFolder } from './record-packages.ts'

export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX identifier, as the package declares it. */
  readonly license: string
  readonly licenseTexts: readonly string[]
  /** As package-lock.json pins it: "sha512-…" in base64; null where it does not. */
  readonly integrity: string | null
  readonly website: string | null
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name: string }
  readonly homepage?: string
}

/**
 * The packages that the last build took something from, by name, and Electron, which runs it. Throws when there was no build, or when a package
 * says no licence, or gives no text for one that has to be passed on.
 */
export function readBundledPackages(root: string): readonly BundledPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, { readonly integrity?: string }>> }
  const folders = new Set(['main', 'preload', 'renderer'].flatMap((part) => {
    const record = join(root, 'out', recordFolder, `${part}.json`)
    if (!existsSync(record)) throw new Error(`${record} is missing: build first.`)
    return JSON.parse(readFileSync(record, 'utf8')) as readonly string[]
  }))
  const packages = [...folders, 'node_modules/electron'].map((folder) => readPackage(join(root, folder), lock.packages[folder]?.integrity ?? null))
  // The same version can lie in two places.
  const byId = new Map(packages.map((found) => [`${found.name}@${found.version}`, found]))
  return [...byId.keys()].toSorted().flatMap((id) => byId.get(id) ?? [])
}

function readPackage(folder: string, integrity: string | null): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const { name, version, license, homepage = null } = manifest
  if (typeof license !== 'string') throw new Error(`${name} ${version} declares no licence: look into it before it is shipped.`)
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, license, licenseTexts: texts.length > 0 ? texts : [textWithoutFile(manifest, license)], integrity, website: homepage }
}

/** A few packages declare MIT and leave its text out of what they publish. */
function textWithoutFile({ name, version, author }: Manifest, license: string): string {
  if (license !== 'MIT') throw new Error(`${name} ${version} declares ${license} and brings no licence text: find it before it is shipped.`)
  const holder = typeof author === 'string' ? author : author?.name ?? `the authors of ${name}`
  return mitText.replace('HOLDER', holder)
}

const mitText = `(The package declares the MIT licence and brings no text of it.)

Copyright (c) HOLDER

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
