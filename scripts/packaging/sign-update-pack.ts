// node scripts/packaging/sign-update-pack.ts FOLDER KEY: writes FOLDER/update-pack.json over the packages in it. See docs/packaging.md.
import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packFormat } from '../../src-main/updates/update-pack.ts'
import type { UpdateManifest } from '../../src-main/updates/update-pack.ts'
import { checksumsFile } from './checksums.ts'

/** What can be installed, of what SHA256SUMS.txt lists. */
const installable = /\.(exe|zip|dmg|deb|AppImage|tar\.gz)$/

/** The text of an update pack of what SHA256SUMS.txt in `folder` lists. Throws when it lists nothing that can be installed, or the key is no Ed25519 key in PEM. */
export function signUpdatePack(folder: string, keyText: string, product: string, version: string): string {
  const files = readFileSync(join(folder, checksumsFile), 'utf8').trim().split('\n').flatMap((line) => {
    const [sha256 = '', name = ''] = line.split('  ')
    return installable.test(name) ? [{ name, bytes: statSync(join(folder, name)).size, sha256 }] : []
  })
  if (files.length === 0) throw new Error(`${join(folder, checksumsFile)} lists nothing that can be installed.`)
  const key = createPrivateKey(keyText)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key must be an Ed25519 key.')
  const manifest = JSON.stringify({ product, version, files } satisfies UpdateManifest)
  return `${JSON.stringify({ format: packFormat, manifest, signature: sign(null, Buffer.from(manifest, 'utf8'), key).toString('base64') })}\n`
}

if (import.meta.main) {
  const [folder, keyFile] = process.argv.slice(2)
  if (folder === undefined || keyFile === undefined) {
    console.error('Usage: node scripts/packaging/sign-update-pack.ts FOLDER KEY')
    process.exit(2)
  }
  const { name, version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as { readonly name: string; readonly version: string }
  writeFileSync(join(folder, 'update-pack.json'), signUpdatePack(folder, readFileSync(keyFile, 'utf8'), name, version))
}
