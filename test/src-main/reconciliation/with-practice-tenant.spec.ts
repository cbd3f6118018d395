import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGraphClient } from '../../../src-main/graph/http-client.ts'
import type { GraphClientOptions } from '../../../src-main/graph/http-client.ts'
import { oneToken } from '../../../src-main/reconciliation/one-token.ts'
import { createReconciler } from '../../../src-main/reconciliation/reconciler.ts'
import { createSession } from '../../../src-main/sign-in/session.ts'
import type { Session } from '../../../src-main/sign-in/session.ts'
import { auditDataScope } from '../../../src-main/sign-in/tenant.ts'
import { scenarioDeviceIds as ids } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { graphScopes } from '../../../simulated-tenant/entra/graph-scopes.ts'
import { startTenant } from '../../../simulated-tenant/start-tenant.ts'
import type { RunningTenant } from '../../../simulated-tenant/start-tenant.ts'
import type { AuditEvent } from '../../../src-shared/audit.ts'
import type { ActionParameters } from '../../../src-shared/device-actions.ts'
import type { Reconciliation } from '../../../src-shared/reconciliation.ts'
import { confirmationFor } from '../../../src-shared/typed-confirmation.ts'
import { createConsoleCore } from '../../factories/console-core.ts'
import type { ConsoleCore } from '../../factories/console-core.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import { signInThroughPage } from '../../factories/practice-sign-in.ts'
import { tenantRemote } from '../../factories/practice-tenant.ts'

const priya = 'priya.raman@practice.example'
const ada = 'ada.okafor@practice.example'
const hour = 3_600_000
const clock = createMovableClock(Date.now())
let tenant: RunningTenant
let session: Session
let adasToken = ''

beforeAll(async () => {
  tenant = await startTenant({ port: 0, devices: 40, seed: 7 })
  const { address } = tenant
  session = createSession({
    tenant: async () => ({ status: 'ok', tenant: { ...address, name: 'Practice', isPractice: true } }),
    fetch: globalThis.fetch, clock, onChanged: () => undefined, onProblem: () => undefined,
    openInBrowser: async (url) => void signInThroughPage(url, priya),
  })
  const { result } = await signIn(await createPracticeApplication(address), ada, { scopes: [...graphScopes] })
  adasToken = result.accessToken
}, 60_000)
afterAll(() => tenant.close())

let folder = ''
let core: ConsoleCore
let appended: AuditEvent[] = []
beforeEach(async () => {
  await tenantRemote(tenant.address).control({ reset: true })
  await session.signIn()
  folder = mkdtempSync(join(tmpdir(), 'reconcile-'))
  appended = []
  core = createConsoleCore({ folder, clock, graphBaseUrl: tenant.address.graphBaseUrl, session, readToken: () => session.accessToken('read') })
})
afterEach(() => {
  core.audit.close()
  rmSync(folder, { recursive: true, force: true })
})

function aReconciler() {
  const clientWith = (accessToken: GraphClientOptions['accessToken']) => createGraphClient({
    graphBaseUrl: tenant.address.graphBaseUrl, fetch: globalThis.fetch, accessToken, clock, sleep: async () => undefined, random: () => 0, limits: { tries: 1 },
  })
  return createReconciler({
    clock, account: session.account,
    audit: {
      ...core.audit,
      append: (event) => {
        appended.push(event)
        return core.audit.append(event)
      },
    },
    withGraph: (use) => use(clientWith(session.accessToken)),
    withAuditData: (use) => use(clientWith(oneToken(session.auditDataToken))),
    clockOffsetMs: () => 0,
    sentAtDesks: null,
  })
}

const range = () => ({ from: new Date(clock.wallMs() - hour).toISOString(), to: new Date(clock.wallMs() + hour).toISOString() })

async function reconcile(): Promise<Reconciliation> {
  const answer = await aReconciler().reconcile(range())
  if (answer.status === 'refused') throw new Error(answer.code)
  return answer.reconciliation
}

