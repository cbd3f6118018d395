import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyFile } from '../../../src-main/updates/copy-verified.ts'
import { judgePack, packFormat } from '../../../src-main/updates/update-pack.ts'
import type { PackJudge } from '../../../src-main/updates/update-pack.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const judge: PackJudge = { product: 'helpdesk-console', version: '1.9.0', publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }
const installer = Buffer.from('an installer')
const file = { name: 'helpdesk-console-1.10.0-win-x64.exe', bytes: installer.length, sha256: createHash('sha256').update(installer).digest('hex') }
const usual = { product: 'helpdesk-console', version: '1.10.0', files: [file] }
const packOf = (manifest: unknown, { key = privateKey, changed = (text: string) => text } = {}): string => {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  return JSON.stringify({ format: packFormat, manifest: changed(text), signature: sign(null, Buffer.from(text), key).toString('base64') })
}
const findingOf = (text: string, as: PackJudge = judge): string => {
  const verdict = judgePack(text, as)
  return verdict.status === 'ok' ? 'ok' : verdict.finding
}

describe('an update pack, judged by the version that it would replace', () => {
  it('is taken when it is signed and newer, counted by numbers', () => {
    expect(judgePack(packOf(usual), judge)).toEqual({ status: 'ok', manifest: usual })
  })

  it.each([
    ['of the same version', packOf({ ...usual, version: '1.9.0' }), 'not-newer'],
    ['of an older one', packOf({ ...usual, version: '1.8.9' }), 'not-newer'],
    ['of a version that would be newer as text', packOf({ ...usual, version: '1.10.0' }).replace('1.10.0', '1.91.0'), 'signature'],
    ['of a preview', packOf({ ...usual, version: '2.0.0-rc.1' }), 'version'],
    ['signed by somebody else', packOf(usual, { key: generateKeyPairSync('ed25519').privateKey }), 'signature'],
    ['changed after it was signed', packOf(usual, { changed: (text) => text.replace(file.sha256, 'a'.repeat(64)) }), 'signature'],
    ['of another product', packOf({ ...usual, product: 'something-else' }), 'product'],
    ['with a way out of its folder', packOf({ ...usual, files: [{ ...file, name: '../evil.exe' }] }), 'no-pack'],
    ['with a hidden stream in a name', packOf({ ...usual, files: [{ ...file, name: 'a.exe:b' }] }), 'no-pack'],
    ['with nothing in it', packOf({ ...usual, files: [] }), 'no-pack'],
    ['that is signed and no manifest', packOf('hello'), 'no-pack'],
    ['that is half written', packOf(usual).slice(0, 200), 'no-pack'],
    ['that is empty', '', 'no-pack'],
    ['of another form', packOf(usual).replace(packFormat, 'helpdesk-console-update-pack/2'), 'no-pack'],
  ])('is refused: %s', (_case, text, finding) => {
    expect(findingOf(text)).toBe(finding)
  })

  it('is refused by a version that knows no key, or one that is of another kind', () => {
    expect(findingOf(packOf(usual), { ...judge, publicKey: null })).toBe('no-key')
    const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(findingOf(packOf(usual), { ...judge, publicKey: other.export({ type: 'spki', format: 'der' }).toString('base64') })).toBe('no-key')
  })

  it('is refused by a build that does not know its own version', () => {
    expect(findingOf(packOf(usual), { ...judge, version: '' })).toBe('version')
  })
})

describe('the packages of an update pack', () => {
  let stick: string
  let pc: string
  beforeEach(() => {
    stick = mkdtempSync(join(tmpdir(), 'stick-'))
    pc = join(stick, 'copied', 'here')
    writeFileSync(join(stick, file.name), installer)
  })
  afterEach(() => rmSync(stick, { recursive: true, force: true }))

  it('are verified, and copied when that is asked for', async () => {
    expect(await verifyFile(file, stick, null)).toBe('whole')
    expect(await verifyFile(file, stick, pc)).toBe('whole')
    expect(readFileSync(join(pc, file.name))).toEqual(installer)
    expect(readdirSync(pc)).toEqual([file.name])
  })

  it.each([['shorter', installer.subarray(1)], ['longer', Buffer.concat([installer, installer])], ['changed', Buffer.from('An installer')]])('are not copied when they are %s', async (_case, bytes) => {
    writeFileSync(join(stick, file.name), bytes)
    expect(await verifyFile(file, stick, null)).toBe('changed')
    expect(await verifyFile(file, stick, pc)).toBe('changed')
    expect(readdirSync(pc)).toEqual([])
  })

  it('need not all be there', async () => {
    expect(await verifyFile({ ...file, name: 'helpdesk-console-1.10.0-mac-universal.dmg' }, stick, pc)).toBe('absent')
  })
})
