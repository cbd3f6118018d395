import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSession } from '../../../src-main/sign-in/session.ts'
import type { Tenant } from '../../../src-main/sign-in/tenant.ts'
import type { SessionState } from '../../../src-shared/session.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { createPracticeBrowser, signInThroughPage } from '../../factories/practice-sign-in.ts'
import type { PageSignInOptions } from '../../factories/practice-sign-in.ts'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess } from '../../factories/practice-tenant.ts'

let tenantProcess: TenantProcess
beforeAll(async () => (tenantProcess = await startTenantProcess({ devices: 5 })))
afterAll(() => tenantProcess.stop())

const ada = 'ada.okafor@practice.example'
const jonas = 'jonas.lindqvist@practice.example'

/** The real session against the real tenant; a script stands where the person and the browser would be. */
function setUp(clients: Partial<Tenant> = {}) {
  const { address } = tenantProcess
  const tenant: Tenant = { ...address, name: 'Practice tenant', isPractice: true, ...clients }
  const clock = createMovableClock()
  const browser = createPracticeBrowser()
  const states: SessionState['status'][] = []
  const opened: URL[] = []
  const person = { upn: ada as string | null, options: {} as PageSignInOptions, comes: true, onOpen: (): void => undefined }
  const session = createSession({
    tenant: async () => ({ status: 'ok', tenant }),
    fetch,
    clock,
    openInBrowser: async (url) => {
      opened.push(new URL(url))
      person.onOpen()
      if (person.comes) void signInThroughPage(url, person.upn, { browser, ...person.options }).catch(() => undefined)
    },
    onChanged: (state) => states.push(state.status),
    onProblem: () => undefined,
  })
  const never = new AbortController().signal
  const me = () => {
    const account = session.account()
    if (account === null) throw new Error('nobody is signed in')
    return account
  }
  return { clock, browser, states, opened, person, session, never, me, confirm: () => session.confirmIdentity(me(), clock.monotonicMs(), 'privileged', never) }
}
let the: ReturnType<typeof setUp>
beforeEach(() => (the = setUp()))
afterEach(() => tenantProcess.control({ reset: true }))
const codeOf = (answer: { status: string; code?: string }): string => answer.code ?? answer.status

describe('signing in', () => {
  it('makes a session out of a verified ID token, with the person’s roles', async () => {
    expect(codeOf(await the.session.signIn())).toBe('ok')
    expect(the.me()).toMatchObject({ displayName: 'Ada Okafor', upn: ada, roles: ['Helpdesk.Agent'] })
    expect(the.states).toEqual(['signing-in', 'signed-in'])
    expect(the.opened[0]?.searchParams.get('code_challenge_method')).toBe('S256')
    expect(the.opened[0]?.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+$/)
  })
  it('lets nobody in who has no role of the console', async () => {
    const nobody = tenantProcess.address.people.find(({ roles }) => roles.length === 0)
    the.person.upn = nobody?.upn ?? ''
    await the.session.signIn()
    expect(the.session.state()).toMatchObject({ status: 'no-role', account: { upn: nobody?.upn } })
    expect(the.session.account()).toBeNull()
    expect(codeOf(await the.session.accessToken('read'))).toBe('not-signed-in')
  })
  it('asks for no privileged scope', async () => {
    await the.session.signIn()
    expect(the.opened[0]?.searchParams.get('scope')).not.toContain('Privileged')
  })
  it('says that the person declined', async () => {
    the.person.options = { decline: true }
    expect(codeOf(await the.session.signIn())).toBe('sign-in-declined')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'sign-in-declined' })
  })
  it('ends when it is cancelled while the page is open', async () => {
    the.person.comes = false
    the.person.onOpen = () => setImmediate(() => the.session.cancelSignIn())
    expect(codeOf(await the.session.signIn())).toBe('sign-in-cancelled')
  })
  it('opens the same page again when its tab was closed, and no page when nobody waits', async () => {
    expect(codeOf(await the.session.openPageAgain())).toBe('attempt-unknown')
    the.person.comes = false
    the.person.onOpen = () => {
      the.person.onOpen = () => undefined
      the.person.comes = true
      setImmediate(() => void the.session.openPageAgain())
    }
    expect(codeOf(await the.session.signIn())).toBe('ok')
    expect(the.opened.map(String)).toEqual([String(the.opened[0]), String(the.opened[0])])
    expect(codeOf(await the.session.openPageAgain())).toBe('attempt-unknown')
  })
  it('ends by itself when nobody comes for five minutes', async () => {
    the.person.comes = false
    the.person.onOpen = () => the.clock.advance(300_000)
    expect(codeOf(await the.session.signIn())).toBe('sign-in-timed-out')
  })
  it.each([
    ['a signature that is not the tenant’s', { badSignature: true }],
    ['another nonce', { badNonce: true }],
  ])('refuses an ID token with %s', async (_what, entra) => {
    await tenantProcess.control({ entra })
    expect(codeOf(await the.session.signIn())).toBe('id-token-invalid')
    expect(the.session.account()).toBeNull()
  })
  it('says that the tenant cannot be reached', async () => {
    await tenantProcess.control({ faults: [{ match: { path: 'openid-configuration' }, kind: 'status', status: 503 }] })
    expect(codeOf(await the.session.signIn())).toBe('tenant-unreachable')
  })
  it('is not put off by a PC whose clock is a year wrong', async () => {
    the.clock.setWall(Date.parse('2020-01-01T00:00:00Z'))
    await tenantProcess.control({ advanceMs: 365 * 86_400_000 })
    expect(codeOf(await the.session.signIn())).toBe('ok')
  })
})

