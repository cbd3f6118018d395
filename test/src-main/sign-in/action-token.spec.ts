import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodeJwt } from 'jose'
import { createSession } from '../../../src-main/sign-in/session.ts'
import { actionScopes, auditDataScope, readScopes } from '../../../src-main/sign-in/tenant.ts'
import type { Tenant } from '../../../src-main/sign-in/tenant.ts'
import type { Answer } from '../../../src-shared/error-codes.ts'
import type { Account } from '../../../src-shared/session.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { createPracticeBrowser, signInThroughPage } from '../../factories/practice-sign-in.ts'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess } from '../../factories/practice-tenant.ts'

let tenantProcess: TenantProcess
beforeAll(async () => (tenantProcess = await startTenantProcess({ devices: 5 })))
afterAll(() => tenantProcess.stop())

const ada = 'ada.okafor@practice.example'
const sofia = 'sofia.marchetti@practice.example'

const databaseScope = 'https://ossrdbms-aad.database.windows.net/.default'

/** The real session against the real tenant; what it asks the token endpoint for is seen on its way. */
function setUp(upn = ada) {
  const tenant: Tenant = { ...tenantProcess.address, name: 'Practice tenant', isPractice: true }
  const clock = createMovableClock()
  const browser = createPracticeBrowser()
  const opened: URL[] = []
  const renewals: string[] = []
  /** What the token endpoint answers instead of the tenant's own answer. */
  const script = { tokenError: null as Record<string, string> | null }
  const session = createSession({
    tenant: async () => ({ status: 'ok', tenant }),
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString()
      if (url.includes('/token') && typeof init?.body === 'string') renewals.push(new URLSearchParams(init.body).get('scope') ?? '')
      if (url.includes('/token') && script.tokenError !== null) return Response.json(script.tokenError, { status: 400 })
      // The practice tenant has no database: it answers as Entra would with a token of its own.
      const body = typeof init?.body === 'string' ? init.body.replaceAll(encodeURIComponent(databaseScope), readScopes[3]) : init?.body
      return fetch(input, { ...init, body: body ?? null })
    },
    clock,
    openInBrowser: async (url) => {
      opened.push(new URL(url))
      void signInThroughPage(url, upn, { browser }).catch(() => undefined)
    },
    onChanged: () => undefined,
    onProblem: () => undefined,
  })
  const me = (): Account => {
    const account = session.account()
    if (account === null) throw new Error('nobody is signed in')
    return account
  }
  return { clock, opened, renewals, script, session, me }
}
let the: ReturnType<typeof setUp>
beforeEach(() => (the = setUp()))
afterEach(() => tenantProcess.control({ reset: true }))
const codeOf = (answer: { status: string; code?: string }): string => answer.code ?? answer.status
const scopesOf = (token: string): string => decodeJwt<{ scp?: string }>(token).scp ?? ''
const scopesIn = (answer: Answer<{ token: string }>): string => (answer.status === 'ok' ? scopesOf(answer.token) : answer.code)

