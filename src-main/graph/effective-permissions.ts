import { z } from 'zod'
import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { effectivePermissionsPath } from './beta-endpoints.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'
import { readList } from './read-list.ts'

const actionNames = z.array(z.string()).nullish()
const roleSchema = z.object({
  resourceActions: z.array(z.object({ allowedResourceActions: actionNames, notAllowedResourceActions: actionNames })).nullish(),
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
  const read = await readList(client, effectivePermissionsPath(scope), mostPages, options)
  if (read.status === 'refused') return read
  const permissions = new Set<string>()
  for (const row of read.rows) {
    const role = roleSchema.safeParse(row)
    if (!role.success) return refuse('graph-bad-response')
    for (const { allowedResourceActions, notAllowedResourceActions } of role.data.resourceActions ?? []) {
      const denied = new Set(notAllowedResourceActions ?? [])
      for (const action of allowedResourceActions ?? []) if (!denied.has(action)) permissions.add(action)
    }
  }
  return { status: 'ok', permissions: [...permissions].sort() }
}
