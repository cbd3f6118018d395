import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stampBuild } from '../../../scripts/packaging/build-stamp.ts'
import type { BundledPackage } from '../../../scripts/packaging/bundled-packages.ts'
import { readBundledPackages } from '../../../scripts/packaging/bundled-packages.ts'
import { writeChecksums } from '../../../scripts/packaging/checksums.ts'
import { noticesOf, sbomOf } from '../../../scripts/packaging/legal-files.ts'
import { packageFolderOf } from '../../../scripts/packaging/record-packages.ts'
import { signUpdatePack } from '../../../scripts/packaging/sign-update-pack.ts'
import { judgePack } from '../../../src-main/updates/update-pack.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'packaging-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

describe('the package that a module is of', () => {
  it.each([
    ['/house/node_modules/vue/index.js', 'node_modules/vue'],
    ['/house/node_modules/@azure/msal-node/dist/a.mjs?x', 'node_modules/@azure/msal-node'],
    ['/house/node_modules/accepts/node_modules/mime-db/db.json', 'node_modules/accepts/node_modules/mime-db'],
    ['\0/house/node_modules/pg/lib/index.js?commonjs-es-import', 'node_modules/pg'],
    ['C:\\house\\node_modules\\zod\\index.js', 'node_modules/zod'],
    ['/house/src-main/main.ts', null],
    ['\0rolldown/runtime.js', null],
  ])('%s', (id, expected) => {
    expect(packageFolderOf(id)).toBe(expected)
  })
})

describe('what a build knows of itself', () => {
  it('is the time that was given, so that the same commit gives the same files', () => {
    expect(stampBuild('1.2.3', { SOURCE_DATE_EPOCH: '1767225600' }, 5)).toEqual({ version: '1.2.3', builtAtMs: 1_767_225_600_000, publisherName: null, updatePackKey: null })
  })

  it('is now and nobody where nothing is given, or what is given is empty', () => {
    expect(stampBuild('1.2.3', { SOURCE_DATE_EPOCH: 'yesterday', HELPDESK_PUBLISHER: ' ', HELPDESK_UPDATE_PACK_KEY: '' }, 5)).toMatchObject({ builtAtMs: 5, publisherName: null, updatePackKey: null })
    expect(stampBuild('1.2.3', { HELPDESK_PUBLISHER: 'CN=Example' }, 5).publisherName).toBe('CN=Example')
  })
})

describe('the packages that are passed on', () => {
  const record = (...folders: string[]): void => {
    for (const part of ['main', 'preload', 'renderer']) put(`out/packages/${part}.json`, JSON.stringify(part === 'main' ? folders : []))
    put('node_modules/electron/package.json', JSON.stringify({ name: 'electron', version: '45.0.0', license: 'MIT', author: 'Electron Community' }))
    put('package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { integrity: 'sha512-AAAA' } } }))
  }

  it('have their version, licence, its text and the lock file\'s integrity; Electron is one of them', () => {
    record('node_modules/a')
    put('node_modules/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0', license: 'ISC' }))
    put('node_modules/a/LICENCE.md', 'Do what you like.\n')
    expect(readBundledPackages(folder)).toMatchObject([
      { name: 'a', version: '1.0.0', license: 'ISC', licenseTexts: ['Do what you like.'], integrity: 'sha512-AAAA' }, { name: 'electron', version: '45.0.0' },
    ])
  })

  it.each([['says no licence', {}, 'declares no licence'], ['brings no text of one that is not MIT', { license: 'Apache-2.0' }, 'brings no licence text']])('stop the packaging when one %s', (_case, more, message) => {
    record('node_modules/a')
    put('node_modules/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0', ...more }))
    expect(() => readBundledPackages(folder)).toThrow(message)
  })

  it('cannot be told without a build', () => {
    put('package-lock.json', '{"packages":{}}')
    expect(() => readBundledPackages(folder)).toThrow('build first')
  })
})

describe('notices and bill of materials', () => {
  const aPackage = (name: string, more: Partial<BundledPackage> = {}): BundledPackage => ({ name, version: '1.0.0', license: 'MIT', licenseTexts: ['Text.'], integrity: null, website: null, ...more })

  it('say a text once, under everything that it is of', () => {
    const text = noticesOf([aPackage('a'), aPackage('b', { licenseTexts: ['Other.'] }), aPackage('c', { licenseTexts: ['Text.'] })])
    expect(text.match(/Text\./g)).toHaveLength(1)
    expect(text).toContain('a 1.0.0 (MIT)\nc 1.0.0 (MIT)\n')
  })

  it('name a scoped package as its purl does, with the hash of what was installed', () => {
    const bom = sbomOf({ name: 'p', version: '1.0.0', builtAtMs: 0 }, [aPackage('@s/a', { license: '(MIT OR Apache-2.0)', integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}` })])
    expect(bom).toMatchObject({ components: [{ group: '@s', name: 'a', purl: 'pkg:npm/%40s/a@1.0.0', licenses: [{ expression: '(MIT OR Apache-2.0)' }], hashes: [{ alg: 'SHA-512', content: '01'.repeat(64) }] }] })
  })

  it('give the same materials the same number, and others another', () => {
    const numberOf = (name: string): unknown => (sbomOf({ name: 'p', version: '1.0.0', builtAtMs: 0 }, [aPackage(name)]) as { serialNumber: string }).serialNumber
    expect(numberOf('a')).toBe(numberOf('a'))
    expect(numberOf('a')).not.toBe(numberOf('b'))
  })
})

describe('checksums and the pack that is signed over them', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string

  it('are of everything that is handed out, as sha256sum reads them', async () => {
    for (const name of ['a-1.0.0.exe', 'a.tar.gz', 'latest.yml', 'builder-debug.yml', 'a.blockmap']) put(name, name)
    expect(await writeChecksums(folder)).toEqual(['a-1.0.0.exe', 'a.tar.gz', 'latest.yml'])
    expect(readFileSync(join(folder, 'SHA256SUMS.txt'), 'utf8').split('\n')[0]).toBe(`${createHash('sha256').update('a-1.0.0.exe').digest('hex')}  a-1.0.0.exe`)
  })

  it('make a pack that the version before accepts', async () => {
    for (const name of ['a-1.0.0.exe', 'latest.yml']) put(name, name)
    await writeChecksums(folder)
    const verdict = judgePack(signUpdatePack(folder, pem, 'p', '1.0.0'), { product: 'p', version: '0.9.0', publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') })
    expect(verdict).toMatchObject({ status: 'ok', manifest: { files: [{ name: 'a-1.0.0.exe', bytes: 11 }] } })
  })

  it('make none of nothing, and none with a key of another kind', async () => {
    put('latest.yml', '')
    await writeChecksums(folder)
    expect(() => signUpdatePack(folder, pem, 'p', '1.0.0')).toThrow('nothing that can be installed')
    put('a.exe', 'a')
    await writeChecksums(folder)
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    expect(() => signUpdatePack(folder, rsa, 'p', '1.0.0')).toThrow('Ed25519')
  })
})
