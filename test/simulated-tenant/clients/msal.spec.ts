import type { AuthenticationResult } from '@azure/msal-node'
import { CryptoProvider, ServerError } from '@azure/msal-node'
import { beforeEach, describe, expect, it } from 'vitest'
import { consoleScopes } from '../../factories/practice-client.ts'
import type { PageSignInOptions, PracticeBrowser } from '../../factories/practice-sign-in.ts'
import { createPracticeBrowser, hiddenFields, signInThroughPage, visit } from '../../factories/practice-sign-in.ts'
import { ada, jonas, sofia, tenantUnderTest } from '../tenant-under-test.ts'
import type { MsalUnderTest } from './msal-application.ts'
import { createMsalApplication } from './msal-application.ts'

// The practice tenant, seen by the library that Microsoft publishes for signing in.
const tenant = tenantUnderTest()
const scopes = [...consoleScopes]
let msal: MsalUnderTest
beforeEach(() => {
  msal = createMsalApplication(tenant.address)
})

async function interactive(upn: string | null, options: PageSignInOptions = {}): Promise<AuthenticationResult> {
  return msal.application.acquireTokenInteractive({
    scopes,
    openBrowser: async (url) => { await signInThroughPage(msal.toOpen(url), upn, options) },
  })
}

const me = async ({ accessToken }: AuthenticationResult): Promise<unknown> => (await tenant.graph('/v1.0/me', { token: accessToken })).json()

describe('MSAL', () => {
  it('finds its way by discovery, signs in, and gets a token that Graph takes', async () => {
    const result = await interactive(ada)
    const person = tenant.address.people.find(({ upn }) => upn === ada)!
    expect(msal.asked).toEqual(['/v2.0/.well-known/openid-configuration', '/oauth2/v2.0/token'])
    expect(result).toMatchObject({
      tokenType: 'Bearer', fromCache: false, tenantId: tenant.address.tenantId, uniqueId: person.oid,
      account: { homeAccountId: `${person.oid}.${tenant.address.tenantId}`, username: ada, name: 'Ada Okafor' },
      idTokenClaims: { oid: person.oid, tid: tenant.address.tenantId, roles: ['Helpdesk.Agent'] },
    })
    expect(result.scopes).toEqual(expect.arrayContaining(scopes))
    expect(result.expiresOn?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000)
    expect(await me(result)).toMatchObject({ id: person.oid })
  })

  it('keeps several accounts apart, and forgets one when it is told to', async () => {
    const [first, second] = [await interactive(ada), await interactive(sofia)]
    const names = async (): Promise<string[]> => (await msal.application.getAllAccounts()).map(({ username }) => username).sort()
    expect(await names()).toEqual([ada, sofia])
    expect(await me(await msal.application.acquireTokenSilent({ account: first.account!, scopes }))).toMatchObject({ userPrincipalName: ada })
    await msal.application.signOut({ account: second.account! })
    expect(await names()).toEqual([ada])
  })

  it('says what the person decided, when the sign-in was cancelled', async () => {
    await expect(interactive(ada, { decline: true })).rejects.toMatchObject({ errorCode: 'access_denied' })
  })

  it('takes a code that the application fetched itself, and no code twice', async () => {
    const crypto = new CryptoProvider()
    const { verifier, challenge } = await crypto.generatePkceCodes()
    const [state, nonce] = [crypto.createNewGuid(), crypto.createNewGuid()]
    const redirectUri = 'http://localhost:1'
    const url = await msal.application.getAuthCodeUrl({
      scopes, redirectUri, responseMode: 'query', codeChallenge: challenge, codeChallengeMethod: 'S256', state, nonce, prompt: 'login',
      loginHint: jonas, extraQueryParameters: { max_age: '300' },
    })
    const { fields } = await signInThroughPage(msal.toOpen(url), jonas, { deliver: false })
    expect(fields['state']).toBe(state)
    const request = { scopes, redirectUri, code: fields['code'] ?? '', codeVerifier: verifier }
    const result = await msal.application.acquireTokenByCode(request, { code: request.code, nonce })
    expect(result.idTokenClaims).toMatchObject({ nonce, preferred_username: jonas, auth_time: expect.any(Number) as number })
    await expect(msal.application.acquireTokenByCode(request)).rejects.toMatchObject({ errorCode: 'invalid_grant' })
  })

  it('gets no token with another verifier than the one of the request', async () => {
    const crypto = new CryptoProvider()
    const { challenge } = await crypto.generatePkceCodes()
    const redirectUri = 'http://localhost:1'
    const url = await msal.application.getAuthCodeUrl({ scopes, redirectUri, codeChallenge: challenge, codeChallengeMethod: 'S256' })
    const { fields } = await signInThroughPage(msal.toOpen(url), ada, { deliver: false })
    const { verifier } = await crypto.generatePkceCodes()
    await expect(
      msal.application.acquireTokenByCode({ scopes, redirectUri, code: fields['code'] ?? '', codeVerifier: verifier })
    ).rejects.toMatchObject({ errorCode: 'invalid_grant' })
  })

  it('uses its cache, renews when it is told to, and gets nothing more when the sessions were revoked', async () => {
    const { account, accessToken } = await interactive(ada)
    const request = { account: account!, scopes }
    const cached = await msal.application.acquireTokenSilent(request)
    expect([cached.fromCache, cached.accessToken]).toEqual([true, accessToken])
    const renewed = await msal.application.acquireTokenSilent({ ...request, forceRefresh: true })
    expect(renewed.fromCache).toBe(false)
    expect(renewed.accessToken).not.toBe(accessToken)
    expect(await me(renewed)).toMatchObject({ userPrincipalName: ada })
    await tenant.control({ person: { upn: ada, revokeSessions: true } })
    await expect(msal.application.acquireTokenSilent({ ...request, forceRefresh: true })).rejects.toMatchObject({ errorCode: 'invalid_grant' })
  })

  it('renews with the claims of a challenge, and is served again', async () => {
    const { account, accessToken } = await interactive(ada)
    await tenant.control({ person: { upn: ada, revokeAccessTokens: true }, faults: [{ match: { path: '/me' }, kind: 'claims-challenge' }] })
    const refused = await tenant.graph('/v1.0/me', { token: accessToken })
    const encoded = /claims="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? ''
    const claims = Buffer.from(encoded, 'base64').toString()
    expect(JSON.parse(claims)).toHaveProperty('access_token.nbf.essential', true)
    const renewed = await msal.application.acquireTokenSilent({ account: account!, scopes, claims })
    expect(renewed.fromCache).toBe(false)
    expect(await me(renewed)).toMatchObject({ userPrincipalName: ada })
  })

  it('reports a sign-in service that is down, leaves it in peace, and goes on with the token that it has', async () => {
    const { account } = await interactive(ada)
    await tenant.control({ faults: [{ match: { path: '/token', times: 'always' }, kind: 'status', status: 503 }] })
    await expect(msal.application.acquireTokenSilent({ account: account!, scopes, forceRefresh: true })).rejects.toBeInstanceOf(ServerError)
    await expect(msal.application.acquireTokenSilent({ account: account!, scopes, forceRefresh: true })).rejects.toBeInstanceOf(ServerError)
    expect((await tenant.journal()).filter(({ status }) => status === 503)).toHaveLength(1)
    expect((await msal.application.acquireTokenSilent({ account: account!, scopes })).fromCache).toBe(true)
  })
})

