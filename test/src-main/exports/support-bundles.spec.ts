import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSupportBundles } from '../../../src-main/exports/support-bundles.ts'
import type { SupportBundlesOptions } from '../../../src-main/exports/support-bundles.ts'
import { redactText } from '../../../src-main/logging/redact-text.ts'
import { refuse } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { ada } from '../../factories/device.ts'
import { aFolder, openLog, rowsOf } from '../audit/audit-fixtures.ts'

const logLine = '{"at":"2026-11-24T10:00:00.000Z","requestId":"6f1f0c0e-5f0e-4c51-9c0b-2f5a5b1c0a00"}\n'
const texts = { console: 'console: 0.1.0\n', policy: 'policy file: none\n', 'audit-log': 'status: whole\n', 'device-list': 'last error: for ada@contoso.com\n', settings: '', 'screen-and-network': 'proxy: DIRECT\n', log: logLine }

function aMaker(overrides: Partial<SupportBundlesOptions> = {}) {
  const opened = openLog()
  const file = join(aFolder(), 'bundle.txt')
  const copied: string[] = []
  const person: { account: Account | null } = { account: ada }
  const offered: string[] = []
  const bundles = createSupportBundles({
    isKiosk: false, audit: opened.log, account: () => person.account, gather: async () => texts, redact: redactText, profileFolder: dirname(opened.file), clock: opened.clock,
    chooseFile: async (name) => { offered.push(name); return file }, copyText: async (text) => void copied.push(text), onProblem: (_where, cause) => { throw cause }, ...overrides,
  })
  const made = async () => {
    const answer = await bundles.make()
    if (answer.status === 'refused') throw new Error(answer.code)
    return answer.bundle
  }
  const rows = () => rowsOf(opened.file).map(({ body }) => JSON.parse(body) as Record<string, unknown>).filter(({ kind }) => kind === 'support-bundle')
  return { bundles, made, rows, file, copied, person, offered, opened }
}