describe('a token that can act', () => {
  it.each(['privileged', 'read-write'] as const)('is asked for with just the right that the action needs: %s', async (scope) => {
    await the.session.signIn()
    the.renewals.length = 0
    await the.session.actionToken(scope)
    expect(the.renewals).toHaveLength(1)
    const others = Object.entries(actionScopes).filter(([name]) => name !== scope).map(([, value]) => value)
    expect(the.renewals[0]).toContain(actionScopes[scope])
    for (const other of others) expect(the.renewals[0]).not.toContain(other)
  })
  it('is never asked for when somebody only reads', async () => {
    await the.session.signIn()
    await the.session.accessToken('read')
    await the.session.accessToken('rejected')
    expect([...the.renewals, String(the.opened[0])].join()).not.toMatch(/PrivilegedOperations|ReadWrite/)
  })
  it('is never what a read carries afterwards', async () => {
    await the.session.signIn()
    const first = await the.session.accessToken('read')
    const acting = await the.session.actionToken('privileged')
    for (const why of ['read', 'rejected', 'read'] as const) {
      const reading = await the.session.accessToken(why)
      expect(reading.status).toBe('ok')
      expect(scopesIn(reading)).not.toMatch(/PrivilegedOperations|ReadWrite/)
      if (acting.status === 'ok') expect(reading).not.toEqual(acting)
    }
    expect(scopesIn(first)).toContain('DeviceManagementManagedDevices.Read.All')
  })
  it('is never what a read carries that was asked for at the same time', async () => {
    await the.session.signIn()
    const [acting, reading, deleting] = await Promise.all([the.session.actionToken('privileged'), the.session.accessToken('read'), the.session.actionToken('read-write')])
    expect(scopesIn(reading)).not.toMatch(/PrivilegedOperations|ReadWrite/)
    if (acting.status === 'ok') expect(reading).not.toEqual(acting)
    if (deleting.status === 'ok') expect(reading).not.toEqual(deleting)
  })
  it('belongs to who is signed in: nobody gets one, nor one who signs out while it is fetched', async () => {
    expect(codeOf(await the.session.actionToken('privileged'))).toBe('not-signed-in')
    await the.session.signIn()
    const fetched = the.session.actionToken('privileged')
    the.session.signOut()
    expect(codeOf(await fetched)).toBe('not-signed-in')
  })
  it('ends the session when the tenant has revoked it, and keeps it when the tenant cannot be reached', async () => {
    await the.session.signIn()
    await tenantProcess.control({ faults: [{ match: { path: '/token' }, kind: 'reset' }] })
    expect(codeOf(await the.session.actionToken('privileged'))).toBe('tenant-unreachable')
    expect(the.session.account()).not.toBeNull()
    await tenantProcess.control({ faults: [], person: { upn: ada, revokeSessions: true } })
    expect(codeOf(await the.session.actionToken('privileged'))).toBe('session-ended')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'session-ended' })
  })
})

describe('a right that the organisation has not granted to the console', () => {
  it.each<[string, Record<string, string>]>([
    ['as Entra says it', { error: 'invalid_grant', suberror: 'consent_required', error_description: 'AADSTS65001: The user or administrator has not consented to use the application' }],
    ['as its older name', { error: 'consent_required', error_description: 'AADSTS65001' }],
    ['as a scope that is not known', { error: 'invalid_scope', error_description: 'refresh token missing requested scope' }],
  ])('is told as that, %s, and ends no session', async (_how, tokenError) => {
    await the.session.signIn()
    the.script.tokenError = tokenError
    expect(codeOf(await the.session.actionToken('read-write'))).toBe('graph-missing-scope')
    expect(the.session.account()).not.toBeNull()
    the.script.tokenError = null
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('ok')
  })
  it('is no reason to keep a session that cannot even read', async () => {
    await the.session.signIn()
    the.script.tokenError = { error: 'invalid_grant', suberror: 'consent_required', error_description: 'AADSTS65001' }
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('session-ended')
  })
})

describe('a token that can read Intune’s audit log', () => {
  it('is a supervisor’s, has just that right on top, and is never what a read carries afterwards', async () => {
    the = setUp(sofia)
    await the.session.signIn()
    expect(String(the.opened[0])).not.toContain(auditDataScope)
    const token = await the.session.auditDataToken()
    expect(scopesIn(token)).toContain(auditDataScope)
    expect(scopesIn(token)).not.toMatch(/PrivilegedOperations|ReadWrite/)
    for (const why of ['read', 'rejected', 'read'] as const) expect(scopesIn(await the.session.accessToken(why))).not.toContain(auditDataScope)
  })
  it('is not asked for in an agent’s name, nor in nobody’s', async () => {
    expect(codeOf(await the.session.auditDataToken())).toBe('not-signed-in')
    await the.session.signIn()
    the.renewals.length = 0
    expect(codeOf(await the.session.auditDataToken())).toBe('not-allowed')
    expect(the.renewals).toEqual([])
  })
  it('that the organisation has not granted leaves the session as it is', async () => {
    the = setUp(sofia)
    await the.session.signIn()
    await tenantProcess.control({ entra: { withheldScopes: [auditDataScope] } })
    expect(codeOf(await the.session.auditDataToken())).toBe('graph-missing-scope')
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('ok')
  })
})

