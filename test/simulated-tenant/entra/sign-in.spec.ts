import { createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet, JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import type { PracticeTenantAddress } from '../../../src-shared/practice-tenant.ts'
import type { Order } from '../../factories/practice-tenant.ts'
import { createPracticeBrowser, signInThroughPage } from '../../factories/practice-sign-in.ts'
import { consoleScopes, signIn } from '../../factories/practice-client.ts'
import { ada, jonas, sofia, tenantUnderTest, tom } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const scopes = [...consoleScopes]
const withAuthTime = { claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }) }
const freshly = { prompt: 'login', nonce: 'nonce-1', extraQueryParameters: { max_age: '300' }, ...withAuthTime } as const
const nowSeconds = async (): Promise<number> => Date.parse(String((await tenant.control({}))['now'])) / 1000

async function verified(address: PracticeTenantAddress, idToken: string): Promise<JWTPayload> {
  const discovery = await (
    await fetch(`${address.authority}/v2.0/.well-known/openid-configuration`)
  ).json() as { jwks_uri: string; issuer: string }
  const keys = await (await fetch(discovery.jwks_uri)).json() as JSONWebKeySet
  const options = {
    issuer: `${address.authority}/v2.0`, audience: address.clientId, algorithms: ['RS256'],
    currentDate: new Date(await nowSeconds() * 1000),
  }
  return (await jwtVerify(idToken, createLocalJWKSet(keys), options)).payload
}

