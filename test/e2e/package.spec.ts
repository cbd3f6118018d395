// Packages the built console around a folder of Electron's shape, as npm run package does, and opens what comes out.
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { extractAll, getRawHeader } from '@electron/asar'
import { FuseState, getCurrentFuseWire } from '@electron/fuses'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeChecksums } from '../../scripts/packaging/checksums.ts'
import { executableOf } from '../../scripts/packaging/config.ts'
import { writeElectronShape } from '../../scripts/packaging/electron-shape.ts'
import { expectedFuses, findFuseProblems, fuseVersion } from '../../scripts/packaging/fuses.ts'
import { signUpdatePack } from '../../scripts/packaging/sign-update-pack.ts'
import { sealedRows } from '../factories/sealed-log.ts'
import { canaries, findCanaries } from './package-canaries.ts'
import type { PackedFile } from './package-canaries.ts'

const root = resolve(import.meta.dirname, '../..')
const unpackedNames = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: process.arch === 'arm64' ? 'mac-arm64' : 'mac' } as const
const flags = { linux: '--linux', win32: '--win', darwin: '--mac' } as const
type Platform = keyof typeof unpackedNames
const platforms: readonly Platform[] = ['linux', 'win32', 'darwin']
/** On a Mac, electron-builder would sign it, and it cannot be signed. */
const packagedHere = platforms.filter((platform) => platform !== 'darwin' || process.platform === 'linux')

let work: string
const output = (): string => join(work, 'dist')
const unpackedOf = (platform: Platform): string => join(output(), unpackedNames[platform])
const resourcesOf = (platform: Platform): string => join(unpackedOf(platform), platform === 'darwin' ? 'Helpdesk Console.app/Contents/Resources' : 'resources')
const archiveOf = (platform: Platform): string => join(resourcesOf(platform), 'app.asar')
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8')

interface Ended { readonly code: number; readonly stdout: string; readonly stderr: string }
const run = (args: readonly string[], cwd = root): Promise<Ended> => new Promise((done) => {
  execFile(process.execPath, ['--no-warnings', ...args], { cwd, maxBuffer: 10_000_000 }, (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code), stdout, stderr }))
})

function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}/${entry.name}`
    return entry.isDirectory() ? filesBelow(join(folder, entry.name), path) : [path]
  })
}
const packed = (folder: string): readonly PackedFile[] => filesBelow(folder).map((path) => ({ path, text: readFileSync(join(folder, path), 'latin1') }))

beforeAll(async () => {
  if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('The console is not built: run npm run build, or npm test, which does it first.')
  work = mkdtempSync(join(tmpdir(), 'package-spec-'))
  const { code, stdout, stderr } = await run([join(root, 'scripts/packaging/main.ts'), '--no-build', '--dir', '--shape', ...packagedHere.map((platform) => flags[platform]), '--output', output()])
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`)
  // Forty files are easier to read from a disk.
  extractAll(archiveOf('linux'), join(work, 'app'))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