describe('a support bundle', () => {
  it('is shown part by part as it would be saved, redacted, but for the log’s own lines, which are already', async () => {
    const { made } = aMaker()
    const { parts } = await made()
    expect(parts.map(({ name }) => name)).toEqual(['console', 'policy', 'audit-log', 'device-list', 'settings', 'screen-and-network', 'log'])
    expect(parts.find(({ name }) => name === 'device-list')?.text).toBe('last error: for ⟨redacted e-mail⟩\n')
    expect(parts.find(({ name }) => name === 'log')?.text).toBe(logLine)
    for (const { text, bytes } of parts) expect(bytes).toBe(Buffer.byteLength(text))
  })
  it('is saved as one text with exactly what was shown, and has its row', async () => {
    const { bundles, made, rows, file, offered } = aMaker()
    const { bundleId } = await made()
    const noted = bundles.note(bundleId, 'It stopped at 10:00, write to ada@contoso.com')
    if (noted.status === 'refused') throw new Error(noted.code)
    expect(await bundles.save(bundleId)).toEqual({ status: 'ok', file })
    const saved = readFileSync(file, 'utf8')
    expect(offered[0]).toMatch(/^helpdesk-console-support-2026-11-23-10-00\.txt$/)
    expect(saved.length).toBeGreaterThan(0)
    expect(Buffer.byteLength(saved)).toBe(noted.bundle.bytes)
    for (const { name, text } of noted.bundle.parts) expect(saved).toContain(`===== ${name} =====\n${text}`)
    expect(saved).toContain('It stopped at 10:00, write to ⟨redacted e-mail⟩')
    expect(saved).not.toContain('contoso')
    expect(rows()).toEqual([expect.objectContaining({
      kind: 'support-bundle', to: 'file', fileName: 'bundle.txt', bytes: noted.bundle.bytes, sha256: createHash('sha256').update(saved).digest('hex'),
      parts: noted.bundle.parts.map(({ name }) => name), actor: expect.objectContaining({ upn: ada.upn }) as unknown,
    })])
    expect(readdirSync(dirname(file))).toEqual(['bundle.txt'])
  })
  it('is copied with its row, also by somebody who cannot sign in', async () => {
    const { bundles, made, rows, copied, person } = aMaker()
    person.account = null
    const { bundleId } = await made()
    expect(await bundles.copy(bundleId)).toEqual({ status: 'ok' })
    expect(copied[0]).toContain('===== console =====')
    expect(rows()).toEqual([expect.objectContaining({ to: 'clipboard', actor: null })])
  })
  it('can lose its note again', async () => {
    const { bundles, made } = aMaker()
    const { bundleId } = await made()
    bundles.note(bundleId, 'a note')
    expect(bundles.note(bundleId, '')).toMatchObject({ bundle: { parts: expect.not.arrayContaining([expect.objectContaining({ name: 'note' })]) as unknown } })
  })
  it('leaves nothing where no file was chosen, and no row', async () => {
    const { bundles, made, rows, file } = aMaker({ chooseFile: async () => null })
    expect(await bundles.save((await made()).bundleId)).toEqual({ status: 'ok', file: null })
    expect(existsSync(file)).toBe(false)
    expect(rows()).toEqual([])
  })
  it('is neither made nor saved on a PC that several people share', async () => {
    const { bundles, rows } = aMaker({ isKiosk: true })
    expect(await bundles.make()).toEqual(refuse('support-bundle-kiosk'))
    expect(await bundles.save('any')).toEqual(refuse('support-bundle-gone'))
    expect(rows()).toEqual([])
  })
  it('is gone with the person, and when a new one is made', async () => {
    const { bundles, made } = aMaker()
    const [first, second] = [await made(), await made()]
    expect(await bundles.save(first.bundleId)).toEqual(refuse('support-bundle-gone'))
    bundles.forget()
    expect(await bundles.copy(second.bundleId)).toEqual(refuse('support-bundle-gone'))
    expect(bundles.note(second.bundleId, 'x')).toEqual(refuse('support-bundle-gone'))
  })
  it('is not saved for whoever is there when the system’s dialog closes', async () => {
    const { bundles, made, file, person } = aMaker({ chooseFile: async () => { person.account = { ...ada, oid: 'another' }; return file } })
    expect(await bundles.save((await made()).bundleId)).toEqual(refuse('support-bundle-gone'))
    expect(existsSync(file)).toBe(false)
  })
  it('is not saved into the console’s own folder, nor over a folder', async () => {
    const problems: unknown[] = []
    const { bundles, made, file, opened } = aMaker({ chooseFile: async () => join(dirname(opened.file), 'x.txt') })
    expect(await bundles.save((await made()).bundleId)).toEqual(refuse('export-failed'))
    const other = aMaker({ onProblem: (_where, cause) => void problems.push(cause) })
    mkdirSync(other.file)
    expect(await other.bundles.save((await other.made()).bundleId)).toEqual(refuse('export-failed'))
    expect(problems).toHaveLength(1)
    expect(readdirSync(dirname(other.file))).toEqual(['bundle.txt'])
    expect(existsSync(file)).toBe(false)
  })
  it('leaves an earlier file as it was where the log refuses the row for good, and is saved with a held row where the disk does', async () => {
    const held: unknown[] = []
    const refusing = aMaker({ audit: { append: () => refuse('unexpected'), appendOrHold: (row) => void held.push(row) } })
    writeFileSync(refusing.file, 'earlier')
    expect(await refusing.bundles.save((await refusing.made()).bundleId)).toEqual(refuse('unexpected'))
    expect(readFileSync(refusing.file, 'utf8')).toBe('earlier')
    expect(held).toEqual([])
    const full = aMaker({ audit: { append: () => refuse('audit-unavailable'), appendOrHold: (row) => void held.push(row) } })
    expect(await full.bundles.save((await full.made()).bundleId)).toEqual({ status: 'ok', file: full.file })
    expect(held).toEqual([expect.objectContaining({ kind: 'support-bundle' })])
  })
})
