import { z } from 'zod'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { fetchWithLimits } from '../http/limited-fetch.ts'
import { noAnswerOf } from '../http/no-answer.ts'
import { signInLimits } from '../sign-in/network-client.ts'

export type AskedTenant =
  | { readonly finding: 'tenant-found'; readonly tenantId: string }
  | { readonly finding: 'tenant-not-found' | 'not-a-sign-in-service' }
  /** `host`: where that tenant signs in. */
  | { readonly finding: 'other-cloud'; readonly host: string }
  | { readonly finding: 'error-code'; readonly code: ErrorCode }

const documentSchema = z.looseObject({ issuer: z.url() })

/** Finds the tenant behind an id or a domain, at a cloud's sign-in ("https://login.microsoftonline.com"): its discovery document names the id. */
export async function askForTenant(fetch: typeof globalThis.fetch, login: string, tenant: string): Promise<AskedTenant> {
  const answer = await fetchWithLimits({
    fetch,
    url: `${login}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`,
    method: 'GET',
    headers: { accept: 'application/json' },
    limits: signInLimits,
  })
  const noAnswer = noAnswerOf(answer)
  if (noAnswer !== null || answer.status === 'failed') return { finding: 'error-code', code: noAnswer ?? 'tenant-unreachable' }
  if (answer.httpStatus === 400 || answer.httpStatus === 404) return { finding: 'tenant-not-found' }
  if (answer.httpStatus !== 200) return { finding: 'error-code', code: 'tenant-unreachable' }
  const issuer = issuerIn(new TextDecoder().decode(answer.body))
  if (issuer === null) return { finding: 'not-a-sign-in-service' }
  if (issuer.origin !== new URL(login).origin) return { finding: 'other-cloud', host: issuer.host }
  const tenantId = /^\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/v2\.0$/.exec(issuer.pathname)?.[1]
  return tenantId === undefined ? { finding: 'not-a-sign-in-service' } : { finding: 'tenant-found', tenantId }
}

function issuerIn(text: string): URL | null {
  try {
    return new URL(documentSchema.parse(JSON.parse(text)).issuer)
  } catch {
    return null
  }
}
