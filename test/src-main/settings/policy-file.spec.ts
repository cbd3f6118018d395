import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openPracticeAudit, policyFilePath, readPolicyFile } from '../../../src-main/settings/policy-file.ts'
import { readersPolicy } from '../../../src-main/settings/policy-schema.ts'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'policy-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const example = readFileSync(join(import.meta.dirname, '../../../resources/policy.example.json'), 'utf8')
function read(text: string) {
  const file = join(folder, 'policy.json')
  writeFileSync(file, text)
  return readPolicyFile(file)
}

describe('readPolicyFile', () => {
  it('accepts the example that the project ships', () => {
    expect(read(example)).toMatchObject({ status: 'ok', policy: { tenantName: 'Example Ltd', eligibilityProfile: 'graph-admin' } })
  })
  it('takes a PC for a shared one only when it says so', () => {
    const kiosk = (value: unknown) => read(JSON.stringify({ ...(JSON.parse(example) as object), kiosk: value }))
    expect(kiosk(true)).toMatchObject({ policy: { kiosk: { lockAfterSeconds: 60, signOutAfterSeconds: 300, signIn: 'edge-inprivate' } } })
    expect(kiosk({ lockAfterSeconds: 20 })).toMatchObject({ policy: { kiosk: { lockAfterSeconds: 20, signOutAfterSeconds: 300 } } })
    expect(kiosk(undefined)).toMatchObject({ policy: { kiosk: null } })
    expect(kiosk('yes')).toMatchObject({ status: 'invalid', detail: expect.stringContaining('kiosk') as string })
  })
  it('accepts a byte order mark, as Windows editors leave it', () => {
    expect(read(`\uFEFF${example}`).status).toBe('ok')
  })
  it('reads ids in capitals as the tokens write them', () => {
    const { clientId } = JSON.parse(example) as { clientId: string }
    const shouted = { ...(JSON.parse(example) as object), tenantId: 'ABCDEF01-2345-4789-8BCD-EF0123456789', clientId: clientId.toUpperCase() }
    expect(read(JSON.stringify(shouted))).toMatchObject({
      policy: { tenantId: 'abcdef01-2345-4789-8bcd-ef0123456789', clientId: clientId.toLowerCase() },
    })
  })
  it('reads where the central log is, and fills in what may be left out', () => {
    const withCentral = (central: object) => read(JSON.stringify({ ...(JSON.parse(example) as object), audit: { central } }))
    expect(withCentral({ host: 'audit.contoso.example', database: 'audit', login: { kind: 'entra' } })).toMatchObject({
      policy: { audit: { keepDays: null, central: {
        host: 'audit.contoso.example', port: 5432, database: 'audit', caFile: null,
        login: { kind: 'entra', user: '{upn}', scope: 'https://ossrdbms-aad.database.windows.net/.default' },
      } } },
    })
    const login = { kind: 'password', user: 'desk', password: 'x' }
    expect(withCentral({ host: '10.0.0.1', port: 6432, database: 'audit', caFile: '/etc/ca.pem', login })).toMatchObject({ policy: { audit: { central: { caFile: '/etc/ca.pem', login } } } })
    const supervisorLogin = { kind: 'password', user: 'reader', password: 'y' }
    const both = withCentral({ host: '10.0.0.1', database: 'audit', login, supervisorLogin })
    expect(both.status === 'ok' && both.policy.audit.central && readersPolicy(both.policy.audit.central)).toMatchObject({ host: '10.0.0.1', login: supervisorLogin })
    const one = withCentral({ host: '10.0.0.1', database: 'audit', login })
    expect(one.status === 'ok' && one.policy.audit.central && readersPolicy(one.policy.audit.central)).toMatchObject({ login })
    for (const [central, key] of [
      [{ host: '/var/run/postgresql', database: 'audit', login }, 'audit.central.host'],
      [{ host: 'x', database: 'audit', login: { kind: 'password', user: 'desk' } }, 'audit.central.login.password'],
      [{ host: 'x', database: 'audit', login, supervisorLogin: { kind: 'password', user: 'reader' } }, 'audit.central.supervisorLogin.password'],
      [{ host: 'x', database: 'audit', login, sslmode: 'disable' }, 'audit.central'],
    ] as const) {
      const answer = withCentral(central)
      expect(answer.status === 'invalid' && answer.detail).toContain(key)
    }
  })
  it('reads a file from before there was a central log', () => {
    expect(read(JSON.stringify({ ...(JSON.parse(example) as object), audit: undefined }))).toMatchObject({ policy: { audit: { keepDays: null, central: null } } })
  })
  it('says that there is none', () => {
    expect(readPolicyFile(join(folder, 'missing.json'))).toEqual({ status: 'absent' })
  })
  it('is invalid, not absent, when it cannot be read', () => {
    expect(readPolicyFile(folder)).toMatchObject({ status: 'invalid', file: folder })
  })
  it('names the line of a mistake in the JSON', () => {
    const answer = read(example.replace('"tenantName"', 'tenantName'))
    expect(answer).toMatchObject({ status: 'invalid' })
    expect(answer.status === 'invalid' && answer.detail).toMatch(/^line 6\b/)
  })
  it.each([
    ['a tenant id that is no GUID', { tenantId: 'contoso' }, 'tenantId'],
    ['a profile that does not exist', { eligibilityProfile: 'everything' }, 'eligibilityProfile'],
    ['a key that does not exist', { allowAll: true }, 'allowAll'],
    ['a support site without https', { support: { name: '', phone: '', email: '', website: 'http://x.example' } }, 'support.website'],
  ])('names the key of %s', (_what, change, key) => {
    const answer = read(JSON.stringify({ ...(JSON.parse(example) as object), ...change }))
    expect(answer.status).toBe('invalid')
    expect(answer.status === 'invalid' && answer.detail).toContain(key)
  })
})

describe('policyFilePath', () => {
  it('lies where only administrators write', () => {
    expect(policyFilePath('linux')).toBe('/etc/helpdesk-console/policy.json')
    expect(policyFilePath('darwin')).toBe('/Library/Application Support/Helpdesk Console/policy.json')
    expect(policyFilePath('win32')).toMatch(/^C:\\ProgramData.Helpdesk Console.policy\.json$/)
  })
})

describe('the rules of the audit log in practice', () => {
  const file = () => join(folder, 'practice-audit.json')
  const openWith = (text: string, isPackaged: boolean) => {
    writeFileSync(file(), text)
    vi.stubEnv('HELPDESK_PRACTICE_AUDIT', file())
    onTestFinished(() => void vi.unstubAllEnvs())
    return openPracticeAudit(isPackaged)
  }
  it('are the usual ones', () => {
    expect(openPracticeAudit(false)).toMatchObject({ keepDays: null, central: null, workingHours: { fromHour: 7, toHour: 19 } })
  })
  it('come from a file that the environment names, but never in a packaged console', () => {
    expect(openWith('{"keepDays":30}', false).keepDays).toBe(30)
    expect(openWith('{"keepDays":30}', true).keepDays).toBeNull()
  })
  it('are not made up where that file says something else', () => {
    expect(() => openWith('{"keepDays":"long"}', false)).toThrow(/keepDays/)
  })
})