/** Through the console, from asking to the 204. */
async function act(deviceId: string, parameters: ActionParameters): Promise<void> {
  const begun = await core.attempts.begin({ deviceId, parameters, ticket: 'INC7', reason: 'to compare', recoveryPin: null, completes: null })
  if (begun.status === 'refused') throw new Error(begun.code)
  const { attemptId, needsFreshSignIn, device, confirmation } = begun.attempt
  if (needsFreshSignIn) await core.attempts.signOut(attemptId)
  const sent = await core.attempts.send(attemptId, confirmation === null ? null : device[confirmationFor(device).of].slice(-4))
  if (sent.status === 'refused') throw new Error(sent.code)
}

/** Past the console, with Ada's own token: as a script would. */
async function actOutside(deviceId: string, call: string): Promise<void> {
  const answer = await fetch(`${tenant.address.graphBaseUrl}/v1.0/deviceManagement/managedDevices/${deviceId}/${call}`, { method: 'POST', headers: { authorization: `Bearer ${adasToken}` } })
  if (answer.status !== 204) throw new Error(`${call}: ${answer.status}`)
}

const verdicts = ({ attempts }: Reconciliation) => attempts.map(({ attempt, verdict, entries }) => [attempt.action, verdict, entries.length])

describe('against the practice tenant', () => {
  it('what the console sent is confirmed by both logs, under their own names', async () => {
    await act(ids.iPhone, { action: 'remote-lock' })
    await act(ids.iPhone, { action: 'sync' })
    await act(ids.windowsPc, { action: 'set-management-name', managedDeviceName: 'Front desk' })
    await act(ids.iPhone, { action: 'reset-passcode' })
    const found = await reconcile()
    expect(verdicts(found).sort()).toEqual([['remote-lock', 'confirmed', 2], ['reset-passcode', 'confirmed', 2], ['set-management-name', 'confirmed', 1], ['sync', 'confirmed', 2]])
    expect(found.outside).toEqual([])
    expect(found.readings).toEqual([
      { source: 'remote-action-audits', entries: 3, unreadable: 0, code: null }, { source: 'audit-events', entries: 4, unreadable: 0, code: null },
    ])
    expect(appended).toMatchObject([{ kind: 'reconciliation', actor: { upn: priya }, sources: ['remote-action-audits', 'audit-events'], confirmed: 4, missing: 0, outside: 0 }])
    expect(core.audit.verify().status).toBe('whole')
  })

  it('what a script did beside it is outside, once for both logs, with who and with which application', async () => {
    await act(ids.iPhone, { action: 'remote-lock' })
    await actOutside(ids.iPhone, 'remoteLock')
    await actOutside(ids.mac, 'syncDevice')
    const found = await reconcile()
    expect(verdicts(found)).toEqual([['remote-lock', 'confirmed', 2]])
    expect(found.outside.map((act) => act.map(({ source, action }) => [source, action])).sort()).toEqual([
      [['audit-events', 'remote-lock'], ['remote-action-audits', 'remote-lock']], [['audit-events', 'sync'], ['remote-action-audits', null]],
    ])
    expect(found.outside.flat().every(({ initiatedBy }) => initiatedBy === ada)).toBe(true)
    expect(found.outside[0]?.[0]?.application).toBe('Helpdesk Console (practice)')
    expect(appended).toMatchObject([{ confirmed: 1, missing: 0, outside: 2 }])
  })

  it('what Intune never got is missing, and only once it is old enough', async () => {
    await tenantRemote(tenant.address).control({ faults: [{ match: { method: 'POST', path: 'remoteLock' }, kind: 'reset-before' }] })
    await act(ids.iPhone, { action: 'remote-lock' })
    expect(verdicts(await reconcile())).toEqual([['remote-lock', 'not-yet', 0]])
    clock.advance(hour / 2)
    expect(verdicts(await reconcile())).toEqual([['remote-lock', 'missing', 0]])
    clock.advance(-hour / 2)
  })

  it('what Graph refused, and what was cancelled, is not looked for', async () => {
    await tenantRemote(tenant.address).control({ faults: [{ match: { method: 'POST', path: 'remoteLock' }, kind: 'status', status: 403 }] })
    await expect(act(ids.iPhone, { action: 'remote-lock' })).rejects.toThrow('graph-missing-role')
    const begun = await core.attempts.begin({ deviceId: ids.mac, parameters: { action: 'sync' }, ticket: 'INC7', reason: '', recoveryPin: null, completes: null })
    if (begun.status === 'ok') core.attempts.cancel(begun.attempt.attemptId)
    expect(await reconcile()).toMatchObject({ attempts: [], outside: [] })
  })

  it('a tenant without beta is compared by its audit log alone', async () => {
    await act(ids.iPhone, { action: 'remote-lock' })
    await tenantRemote(tenant.address).control({ faults: [{ match: { path: '/beta/', times: 'always' }, kind: 'status', status: 403 }] })
    const found = await reconcile()
    expect(found.readings.map(({ source, code }) => [source, code])).toEqual([['remote-action-audits', 'graph-missing-role'], ['audit-events', null]])
    expect(verdicts(found)).toEqual([['remote-lock', 'confirmed', 1]])
    expect(appended).toMatchObject([{ sources: ['audit-events'] }])
  })

  it('a console without the right to the audit log compares with the other, and says what that cannot tell', async () => {
    await act(ids.iPhone, { action: 'remote-lock' })
    await act(ids.mac, { action: 'sync' })
    await tenantRemote(tenant.address).control({ entra: { withheldScopes: [auditDataScope] } })
    const found = await reconcile()
    expect(found.readings.map(({ source, code }) => [source, code])).toEqual([['remote-action-audits', null], ['audit-events', 'graph-missing-scope']])
    expect(verdicts(found).sort()).toEqual([['remote-lock', 'confirmed', 1], ['sync', 'not-comparable', 1]])
    expect(session.account()?.upn).toBe(priya)
  })

  it('a supervisor whose Intune role has no audit data is told so', async () => {
    const permissions = ['Microsoft.Intune_ManagedDevices_Read']
    await tenantRemote(tenant.address).control({ person: { upn: priya, permissions } })
    expect((await reconcile()).readings.map(({ code }) => code)).toEqual([null, 'graph-missing-role'])
  })

  it('nothing is compared, nor written down, when neither log can be read', async () => {
    await tenantRemote(tenant.address).control({ faults: [{ match: { path: 'remoteActionAudits', times: 'always' }, kind: 'status', status: 500 }], entra: { withheldScopes: [auditDataScope] } })
    expect(await aReconciler().reconcile(range())).toMatchObject({ status: 'refused', code: 'intune-log-unavailable' })
    expect(appended).toEqual([])
  })

  it('reads every page, and leaves out rows that nobody can read', async () => {
    await act(ids.iPhone, { action: 'remote-lock' })
    await tenantRemote(tenant.address).control({ faults: [{ match: { path: 'remoteActionAudits' }, kind: 'empty-page' }, { match: { path: 'auditEvents' }, kind: 'bad-row' }] })
    const found = await reconcile()
    expect(verdicts(found)).toEqual([['remote-lock', 'confirmed', 2]])
    expect(found.readings).toMatchObject([{ entries: 1, unreadable: 0 }, { entries: 1, unreadable: 7 }])
  })

  it('ends with the session: what was under way is dropped, and nothing is written', async () => {
    await tenantRemote(tenant.address).control({ faults: [{ match: { path: 'remoteActionAudits', times: 'always' }, kind: 'stall-before' }] })
    const reconciler = aReconciler()
    const answer = reconciler.reconcile(range())
    session.signOut()
    reconciler.cancel()
    expect(await answer).toMatchObject({ status: 'refused', code: 'not-signed-in' })
    expect(appended).toEqual([])
  })
})
