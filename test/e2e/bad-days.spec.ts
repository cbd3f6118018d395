import { mkdtempSync, rmSync, writeFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
import { startTenantProcess } from '../factories/practice-tenant.ts'
import type { TenantProcess } from '../factories/practice-tenant.ts'
import { eventually, sitDown } from './harness/agent.ts'
import type { Agent } from './harness/agent.ts'
import { launchBrowser } from './harness/browser.ts'
import { launchConsole } from './harness/console.ts'
import type { RunningConsole } from './harness/console.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'

let browser: Browser
let tenant: TenantProcess
let profile: string
let running: RunningConsole
let agent: Agent

beforeAll(async () => {
  ;[browser, tenant] = await Promise.all([launchBrowser(), startTenantProcess({ devices: 300 })])
})
afterAll(async () => {
  await Promise.all([browser.close(), tenant.stop()])
})
beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'helpdesk-bad-day-'))
  await tenant.control({ reset: true })
  await tenant.clearJournal()
})
afterEach(async () => {
  await agent.page.context().close()
  await running.stop()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function start(): Promise<void> {
  running = await launchConsole({ tenant: tenant.address, userDataDir: profile })
  agent = await sitDown(running, browser)
}
const resetsReceived = async () => (await tenant.journal()).filter(({ part, method }) => part === 'graph' && method !== 'GET')
const outcome = () => agent.page.getByRole('complementary', { name: 'Device details' }).getByRole('region', { name: 'Passcode reset' })
const dialogText = () => agent.dialog().innerText()

async function toWarning(): Promise<void> {
  await start()
  await agent.signIn('Priya Raman')
  await agent.openDevice('Rehearsal iPhone')
  await agent.reachWarning('Priya Raman')
}
/** The newest attempt's story, as a person with the supervisor's role reads it from the console itself. */
async function newestStory(): Promise<readonly { readonly kind: string; readonly code?: string }[]> {
  return agent.page.evaluate(async (filter) => {
    const page = await window.helpdesk.audit.attempts({ filter, window: { offset: 0, limit: 1 }, beside: null, scope: 'desk' })
    const attemptId = page.status === 'ok' ? page.page.attempts[0]?.attemptId : undefined
    if (attemptId === undefined) return []
    const story = await window.helpdesk.audit.story({ attemptId, deskId: null })
    return story.status === 'ok' ? (story.entries as never) : []
  }, everyAttempt)
}

describe('the wrong sign-in', () => {
  it('refuses another person, signs them out, and writes who it was', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await agent.beginReset()
    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    await agent.finishSignIn('Jonas Lindqvist')
    await eventually(dialogText).toMatch(/somebody else|another person|not the same person|different person/i)
    expect(await dialogText()).toMatch(/Nothing was sent/)
    await agent.dialog().getByRole('button', { name: 'Close' }).click()
    await agent.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await resetsReceived()).toEqual([])
    await agent.signIn('Sofia Marchetti')
    await agent.page.getByRole('link', { name: 'Audit log' }).click()
    const row = agent.page.getByRole('row').filter({ hasText: 'Ada Okafor' })
    await row.getByRole('button').first().click()
    await eventually(() => agent.page.getByRole('main').innerText()).toContain('Jonas Lindqvist')
  })

  it.each([
    ['no auth_time', { entra: { authTime: 'never' } }],
    ['a stale auth_time', { entra: { authTime: 'stale' } }],
    ['an auth_time in the future', { entra: { authTime: 'future' } }],
  ] as const)('refuses a token with %s and lets the agent try again', async (_what, order) => {
    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await agent.beginReset()
    await tenant.control(order)
    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    await agent.finishSignIn('Ada Okafor')
    await eventually(dialogText).toMatch(/Nothing was sent/)
    await tenant.control({ entra: { authTime: 'on-request' } })
    await agent.dialog().getByRole('button', { name: /try again/i }).click()
    await agent.finishSignIn('Ada Okafor')
    await agent.dialog().getByRole('heading', { name: /about to be removed/ }).waitFor()
    expect(await resetsReceived()).toEqual([])
  })

  it('ends when the sign-in page is closed and the agent cancels', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await agent.beginReset()
    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    await (await agent.openSignInPage()).close()
    await agent.dialog().getByRole('button', { name: 'open the sign-in page again' }).click()
    await (await agent.openSignInPage()).close()
    await agent.dialog().getByRole('button', { name: 'Cancel' }).click()
    await agent.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await resetsReceived()).toEqual([])
  })
})

