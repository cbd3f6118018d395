import { randomBytes } from 'node:crypto'
import type { Configuration } from 'oidc-provider'
import Provider, { interactionPolicy } from 'oidc-provider'
import type { TenantState } from '../state.ts'
import { graphScopes, graphScopesIn, scopesOfClient } from './graph-scopes.ts'
import type { GrantStore } from './grant-store.ts'
import type { SigningKeys } from './keys.ts'
import { codeAccepted, confirmCode, confirmSignOut, enterCode, signedOut, signInFailed } from './provider-pages.ts'
import { createTokenResponseShim } from './token-response.ts'

const oidcScopes = ['openid', 'profile', 'email', 'offline_access']
const day = 86_400

function configurationOf(
  state: TenantState, keys: SigningKeys, store: GrantStore, graphBaseUrl: string, cookieLabel: string
): Configuration {
  const policy = interactionPolicy.base()
  const consent = policy.get('consent')
  // An administrator has consented for everybody; only an explicit prompt=consent still stops here, and is passed on at once.
  for (const { reason } of [...consent?.checks ?? []]) if (reason !== 'consent_prompt') consent?.checks.remove(reason)
  const personOf = (oid: string): TenantState['people'][number] | undefined => state.people.find((person) => person.oid === oid)

  return {
    adapter: store.adapter,
    clients: ([
      [state.clientId, 'Helpdesk Console (practice)'], [state.readingClientId, 'Helpdesk Console (practice), reading'], [state.actingClientId, 'Helpdesk Console (practice), acting'],
    ] as const).map(([client_id, client_name]) => ({
      client_id,
      client_name,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost'],
      post_logout_redirect_uris: ['http://localhost'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    })),
    jwks: { keys: [keys.privateJwk] },
    scopes: oidcScopes,
    responseTypes: ['code'],
    // Entra puts the profile into the ID token; the specification would leave it to userinfo.
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'oid', 'tid', 'roles', 'ver'], profile: ['name', 'preferred_username'], email: ['email'], auth_time: null,
    },
    findAccount: (_ctx, accountId) => {
      const person = personOf(accountId)
      if (person === undefined) return undefined
      return {
        accountId,
        claims: () => ({
          sub: accountId, oid: accountId, tid: state.tenantId, ver: '2.0', name: person.displayName,
          preferred_username: person.upn, email: person.upn,
          ...(person.roles.length > 0 ? { roles: [...person.roles] } : {}),
        }),
      }
    },
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId
      if (accountId === undefined || ctx.oidc.client === undefined) return undefined
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId: ctx.oidc.client.clientId })
      grant.addOIDCScope(oidcScopes.join(' '))
      grant.addResourceScope(graphBaseUrl, scopesOfClient(state, ctx.oidc.client.clientId).join(' '))
      await grant.save()
      return grant
    },
    interactions: { policy, url: (_ctx, interaction) => `/${state.tenantId}/sign-in/${interaction.uid}` },
    issueRefreshToken: async (_ctx, client, source) => client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    pkce: { required: () => true },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      // Browsers share the cookies of 127.0.0.1 between all ports, so each tenant has names of its own.
      names: {
        session: `practice_session_${cookieLabel}`, interaction: `practice_sign_in_${cookieLabel}`,
        resume: `practice_resume_${cookieLabel}`,
      },
    },
    routes: {
      authorization: '/oauth2/v2.0/authorize', token: '/oauth2/v2.0/token', device_authorization: '/oauth2/v2.0/devicecode',
      code_verification: '/oauth2/deviceauth',
      end_session: '/oauth2/v2.0/logout', jwks: '/discovery/v2.0/keys', userinfo: '/oidc/userinfo',
      revocation: '/oauth2/v2.0/revoke',
    },
    ttl: {
      AccessToken: () => state.settings.accessTokenSeconds, AuthorizationCode: 600, IdToken: 3600, RefreshToken: 90 * day,
      Session: day, Grant: 90 * day, Interaction: 3600, DeviceCode: 900,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      claimsParameter: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => graphBaseUrl,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: graphScopes.join(' '), audience: graphBaseUrl, accessTokenFormat: 'jwt',
          accessTokenTTL: state.settings.accessTokenSeconds, jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: confirmSignOut,
        postLogoutSuccessSource: signedOut,
      },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: enterCode,
        userCodeConfirmSource: confirmCode,
        successSource: codeAccepted,
      },
    },
    formats: {
      customizers: {
        jwt: (ctx, token, jwt) => {
          const { scope, ...payload } = jwt.payload as { scope?: string } & Record<string, unknown>
          const accountId = (token as { accountId?: string }).accountId
          const issued_ms = state.clock.now()
          // Entra's token has what its own request asked for, whatever else the sign-in was for.
          const clientId = ctx.oidc.client?.clientId ?? state.clientId
          const granted = scopesOfClient(state, clientId)
          const asked = graphScopesIn((ctx.oidc.body as { scope?: string } | undefined)?.scope ?? '').filter((one) => granted.includes(one))
          jwt.payload = {
            ...payload, issued_ms, scp: asked.length > 0 ? asked.join(' ') : scope ?? '', oid: accountId, tid: state.tenantId, appid: clientId, ver: '2.0',
            upn: personOf(accountId ?? '')?.upn,
          }
        },
      },
    },
    renderError: signInFailed,
  }
}

/** Builds the sign-in part for an issuer. Its routes are relative to the authority: the caller mounts them there. */
export function createProvider(
  state: TenantState, keys: SigningKeys, store: GrantStore, urls: { readonly issuer: string; readonly graphBaseUrl: string }
): Provider {
  const cookieLabel = new URL(urls.issuer).port
  const provider = new Provider(urls.issuer, configurationOf(state, keys, store, urls.graphBaseUrl, cookieLabel))
  provider.use(createTokenResponseShim(state, keys))
  return provider
}