describe('signing in to the practice tenant', () => {
  it('gives an ID token that verifies, and says who it is', async () => {
    const { result, prompted } = await signIn(tenant.application, ada, { nonce: 'n' })
    const person = tenant.address.people.find(({ upn }) => upn === ada)
    expect(prompted).toBe(true)
    expect(await verified(tenant.address, result.idToken)).toMatchObject({
      oid: person?.oid, tid: tenant.address.tenantId, preferred_username: ada, name: 'Ada Okafor', roles: ['Helpdesk.Agent'],
      nonce: 'n',
    })
    expect(result.account?.homeAccountId).toBe(`${person?.oid ?? ''}.${tenant.address.tenantId}`)
    expect(result.scopes).toEqual(expect.arrayContaining(scopes))
  })

  it.each([[sofia, ['Helpdesk.Supervisor']], ['priya.raman@practice.example', ['Helpdesk.Agent', 'Helpdesk.Supervisor']], [tom, undefined]])(
    'gives %s the roles %j', async (upn, roles) => {
      const { result } = await signIn(tenant.application, upn)
      expect((result.idTokenClaims as JWTPayload)['roles']).toEqual(roles)
    },
  )

  it('takes account and password as well, and refuses a wrong password', async () => {
    const { result } = await signIn(tenant.application, ada, {}, { password: 'Practice-Ada-1' })
    expect(result.account?.username).toBe(ada)
    await expect(
      signIn(tenant.application, ada, {}, { password: 'wrong' })
    ).rejects.toThrow('Your account or password is incorrect')
  })

  it.each([
    ['at the very first sign-in', { prompt: 'select_account' }, 'Choose who you want to be.', 'Ada Okafor'],
    ['when it wants a new sign-in of nobody in particular', { prompt: 'login' }, 'Choose who you want to be.', 'Ada Okafor'],
    ['when one person is to come back', { prompt: 'login', login_hint: jonas, max_age: '300' },
      `The console asks you to prove that it is you: sign in again as ${jonas}.`, 'Jonas Lindqvist'],
  ])('says %s what is wanted, with the focus on the likely person', async (_when, query, sentence, focused) => {
    const { authority, clientId } = tenant.address
    const url = new URL(`${authority}/oauth2/v2.0/authorize`)
    url.search = new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: 'http://localhost:1', scope: 'openid profile',
      code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', ...query }).toString()
    const { page } = await signInThroughPage(url.href, jonas, { deliver: false })
    expect(page.replaceAll(/<[^>]*>/g, '')).toContain(sentence)
    expect([...page.matchAll(/<[^>]* autofocus[^>]*>([^<]*)/g)].map(([, label]) => label)).toEqual([expect.stringContaining(`Sign in as ${focused},`)])
  })

  it('lets an existing session sign in without the page, and asks again for prompt=login', async () => {
    const browser = createPracticeBrowser()
    await signIn(tenant.application, ada, {}, { browser })
    expect((await signIn(tenant.application, null, {}, { browser })).result.account?.username).toBe(ada)
    expect((await signIn(tenant.application, ada, { prompt: 'login' }, { browser })).prompted).toBe(true)
  })

  it('asks again when the session is older than max_age', async () => {
    const browser = createPracticeBrowser()
    const request = { extraQueryParameters: { max_age: '300' } }
    await signIn(tenant.application, ada, {}, { browser })
    expect((await signIn(tenant.application, ada, request, { browser })).prompted).toBe(false)
    await tenant.control({ advanceMs: 301_000 })
    expect((await signIn(tenant.application, ada, request, { browser })).prompted).toBe(true)
  })

  it('lets somebody else come back than the one who was hinted at', async () => {
    const { result } = await signIn(tenant.application, jonas, { ...freshly, loginHint: ada })
    expect(result.account?.username).toBe(jonas)
  })

  it('says access_denied when the person cancels', async () => {
    await expect(signIn(tenant.application, ada, {}, { decline: true })).rejects.toMatchObject({ errorCode: 'access_denied' })
  })

  it('prefills the account that was hinted at, and escapes what it is given', async () => {
    const url = new URL(`${tenant.address.authority}/oauth2/v2.0/authorize`)
    url.search = new URLSearchParams({
      client_id: tenant.address.clientId, response_type: 'code', redirect_uri: 'http://localhost:1', scope: 'openid',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256', prompt: 'login', login_hint: '"><script>alert(1)</script>',
    }).toString()
    const first = await fetch(url, { redirect: 'manual' })
    const cookie = first.headers.getSetCookie().map((text) => text.split(';', 1)[0]).join('; ')
    const page = await fetch(new URL(first.headers.get('location') ?? '', url), { headers: { cookie } })
    const html = await page.text()
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(html).toContain('Practice tenant — nothing here is real')
    expect(html).not.toContain('<script>')
    expect(page.headers.get('content-security-policy')).toContain('default-src \'none\'')
  })

  it('demands PKCE', async () => {
    const query = new URLSearchParams({
      client_id: tenant.address.clientId, response_type: 'code', redirect_uri: 'http://localhost:1', scope: 'openid',
    })
    const response = await fetch(`${tenant.address.authority}/oauth2/v2.0/authorize?${query.toString()}`, { redirect: 'manual' })
    expect(response.headers.get('location')).toContain('PKCE')
    expect(response.headers.get('location')).toContain('error=invalid_request')
  })

  it('signs in by device code, as MSAL asks for it', async () => {
    const messages: string[] = []
    const request = { scopes, deviceCodeCallback: ({ message, interval }: { message: string; interval: number }) => { messages.push(`${message} ${interval}`) }, cancel: false }
    const waiting = tenant.application.acquireTokenByDeviceCode(request)
    await expect.poll(() => messages[0]).toMatch(/To sign in, open http:.*deviceauth and enter the code .* 1$/)
    request.cancel = true
    await expect(waiting).rejects.toThrow()
  })
})

describe('auth_time', () => {
  it('is there when it was asked for, and is the moment of the sign-in', async () => {
    const browser = createPracticeBrowser()
    await signIn(tenant.application, ada, {}, { browser })
    const before = Math.floor(await nowSeconds())
    await tenant.control({ advanceMs: 100_000 })
    const again = await signIn(tenant.application, null, withAuthTime, { browser })
    const claims = again.result.idTokenClaims as { auth_time: number; iat: number }
    expect(Math.abs(claims.auth_time - before)).toBeLessThan(5)
    expect(claims.iat - claims.auth_time).toBeGreaterThan(95)
  })

  it('is missing when it was not asked for, and from a refreshed token', async () => {
    const plain = await signIn(tenant.application, ada)
    expect(plain.result.idTokenClaims).not.toHaveProperty('auth_time')
    const asked = await signIn(tenant.application, ada, freshly)
    expect(asked.result.idTokenClaims).toHaveProperty('auth_time')
    const renewed = await tenant.application.acquireTokenSilent({ account: asked.result.account!, scopes, forceRefresh: true })
    expect(renewed.fromCache).toBe(false)
    expect(renewed.idTokenClaims).not.toHaveProperty('auth_time')
  })

  it.each<[Order['entra'], typeof freshly | undefined, number | null]>([
    [{ authTime: 'always' }, undefined, 0],
    [{ authTime: 'never' }, freshly, null],
    [{ authTime: 'stale' }, freshly, -3600],
    [{ authTime: 'future' }, freshly, 3600],
  ])('with the knob %j and the request %j differs from the truth by %j seconds', async (entra, request, difference) => {
    await tenant.control({ entra })
    const { result } = await signIn(tenant.application, ada, request)
    const { auth_time: authTime, iat } = result.idTokenClaims as { auth_time?: number; iat: number }
    if (difference === null) expect(authTime).toBeUndefined()
    else expect(Math.abs((authTime ?? Infinity) - iat - difference)).toBeLessThan(5)
  })
})

