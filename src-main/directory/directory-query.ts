import { z } from 'zod'
import { sortKeys } from '../../src-shared/device.ts'
import type { DirectoryQuery } from '../../src-shared/device.ts'

const querySchema = z.object({
  text: z.string().max(500),
  sort: z.object({ key: z.enum(sortKeys), direction: z.enum(['ascending', 'descending']) }),
  window: z.object({ offset: z.int().min(0).max(10_000_000), limit: z.int().min(0).max(200) }),
})

/** The question when it is well-formed and within its limits (500 characters, 200 rows), else null. */
export function parseDirectoryQuery(value: unknown): DirectoryQuery | null {
  const parsed = querySchema.safeParse(value)
  return parsed.success ? parsed.data : null
}
