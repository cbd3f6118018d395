import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Account, AppRole } from '../../src-shared/session.ts'
import { appRoles } from '../../src-shared/session.ts'
import type { SignInClaims } from '../policy/check-fresh-sign-in.ts'
import type { Discovery } from './discovery.ts'
import type { Tenant } from './tenant.ts'

const claimsSchema = z.looseObject({
  oid: z.string().min(1),
  tid: z.string().min(1),
  iat: z.number(),
  auth_time: z.number().optional(),
  nonce: z.string().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  roles: z.array(z.string()).optional(),
})

export interface VerifiedIdToken {
  readonly account: Account
  readonly claims: SignInClaims
}

/**
 * Checks an ID token as its receiver must: RS256 signature by the tenant's published keys, issuer, audience, tenant,
 * lifetime. MSAL leaves all of these out. The lifetime is judged at the token's own `iat`, since it has just come
 * from the token endpoint and this PC's clock may be wrong; freshness is judged by `checkFreshSignIn`.
 */
export function createIdTokenVerifier(fetch: typeof globalThis.fetch, tenant: Tenant, discovery: Discovery) {
  const keys = createRemoteJWKSet(new URL(discovery.jwksUri), { [customFetch]: fetch, timeoutDuration: 15_000 })
  return async (idToken: string): Promise<Answer<{ token: VerifiedIdToken }>> => {
    try {
      const issuedAt = decodeJwt(idToken).iat
      if (issuedAt === undefined) return refuse('id-token-invalid')
      const { payload } = await jwtVerify(idToken, keys, {
        issuer: discovery.issuer,
        audience: tenant.clientId,
        algorithms: ['RS256'],
        currentDate: new Date(issuedAt * 1000),
        clockTolerance: 60,
      })
      const claims = claimsSchema.parse(payload)
      if (claims.tid !== tenant.tenantId) return refuse('id-token-invalid')
      return {
        status: 'ok',
        token: {
          account: {
            oid: claims.oid,
            tid: claims.tid,
            displayName: claims.name ?? claims.preferred_username ?? claims.oid,
            upn: claims.preferred_username ?? '',
            roles: (claims.roles ?? []).filter((role): role is AppRole => (appRoles as readonly string[]).includes(role)),
          },
          claims: { oid: claims.oid, tid: claims.tid, iat: claims.iat, auth_time: claims.auth_time, nonce: claims.nonce },
        },
      }
    } catch {
      return refuse('id-token-invalid')
    }
  }
}
