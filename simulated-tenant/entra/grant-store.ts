import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { graphScopes } from './graph-scopes.ts'

/** What oidc-provider keeps between requests, in memory, and the one thing that it cannot do itself: forget a person. */
export interface GrantStore {
  readonly adapter: AdapterFactory
  /** Drops the person's browser sessions, refresh tokens and unused codes. */
  revokeSessionsOf(accountId: string): void
  /** The scopes of the authorization that a refresh token comes from; null for a token that is not held. */
  askedScopeOf(refreshToken: string): string | null
  clear(): void
}

interface Held {
  readonly payload: AdapterPayload
  /** Milliseconds since 1970; Infinity: never. */
  readonly expiresAt: number
}

function withEveryConsent(payload: AdapterPayload): AdapterPayload {
  return { ...payload, scope: [...new Set([...(payload.scope ?? '').split(' '), ...graphScopes])].join(' ') }
}

/** An empty store. Expiry follows `now`, the tenant's clock. */
export function createGrantStore(now: () => number): GrantStore {
  const held = new Map<string, Held>()
  /** By grant: rotation copies the scopes that find() has widened, so the first ones are kept apart. */
  const askedScopes = new Map<string, string>()

  const find = (key: string): AdapterPayload | undefined => {
    const entry = held.get(key)
    if (entry === undefined) return undefined
    if (entry.expiresAt > now()) return entry.payload
    held.delete(key)
    return undefined
  }
  const findWhere = (model: string, fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    for (const key of held.keys()) {
      if (!key.startsWith(`${model}:`)) continue
      const payload = find(key)
      if (payload !== undefined && fits(payload)) return payload
    }
    return undefined
  }
  const removeWhere = (fits: (payload: AdapterPayload) => boolean): void => {
    for (const [key, { payload }] of held) if (fits(payload)) held.delete(key)
  }

  const adapter = (model: string): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      const { grantId, scope } = payload
      if (model === 'RefreshToken' && grantId !== undefined && !askedScopes.has(grantId)) askedScopes.set(grantId, scope ?? '')
      held.set(`${model}:${id}`, { payload, expiresAt: expiresIn === undefined ? Infinity : now() + expiresIn * 1000 })
    },
    find: async (id) => {
      const payload = find(`${model}:${id}`)
      // oidc-provider refuses a scope that the authorization had not asked for; Entra gives whatever has consent.
      return model === 'RefreshToken' && payload !== undefined ? withEveryConsent(payload) : payload
    },
    findByUid: async (uid) => findWhere(model, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findWhere(model, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = find(`${model}:${id}`)
      if (payload !== undefined) payload.consumed = Math.floor(now() / 1000)
    },
    destroy: async (id) => { held.delete(`${model}:${id}`) },
    revokeByGrantId: async (grantId) => removeWhere((payload) => payload.grantId === grantId),
  })

  return {
    adapter,
    revokeSessionsOf: (accountId) => removeWhere((payload) => payload.accountId === accountId),
    askedScopeOf: (refreshToken) => askedScopes.get(find(`RefreshToken:${refreshToken}`)?.grantId ?? '') ?? null,
    clear: () => {
      held.clear()
      askedScopes.clear()
    },
  }
}
