import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSession } from '../../../src-main/sign-in/session.ts'
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
const jonas = 'jonas.lindqvist@practice.example'
const longStall = { kind: 'delay', delayMs: 5000 } as const

/** The real session against the real tenant; `onFetch` sees each request of the session just before it leaves. */
function setUp() {
  const { address } = tenantProcess
  const tenant: Tenant = { ...address, name: 'Practice tenant', isPractice: true }
  const clock = createMovableClock()
  const browser = createPracticeBrowser()
  const opened: string[] = []
  const script = {
    upn: ada,
    tenant: async (): Promise<Answer<{ tenant: Tenant }>> => ({ status: 'ok', tenant }),
    onFetch: (_url: string): Promise<void> | undefined => undefined,
    openInBrowser: async (url: string): Promise<void> => {
      opened.push(url)
      void signInThroughPage(url, script.upn, { browser }).catch(() => undefined)
    },
  }
  const session = createSession({
    tenant: () => script.tenant(),
    fetch: async (input, init) => {
      await script.onFetch(input instanceof Request ? input.url : input.toString())
      return fetch(input, init)
    },
    clock,
    openInBrowser: (url) => script.openInBrowser(url),
    onChanged: () => undefined,
    onProblem: () => undefined,
  })
  const me = (): Account => {
    const account = session.account()
    if (account === null) throw new Error('nobody is signed in')
    return account
  }
  const confirm = (signal = new AbortController().signal) => session.confirmIdentity(me(), clock.monotonicMs(), 'privileged', signal)
  return { clock, opened, script, session, me, confirm }
}
let the: ReturnType<typeof setUp>
beforeEach(() => (the = setUp()))
afterEach(() => tenantProcess.control({ reset: true }))
const codeOf = (answer: { status: string; code?: string }): string => answer.code ?? answer.status

describe('a sign-in that breaks', () => {
  it('ends with a code when the search for the tenant throws, and can be tried again', async () => {
    const { tenant } = the.script
    the.script.tenant = () => Promise.reject(new Error('no such module'))
    expect(codeOf(await the.session.signIn())).toBe('sign-in-failed')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'sign-in-failed' })
    the.script.tenant = tenant
    expect(codeOf(await the.session.signIn())).toBe('ok')
  })
  it('does not leave a confirmation waiting for ever either', async () => {
    await the.session.signIn()
    the.script.tenant = () => Promise.reject(new Error('no such module'))
    expect(codeOf(await the.confirm())).toBe('sign-in-failed')
    expect(the.session.state()).toEqual({ status: 'signed-out', code: 'sign-in-failed' })
  })
  it('ends with a code when no browser can be opened', async () => {
    the.script.openInBrowser = () => Promise.reject(new Error('no application is registered'))
    expect(codeOf(await the.session.signIn())).toBe('browser-unavailable')
    expect(the.session.state().status).toBe('signed-out')
  })
  it('says that the tenant cannot be reached when the code cannot be exchanged', async () => {
    await tenantProcess.control({ faults: [{ match: { path: '/token', times: 'always' }, kind: 'reset' }] })
    expect(codeOf(await the.session.signIn())).toBe('tenant-unreachable')
  })
  it('ends at once when it is cancelled before the identity provider has answered, and opens no page', async () => {
    await tenantProcess.control({ faults: [{ match: { path: 'openid-configuration', times: 'always' }, ...longStall }] })
    let settled = false
    the.script.onFetch = () => {
      setImmediate(() => the.session.cancelSignIn())
      return undefined
    }
    const answer = await Promise.race([
      the.session.signIn().finally(() => (settled = true)),
      new Promise<{ status: string }>((resolve) => setTimeout(() => resolve({ status: 'still waiting' }), 2000)),
    ])
    expect(codeOf(answer)).toBe('sign-in-cancelled')
    expect(settled).toBe(true)
    expect(the.opened).toEqual([])
  })
  it('opens no page when it is cancelled while it finds out where', async () => {
    the.script.onFetch = (url) => {
      if (url.includes('openid-configuration')) the.session.cancelSignIn()
      return undefined
    }
    expect(codeOf(await the.session.signIn())).toBe('sign-in-cancelled')
    the.script.onFetch = () => undefined
    // By the time that a whole sign-in has gone by, the cancelled one would have opened its page too.
    expect(codeOf(await the.session.signIn())).toBe('ok')
    expect(the.opened).toHaveLength(1)
  })
  it('makes no session when it is cancelled while the keys are read, the last thing to wait for', async () => {
    the.script.onFetch = (url) => {
      if (url.includes('keys') || url.includes('jwks')) the.session.cancelSignIn()
      return undefined
    }
    expect(codeOf(await the.session.signIn())).toBe('sign-in-cancelled')
    expect(the.session.account()).toBeNull()
  })
})

/** The first person's renewal hangs; they sign out and Jonas signs in. */
async function someoneElseWhileRenewing() {
  await the.session.signIn()
  let release: () => void = () => undefined
  the.script.onFetch = () => new Promise<void>((resolve) => (release = resolve))
  const hanging = the.session.accessToken('rejected')
  await new Promise((resolve) => setImmediate(resolve))
  the.script.onFetch = () => undefined
  the.session.signOut()
  the.script.upn = jonas
  expect(codeOf(await the.session.signIn())).toBe('ok')
  return { hanging, answerAtLast: () => release() }
}

describe('the next person', () => {
  it('gets a token of their own while the last person’s renewal still hangs', async () => {
    const { hanging, answerAtLast } = await someoneElseWhileRenewing()
    expect(codeOf(await the.session.accessToken('rejected'))).toBe('ok')
    answerAtLast()
    expect(codeOf(await hanging)).toBe('not-signed-in')
    expect(the.me().upn).toBe(jonas)
  })
  it('stays signed in when the tenant says at last that the session of the one before has ended', async () => {
    const { hanging, answerAtLast } = await someoneElseWhileRenewing()
    await tenantProcess.control({ person: { upn: ada, revokeSessions: true } })
    answerAtLast()
    expect(codeOf(await hanging)).toBe('session-ended')
    expect(the.me().upn).toBe(jonas)
  })
})

describe('two renewals at once', () => {
  it('go one after the other: a refresh token that is used twice would look stolen', async () => {
    await the.session.signIn()
    await the.confirm()
    const both = await Promise.all([the.session.accessToken('read'), the.session.accessToken('rejected')])
    expect(both.map(codeOf)).toEqual(['ok', 'ok'])
    expect(the.session.state().status).toBe('signed-in')
  })
})

describe('the token that may act', () => {
  it('is handed to the attempt alone: reads go on with a token that cannot act', async () => {
    await the.session.signIn()
    const proved = await the.confirm()
    const everyday = await the.session.accessToken('read')
    if (proved.status === 'refused' || everyday.status === 'refused') throw new Error('refused')
    const scopesOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { scp: string }).scp
    expect(scopesOf(proved.privilegedToken)).toContain('PrivilegedOperations')
    expect(scopesOf(everyday.token)).not.toContain('PrivilegedOperations')
    expect(scopesOf(everyday.token)).toContain('DeviceManagementManagedDevices.Read.All')
    expect(await the.session.accessToken('read')).toEqual(everyday)
  })
})
