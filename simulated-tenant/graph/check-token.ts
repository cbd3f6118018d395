import type { JSONWebKeySet } from 'jose'
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import type { TenantPerson } from '../people/people.ts'

/** What a valid access token says. */
export interface Caller {
  readonly person: TenantPerson
  readonly scopes: readonly string[]
}

export type TokenAnswer = { readonly status: 'ok'; readonly caller: Caller } | { readonly status: 'refused'; readonly message: string }

export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  readonly tenantId: string
  readonly now: () => number
  readonly personOf: (oid: string) => TenantPerson | undefined
}

const refused = (message: string): TokenAnswer => ({ status: 'refused', message })

/**
 * Makes the check that a resource server owes every request: RS256 signature, issuer, audience, time, tenant, and a person
 * that exists.
 */
export function createTokenCheck(keys: JSONWebKeySet, rules: TokenRules): (authorization: string) => Promise<TokenAnswer> {
  const keySet = createLocalJWKSet(keys)
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    if (token === undefined) return refused('Access token is empty.')
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ['RS256'],
        issuer: rules.issuer,
        audience: rules.audience,
        currentDate: new Date(rules.now()),
        requiredClaims: ['exp', 'iat', 'oid', 'tid', 'scp'],
      })
      const { oid, tid, scp, issued_ms: issuedMs } = payload
      if (typeof oid !== 'string' || typeof scp !== 'string' || tid !== rules.tenantId) {
        return refused('Access token validation failure.')
      }
      const person = rules.personOf(oid)
      if (person === undefined) return refused('The user of this token no longer exists.')
      // iat counts whole seconds, which is too coarse to tell a token from the one that replaced it.
      if (typeof issuedMs !== 'number' || issuedMs < person.refuseTokensBefore) {
        return refused(
          'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp'
        )
      }
      return { status: 'ok', caller: { person, scopes: scp.split(' ').filter((scope) => scope !== '') } }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refused('Lifetime validation failed, the token is expired.')
      if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
        return refused('Access token validation failure. Invalid audience.')
      }
      if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') {
        return refused('Access token validation failure. Invalid issuer.')
      }
      if (error instanceof errors.JWTClaimValidationFailed) return refused('Access token validation failure.')
      if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
        return refused('Invalid signature.')
      }
      return refused('CompactToken parsing failed with error code: 80049217')
    }
  }
}
