import { z } from 'zod'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { deviceOverviewPath } from './beta-endpoints.ts'
import type { GraphClient } from './http-client.ts'

const overviewSchema = z.object({ enrolledDeviceCount: z.int().min(0) })

/** How many devices Intune says are enrolled (managedDeviceOverview). A list can be compared with it, no more: whom it counts for is not documented. */
export async function readDeviceCount(client: GraphClient, signal: AbortSignal): Promise<Answer<{ count: number }>> {
  const answer = await client.getJson(deviceOverviewPath, { signal })
  if (answer.status !== 'ok') return answer
  const read = overviewSchema.safeParse(answer.json)
  return read.success ? { status: 'ok', count: read.data.enrolledDeviceCount } : refuse('graph-bad-response', answer.reference)
}
