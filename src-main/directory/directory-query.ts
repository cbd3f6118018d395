import { z } from 'zod'
import { checkInAges, complianceStates, encryptions, ownerships, platforms } from '../../src-shared/device-filter.ts'
import { sortKeys } from '../../src-shared/device.ts'
import type { DirectoryQuery } from '../../src-shared/device.ts'

/** Any of a list's values, each once at most. */
const some = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.array(z.enum(values)).max(values.length).refine((chosen) => new Set(chosen).size === chosen.length)

/** What a filter may say. */
export const filterSchema = z.strictObject({
  platforms: some(platforms), ownerships: some(ownerships), compliance: some(complianceStates), checkIn: some(checkInAges), encryption: some(encryptions), inFlight: z.boolean(),
})

const querySchema = z.object({
  text: z.string().max(500),
  sort: z.object({ key: z.enum(sortKeys), direction: z.enum(['ascending', 'descending']) }),
  window: z.object({ offset: z.int().min(0).max(10_000_000), limit: z.int().min(0).max(200) }),
  filter: filterSchema.exactOptional(),
  counts: z.boolean().exactOptional(),
})

/** The question when it is well-formed and within its limits (500 characters, 200 rows), else null. */
export function parseDirectoryQuery(value: unknown): DirectoryQuery | null {
  const parsed = querySchema.safeParse(value)
  return parsed.success ? parsed.data : null
}
