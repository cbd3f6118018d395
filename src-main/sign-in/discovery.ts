import { z } from 'zod'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import { fetchWithLimits } from '../http/limited-fetch.ts'
import { noAnswerOf } from '../http/no-answer.ts'
import { signInLimits } from './network-client.ts'
import type { Tenant } from './tenant.ts'

const discoverySchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
})

export interface Discovery {
  readonly issuer: string
  readonly jwksUri: string
  /** The document as it came: MSAL takes it as `authorityMetadata`. */
  readonly document: string
}

/** True for https anywhere, and for plain http only on this PC and only on the practice tenant. */
function isAllowedEndpoint(address: string, tenant: Tenant): boolean {
  const url = new URL(address)
  if (tenant.isPractice) return url.origin === new URL(tenant.authority).origin && url.hostname === '127.0.0.1'
  return url.protocol === 'https:'
}

/**
 * Reads the identity provider's discovery document and checks that it speaks for this tenant: its issuer is the
 * authority's own, its endpoints are https (loopback on the practice tenant). MSAL does not check either when the
 * metadata is handed to it.
 */
export async function discover(fetch: typeof globalThis.fetch, tenant: Tenant): Promise<Answer<{ discovery: Discovery }>> {
  const answer = await fetchWithLimits({
    fetch,
    url: `${tenant.authority}/v2.0/.well-known/openid-configuration`,
    method: 'GET',
    headers: { accept: 'application/json' },
    limits: signInLimits,
  })
  const noAnswer = noAnswerOf(answer)
  if (noAnswer !== null) return refuse(noAnswer)
  if (answer.status === 'failed' || answer.httpStatus !== 200) return refuse('tenant-unreachable')
  const document = new TextDecoder().decode(answer.body)
  const parsed = discoverySchema.safeParse(parseJson(document))
  if (!parsed.success) return refuse('sign-in-failed')
  const { issuer, jwks_uri, authorization_endpoint, token_endpoint } = parsed.data
  if (issuer !== `${tenant.authority}/v2.0`) return refuse('sign-in-failed')
  const endpoints = [jwks_uri, authorization_endpoint, token_endpoint]
  if (!endpoints.every((endpoint) => isAllowedEndpoint(endpoint, tenant))) return refuse('sign-in-failed')
  return { status: 'ok', discovery: { issuer, jwksUri: jwks_uri, document } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
