import { describe, expect, it } from 'vitest'
import { discover } from '../../../src-main/sign-in/discovery.ts'
import type { Tenant } from '../../../src-main/sign-in/tenant.ts'

const authority = 'https://login.example/t1'
const real: Tenant = { authority, tenantId: 't1', clientId: 'c', graphBaseUrl: 'https://graph.example', name: 'T', isPractice: false }
const loopback = 'http://127.0.0.1:4000/t1'
const practice: Tenant = { ...real, authority: loopback, isPractice: true }

async function codeFor(tenant: Tenant, changes: Record<string, unknown> = {}): Promise<string> {
  const document = {
    issuer: `${tenant.authority}/v2.0`, authorization_endpoint: `${tenant.authority}/authorize`, token_endpoint: `${tenant.authority}/token`,
    jwks_uri: `${tenant.authority}/keys`, ...changes,
  }
  const answer = await discover(async () => new Response(JSON.stringify(document)), tenant)
  return answer.status === 'refused' ? answer.code : answer.status
}

describe('the discovery document', () => {
  it('is taken from the tenant itself, and from the practice tenant', async () => {
    expect(await codeFor(real)).toBe('ok')
    expect(await codeFor(practice)).toBe('ok')
  })
  it('may send a real tenant’s sign-in to another host, over https', async () => {
    expect(await codeFor(real, { jwks_uri: 'https://keys.example/' })).toBe('ok')
  })
  it.each<[string, Tenant, Record<string, unknown>]>([
    ['of another issuer', real, { issuer: 'https://login.example/t2/v2.0' }],
    ['of the right issuer without its version', real, { issuer: authority }],
    ['with keys over plain http', real, { jwks_uri: 'http://login.example/t1/keys' }],
    ['with a token endpoint over plain http', real, { token_endpoint: 'http://login.example/t1/token' }],
    ['of a practice tenant that leads off this PC', practice, { authorization_endpoint: 'https://login.example/authorize' }],
    ['of a practice tenant that leads to another port', practice, { token_endpoint: 'http://127.0.0.1:4001/t1/token' }],
    ['without keys', real, { jwks_uri: undefined }],
  ])('%s is refused', async (_what, tenant, changes) => {
    expect(await codeFor(tenant, changes)).toBe('sign-in-failed')
  })
})
