import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src-shared/clock.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { readDeviceCount } from '../graph/device-count.ts'
import { getEffectivePermissions } from '../graph/effective-permissions.ts'
import { createGraphClient } from '../graph/http-client.ts'
import type { GraphClient } from '../graph/http-client.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import type { StepEnd } from './run-checks.ts'

export interface GraphUnderCheck {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly graphBaseUrl: string
  readonly signal: AbortSignal
}
type Token = () => Promise<Answer<{ token: string }>>

/** Somebody waits: twice is enough. */
const limits = { tries: 2, budgetMs: 40_000 }

const clientFor = ({ fetch, clock, graphBaseUrl }: GraphUnderCheck, accessToken: Token): GraphClient => createGraphClient({
  graphBaseUrl, fetch, clock, accessToken, random: Math.random, limits,
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
})

/** Whether Intune counts its devices for this account. */
export async function checkDevices(graph: GraphUnderCheck, token: Token): Promise<StepEnd> {
  const answer = await readDeviceCount(clientFor(graph, token), graph.signal)
  if (answer.status === 'refused') {
    return answer.code === 'graph-missing-role' ? { state: 'warned', finding: 'devices-not-allowed' } : { state: 'failed', finding: 'error-code', code: answer.code }
  }
  return answer.count === 0 ? { state: 'warned', finding: 'no-devices' } : { state: 'passed', finding: 'devices-counted', details: [String(answer.count)] }
}

/** What this account's Intune roles cover of what the console can do. */
export async function checkPermissions(graph: GraphUnderCheck, token: Token): Promise<StepEnd> {
  const answer = await getEffectivePermissions(clientFor(graph, token), '*', { signal: graph.signal })
  if (answer.status === 'refused' && answer.code !== 'graph-missing-role') return { state: 'failed', finding: 'error-code', code: answer.code }
  const permissions = answer.status === 'ok' ? answer.permissions : []
  const actions = deviceActionNames.filter((action) => !permissions.includes(actionPolicies[action].permission))
  if (actions.length === deviceActionNames.length) return { state: 'warned', finding: 'permissions-none' }
  return actions.length === 0 ? { state: 'passed', finding: 'permissions-all' } : { state: 'warned', finding: 'permissions-some', actions }
}