describe('the five minutes', () => {
  it('run out while the sign-in page is open', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await agent.beginReset()
    await agent.dialog().getByRole('button', { name: 'Sign out', exact: true }).click()
    const tab = await agent.openSignInPage()
    await running.advanceClock(300_000)
    await tenant.control({ advanceMs: 300_000 })
    await eventually(dialogText).toMatch(/five minutes/i)
    await eventually(dialogText).toMatch(/Nothing was sent/)
    // Whoever finishes the page now finds nobody listening.
    await tab.getByRole('button', { name: /^Sign in as Ada Okafor/ }).click().catch(() => undefined)
    await eventually(async () => agent.dialog().getByRole('button', { name: 'Reset passcode' }).count()).toBe(0)
    expect(await resetsReceived()).toEqual([])
  })

  it('run out while the warning is read, whatever the PC’s clock is set to', async () => {
    await toWarning()
    await running.setWallOffset(-3_600_000)
    await running.advanceClock(299_000)
    await agent.dialog().getByRole('heading', { name: /about to be removed/ }).waitFor()
    await running.advanceClock(1000)
    await eventually(dialogText).toMatch(/Nothing was sent/)
    expect(await agent.dialog().getByRole('button', { name: 'Reset passcode', exact: true }).count()).toBe(0)
    expect(await resetsReceived()).toEqual([])
    expect((await newestStory()).map(({ kind }) => kind)).toEqual(['attempt', 'fresh-sign-in', 'refusal'])
  })

  it.each(['lock-screen', 'suspend'] as const)('do not outlive %s', async (event) => {
    await toWarning()
    await running.power(event)
    await eventually(dialogText).toMatch(/Nothing was sent/)
    expect((await newestStory()).at(-1)).toMatchObject({ kind: 'refusal', code: 'permit-void' })
    expect(await resetsReceived()).toEqual([])
  })

  it('do not outlive signing out', async () => {
    await toWarning()
    await agent.page.evaluate(() => window.helpdesk.session.signOut())
    await eventually(dialogText).toMatch(/Nothing was sent/)
    expect(await agent.dialog().getByRole('button', { name: 'Reset passcode', exact: true }).count()).toBe(0)
  })

  it('do not outlive quitting, and the log says so', async () => {
    await toWarning()
    await running.stop()
    await agent.page.context().close()
    await start()
    await agent.signIn('Priya Raman')
    expect((await newestStory()).at(-1)).toMatchObject({ kind: 'refusal', stage: 'warning', code: 'permit-void' })
    expect(await resetsReceived()).toEqual([])
  })

  it('do not outlive a reload of the page', async () => {
    await toWarning()
    await agent.page.reload()
    await agent.page.getByRole('searchbox', { name: /Search devices/ }).waitFor()
    await eventually(async () => (await newestStory()).at(-1)).toMatchObject({ kind: 'refusal', code: 'permit-void' })
    expect(await resetsReceived()).toEqual([])
  })
})

describe('a device that is not what it was', () => {
  it('stops when it has changed hands between showing and acting', async () => {
    await toWarning()
    await tenant.control({ device: { id: scenarioDeviceIds.iPhone, patch: { userId: '00000000-5eed-4000-9000-0000000000ff', userPrincipalName: 'somebody.else@practice.example' } } })
    await agent.confirmReset()
    await eventually(dialogText).toMatch(/changed/i)
    expect(await resetsReceived()).toEqual([])
    expect((await newestStory()).at(-1)).toMatchObject({ kind: 'refusal', code: 'device-changed' })
  })
  it('stops when it has vanished', async () => {
    await toWarning()
    await tenant.control({ removeDevice: scenarioDeviceIds.iPhone })
    await agent.confirmReset()
    await eventually(dialogText).toMatch(/no longer has this device/)
    expect(await resetsReceived()).toEqual([])
    expect((await newestStory()).at(-1)).toMatchObject({ kind: 'refusal', code: 'device-not-found' })
  })
})

