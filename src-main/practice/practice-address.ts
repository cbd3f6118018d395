import { z } from 'zod'
import type { PracticeTenantAddress } from '../../src-shared/practice-tenant.ts'

const loopbackUrl = z.url().refine((address) => {
  const url = new URL(address)
  return url.protocol === 'http:' && url.hostname === '127.0.0.1'
}, 'must be on this PC')

const addressSchema: z.ZodType<PracticeTenantAddress> = z.object({
  graphBaseUrl: loopbackUrl,
  authority: loopbackUrl,
  journalUrl: loopbackUrl,
  controlUrl: loopbackUrl,
  clientId: z.guid(),
  readingClientId: z.guid(),
  actingClientId: z.guid(),
  tenantId: z.guid(),
  people: z.array(
    z.object({
      upn: z.string(),
      displayName: z.string(),
      oid: z.string(),
      roles: z.array(z.string()),
      password: z.string(),
    }),
  ),
})

/** Reads the line that the practice tenant prints; null unless it is one and speaks of this PC only. */
export function parsePracticeAddress(line: string): PracticeTenantAddress | null {
  try {
    return addressSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