describe('tokens', () => {
  it('come from memory, and are renewed when Graph rejects one', async () => {
    await the.session.signIn()
    const first = await the.session.accessToken('read')
    expect(await the.session.accessToken('read')).toEqual(first)
    await tenantProcess.control({ advanceMs: 2000 })
    const renewed = await the.session.accessToken('rejected')
    expect(renewed.status).toBe('ok')
    expect(renewed).not.toEqual(first)
  })
  it('are renewed once for many askers at a time', async () => {
    await the.session.signIn()
    await tenantProcess.clearJournal()
    const answers = await Promise.all(Array.from({ length: 8 }, () => the.session.accessToken('rejected')))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const asked = (await tenantProcess.journal()).filter(({ path }) => path.endsWith('/token'))
    expect(asked).toHaveLength(1)
  })
  it('end the session when the tenant has revoked it', async () => {
    await the.session.signIn()
    await tenantProcess.control({ person: { upn: ada, revokeSessions: true } })
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('session-ended')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'session-ended' })
  })
  it('keep the session when the tenant just cannot be reached', async () => {
    await the.session.signIn()
    await tenantProcess.control({ faults: [{ match: { path: '/token', times: 'always' }, kind: 'reset' }] })
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('tenant-unreachable')
    expect(the.session.account()).not.toBeNull()
  })
})

describe('confirming who is at the keyboard', () => {
  it('proves a fresh sign-in of the same person, with a token that may act', async () => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000 })
    const account = the.me()
    const proved = await the.confirm()
    expect(proved).toMatchObject({ status: 'ok', account, proof: { method: 'fresh-sign-in' } })
    expect(the.states).toEqual(['signing-in', 'signed-in', 'confirming', 'signed-in'])
    const asked = the.opened[1]?.searchParams
    expect(asked?.get('prompt')).toBe('login')
    expect(asked?.get('login_hint')).toBe(ada)
    expect(asked?.get('scope')).toContain('DeviceManagementManagedDevices.PrivilegedOperations.All')
    expect(JSON.parse(asked?.get('claims') ?? '{}')).toMatchObject({ id_token: { auth_time: { essential: true } } })
  })
  it('has no token while it waits', async () => {
    await the.session.signIn()
    the.person.comes = false
    let during = ''
    the.person.onOpen = () => {
      void the.session.accessToken('read').then((answer) => {
        during = codeOf(answer)
        the.session.cancelSignIn()
      })
    }
    expect(codeOf(await the.confirm())).toBe('sign-in-cancelled')
    expect(during).toBe('not-signed-in')
    expect(the.session.state().status).toBe('signed-out')
  })
  it('refuses another person, names them, and gives them no session', async () => {
    await the.session.signIn()
    the.person.upn = jonas
    expect(await the.confirm()).toMatchObject({ status: 'refused', code: 'wrong-person', otherPerson: { upn: jonas } })
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'wrong-person' })
    expect(codeOf(await the.session.accessToken('read'))).toBe('not-signed-in')
  })
  it.each([
    ['never', 'auth-time-missing'],
    ['stale', 'auth-time-stale'],
    ['future', 'auth-time-in-future'],
  ] as const)('refuses when the tenant’s auth_time is %s', async (authTime, code) => {
    await the.session.signIn()
    await tenantProcess.control({ entra: { authTime } })
    expect(codeOf(await the.confirm())).toBe(code)
  })
  it('refuses a browser session that answered without asking for the password', async () => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000, entra: { ignorePromptLogin: true } })
    the.person.upn = null
    expect(codeOf(await the.confirm())).toBe('auth-time-stale')
  })
  it('refuses when somebody took prompt=login out of the address', async () => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000 })
    the.person.upn = null
    the.person.options = { tamper: (url) => url.searchParams.delete('prompt') }
    expect(codeOf(await the.confirm())).toBe('auth-time-stale')
  })
  it('refuses when somebody took the claims out as well', async () => {
    await the.session.signIn()
    await tenantProcess.control({ advanceMs: 60_000 })
    the.person.upn = null
    the.person.options = {
      tamper: (url) => {
        url.searchParams.delete('prompt')
        url.searchParams.delete('claims')
      },
    }
    expect(codeOf(await the.confirm())).toBe('auth-time-missing')
  })
  it('ends when the five minutes run out', async () => {
    await the.session.signIn()
    the.person.comes = false
    the.person.onOpen = () => the.clock.advance(300_000)
    expect(codeOf(await the.confirm())).toBe('five-minutes-over')
  })
  it('is not stretched by setting the PC’s clock back', async () => {
    await the.session.signIn()
    the.person.comes = false
    the.person.onOpen = () => {
      the.clock.advance(300_000)
      the.clock.setWall(0)
    }
    expect(codeOf(await the.confirm())).toBe('five-minutes-over')
  })
  it('ends with the reason it was aborted for', async () => {
    await the.session.signIn()
    the.person.comes = false
    const abort = new AbortController()
    the.person.onOpen = () => abort.abort('permit-void')
    expect(codeOf(await the.session.confirmIdentity(the.me(), the.clock.monotonicMs(), 'privileged', abort.signal))).toBe('permit-void')
  })
  it('accepts no answer that comes after it has ended', async () => {
    await the.session.signIn()
    the.person.comes = false
    let late: URL | undefined
    the.person.onOpen = () => {
      late = the.opened.at(-1)
      the.clock.advance(300_000)
    }
    await the.confirm()
    const redirect = late?.searchParams.get('redirect_uri') ?? ''
    const answer = await fetch(redirect, { method: 'POST', body: new URLSearchParams({ code: 'x', state: late?.searchParams.get('state') ?? '' }) })
    expect(answer.status).toBe(410)
    expect(await answer.text()).toContain('did not finish')
    expect(the.session.account()).toBeNull()
  })
})

