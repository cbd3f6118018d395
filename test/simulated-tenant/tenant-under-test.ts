import type { PublicClientApplication } from '@azure/msal-node'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { graphScopes } from '../../simulated-tenant/entra/graph-scopes.ts'
import type { RunningTenant } from '../../simulated-tenant/start-tenant.ts'
import { startTenant } from '../../simulated-tenant/start-tenant.ts'
import { createPracticeApplication, signIn } from '../factories/practice-client.ts'
import { tenantRemote } from '../factories/practice-tenant.ts'

export const ada = 'ada.okafor@practice.example'
export const jonas = 'jonas.lindqvist@practice.example'
export const sofia = 'sofia.marchetti@practice.example'
export const tom = 'tom.becker@practice.example'
export const priya = 'priya.raman@practice.example'
export const mei = 'mei.tanaka@practice.example'

/** What a spec holds on to; the members are there once its first test runs. */
export interface TenantUnderTest extends ReturnType<typeof tenantRemote> {
  readonly address: RunningTenant['address']
  readonly application: PublicClientApplication
  /** A person's access token; signs in through the page the first time it is asked for. */
  tokenOf(upn: string): Promise<string>
  /** Asks Graph as somebody. */
  graph(
    path: string,
    options?: {
      readonly as?: string; readonly token?: string; readonly method?: string; readonly headers?: Record<string, string>
      /** Sent as JSON. */
      readonly body?: unknown
      readonly signal?: AbortSignal
    }
  ): Promise<Response>
}

/** Runs one tenant for the tests of a file, put back to its beginning before each. */
export function tenantUnderTest(
  options: {
    readonly devices?: number; readonly seed?: number; readonly accessTokenSeconds?: number
    /** What the tokens are for; the console's own scopes unless given. */
    readonly scopes?: readonly string[]
  } = {}
): TenantUnderTest {
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
  let running: RunningTenant | undefined
  let held: Partial<TenantUnderTest> = {}
  const tokens = new Map<string, string>()

  beforeAll(async () => {
    running = await startTenant({ port: 0, devices: options.devices ?? 60, seed: options.seed ?? 1 })
    const { address } = running
    const application = await createPracticeApplication(address)
    const tokenOf = async (upn: string): Promise<string> => {
      const known = tokens.get(upn)
      if (known !== undefined) return known
      if (options.accessTokenSeconds !== undefined) await held.control?.({
        settings: { accessTokenSeconds: options.accessTokenSeconds }
      })
      const { result } = await signIn(application, upn, options.scopes === undefined ? {} : { scopes: [...options.scopes] })
      tokens.set(upn, result.accessToken)
      return result.accessToken
    }
    held = {
      address, application, tokenOf, ...tenantRemote(address),
      graph: async (path, { as = ada, token, method = 'GET', headers = {}, body, signal } = {}) => fetch(`${address.graphBaseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token ?? await tokenOf(as)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      }),
    }
  })
  beforeEach(async () => {
    await held.control?.({ reset: true })
  })
  afterAll(async () => {
    await running?.close()
  })
  return new Proxy({} as TenantUnderTest, { get: (_target, name) => held[name as keyof TenantUnderTest] })
}

/** For specs that ask for everything that Graph has here. */
export const everyScope: readonly string[] = graphScopes

/** A list page as Graph sends it. */
export interface ListPage {
  readonly '@odata.context': string
  readonly '@odata.count': number
  readonly '@odata.nextLink'?: string
  readonly value: readonly Record<string, unknown>[]
}

/** A Graph error body. */
export interface GraphErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly innerError: Record<string, string> }
}
