import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const electron = vi.hoisted(() => ({ app: { isPackaged: false } }))
const started = vi.hoisted(() => ({ times: 0 }))
vi.mock('electron', () => electron)
vi.mock('../../src-main/practice/start-practice-tenant.ts', () => ({
  startPracticeTenant: async () => {
    started.times += 1
    return { status: 'refused', code: 'practice-tenant-failed' }
  },
}))
const { readPolicyFile } = await import('../../src-main/settings/policy-file.ts')
const { findTenant } = await import('../../src-main/find-tenant.ts')

const address = (host: string) => JSON.stringify({
  graphBaseUrl: `http://${host}:1`, authority: `http://${host}:1/t`, journalUrl: `http://${host}:1/j`, controlUrl: `http://${host}:1/c`,
  clientId: '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f', readingClientId: '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e40', actingClientId: '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e41', tenantId: '7f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f', people: [],
})
const find = (policy: Parameters<typeof findTenant>[0] = { status: 'absent' }) => findTenant(policy, '', () => undefined, () => undefined)

beforeEach(() => {
  electron.app.isPackaged = false
  started.times = 0
})
afterEach(() => vi.unstubAllEnvs())

describe('the practice tenant', () => {
  it('may be given by a spec, where nothing is packaged', async () => {
    vi.stubEnv('HELPDESK_PRACTICE_TENANT', address('127.0.0.1'))
    expect(await find()).toMatchObject({ status: 'ok', tenant: { graphBaseUrl: 'http://127.0.0.1:1', isPractice: true } })
    expect(started.times).toBe(0)
  })
  it('of a packaged console is only ever the process that it has started itself', async () => {
    electron.app.isPackaged = true
    vi.stubEnv('HELPDESK_PRACTICE_TENANT', address('127.0.0.1'))
    expect(await find()).toMatchObject({ status: 'refused' })
    expect(started.times).toBe(1)
  })
  it.each(['graph.example', '127.0.0.1.evil.example', '10.0.0.1', 'localhost'])('is never at %s', async (host) => {
    vi.stubEnv('HELPDESK_PRACTICE_TENANT', address(host))
    expect(await find()).toMatchObject({ status: 'refused', code: 'practice-tenant-failed' })
  })
  it('is not started where a policy file cannot be used', async () => {
    expect(await find({ status: 'invalid' } as Parameters<typeof findTenant>[0])).toMatchObject({ status: 'refused', code: 'policy-invalid' })
    expect(started.times).toBe(0)
  })
})

describe('the tenant of a policy file', () => {
  const example = readPolicyFile(join(import.meta.dirname, '../../resources/policy.example.json'))
  if (example.status !== 'ok') throw new Error('the example must be good')
  const withKeys = (keys: Partial<typeof example.policy>) => find({ status: 'ok', policy: { ...example.policy, tenantId: 't-1', clientId: 'read', ...keys } })
  it.each([
    ['public', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
    ['us-government', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['us-government-dod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
  ] as const)('of the %s cloud is signed in to and asked there', async (cloud, login, graphBaseUrl) => {
    expect(await withKeys({ cloud })).toMatchObject({ status: 'ok', tenant: { authority: `${login}/t-1`, graphBaseUrl, isPractice: false } })
  })
  it('has another app registration to act only where it is another one', async () => {
    expect(await withKeys({ actionClientId: 'act' })).toMatchObject({ tenant: { clientId: 'read', actionClientId: 'act' } })
    for (const actionClientId of [null, 'read']) expect(await withKeys({ actionClientId })).not.toHaveProperty('tenant.actionClientId')
  })
})
