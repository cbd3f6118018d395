import { exportJWK, generateKeyPair, SignJWT, decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTokenCheck } from '../../../simulated-tenant/graph/check-token.ts'
import type { TenantPerson } from '../../../simulated-tenant/people/people.ts'
import { startTenant } from '../../../simulated-tenant/start-tenant.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import type { GraphErrorBody } from '../tenant-under-test.ts'
import { ada, mei, sofia, tenantUnderTest, tom } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const list = '/v1.0/deviceManagement/managedDevices?$select=id&$top=1'
const reset = '/v1.0/deviceManagement/managedDevices/00000000-5eed-4000-8000-000000000001/resetPasscode'

const innerMessage = async (response: Response): Promise<string> => {
  const { error } = await response.json() as GraphErrorBody
  return `${error.code}: ${(JSON.parse(error.message) as { Message: string }).Message}`
}

/** The claims of a good token, signed by somebody else. */
async function forged(changes: Record<string, unknown> = {}): Promise<string> {
  const good = await tenant.tokenOf(ada)
  const { privateKey } = await generateKeyPair('RS256')
  return new SignJWT({ ...decodeJwt(good), ...changes }).setProtectedHeader({
    alg: 'RS256', ...decodeProtectedHeader(good)
  }).sign(privateKey)
}

describe('a token that the tenant itself has signed', () => {
  const rules = {
    issuer: 'https://practice/v2.0', audience: 'https://graph', tenantId: 't1', now: () => 1_800_000_000_000,
    personOf: (oid: string) => (oid === 'ada' ? { oid, refuseTokensBefore: 0 } as TenantPerson : undefined),
  }
  async function check(changes: Record<string, unknown> = {}, alg = 'RS256'): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
    const token = await new SignJWT({
      iss: rules.issuer, aud: rules.audience, tid: 't1', oid: 'ada', scp: 'User.Read', issued_ms: 1_799_999_999_000, iat: 1_799_999_999, exp: 1_800_000_600, ...changes,
    }).setProtectedHeader({ alg, kid: 'k' }).sign(privateKey)
    const answer = await createTokenCheck({ keys: [{ ...await exportJWK(publicKey), kid: 'k' }] }, rules)(`Bearer ${token}`)
    return answer.status === 'ok' ? 'ok' : answer.message
  }
  it('is taken', async () => expect(await check()).toBe('ok'))
  it.each([
    ['for another audience', { aud: 'https://other' }, 'Access token validation failure. Invalid audience.'],
    ['of another issuer', { iss: 'https://other' }, 'Access token validation failure. Invalid issuer.'],
    ['of another tenant', { tid: 't2' }, 'Access token validation failure.'],
    ['without scopes', { scp: undefined }, 'Access token validation failure.'],
    ['that is over', { exp: 1_799_999_999 }, 'Lifetime validation failed, the token is expired.'],
    ['of nobody', { oid: 'bob' }, 'The user of this token no longer exists.'],
  ])('%s is refused', async (_what, changes, message) => expect(await check(changes)).toBe(message))
  it('with another algorithm is refused', async () => expect(await check({}, 'PS256')).not.toBe('ok'))
})

