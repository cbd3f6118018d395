import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The fuses as Electron 45 ships them: version 1, nine of them. */
const fuseWire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('101100011')])

const script = `#!/bin/sh
echo "This is not Electron: its binary could not be had when the package was made, and a file of its shape stands in its place." >&2
exit 1
`

/**
 * Writes a folder of the shape that Electron's has, with nothing in it that runs: for packaging where Electron's binary cannot be had.
 * Everything that the packaging does to Electron's files (renaming, fuses, version information, integrity) can be done to these.
 */
export function writeElectronShape(folder: string, platform: 'linux' | 'win32'): void {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')) as { readonly version: string }
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'), { recursive: true })
  for (const locale of ['en-GB', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'LICENSE'), 'Electron\'s licence would be here.\n')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<title>Chromium\'s licences would be here.</title>\n')
  const executable = join(folder, platform === 'win32' ? 'electron.exe' : 'electron')
  if (platform === 'win32') {
    // A small Windows program that is not signed and says its version, as the packaging wants it.
    copyFileSync(join(root, 'node_modules', 'electron-winstaller', 'vendor', 'rcedit.exe'), executable)
    writeFileSync(executable, Buffer.concat([readFileSync(executable), fuseWire]))
  } else {
    writeFileSync(executable, Buffer.concat([Buffer.from(script), fuseWire]))
    chmodSync(executable, 0o755)
  }
}