describe('a bad answer to the request', () => {
  const post = { method: 'POST', path: 'resetPasscode' }
  it.each([
    ['401', { kind: 'status', status: 401 }, 'graph-unauthorized'],
    ['403', { kind: 'status', status: 403 }, /graph-missing-(role|scope)/],
    ['404', { kind: 'status', status: 404 }, 'device-not-found'],
    ['429 with Retry-After', { kind: 'throttle', retryAfter: 10 }, 'graph-throttled'],
    ['429 without Retry-After', { kind: 'throttle', retryAfter: null }, 'graph-throttled'],
    ['400', { kind: 'status', status: 400 }, 'graph-rejected'],
  ] as const)('says no after %s, sends it once and never again', async (_what, fault, code) => {
    await toWarning()
    await tenant.control({ faults: [{ match: post, ...fault }] })
    await agent.confirmReset()
    await agent.dialog().getByRole('heading', { name: 'The passcode reset has stopped' }).waitFor()
    expect(await dialogText()).not.toMatch(/Nothing was sent/)
    await eventually(async () => (await newestStory()).at(-1)).toMatchObject({ kind: 'answer', result: 'refused' })
    expect((await newestStory()).at(-1)?.code).toMatch(code)
    expect(await resetsReceived()).toHaveLength(1)
  })

  it.each([
    ['a connection that is cut after it was received', { kind: 'reset' }],
    ['a 500 after it was done', { kind: 'status-after', status: 500 }],
    ['a web page after it was done', { kind: 'html-after' }],
  ] as const)('does not know after %s, asks the device, and learns that it was done', async (_what, fault) => {
    await toWarning()
    await tenant.control({ faults: [{ match: post, ...fault }] })
    await agent.confirmReset()
    await eventually(async () => (await newestStory()).find(({ kind }) => kind === 'answer')).toMatchObject({ result: 'unknown', code: 'graph-silent' })
    await tenant.control({ advanceMs: 60_000 })
    await eventually(() => outcome().innerText()).toMatch(/Done/)
    expect((await newestStory()).at(-1)).toMatchObject({ kind: 'outcome', state: 'done' })
    expect(await resetsReceived()).toHaveLength(1)
  })

  it('does not know after a 503, finds no trace at the device, and never sends again', async () => {
    await toWarning()
    await tenant.control({ faults: [{ match: post, kind: 'status', status: 503 }] })
    await agent.confirmReset()
    await eventually(() => outcome().innerText()).toMatch(/Unknown|not certain|unclear/i)
    expect(await resetsReceived()).toMatchObject([{ status: 503 }])
    for (let look = 0; look < 8; look += 1) {
      const seen = (await tenant.journal()).length
      await running.advanceClock(130_000)
      await eventually(async () => (await tenant.journal()).length > seen || /never showed/i.test(await outcome().innerText())).toBe(true)
    }
    await eventually(async () => (await newestStory()).at(-1)).toMatchObject({ kind: 'outcome', state: 'unknown', code: 'no-record' })
    expect(await resetsReceived()).toHaveLength(1)
  })
})

describe('killed between the intent and the answer', () => {
  it('says at the next start that nobody knows, asks the device, and never sends again', async () => {
    await toWarning()
    await tenant.control({ faults: [{ match: { method: 'POST', path: 'resetPasscode' }, kind: 'stall-after' }] })
    await agent.confirmReset()
    await eventually(resetsReceived).toHaveLength(1)
    await running.kill9()
    await agent.page.context().close()

    await start()
    await agent.signIn('Priya Raman')
    expect((await newestStory()).map(({ kind }) => kind)).toEqual(['attempt', 'fresh-sign-in', 'intent', 'answer'])
    expect((await newestStory()).at(-1)).toMatchObject({ result: 'unknown', code: 'interrupted' })
    await tenant.control({ advanceMs: 60_000 })
    await eventually(async () => (await newestStory()).at(-1)).toMatchObject({ kind: 'outcome', state: 'done' })
    expect(await resetsReceived()).toMatchObject([{ effect: { accepted: true }, answer: 'stalled' }])
  })
})

describe('a console that cannot write', () => {
  it('lets nobody act when the log is damaged, and says so', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    await running.stop()
    await agent.page.context().close()
    const folder = join(profile, 'audit', 'practice')
    for (const name of readdirSync(folder)) if (name !== 'audit.db') rmSync(join(folder, name))
    writeFileSync(join(folder, 'audit.db'), 'this is no log')

    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await eventually(() => agent.page.locator('body').innerText()).toMatch(/audit log/i)
    expect(await agent.page.evaluate(() => window.helpdesk.attempts.begin({
      deviceId: '00000000-5eed-4000-8000-000000000001', parameters: { action: 'reset-passcode' }, ticket: '', reason: '', recoveryPin: null, completes: null,
    })))
      .toMatchObject({ status: 'refused', code: expect.stringMatching(/^audit-/) as string })
    expect(await resetsReceived()).toEqual([])
  })

  it('starts with defaults when the preferences are corrupt, and keeps the old file', async () => {
    writeFileSync(join(profile, 'preferences.json'), '{"preferences": {"theme": "da')
    await start()
    await agent.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await agent.page.locator('body').innerText()).toMatch(/preferences/i)
    expect(readdirSync(profile).filter((name) => name.startsWith('preferences.unreadable-'))).toHaveLength(1)
  })
})

