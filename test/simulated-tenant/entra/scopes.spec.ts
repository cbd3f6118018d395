import { CryptoProvider } from '@azure/msal-node'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { signInThroughPage } from '../../factories/practice-sign-in.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import { ada, tenantUnderTest } from '../tenant-under-test.ts'

const tenant = tenantUnderTest()
const read = ['User.Read', 'DeviceManagementManagedDevices.Read.All']
const privileged = 'DeviceManagementManagedDevices.PrivilegedOperations.All'
const scpOf = (token: string): string[] => decodeJwt<{ scp: string }>(token).scp.split(' ').sort()
const reset = async (token: string): Promise<number> => (await tenant.graph(
  `/v1.0/deviceManagement/managedDevices/${scenarioDeviceIds.iPhone}/resetPasscode`, { token, method: 'POST' }
)).status

async function signInToRead() {
  const application = await createPracticeApplication(tenant.address)
  const { result } = await signIn(application, ada, { scopes: read })
  const cached = JSON.parse(application.getTokenCache().serialize()) as { RefreshToken: Record<string, { secret: string }> }
  const [refresh] = Object.values(cached.RefreshToken)
  return { application, result, refreshToken: refresh?.secret ?? '' }
}

async function redeem(token: string, scope?: string): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${tenant.address.authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token', client_id: tenant.address.clientId, refresh_token: token,
      ...(scope === undefined ? {} : { scope }),
    }),
  })
  return { status: response.status, body: await response.json() as Record<string, string> }
}

describe('the scopes of an access token', () => {
  it('are those of its own request: a sign-in to read cannot act, a silent token for the action can', async () => {
    const { application, result } = await signInToRead()
    expect(scpOf(result.accessToken)).toEqual([...read].sort())
    expect(await reset(result.accessToken)).toBe(403)

    const silent = await application.acquireTokenSilent({ account: result.account!, scopes: [privileged] })
    expect(scpOf(silent.accessToken)).toEqual([privileged])
    expect(silent.scopes).toEqual(expect.arrayContaining([privileged]))
    expect(await reset(silent.accessToken)).toBe(204)
  })

  it('do not grow with what was asked for in between', async () => {
    const { application, result } = await signInToRead()
    await application.acquireTokenSilent({ account: result.account!, scopes: [privileged] })
    const again = await application.acquireTokenSilent({ account: result.account!, scopes: read, forceRefresh: true })
    expect(scpOf(again.accessToken)).toEqual([...read].sort())
  })

  it('are those of the sign-in when a refresh names none, also after another refresh named some', async () => {
    const { refreshToken } = await signInToRead()
    const first = await redeem(refreshToken, privileged)
    const second = await redeem(first.body['refresh_token'] ?? '')
    expect(scpOf(second.body['access_token'] ?? '')).toEqual([...read].sort())
    expect(second.body['scope']?.split(' ').sort()).toEqual([...read].sort())
  })

  it('can be fewer than the sign-in was for', async () => {
    const application = await createPracticeApplication(tenant.address)
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const request = { redirectUri: 'http://localhost:1', codeChallenge: challenge, codeChallengeMethod: 'S256' }
    const url = await application.getAuthCodeUrl({ ...request, scopes: [...read, privileged], responseMode: 'form_post' })
    const { fields } = await signInThroughPage(url.replace('https://practice.example', tenant.address.graphBaseUrl), ada, { deliver: false })
    const result = await application.acquireTokenByCode({
      code: fields['code'] ?? '', redirectUri: request.redirectUri, codeVerifier: verifier, scopes: read,
    })
    expect(scpOf(result.accessToken)).toEqual([...read].sort())
  })

  it('are all that has consent for .default, and never one that has none', async () => {
    const { refreshToken } = await signInToRead()
    const all = await redeem(refreshToken, 'https://graph.microsoft.com/.default')
    expect(scpOf(all.body['access_token'] ?? '')).toContain('DeviceManagementApps.Read.All')
    const refused = await redeem(all.body['refresh_token'] ?? '', 'Mail.Send')
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_scope'])
  })
})

describe('a permission whose consent was taken back', () => {
  const apps = 'DeviceManagementApps.Read.All'
  it('is refused to who asks for it, as Entra says it, and costs nothing else: the refresh token stays good', async () => {
    const { refreshToken } = await signInToRead()
    await tenant.control({ entra: { withheldScopes: [apps] } })
    const refused = await redeem(refreshToken, `${read.join(' ')} ${apps}`)
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant', suberror: 'consent_required', error_description: expect.stringContaining('AADSTS65001') as string } })
    expect((await redeem(refreshToken, read.join(' '))).status).toBe(200)
  })
  it('can only be one that the app registration has', async () => {
    await expect(tenant.control({ entra: { withheldScopes: ['Mail.Send'] } })).rejects.toThrow('not a permission')
  })
})