describe('the other knobs', () => {
  it('lets a session answer although a fresh sign-in was demanded, with the old auth_time', async () => {
    const browser = createPracticeBrowser()
    await signIn(tenant.application, ada, {}, { browser })
    await tenant.control({ entra: { ignorePromptLogin: true }, advanceMs: 600_000 })
    const { result } = await signIn(tenant.application, null, freshly, { browser })
    const claims = result.idTokenClaims as { auth_time: number; iat: number }
    expect(claims.iat - claims.auth_time).toBeGreaterThanOrEqual(600)
  })

  it('brings back somebody else than the one who signed in', async () => {
    await tenant.control({ entra: { signInAs: jonas } })
    expect((await signIn(tenant.application, ada)).result.account?.username).toBe(jonas)
  })

  it('spoils the nonce, which MSAL notices', async () => {
    await tenant.control({ entra: { badNonce: true } })
    await expect(signIn(tenant.application, ada, freshly)).rejects.toMatchObject({ errorCode: 'nonce_mismatch' })
  })

  it('spoils the signature, which MSAL does not notice, and a verification does', async () => {
    await tenant.control({ entra: { badSignature: true } })
    const { result } = await signIn(tenant.application, ada)
    await expect(verified(tenant.address, result.idToken)).rejects.toThrow('signature verification failed')
  })
})

describe('refreshing', () => {
  it('gives a new refresh token each time and kills the whole family when an old one comes back', async () => {
    const { result } = await signIn(tenant.application, ada)
    const refreshToken = (): string => Object.values(
      (
        JSON.parse(tenant.application.getTokenCache().serialize()) as { RefreshToken: Record<string, { secret: string; home_account_id: string }> }
      ).RefreshToken
    )
      .find((entry) => entry.home_account_id === result.account?.homeAccountId)?.secret ?? ''
    const redeem = async (token: string): Promise<Response> => fetch(`${tenant.address.authority}/oauth2/v2.0/token`, {
      method: 'POST', body: new URLSearchParams({
        grant_type: 'refresh_token', client_id: tenant.address.clientId, refresh_token: token,
      }),
    })
    const first = refreshToken()
    const { refresh_token: second = '' } = await (await redeem(first)).json() as { refresh_token?: string }
    expect(second).not.toBe(first)
    expect((await redeem(first)).status).toBe(400)
    expect(await (await redeem(second)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('refuses after the person\'s sessions were revoked, and shows the page again', async () => {
    const browser = createPracticeBrowser()
    const { result } = await signIn(tenant.application, ada, {}, { browser })
    await tenant.control({ person: { upn: ada, revokeSessions: true } })
    await expect(
      tenant.application.acquireTokenSilent({ account: result.account!, scopes, forceRefresh: true })
    ).rejects.toMatchObject({ errorCode: 'invalid_grant' })
    expect((await signIn(tenant.application, ada, {}, { browser })).prompted).toBe(true)
  })

  it('carries a changed role with the next token', async () => {
    const { result } = await signIn(tenant.application, ada)
    await tenant.control({ person: { upn: ada, roles: ['Helpdesk.Supervisor'] } })
    const renewed = await tenant.application.acquireTokenSilent({ account: result.account!, scopes, forceRefresh: true })
    expect((renewed.idTokenClaims as JWTPayload)['roles']).toEqual(['Helpdesk.Supervisor'])
  })
})
