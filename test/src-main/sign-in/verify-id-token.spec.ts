import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CryptoKey } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdTokenVerifier } from '../../../src-main/sign-in/verify-id-token.ts'
import type { Tenant } from '../../../src-main/sign-in/tenant.ts'

const issuer = 'https://login.example/tenant-1/v2.0'
const tenant: Tenant = {
  authority: 'https://login.example/tenant-1', tenantId: 'tenant-1', clientId: 'client-1', graphBaseUrl: 'https://graph.example', name: 'T', isPractice: false,
}
const iat = 1_800_000_000

let ours: { privateKey: CryptoKey; publicKey: CryptoKey }
let theirs: typeof ours
let keyServer: Server
beforeAll(async () => {
  ours = await generateKeyPair('RS256', { extractable: true })
  theirs = await generateKeyPair('RS256', { extractable: true })
  // As Entra publishes them: without "alg", so the key itself would do for PS256 too.
  const keys = [{ ...await exportJWK(ours.publicKey), kid: 'k1', use: 'sig' }]
  keyServer = createServer((_request, response) => response.end(JSON.stringify({ keys }))).listen(0, '127.0.0.1')
  await new Promise((resolve) => keyServer.once('listening', resolve))
})
afterAll(() => keyServer.close())

interface Made { claims?: Record<string, unknown>; alg?: string; key?: CryptoKey }

/** A token with nothing wrong but what the spec changes. */
async function verify({ claims = {}, alg = 'RS256', key = ours.privateKey }: Made = {}) {
  const whole = { iss: issuer, aud: 'client-1', tid: 'tenant-1', oid: 'ada', iat, exp: iat + 3600, nonce: 'n', auth_time: iat - 5, roles: ['Helpdesk.Agent'], ...claims }
  const sameKey = alg === 'PS256' ? await asPs256(key) : key
  const token = await new SignJWT(whole).setProtectedHeader({ alg, kid: 'k1' }).sign(sameKey)
  const jwksUri = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/keys`
  return createIdTokenVerifier(fetch, tenant, { issuer, jwksUri, document: '' })(token)
}

async function asPs256(key: CryptoKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', await crypto.subtle.exportKey('jwk', key).then(({ alg: _, key_ops: __, ...rest }) => rest), { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['sign'])
}

describe('an ID token', () => {
  it('is believed when everything about it is right, whatever this PC’s clock says', async () => {
    expect(await verify()).toMatchObject({
      status: 'ok', token: { account: { oid: 'ada', tid: 'tenant-1', roles: ['Helpdesk.Agent'] }, claims: { nonce: 'n', iat, auth_time: iat - 5 } },
    })
  })
  it.each<[string, Made]>([
    ['of another issuer', { claims: { iss: 'https://login.example/tenant-2/v2.0' } }],
    ['for another application', { claims: { aud: 'client-2' } }],
    ['of another tenant', { claims: { tid: 'tenant-2' } }],
    ['without a tenant', { claims: { tid: undefined } }],
    ['without a person', { claims: { oid: undefined } }],
    ['without a time', { claims: { iat: undefined } }],
    ['that had expired when it was issued', { claims: { exp: iat - 3600 } }],
    ['that is not valid yet', { claims: { nbf: iat + 3600 } }],
    ['with a time that is no number', { claims: { auth_time: 'now' } }],
    ['signed by another algorithm with the right key', { alg: 'PS256' }],
  ])('%s is refused', async (_what, made) => {
    expect(await verify(made)).toMatchObject({ status: 'refused', code: 'id-token-invalid' })
  })
  it('signed by somebody else’s key is refused', async () => {
    expect(await verify({ key: theirs.privateKey })).toMatchObject({ code: 'id-token-invalid' })
  })
  it('gives only roles that the console knows', async () => {
    expect(await verify({ claims: { roles: ['Helpdesk.Supervisor', 'Global.Admin'] } })).toMatchObject({ token: { account: { roles: ['Helpdesk.Supervisor'] } } })
    expect(await verify({ claims: { roles: undefined } })).toMatchObject({ token: { account: { roles: [] } } })
  })
})