describe('the archive', () => {
  const expected = [
    /^\/package\.json$/, /^\/main\/(index|audit|policy|simulated-tenant|update-pack)\.js$/, /^\/main\/chunks\/[\w-]+\.js$/, /^\/preload\/index\.cjs$/,
    /^\/renderer\/(index\.html|icon\.svg)$/, /^\/renderer\/assets\/[\w.-]+\.(js|css|woff2?)$/,
  ]

  it('holds what the build wrote, byte for byte, and its own manifest', () => {
    const built = ['main', 'preload', 'renderer'].flatMap((part) => filesBelow(join(root, 'out', part), `/${part}`))
    const files = filesBelow(join(work, 'app'))
    expect([...files].toSorted()).toEqual([...built, '/package.json'].toSorted())
    for (const path of built) expect(readFileSync(join(work, 'app', path)).equals(readFileSync(join(root, 'out', path))), path).toBe(true)
    expect(JSON.parse(text(work, 'app', 'package.json'))).toEqual({
      name: 'helpdesk-console', version: expect.any(String) as string, description: expect.any(String) as string, license: 'MIT', author: 'Helpdesk Console contributors', type: 'module', main: 'main/index.js',
    })
  })

  it('holds nothing of a kind that nobody has thought of', () => {
    expect(filesBelow(join(work, 'app')).filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([])
  })

  it('is the same everywhere', () => {
    for (const platform of packagedHere) expect(readFileSync(archiveOf(platform)).equals(readFileSync(archiveOf('linux'))), platform).toBe(true)
  })

  it('holds none of what is forbidden, nor does anything beside it', () => {
    expect(findCanaries(packed(join(work, 'app')))).toEqual([])
    expect(findCanaries(packed(join(unpackedOf('linux'), 'resources')).filter(({ path }) => path !== '/app.asar' && path !== '/sbom.cdx.json'))).toEqual([])
  })

  it.each(canaries.map(({ name, planted }) => [name, planted] as const))('would not hide %s', (name, planted) => {
    expect(findCanaries([planted])).toContain(`${name}: ${planted.path}`)
  })
})

describe('what lies beside the archive', () => {
  it('is what an administrator needs, and no more', () => {
    const policyFiles = readdirSync(join(root, 'resources')).filter((name) => /^policy\..*\.json$/.test(name))
    expect(policyFiles).toContain('policy.example.json')
    for (const platform of packagedHere) {
      const files = readdirSync(resourcesOf(platform)).filter((name) => !['app-update.yml', 'en.lproj', 'icon.icns'].includes(name))
      expect(files.toSorted()).toEqual(['LICENSE.txt', 'THIRD-PARTY-NOTICES.txt', 'app.asar', 'central-log.sql', ...policyFiles, 'sbom.cdx.json'].toSorted())
    }
  })
})

describe.each(packagedHere)('the program for %s', (platform) => {
  it('has all nine fuses as they should be', async () => {
    const wire = await getCurrentFuseWire(executableOf(unpackedOf(platform), platform))
    expect(Object.keys(expectedFuses)).toHaveLength(9)
    expect(wire).toEqual({ version: fuseVersion, ...Object.fromEntries(Object.entries(expectedFuses).map(([fuse, isOn]) => [fuse, isOn ? FuseState.ENABLE : FuseState.DISABLE])) })
    expect(await findFuseProblems(executableOf(unpackedOf(platform), platform))).toEqual([])
  })

  it('would be found out with the fuses that Electron has by itself', async () => {
    const electron = join(work, `electron-${platform}`)
    writeElectronShape(electron, platform)
    expect(await findFuseProblems(join(electron, { linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app' }[platform]))).toEqual([
      'RunAsNode', 'EnableCookieEncryption', 'EnableNodeOptionsEnvironmentVariable', 'EnableNodeCliInspectArguments', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar',
      'GrantFileProtocolExtraPrivileges',
    ])
  })
})

describe('the hash of the archive\'s header, which Electron compares', () => {
  const hashOf = (platform: Platform): string => createHash('sha256').update(getRawHeader(archiveOf(platform)).headerString).digest('hex')

  it('is in the program for Windows', () => {
    const program = readFileSync(executableOf(unpackedOf('win32'), 'win32'))
    expect(program.includes(Buffer.from(hashOf('win32'))) || program.includes(Buffer.from(hashOf('win32'), 'utf16le'))).toBe(true)
  })

  it.runIf(packagedHere.includes('darwin'))('is in the app for macOS, which asks for no camera', () => {
    const info = text(unpackedOf('darwin'), 'Helpdesk Console.app/Contents/Info.plist')
    expect(info).toContain(`<string>${hashOf('darwin')}</string>`)
    expect(info).not.toMatch(/UsageDescription/)
  })
})

describe('bill of materials and notices', () => {
  interface Bom { readonly components: readonly { readonly group?: string; readonly name: string; readonly version: string }[] }
  const bom = (): Bom => JSON.parse(text(unpackedOf('linux'), 'resources', 'sbom.cdx.json')) as Bom
  const names = (): readonly string[] => bom().components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`))

  it('names what is inside and nothing that only builds or tests it', () => {
    for (const name of ['electron', 'vue', 'vuetify', 'pinia', 'pg', 'zod', 'jose', '@azure/msal-node', 'oidc-provider', 'electron-updater', '@fontsource/roboto', 'chart.js']) expect(names()).toContain(name)
    for (const name of ['vitest', 'vite', 'typescript', 'playwright-core', 'electron-builder', 'eslint', 'jsdom']) expect(names()).not.toContain(name)
  })

  it('is CycloneDX 1.6 as its schema says', () => {
    const schemas = join(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'), '..', 'res', 'schema')
    // The library keeps them under other names than they give themselves.
    const parts = ['spdx', 'jsf-0.82'].map((name) => `${name}.SNAPSHOT.schema.json`)
    const ajv = new Ajv({ strict: false, schemas: parts.map((name) => ({ ...JSON.parse(text(schemas, name)) as object, $id: `http://cyclonedx.org/schema/${name}` })) })
    addFormats(ajv)
    ajv.addFormat('iri-reference', true)
    ajv.addFormat('idn-email', true)
    const isValid = ajv.compile(JSON.parse(text(schemas, 'bom-1.6.SNAPSHOT.schema.json')) as object)
    expect([isValid(bom()), isValid.errors]).toEqual([true, null])
    expect(isValid({ ...bom(), components: [{ type: 'library' }] })).toBe(false)
  })

  it('has a licence text for each', () => {
    const notices = text(unpackedOf('linux'), 'resources', 'THIRD-PARTY-NOTICES.txt')
    for (const { group, name, version } of bom().components) expect(notices).toContain(`${group === undefined ? name : `${group}/${name}`} ${version} (`)
    expect(notices).toContain('Permission is hereby granted')
  })

  it('are handed out with checksums that are right', () => {
    const lines = text(output(), 'SHA256SUMS.txt').trim().split('\n')
    expect(lines.map((line) => line.slice(66))).toEqual(['THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'])
    for (const line of lines) expect(line.slice(0, 64)).toBe(createHash('sha256').update(readFileSync(join(output(), line.slice(66)))).digest('hex'))
  })
})

describe('what was packaged, run where there is no package and no source', () => {
  const start = (...args: string[]): Promise<Ended> =>
    run(['--import', pathToFileURL(join(root, 'electron-stand-in/register.ts')).href, join(work, 'app/main/index.js'), '--no-open', '--user-data', join(work, 'profile'), ...args], work)

  it('verifies an audit log without opening a window', async () => {
    const log = join(work, 'log.jsonl')
    const rows = [...sealedRows(50)]
    writeFileSync(log, [{ format: 'helpdesk-console-audit/1', installId: 'install-1' }, ...rows.map(({ body, hash }) => ({ body, hash })), { rows: rows.length, head: rows.at(-1)!.hash }]
      .map((line) => `${JSON.stringify(line)}\n`).join(''))
    const whole = await start('--audit', 'verify', log)
    expect(whole.stdout).toContain('"status":"whole"')
    expect(whole.code).toBe(0)
    writeFileSync(log, text(log).replace('Forgot', 'Forget').replace('"seq\\":7', '"seq\\":8'))
    expect((await start('--audit', 'verify', log)).code).toBe(1)
    expect(existsSync(join(work, 'profile', 'audit'))).toBe(false)
  })

  it('says of an update pack that this build trusts nobody', async () => {
    writeFileSync(join(work, 'update-pack.json'), '{}')
    const { code, stdout } = await start('--update-pack', 'verify', join(work, 'update-pack.json'))
    expect(stdout).toContain('REFUSED: This version was built without the key of update packs')
    expect(code).toBe(1)
  })

  it('accepts an update pack that is signed with the key it was built with, and copies what is whole', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const stamp = readdirSync(join(work, 'app/main/chunks')).find((name) => name.startsWith('build-stamp-'))!
    const app = join(work, 'app-with-key')
    cpSync(join(work, 'app'), app, { recursive: true })
    const stamped = text(app, 'main/chunks', stamp).replace(/("?updatePackKey"?: ?)null/, `$1"${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}"`)
    writeFileSync(join(app, 'main/chunks', stamp), stamped)
    const stick = join(work, 'stick')
    mkdirSync(stick)
    writeFileSync(join(stick, 'helpdesk-console-99.0.0-win-x64.exe'), 'the next version')
    await writeChecksums(stick)
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    writeFileSync(join(stick, 'update-pack.json'), signUpdatePack(stick, pem, 'helpdesk-console', '99.0.0'))
    const verify = (): Promise<Ended> => run([join(app, 'main/update-pack.js'), 'verify', join(stick, 'update-pack.json'), '--copy-to', join(work, 'copied')], work)
    expect(await verify()).toEqual({ code: 0, stdout: 'The pack is signed and brings version 99.0.0.\nwhole, copied  helpdesk-console-99.0.0-win-x64.exe\n', stderr: '' })
    expect(text(work, 'copied', 'helpdesk-console-99.0.0-win-x64.exe')).toBe('the next version')
    writeFileSync(join(stick, 'helpdesk-console-99.0.0-win-x64.exe'), 'The next version')
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('REFUSED') as string })
    writeFileSync(join(stick, 'update-pack.json'), signUpdatePack(stick, pem, 'helpdesk-console', '0.0.1'))
    expect((await verify()).stdout).toContain('not newer')
  })
})

it('the archive is small enough to be copied from a stick in a moment', () => {
  expect(statSync(archiveOf('linux')).size).toBeLessThan(12_000_000)
})