describe('signing out', () => {
  it('forgets the tokens and ends what is waiting', async () => {
    await the.session.signIn()
    the.session.signOut()
    expect(the.session.state()).toEqual({ status: 'signed-out', code: null })
    expect(codeOf(await the.session.accessToken('read'))).toBe('not-signed-in')
  })
})

describe('with one app registration to read and another to act', () => {
  const scopesOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { scp: string }).scp
  const tokenOf = (answer: { status: string; token?: string; privilegedToken?: string }): string => answer.token ?? answer.privilegedToken ?? ''
  beforeEach(async () => {
    const { readingClientId, actingClientId } = tenantProcess.address
    the = setUp({ clientId: readingClientId, actionClientId: actingClientId })
    await the.session.signIn()
  })

  it('reads with a token that cannot act, however it is asked for', async () => {
    const read = await the.session.accessToken('read')
    expect(scopesOf(tokenOf(read))).toContain('DeviceManagementManagedDevices.Read.All')
    expect(scopesOf(tokenOf(read))).not.toMatch(/Privileged|ReadWrite/)
    expect(the.opened).toHaveLength(1)
  })
  it('acts with the token of the step-up, which can do nothing else, and reads on with its own', async () => {
    const before = tokenOf(await the.session.accessToken('read'))
    const confirmed = await the.confirm()
    expect(confirmed.status).toBe('ok')
    expect(scopesOf(tokenOf(confirmed))).toBe('DeviceManagementManagedDevices.PrivilegedOperations.All')
    expect(the.opened[1]?.searchParams.get('client_id')).toBe(tenantProcess.address.actingClientId)
    expect(the.session.account()).toMatchObject({ upn: ada, roles: ['Helpdesk.Agent'] })
    expect(tokenOf(await the.session.accessToken('read'))).toBe(before)
    expect(the.opened).toHaveLength(2)
  })
  it('is signed out when somebody else confirms', async () => {
    the.browser.cookies.clear() // in a browser of their own
    the.person.upn = jonas
    expect(codeOf(await the.confirm())).toBe('wrong-person')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'wrong-person' })
    expect(codeOf(await the.session.accessToken('read'))).toBe('not-signed-in')
  })
  it('signs in to act for an action without a step-up: once for each, and the browser answers by itself', async () => {
    const first = await the.session.actionToken('read-write')
    expect(scopesOf(tokenOf(first))).toBe('DeviceManagementManagedDevices.ReadWrite.All')
    expect(the.opened[1]?.searchParams.get('prompt')).toBeNull()
    expect(the.opened[1]?.searchParams.get('login_hint')).toBe(ada)
    const second = await the.session.actionToken('privileged')
    expect(scopesOf(tokenOf(second))).toBe('DeviceManagementManagedDevices.PrivilegedOperations.All')
    expect(the.opened).toHaveLength(3)
    expect(the.session.account()).toMatchObject({ upn: ada })
  })
  it('takes no token to act from somebody else’s sign-in', async () => {
    the.browser.cookies.clear()
    the.person.upn = jonas
    expect(codeOf(await the.session.actionToken('privileged'))).toBe('wrong-person')
    expect(the.session.account()).toMatchObject({ upn: ada })
  })
  it('leaves nobody signed in when the session ends during a step-up', async () => {
    the.person.onOpen = () => setImmediate(() => the.session.signOut())
    the.person.comes = false
    expect(codeOf(await the.confirm())).toBe('sign-in-cancelled')
    expect(codeOf(await the.session.accessToken('read'))).toBe('not-signed-in')
  })
})
