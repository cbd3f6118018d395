import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { decodeJwt, SignJWT } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { noteCaller } from '../journal/entry-of-request.ts'
import type { TenantState } from '../state.ts'
import type { SigningKeys } from './keys.ts'

const hourSeconds = 3600

/** When the password was typed, as far as this exchange knows; null for a refresh, which proves nothing. */
function authTimeOf(ctx: KoaContextWithOIDC): number | null {
  const code = ctx.oidc.entities.AuthorizationCode as { authTime?: number } | undefined
  return code?.authTime ?? null
}

/** The claims as the knobs want them. */
function bent(state: TenantState, claims: JWTPayload, authTime: number | null): JWTPayload {
  const bentClaims: JWTPayload = { ...claims }
  if (authTime === null) {
    // Entra does not repeat auth_time when a refresh token is used.
    delete bentClaims['auth_time']
  } else {
    switch (state.entra.authTime) {
      case 'on-request': break
      case 'always': bentClaims['auth_time'] = authTime; break
      case 'never': delete bentClaims['auth_time']; break
      case 'stale': bentClaims['auth_time'] = authTime - hourSeconds; break
      case 'future': bentClaims['auth_time'] = authTime + hourSeconds; break
    }
  }
  if (state.entra.badNonce && typeof claims['nonce'] === 'string') bentClaims['nonce'] = `${claims['nonce']}-of-another-request`
  return bentClaims
}

interface TokenBody extends Record<string, unknown> {
  id_token?: string
  access_token?: string
  scope?: string
  error?: string
  client_info?: string
}

/** Makes oidc-provider's token answers Entra's: `client_info`, the knobs of the ID token, and an error's trace numbers. */
export function createTokenResponseShim(state: TenantState, keys: SigningKeys): (
  ctx: KoaContextWithOIDC, next: () => Promise<void>
) => Promise<void> {
  return async (ctx, next) => {
    await next()
    // oidc-provider sets ctx.oidc when a route was found, whatever its types say.
    const route = (ctx as { oidc?: { route?: string } }).oidc?.route
    if (route !== 'token' && route !== 'device_authorization') return
    const body = ctx.body as TokenBody | undefined
    if (body === undefined || typeof body !== 'object') return
    if (body.error !== undefined) {
      Object.assign(
        body,
        {
          error_codes: [], timestamp: new Date(state.clock.now()).toISOString(), trace_id: randomUUID(),
          correlation_id: randomUUID(),
        }
      )
      return
    }
    if (route === 'device_authorization') {
      Object.assign(
        body,
        {
          interval: 1,
          message: `To sign in, open ${String(body['verification_uri'])} and enter the code ${String(body['user_code'])}.`,
        }
      )
      return
    }
    if (body.access_token !== undefined) body.scope = decodeJwt<{ scp: string }>(body.access_token).scp
    if (body.id_token === undefined) return
    const claims = decodeJwt(body.id_token)
    const key = state.entra.badSignature ? keys.foreignKey : keys.privateKey
    const header = { alg: 'RS256', typ: 'JWT', kid: keys.kid }
    body.id_token = await new SignJWT(bent(state, claims, authTimeOf(ctx))).setProtectedHeader(header).sign(key)
    noteCaller(ctx.req, claims['oid'])
    const clientInfo = { uid: claims['oid'], utid: state.tenantId }
    body.client_info = Buffer.from(JSON.stringify(clientInfo)).toString('base64url')
  }
}
