import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The fuses as Electron 45 ships them: version 1, nine of them. */
const fuseWire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('101100011')])

type ShapedPlatform = 'linux' | 'win32' | 'darwin'

export const isShaped = (platform: string): platform is ShapedPlatform => ['linux', 'win32', 'darwin'].includes(platform)

const script = `#!/bin/sh
echo "This is not Electron: its binary could not be had when the package was made, and a file of its shape stands in its place." >&2
exit 1
`

/**
 * Writes a folder of the shape that Electron's has, with nothing in it that runs: for packaging where Electron's binary cannot be had.
 * Everything that the packaging does to Electron's files (renaming, fuses, version information, integrity) can be done to these.
 */
export function writeElectronShape(folder: string, platform: ShapedPlatform): void {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')) as { readonly version: string }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'LICENSE'), 'Electron\'s licence would be here.\n')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<title>Chromium\'s licences would be here.</title>\n')
  if (platform === 'darwin') {
    writeMacApp(join(folder, 'Electron.app', 'Contents'))
    return
  }
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true })
  for (const locale of ['en-GB', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
  if (platform === 'linux') {
    writeProgram(join(folder, 'electron'), fuseWire)
    return
  }
  // A small Windows program that is not signed and says its version, as the packaging wants it.
  const program = readFileSync(join(root, 'node_modules', 'electron-winstaller', 'vendor', 'rcedit.exe'))
  writeFileSync(join(folder, 'electron.exe'), Buffer.concat([program, fuseWire]))
}

function writeMacApp(contents: string): void {
  writeBundle(contents, 'Electron')
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) writeBundle(join(contents, 'Frameworks', `Electron Helper${kind}.app`, 'Contents'), `Electron Helper${kind}`)
  const framework = join(contents, 'Frameworks', 'Electron Framework.framework')
  for (const path of [join(framework, 'Versions', 'A', 'Resources', 'en.lproj'), join(contents, 'Resources', 'en.lproj')]) {
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'locale.pak'), '')
  }
  writeProgram(join(framework, 'Electron Framework'), fuseWire)
}

function writeBundle(contents: string, name: string): void {
  mkdirSync(join(contents, 'MacOS'), { recursive: true })
  writeProgram(join(contents, 'MacOS', name), Buffer.alloc(0))
  const keys = { CFBundleExecutable: name, CFBundleName: name, CFBundleIdentifier: 'com.github.Electron', CFBundlePackageType: 'APPL', CFBundleIconFile: 'electron.icns', NSCameraUsageDescription: 'This app needs access to the camera' }
  writeFileSync(join(contents, 'Info.plist'), `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${
    Object.entries(keys).map(([key, value]) => `<key>${key}</key><string>${value}</string>`).join('')}</dict></plist>\n`)
}

function writeProgram(path: string, ending: Buffer): void {
  writeFileSync(path, Buffer.concat([Buffer.from(script), ending]))
  chmodSync(path, 0o755)
}
