import { z } from 'zod'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { effectivePermissionsPath } from './beta-endpoints.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'

const actionNames = z.array(z.string()).nullish()
const bodySchema = z.object({
  value: z.array(z.object({
    resourceActions: z.array(z.object({ allowedResourceActions: actionNames, notAllowedResourceActions: actionNames })).nullish(),
  })),
  '@odata.nextLink': z.string().nullish(),
})

/** More pages than this are a server that goes in circles: a whole catalogue has about 260 actions. */
const mostPages = 20

/**
 * What the signed-in agent's Intune roles allow, such as "Microsoft.Intune_RemoteTasks_ResetPasscode", sorted and once each. Scope tags are
 * not in it: a single device may still be refused.
 */
export async function getEffectivePermissions(
  client: GraphClient,
  scope = '*',
  options?: ReadOptions,
): Promise<Answer<{ permissions: readonly string[] }>> {
  const permissions = new Set<string>()
  const seen = new Set<string>()
  let link: string | null = effectivePermissionsPath(scope)
  while (link !== null) {
    if (seen.has(link) || seen.size >= mostPages) return refuse('graph-bad-response')
    seen.add(link)
    const answer: Awaited<ReturnType<GraphClient['getJson']>> = await client.getJson(link, options)
    // There is no device in this question: its 404 is a tenant without the function.
    if (answer.status !== 'ok') return answer.code === 'device-not-found' ? refuse('graph-rejected', answer.reference) : answer
    const body = bodySchema.safeParse(answer.json)
    if (!body.success) return refuse('graph-bad-response', answer.reference)
    for (const { allowedResourceActions, notAllowedResourceActions } of body.data.value.flatMap((entry) => entry.resourceActions ?? [])) {
      const denied = new Set(notAllowedResourceActions ?? [])
      for (const action of allowedResourceActions ?? []) if (!denied.has(action)) permissions.add(action)
    }
    link = body.data['@odata.nextLink'] ?? null
  }
  return { status: 'ok', permissions: [...permissions].sort() }
}