describe('MSAL with a device code', () => {
  /** Types the code into the page that the message names, confirms it, and signs in there. */
  async function typeCode(uri: string, code: string, upn: string, browser: PracticeBrowser): Promise<string> {
    const page = await visit(browser, new URL(msal.toOpen(uri)))
    const confirm = await visit(browser, page.url, new URLSearchParams({ ...hiddenFields(page.html), user_code: code }))
    expect(confirm.html).toContain('Confirm code')
    const signIn = await visit(browser, page.url, new URLSearchParams({ ...hiddenFields(confirm.html), user_code: code, confirm: 'yes' }))
    expect(signIn.html).toContain('name="person"')
    return (await visit(browser, signIn.url, new URLSearchParams({ person: upn }))).html
  }

  it('signs in whoever types the code into the tenant\'s page', async () => {
    const pages: string[] = []
    const result = await msal.application.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: ({ verificationUri, userCode }) => {
        void typeCode(verificationUri, userCode, sofia, createPracticeBrowser()).then((html) => pages.push(html))
      },
    })
    expect(pages.join()).toContain('You are signed in')
    expect(result?.account?.username).toBe(sofia)
    expect(await me(result!)).toMatchObject({ userPrincipalName: sofia })
  })

  it('says that a wrong code did not work', async () => {
    const browser = createPracticeBrowser()
    const empty = await visit(browser, new URL(`${tenant.address.authority}/oauth2/deviceauth`))
    const answer = await visit(browser, empty.url, new URLSearchParams({ ...hiddenFields(empty.html), user_code: 'AAAA-BBBB' }))
    expect(answer.html).toContain('That code did not work')
  })
})
