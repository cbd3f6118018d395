import { readFileSync } from 'node:fs'
import { checkServerIdentity, getCACertificates } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import type { CentralPolicy } from '../settings/policy-schema.ts'

/**
 * How a connection is secured: TLS with a certificate for exactly this host, always. `plain` only in a console that is not packaged, towards
 * this PC, where the policy names no authority. Throws what reading the authority's file throws.
 */
export function trustOf({ host, caFile }: Pick<CentralPolicy, 'host' | 'caFile'>, isPackaged: boolean): ConnectionOptions | 'plain' {
  if (!isPackaged && caFile === null && ['127.0.0.1', 'localhost'].includes(host)) return 'plain'
  return {
    ca: caFile === null ? trustedHere() : readFileSync(caFile, 'utf8'),
    // Said although it is the default: an environment variable can change that.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
  }
}

let known: string[] | null = null

/** Windows fetches the well-known authorities only when it meets them, so its own list alone would lack some. */
function trustedHere(): string[] {
  known ??= [...getCACertificates('system'), ...getCACertificates('default')]
  return known
}
