// node scripts/packaging/main.ts [options]: what npm run package does after the build. See docs/packaging.md.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import sevenZip from '7zip-bin'
import { Arch, build, Platform } from 'electron-builder'
import { build as buildConsole } from '../build.mjs'
import { stampBuild } from './build-stamp.ts'
import { readBundledPackages } from './bundled-packages.ts'
import { checksumsFile, writeChecksums } from './checksums.ts'
import { packagingConfig } from './config.ts'
import { isShaped, writeElectronShape } from './electron-shape.ts'
import { writeLegalFiles } from './legal-files.ts'
import { stageApp } from './stage-app.ts'

const root = join(import.meta.dirname, '..', '..')
const usage = `Usage: npm run package -- [--dir] [--win] [--mac] [--linux] [--targets NAME,...] [--electron-dist DIR | --shape] [--output DIR] [--no-build]

Builds the console and packages it for this system, or for the systems that are named.
  --dir                only the unpacked folder, no installers
  --targets            some of them: nsis, zip (Windows), dmg, zip (macOS), deb, AppImage, tar.gz (Linux)
  --electron-dist DIR  an unpacked Electron, instead of the one that would be downloaded
  --shape              with --dir: a folder of Electron's shape instead, as where Electron cannot be had; what comes out does not start
  --output DIR         where to write, instead of dist/
  --no-build           package what was built before`

const values = readOptions()
if (values.help) {
  console.log(usage)
  process.exit(0)
}
// One time for everything that is made of this build.
process.env['SOURCE_DATE_EPOCH'] ??= String(Math.floor(Date.now() / 1000))
if (!values['no-build']) {
  const status = buildConsole(process.execPath)
  if (status !== 0) process.exit(status)
}

const named = [...(values.win ? ['win32'] : []), ...(values.mac ? ['darwin'] : []), ...(values.linux ? ['linux'] : [])]
const platforms = named.length > 0 ? named : [process.platform]
const outputFolder = resolve(root, values.output ?? 'dist')
const { name, version, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<Record<'name' | 'version' | 'description' | 'license', string>>
const stamp = stampBuild(version, process.env, Date.now())
const work = mkdtempSync(join(tmpdir(), 'helpdesk-console-package-'))
const [appFolder, legalFolder] = [join(work, 'app'), join(work, 'legal')]

try {
  stageApp(join(root, 'out'), appFolder, { name, version, description, license })
  writeLegalFiles(legalFolder, { name, version, builtAtMs: stamp.builtAtMs }, readBundledPackages(root))
  // electron-builder would download this tool; the registry has it.
  if (process.platform !== 'win32') chmodSync(sevenZip.path7za, 0o755)
  process.env['ELECTRON_BUILDER_7ZIP_PATH'] ??= sevenZip.path7za
  for (const platform of platforms) await packageFor(platform)
  for (const file of ['sbom.cdx.json', 'THIRD-PARTY-NOTICES.txt']) await copyFile(join(legalFolder, file), join(outputFolder, file))
  const names = await writeChecksums(outputFolder)
  console.log(`In ${outputFolder}: ${[...names, checksumsFile].join(', ')}`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function packageFor(platform: string): Promise<void> {
  const target = { win32: Platform.WINDOWS, darwin: Platform.MAC, linux: Platform.LINUX }[platform]
  if (target === undefined) throw new Error(`There is no package for ${platform}.`)
  const names = values.dir ? ['dir'] : values.targets?.split(',')
  const archs = platform === 'darwin' && !values.dir ? [Arch.universal] : platform === 'win32' && !values.dir ? [Arch.x64, Arch.arm64] : [hostArch()]
  const electronDist = electronFor(platform)
  await build({
    projectDir: root,
    publish: 'never',
    targets: names === undefined ? target.createTarget() : target.createTarget(names, ...archs),
    config: packagingConfig({
      electronDist,
      appFolder,
      outputFolder,
      legalFolder,
      publisherName: stamp.publisherName,
      isSignedOnMac: (process.env['CSC_LINK'] ?? '') !== '',
      isNotarized: (process.env['APPLE_API_KEY'] ?? '') !== '',
    }),
  })
}

function hostArch(): Arch {
  return process.arch === 'arm64' ? Arch.arm64 : Arch.x64
}

/** An unpacked Electron, or null where electron-builder is to get its own. Ends with a sentence where an installer would have nothing in it. */
function electronFor(platform: string): string | null {
  const given = values['electron-dist']
  if (given !== undefined) return resolve(root, given)
  const isAllowed = values.dir && isShaped(platform)
  if (!(values.shape && isAllowed)) {
    // Fills the cache that electron-builder looks into as well.
    const electron = join(root, 'node_modules', 'electron')
    spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore', timeout: 180_000, killSignal: 'SIGKILL' })
    if (existsSync(join(electron, 'dist', 'version'))) return null
  }
  if (!isAllowed) {
    console.error('Electron\'s binary is not on this computer and could not be downloaded, so there is nothing to put into an installer. '
      + 'Give an unpacked one with --electron-dist DIR, or try the rest of the packaging with --dir.')
    process.exit(1)
  }
  console.warn(`${values.shape ? '' : 'Electron\'s binary could not be had. '}A folder of Electron's shape stands in its place: everything else is packaged as always; what comes out does not start.`)
  const shape = join(work, `electron-${platform}`)
  writeElectronShape(shape, platform)
  return shape
}

function readOptions() {
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({
      options: {
        dir: flag, win: flag, mac: flag, linux: flag, shape: flag, 'no-build': flag, help: flag,
        targets: { type: 'string' }, 'electron-dist': { type: 'string' }, output: { type: 'string' },
      },
    }).values
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`)
    process.exit(2)
  }
}
