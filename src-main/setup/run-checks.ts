import type { Clock } from '../../src-shared/clock.ts'
import type { Cloud } from '../../src-shared/clouds.ts'
import type { Answer, ErrorCode } from '../../src-shared/error-codes.ts'
import { setupSteps } from '../../src-shared/setup.ts'
import type { SetupFinding, SetupRequest, SetupStep, SetupStepName, SetupStepState } from '../../src-shared/setup.ts'
import { fiveMinutesMs } from '../../src-shared/attempts.ts'
import { askForScopes } from '../sign-in/ask-scope.ts'
import { signInInteractively } from '../sign-in/interactive.ts'
import type { InteractiveRequest, InteractiveResult } from '../sign-in/interactive.ts'
import { actionScopes, auditDataScope, readScopes } from '../sign-in/tenant.ts'
import type { Tenant } from '../sign-in/tenant.ts'
import { askForTenant } from './ask-for-tenant.ts'
import { checkDevices, checkPermissions } from './check-graph.ts'
import { findingOfSignIn } from './entra-findings.ts'

export interface SetupHosts {
  readonly login: string
  readonly graph: string
  /** The practice tenant's: plain http, on this PC. */
  readonly isPractice: boolean
}

export interface CheckOptions {
  readonly hosts: (cloud: Cloud) => SetupHosts
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly openInBrowser: (url: string) => Promise<void>
  readonly onProblem: (where: string, cause: unknown) => void
  readonly onStep: (steps: readonly SetupStep[]) => void
}

/** What a step ends with. */
export type StepEnd = { readonly state: SetupStepState; readonly finding: SetupFinding } & Partial<Pick<SetupStep, 'details' | 'actions' | 'code'>>

export interface CheckedTenant {
  readonly steps: readonly SetupStep[]
  /** null while the tenant was not found. */
  readonly tenantId: string | null
}

const graphReadScopes = readScopes.filter((scope) => scope.includes('.'))
const oidcScopes = readScopes.filter((scope) => !scope.includes('.'))

/**
 * Tries an app registration as the console would use it, on the tenant itself: finds it, signs somebody in, asks for each scope, and reads what
 * needs no device. Nothing is sent that changes anything, and every token is forgotten at the end. Each step is told as it goes.
 */