describe('a token for the central log’s database', () => {
  it('is asked for with its own scope alone, anew each time, and is never what a read carries afterwards', async () => {
    await the.session.signIn()
    the.renewals.length = 0
    for (let times = 0; times < 2; times += 1) expect(codeOf(await the.session.databaseToken(databaseScope))).toBe('ok')
    expect(the.renewals).toHaveLength(2)
    for (const renewal of the.renewals) {
      expect(renewal).toContain(databaseScope)
      expect(renewal).not.toContain('DeviceManagement')
    }
    expect(codeOf(await the.session.accessToken('read'))).toBe('ok')
    expect(the.renewals).toHaveLength(3) // not the database's token, which MSAL would have had
  })
  it.each([['invalid_grant', 'basic_action'], ['interaction_required', ''], ['consent_required', '']])(
    'that the tenant does not give (%s %s) leaves the session as it is', async (error, suberror) => {
      await the.session.signIn()
      the.script.tokenError = { error, suberror, error_description: 'AADSTS50076: another resource wants more' }
      expect(codeOf(await the.session.databaseToken(databaseScope))).toBe('central-denied')
      the.script.tokenError = null
      expect(codeOf(await the.session.accessToken('rejected'))).toBe('ok')
    })
  it('is nobody’s when nobody is signed in', async () => {
    expect(codeOf(await the.session.databaseToken(databaseScope))).toBe('not-signed-in')
  })
})

describe('confirming who is at the keyboard', () => {
  it.each(['privileged', 'read-write'] as const)('asks for just the right that the action needs: %s', async (scope) => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000 })
    await the.session.confirmIdentity(the.me(), the.clock.monotonicMs(), scope, new AbortController().signal)
    const asked = the.opened[1]?.searchParams.get('scope') ?? ''
    expect(Object.values(actionScopes).filter((one) => asked.includes(one))).toEqual([actionScopes[scope]])
  })
  it('leaves the right with the attempt: what is read afterwards carries it not', async () => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000 })
    const proved = await the.session.confirmIdentity(the.me(), the.clock.monotonicMs(), 'privileged', new AbortController().signal)
    expect(proved.status === 'ok' && scopesOf(proved.privilegedToken)).toContain(actionScopes.privileged)
    const reading = await the.session.accessToken('read')
    expect(scopesIn(reading)).toContain('DeviceManagementManagedDevices.Read.All')
    expect(scopesIn(reading)).not.toContain('PrivilegedOperations')
  })
})

describe('the proof of a session', () => {
  it('is when the ID token was issued, by the tenant’s clock, and is no proof of a fresh sign-in', async () => {
    expect(the.session.proof()).toBeNull()
    await tenantProcess.control({ advanceMs: 365 * 86_400_000 })
    const before = Date.now()
    await the.session.signIn()
    const proof = the.session.proof()
    expect(proof).toMatchObject({ method: 'session' })
    // The tenant's clock is a year ahead of this PC's.
    expect(Date.parse(proof?.issuedAt ?? '') - before).toBeGreaterThan(364 * 86_400_000)
    expect(Object.keys(proof ?? {}).toSorted()).toEqual(['issuedAt', 'method'])
  })
  it('does not move when a token is renewed, and is gone with the session', async () => {
    await the.session.signIn()
    const proof = the.session.proof()
    await tenantProcess.control({ advanceMs: 600_000 })
    await the.session.accessToken('rejected')
    expect(the.session.proof()).toEqual(proof)
    the.session.signOut()
    expect(the.session.proof()).toBeNull()
  })
})