describe('Graph, as a resource server', () => {
  it.each([
    ['no token', async () => ''],
    ['rubbish', async () => 'rubbish'],
    ['an unsigned token', async () => `${(await tenant.tokenOf(ada)).split('.').slice(0, 2).join('.')}.`],
    ['a token signed by somebody else', async () => forged()],
    [
      'alg none',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await tenant.tokenOf(ada)).split('.')[1] ?? ''}.`,
    ],
    ['an ID token', async () => (await signIn(tenant.application, ada)).result.idToken],
  ])('refuses %s with 401 and says where to sign in', async (_what, make) => {
    const response = await tenant.graph(list, { token: await make() })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain(
      `authorization_uri="${tenant.address.authority}/oauth2/v2.0/authorize"`
    )
    expect((await response.json() as GraphErrorBody).error.code).toBe('InvalidAuthenticationToken')
  })

  it('refuses the token of another practice tenant', async () => {
    const other = await startTenant({ port: 0, devices: 1, seed: 1 })
    try {
      const { result } = await signIn(await createPracticeApplication(other.address), ada)
      expect((await tenant.graph(list, { token: result.accessToken })).status).toBe(401)
    } finally {
      await other.close()
    }
  })

  it('refuses a token once its hour is over on the tenant\'s clock, and takes the refreshed one', async () => {
    const { result } = await signIn(tenant.application, ada)
    expect((await tenant.graph(list, { token: result.accessToken })).status).toBe(200)
    await tenant.control({ advanceMs: 3_601_000 })
    const late = await tenant.graph(list, { token: result.accessToken })
    expect(late.status).toBe(401)
    expect((await late.json() as GraphErrorBody).error.message).toContain('expired')
    const renewed = await tenant.application.acquireTokenSilent({
      account: result.account!, scopes: ['User.Read'], forceRefresh: true,
    })
    expect((await tenant.graph('/v1.0/me', { token: renewed.accessToken })).status).toBe(200)
  })

  it('tells its own time in the Date header', async () => {
    await tenant.control({ advanceMs: 1_000_000_000_000 })
    const date = (await fetch(tenant.address.journalUrl)).headers.get('date')
    expect(Date.parse(date ?? '') - Date.now()).toBeGreaterThan(999_999_000_000)
  })

  it('names the scope that a token lacks', async () => {
    const { result } = await signIn(tenant.application, ada, { scopes: ['User.Read'] })
    const response = await tenant.graph(list, { token: result.accessToken })
    expect(response.status).toBe(403)
    expect(await innerMessage(response)).toContain(
      'Forbidden: Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementManagedDevices.Read.All'
    )
    const posted = await tenant.graph(reset, { token: result.accessToken, method: 'POST' })
    expect(await innerMessage(posted)).toContain('DeviceManagementManagedDevices.PrivilegedOperations.All')
  })

  it.each([
    ['an agent whose role lacks it', mei],
    ['a supervisor', sofia],
    ['somebody without any Intune role', tom],
  ])('refuses the reset to %s without saying why', async (_who, upn) => {
    const response = await tenant.graph(reset, { as: upn, method: 'POST' })
    expect(response.status).toBe(403)
    expect(await innerMessage(response)).toContain('Forbidden: An error has occurred')
  })

  it('tells each person their own effective permissions', async () => {
    const path = '/beta/deviceManagement/getEffectivePermissions(scope=\'*\')'
    const allowed = async (upn: string): Promise<string> => (await tenant.graph(path, { as: upn })).text()
    expect(await allowed(ada)).toContain('Microsoft.Intune_RemoteTasks_ResetPasscode')
    expect(await allowed(mei)).not.toContain('Microsoft.Intune_RemoteTasks_ResetPasscode')
    await tenant.control({ person: { upn: mei, permissions: ['Microsoft.Intune_RemoteTasks_ResetPasscode'] } })
    expect(await allowed(mei)).toContain('Microsoft.Intune_RemoteTasks_ResetPasscode')
  })

  it('refuses access tokens from before they were revoked, and takes the next one', async () => {
    const { result } = await signIn(tenant.application, ada)
    await tenant.control({ person: { upn: ada, revokeAccessTokens: true }, advanceMs: 1 })
    expect((await tenant.graph(list, { token: result.accessToken })).status).toBe(401)
    const next = await signIn(tenant.application, ada)
    expect((await tenant.graph(list, { token: next.result.accessToken })).status).toBe(200)
  })

  it('repeats the client\'s request id, and gives one of its own', async () => {
    const response = await tenant.graph(
      '/v1.0/deviceManagement/managedDevices/nobody', { headers: { 'client-request-id': 'mine' } }
    )
    const { error } = await response.json() as GraphErrorBody
    expect(response.status).toBe(404)
    expect(error).toMatchObject({
      code: 'ResourceNotFound', innerError: { 'client-request-id': 'mine', 'request-id': response.headers.get('request-id') },
    })
    expect(response.headers.get('client-request-id')).toBe('mine')
  })
})
