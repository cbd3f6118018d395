import { randomUUID } from 'node:crypto'
import type { Reply } from '../http/reply.ts'
import { json } from '../http/reply.ts'
import type { TenantState } from '../state.ts'
import { graphScopesIn, scopesOfClient } from './graph-scopes.ts'

/** Entra's answer to a token request that names a permission without consent; null when it names none. The refresh token stays good. */
export function consentRefusal(form: URLSearchParams, state: TenantState): Reply | null {
  const { entra, clock } = state
  const clientId = form.get('client_id') ?? state.clientId
  const granted = scopesOfClient(state, clientId)
  const withheld = graphScopesIn(form.get('scope') ?? '').find((scope) => entra.withheldScopes.includes(scope) || !granted.includes(scope))
  if (withheld === undefined) return null
  return json(400, {
    error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001], timestamp: new Date(clock.now()).toISOString(),
    error_description: `AADSTS65001: The user or administrator has not consented to use the application with ID '${clientId}' (${withheld}). Send an interactive authorization request for this user and resource.`,
    trace_id: randomUUID(), correlation_id: randomUUID(),
  })
}
