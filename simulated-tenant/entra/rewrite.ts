import type { EntraKnobs } from '../state.ts'
import { graphScopes } from './graph-scopes.ts'
import type { GrantStore } from './grant-store.ts'

/** Entra takes Graph's scopes with and without the resource in front; the practice tenant knows them by their short names. */
function shortScopes(scope: string, graphBaseUrl: string): string {
  return scope.split(/[ +]+/).map((name) => {
    const prefix = ['https://graph.microsoft.com/', `${graphBaseUrl}/`].find((known) => name.startsWith(known)) ?? ''
    const short = name.slice(prefix.length)
    return short === '.default' ? graphScopes.join(' ') : short
  }).join(' ')
}

/** Turns an authorization request as MSAL writes it for Entra into one that oidc-provider understands the same way. */
export function rewriteAuthorize(query: URLSearchParams, knobs: EntraKnobs, graphBaseUrl: string): URLSearchParams {
  const rewritten = new URLSearchParams(query)
  const scope = shortScopes(query.get('scope') ?? '', graphBaseUrl)
  if (scope !== '') rewritten.set('scope', scope)
  let prompts = (query.get('prompt') ?? '').split(' ').filter((prompt) => prompt !== '')
  prompts = prompts.map((prompt) => (prompt === 'select_account' ? 'login' : prompt))
  if (knobs.ignorePromptLogin) {
    prompts = prompts.filter((prompt) => prompt !== 'login')
    rewritten.delete('max_age')
  }
  // Without it, oidc-provider drops offline_access, and the refresh that MSAL does later is refused.
  if (scope.split(' ').includes('offline_access') && !prompts.includes('none') && !prompts.includes('consent')) {
    prompts.push('consent')
  }
  if (prompts.length > 0) rewritten.set('prompt', [...new Set(prompts)].join(' '))
  else rewritten.delete('prompt')
  return rewritten
}

/** The same for the body of a token or device-code request. */
export function rewriteTokenBody(body: string, graphBaseUrl: string, grants: GrantStore): string {
  const form = new URLSearchParams(body)
  // A refresh that names no scope gets those of the sign-in.
  const refreshToken = form.get('grant_type') === 'refresh_token' ? form.get('refresh_token') : null
  const scope = form.get('scope') ?? (refreshToken === null ? null : grants.askedScopeOf(refreshToken))
  if (scope !== null) form.set('scope', shortScopes(scope, graphBaseUrl))
  // MSAL asks for device codes with the name that the grant had before it was a standard.
  if (form.get('grant_type') === 'device_code') form.set('grant_type', 'urn:ietf:params:oauth:grant-type:device_code')
  return form.toString()
}
