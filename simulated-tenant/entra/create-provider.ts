import { randomBytes } from 'node:crypto'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import Provider, { interactionPolicy } from 'oidc-provider'
import type { TenantState } from '../state.ts'
import type { GrantStore } from './grant-store.ts'
import type { SigningKeys } from './keys.ts'
import { escapeHtml, page } from './page.ts'
import { createTokenResponseShim } from './token-response.ts'

/** The Graph permissions that the practice app registration has. */
export const graphScopes = [
  'User.Read', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementRBAC.Read.All', 'DeviceManagementConfiguration.Read.All',
  'DeviceManagementApps.Read.All',
]

const oidcScopes = ['openid', 'profile', 'email', 'offline_access']
const day = 86_400

function showPage(ctx: KoaContextWithOIDC, title: string, html: string): void {
  const reply = page(title, html, ctx.status)
  ctx.set(reply.headers)
  ctx.body = reply.body
}

function configurationOf(state: TenantState, keys: SigningKeys, store: GrantStore, graphBaseUrl: string, cookieLabel: string): Configuration {
  const policy = interactionPolicy.base()
  const consent = policy.get('consent')
  // An administrator has consented for everybody; only an explicit prompt=consent still stops here, and is passed on at once.
  for (const { reason } of [...consent?.checks ?? []]) if (reason !== 'consent_prompt') consent?.checks.remove(reason)
  const personOf = (oid: string): TenantState['people'][number] | undefined => state.people.find((person) => person.oid === oid)

  return {
    adapter: store.adapter,
    clients: [{
      client_id: state.clientId,
      client_name: 'Helpdesk Console (practice)',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost'],
      post_logout_redirect_uris: ['http://localhost'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    }],
    jwks: { keys: [keys.privateJwk] },
    scopes: oidcScopes,
    responseTypes: ['code'],
    // Entra puts the profile into the ID token; the specification would leave it to userinfo.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'oid', 'tid', 'roles', 'ver'], profile: ['name', 'preferred_username'], email: ['email'], auth_time: null },
    findAccount: (_ctx, accountId) => {
      const person = personOf(accountId)
      if (person === undefined) return undefined
      return {
        accountId,
        claims: () => ({
          sub: accountId, oid: accountId, tid: state.tenantId, ver: '2.0', name: person.displayName, preferred_username: person.upn, email: person.upn,
          ...(person.roles.length > 0 ? { roles: [...person.roles] } : {}),
        }),
      }
    },
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId
      if (accountId === undefined || ctx.oidc.client === undefined) return undefined
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId: ctx.oidc.client.clientId })
      grant.addOIDCScope(oidcScopes.join(' '))
      grant.addResourceScope(graphBaseUrl, graphScopes.join(' '))
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
      names: { session: `practice_session_${cookieLabel}`, interaction: `practice_sign_in_${cookieLabel}`, resume: `practice_resume_${cookieLabel}` },
    },
    routes: {
      authorization: '/oauth2/v2.0/authorize', token: '/oauth2/v2.0/token', device_authorization: '/oauth2/v2.0/devicecode', code_verification: '/oauth2/deviceauth',
      end_session: '/oauth2/v2.0/logout', jwks: '/discovery/v2.0/keys', userinfo: '/oidc/userinfo', revocation: '/oauth2/v2.0/revoke',
    },
    ttl: { AccessToken: () => state.settings.accessTokenSeconds, AuthorizationCode: 600, IdToken: 3600, RefreshToken: 90 * day, Session: day, Grant: 90 * day, Interaction: 3600, DeviceCode: 900 },
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
          scope: graphScopes.join(' '), audience: graphBaseUrl, accessTokenFormat: 'jwt', accessTokenTTL: state.settings.accessTokenSeconds, jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => showPage(ctx, 'Sign out', `<h1>Sign out</h1><p>Sign out of the practice tenant in this browser?</p>${form}<div class="row"><button class="primary" autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign out</button><button type="submit" form="op.logoutForm">Stay signed in</button></div>`),
        postLogoutSuccessSource: (ctx) => showPage(ctx, 'Signed out', '<h1>You are signed out</h1><p>You can close this page.</p>'),
      },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (ctx, form, out) => showPage(ctx, 'Enter code', `<h1>Enter code</h1>${out === undefined ? '' : '<p class="alert" role="alert">That code did not work. Check it and try again.</p>'}<p>Type the code that the console shows.</p>${form}<div class="row"><button class="primary" type="submit" form="op.deviceInputForm">Next</button></div>`),
        userCodeConfirmSource: (ctx, form, _client, _device, userCode) => showPage(ctx, 'Confirm code', `<h1>Confirm code</h1><p>Does the console show <strong>${escapeHtml(userCode)}</strong>?</p>${form}<div class="row"><button class="primary" type="submit" form="op.deviceConfirmForm">Continue</button><button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Cancel</button></div>`),
        successSource: (ctx) => showPage(ctx, 'Signed in', '<h1>You are signed in</h1><p>Go back to the console.</p>'),
      },
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, jwt) => {
          const { scope, ...payload } = jwt.payload as { scope?: string } & Record<string, unknown>
          const accountId = (token as { accountId?: string }).accountId
          const issued_ms = state.clock.now()
          jwt.payload = { ...payload, issued_ms, scp: scope ?? '', oid: accountId, tid: state.tenantId, appid: state.clientId, ver: '2.0', upn: personOf(accountId ?? '')?.upn }
        },
      },
    },
    renderError: (ctx, out) => showPage(ctx, 'Sign-in failed', `<h1>Sign-in failed</h1><p>${escapeHtml(out.error)}</p><p>${escapeHtml(out.error_description ?? '')}</p>`),
  }
}

/** Builds the sign-in part for an issuer. Its routes are relative to the authority: the caller mounts them there. */
export function createProvider(state: TenantState, keys: SigningKeys, store: GrantStore, urls: { readonly issuer: string; readonly graphBaseUrl: string }): Provider {
  const cookieLabel = new URL(urls.issuer).port
  const provider = new Provider(urls.issuer, configurationOf(state, keys, store, urls.graphBaseUrl, cookieLabel))
  provider.use(createTokenResponseShim(state, keys))
  return provider
}