describe('a tenant in trouble', () => {
  it('lists devices through 429, 504, an expired page and rows that nobody can read, and follows no foreign link', async () => {
    await tenant.control({ faults: [
      { match: { path: '/managedDevices?' }, kind: 'throttle', retryAfter: 0 },
      { match: { path: '/managedDevices?', nth: 2 }, kind: 'status', status: 504 },
      { match: { path: '/managedDevices?', nth: 3 }, kind: 'bad-row' },
    ] })
    await start()
    await agent.signIn('Ada Okafor')
    await eventually(() => agent.page.getByRole('status', { name: 'Matches' }).innerText(), 40_000).toMatch(/^\d{2,} devices/)
    await tenant.control({ faults: [{ match: { path: '/managedDevices?', times: 'always' }, kind: 'foreign-next-link', host: '127.0.0.1:9' }] })
    await agent.page.getByRole('button', { name: 'Refresh' }).click()
    await eventually(async () => agent.page.evaluate(() => window.helpdesk.directory.status())).toMatchObject({ directory: { phase: 'failed', code: 'graph-foreign-link' } })
    expect(await agent.page.getByRole('row').count()).toBeGreaterThan(5)
  })

  it('asks to sign in again when the tenant has ended the session', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    await agent.openDevice('Rehearsal iPhone')
    await tenant.control({ person: { upn: 'ada.okafor@practice.example', revokeSessions: true, revokeAccessTokens: true } })
    await agent.page.getByRole('button', { name: 'Read this device again' }).click()
    await agent.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await agent.page.locator('body').innerText()).toMatch(/session/i)
  })
})

describe('a page that has been taken over', () => {
  it('gets refusals for rubbish and can claim nothing', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    const answers = await agent.page.evaluate(async (filter) => {
      const { attempts, bulk, device, directory, audit, app } = window.helpdesk
      const any = (value: unknown): never => value as never
      const id = '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f'
      return Promise.all([
        attempts.send({ attemptId: id, typed: null }),
        attempts.send(any({ attemptId: id, typed: null, permit: 'x', isFresh: true })),
        attempts.begin(any({ deviceId: '../../users', parameters: { action: 'reset-device' }, ticket: '', reason: '', recoveryPin: null, completes: null })),
        attempts.begin(any({ deviceId: id, parameters: { action: 'format-disk' }, ticket: '', reason: '', recoveryPin: null, completes: null })),
        bulk.begin(any({ action: 'reset-passcode', deviceIds: [id] })),
        bulk.start({ runId: id, ticket: '', reason: '' }),
        device.open(any('x')),
        directory.query(any({ text: 1 })),
        audit.attempts({ filter, window: { offset: 0, limit: 10 }, beside: null, scope: 'desk' }),
        app.openLink(any({ link: 'https://evil.example' })),
        app.openLink({ link: 'rule-source', ruleId: 'https://evil.example' }),
      ])
    }, everyAttempt)
    expect(answers.map((answer) => answer.status === 'refused' ? answer.code : answer.status)).toEqual([
      'attempt-unknown', 'invalid-request', 'invalid-request', 'invalid-request', 'invalid-request', 'bulk-unknown', 'invalid-request', 'invalid-request', 'not-allowed',
      'invalid-request', 'link-not-allowed',
    ])
    expect(await resetsReceived()).toEqual([])
  })
  it('has no network, no Node, and no way to run a string', async () => {
    await start()
    const found = await agent.page.evaluate(async (graph) => ({
      globals: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      fetched: await fetch(graph).then(() => true, () => false),
      // In a task of the page's own: what the test driver itself evaluates is exempt from the policy.
      evaluated: await new Promise((resolve) => setTimeout(() => {
        try {
          resolve((0, eval)('1 + 1') === 2)
        } catch {
          resolve(false)
        }
      })),
    }), tenant.address.graphBaseUrl)
    expect(found).toEqual({ globals: [], fetched: false, evaluated: false })
  })
})

describe('a second copy', () => {
  it('ends at once and leaves the first one alone', async () => {
    await start()
    await agent.signIn('Ada Okafor')
    const second = await launchConsole({ tenant: tenant.address, userDataDir: profile }).then(() => 'started', () => 'ended')
    expect(second).toBe('ended')
    await agent.openDevice('Rehearsal iPhone')
  })
})