export async function runChecks(options: CheckOptions, request: SetupRequest, signal: AbortSignal): Promise<CheckedTenant> {
  const { fetch, clock } = options
  const hasTwo = request.actionClientId !== null && request.actionClientId !== request.clientId
  const names = setupSteps.filter((name) => hasTwo || (name !== 'acting' && name !== 'reading-only'))
  let steps: readonly SetupStep[] = names.map((name) => ({ name, state: 'waiting', finding: null, details: [], actions: [], code: null }))
  const set = (name: SetupStepName, change: Partial<SetupStep>): void => {
    steps = steps.map((step) => (step.name === name ? { ...step, ...change } : step))
    options.onStep(steps)
  }
  const step = async (name: SetupStepName, look: () => Promise<StepEnd>): Promise<void> => {
    if (signal.aborted) return
    set(name, { state: 'running' })
    set(name, await look())
  }
  const clients: InteractiveResult[] = []
  const found: { tenantId: string | null; reading: InteractiveResult | null; acting: InteractiveResult | null } = { tenantId: null, reading: null, acting: null }
  const end = (): CheckedTenant => {
    for (const { client } of clients) client.clearCache()
    for (const { name, state } of steps) if (state === 'waiting') set(name, { state: 'skipped' })
    return { steps, tenantId: found.tenantId }
  }

  const hosts = options.hosts(request.cloud)
  await step('discovery', async () => {
    const asked = await askForTenant(fetch, hosts.login, request.tenant)
    if (asked.finding === 'tenant-found') found.tenantId = asked.tenantId
    switch (asked.finding) {
      case 'tenant-found': return { state: 'passed', finding: asked.finding, details: [asked.tenantId] }
      case 'other-cloud': return { state: 'failed', finding: asked.finding, details: [asked.host] }
      case 'error-code': return { state: 'failed', finding: asked.finding, code: asked.code }
      default: return { state: 'failed', finding: asked.finding }
    }
  })
  const { tenantId } = found
  if (tenantId === null) return end()
  const tenant: Tenant = {
    authority: `${hosts.login}/${tenantId}`, tenantId, clientId: request.clientId, graphBaseUrl: hosts.graph, name: request.tenantName, isPractice: hosts.isPractice,
    ...(hasTwo ? { actionClientId: request.actionClientId } : {}),
  }

  const signIn = async (how: Pick<InteractiveRequest, 'client' | 'prompt' | 'loginHint'>): Promise<{ result: InteractiveResult } | StepEnd> => {
    const words: string[] = []
    const answer: Answer<{ result: InteractiveResult }> = await signInInteractively({
      tenant: async () => ({ status: 'ok', tenant }), fetch, clock, openInBrowser: options.openInBrowser,
      onProblem: (where, cause) => {
        words.push(wordsOf(cause))
        options.onProblem(where, cause)
      },
      onRefused: (description) => words.push(description),
    }, { ...how, scopes: oidcScopes, deadlineMs: clock.monotonicMs() + fiveMinutesMs, timeoutCode: 'sign-in-timed-out', signal })
    if (answer.status === 'refused') return { state: 'failed', ...findingOfSignIn(answer.code, words.join(' ')) }
    clients.push(answer.result)
    return { result: answer.result }
  }

  await step('sign-in', async () => {
    const answer = await signIn({ client: 'everyday', prompt: 'select_account', loginHint: null })
    if (!('result' in answer)) return answer
    found.reading = answer.result
    return { state: 'passed', finding: 'signed-in', details: [answer.result.token.account.upn] }
  })
  const { reading } = found
  if (reading === null) return end()

  await step('scopes', async () => {
    const needed = hasTwo ? graphReadScopes : [...graphReadScopes, actionScopes.privileged]
    const useful = hasTwo ? [auditDataScope] : [actionScopes['read-write'], auditDataScope]
    return scopesEnd(await missingScopes(reading, needed), await missingScopes(reading, useful), ['scopes-granted', 'scopes-missing', 'some-scopes-missing'])
  })
  await step('role', async () => {
    const { roles } = reading.token.account
    return roles.length === 0 ? { state: 'warned', finding: 'role-missing' } : { state: 'passed', finding: 'role-there', details: roles }
  })
  const graph = { fetch, clock, graphBaseUrl: hosts.graph, signal }
  await step('devices', () => checkDevices(graph, () => askForScopes(reading, ['DeviceManagementManagedDevices.Read.All'])))
  await step('permissions', () => checkPermissions(graph, () => askForScopes(reading, ['DeviceManagementRBAC.Read.All'])))

  if (!hasTwo) found.acting = reading
  else {
    await step('acting', async () => {
      const answer = await signIn({ client: 'action', prompt: null, loginHint: reading.token.account.upn })
      if (!('result' in answer)) return answer
      if (answer.result.token.claims.oid !== reading.token.claims.oid) return { state: 'failed', finding: 'other-person', details: [answer.result.token.account.upn] }
      found.acting = answer.result
      return scopesEnd(
        await missingScopes(answer.result, [actionScopes.privileged]), await missingScopes(answer.result, [actionScopes['read-write']]),
        ['acting-works', 'acting-scopes-missing', 'acting-scopes-some-missing'],
      )
    })
  }
  const stepUp = found.acting
  if (stepUp !== null) {
    await step('auth-time', async () => stepUp.token.claims.auth_time === undefined
      ? { state: 'failed', finding: 'auth-time-missing' } : { state: 'passed', finding: 'auth-time-there' })
  }
  if (hasTwo) {
    await step('reading-only', async () => {
      const scopes = Object.values(actionScopes)
      const missing = await missingScopes(reading, scopes)
      if (missing.code !== null) return { state: 'failed', finding: 'error-code', code: missing.code }
      const granted = scopes.filter((scope) => !missing.scopes.includes(scope))
      return granted.length === 0 ? { state: 'passed', finding: 'reading-only' } : { state: 'failed', finding: 'reading-can-act', details: granted }
    })
  }
  return end()
}

interface Missing {
  readonly scopes: readonly string[]
  /** Something else came in between. */
  readonly code: ErrorCode | null
}

/** Asks for each by itself: Entra refuses all of a request when one is not consented to. */
async function missingScopes(result: InteractiveResult, scopes: readonly string[]): Promise<Missing> {
  const missing: string[] = []
  for (const scope of scopes) {
    const answer = await askForScopes(result, [scope])
    if (answer.status === 'ok') continue
    if (answer.code !== 'graph-missing-scope') return { scopes: missing, code: answer.code }
    missing.push(scope)
  }
  return { scopes: missing, code: null }
}

function scopesEnd(needed: Missing, useful: Missing, [all, none, some]: readonly [SetupFinding, SetupFinding, SetupFinding]): StepEnd {
  const code = needed.code ?? useful.code
  if (code !== null) return { state: 'failed', finding: 'error-code', code }
  if (needed.scopes.length > 0) return { state: 'failed', finding: none, details: needed.scopes }
  return useful.scopes.length > 0 ? { state: 'warned', finding: some, details: useful.scopes } : { state: 'passed', finding: all }
}

/** What MSAL's errors say, with the number that Entra gave. */
function wordsOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause)
  const { message, errorMessage } = cause as { message?: unknown; errorMessage?: unknown }
  return `${String(message)} ${String(errorMessage)}`
}
