import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPolicyFile } from '../../../src-main/settings/policy-file.ts'
import { createSetup } from '../../../src-main/setup/setup.ts'
import type { SetupFinding, SetupRequest, SetupRun, SetupStep, SetupStepName } from '../../../src-shared/setup.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'
import { createPracticeBrowser, signInThroughPage } from '../../factories/practice-sign-in.ts'
import { startTenantProcess } from '../../factories/practice-tenant.ts'
import type { TenantProcess } from '../../factories/practice-tenant.ts'

let tenant: TenantProcess
let folder: string
beforeAll(async () => (tenant = await startTenantProcess({ devices: 5 })))
afterAll(() => tenant.stop())
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'setup-'))))
afterEach(async () => {
  await tenant.control({ reset: true })
  await rm(folder, { recursive: true, force: true })
})

const ada = 'ada.okafor@practice.example'
const priya = 'priya.raman@practice.example'
const tom = 'tom.becker@practice.example'
const foreign = '11111111-2222-4333-8444-555555555555'

/** The real checks against the real tenant; a script stands where the administrator and the browser would be. */
function setUp(how: { upn?: string; comes?: boolean; decline?: boolean; login?: string; open?: boolean } = {}) {
  const { address } = tenant
  const browser = createPracticeBrowser()
  const runs: SetupRun[] = []
  const chosen: { file: string | null } = { file: join(folder, 'saved.json') }
  const setup = createSetup({
    hosts: () => ({ login: how.login ?? new URL(address.authority).origin, graph: address.graphBaseUrl, isPractice: true }),
    fetch, clock: createMovableClock(), onProblem: () => undefined,
    openInBrowser: async (url) => {
      if (how.comes === false) setImmediate(() => setup.cancel())
      else void signInThroughPage(url, how.upn ?? priya, { browser, decline: how.decline ?? false }).catch(() => setup.cancel())
    },
    isOpen: () => how.open ?? true,
    onChanged: (run) => runs.push(run),
    policyPath: join(folder, 'place', 'policy.json'),
    readPolicy: () => readPolicyFile(join(folder, 'place', 'policy.json')),
    chooseFile: async () => chosen.file,
  })
  const request: SetupRequest = { tenant: address.tenantId, clientId: address.clientId, actionClientId: null, cloud: 'public', tenantName: 'Contoso' }
  const check = async (change: Partial<SetupRequest> = {}): Promise<SetupRun> => {
    const answer = await setup.check({ ...request, ...change })
    if (answer.status !== 'ok') throw new Error(answer.code)
    return answer.run
  }
  return { setup, runs, chosen, request, check }
}
const stepOf = (run: SetupRun, name: SetupStepName): SetupStep => {
  const step = run.steps.find((one) => one.name === name)
  if (step === undefined) throw new Error(`no step ${name}`)
  return step
}
const twoClients = () => ({ clientId: tenant.address.readingClientId, actionClientId: tenant.address.actingClientId })

describe('an app registration that is as it should be', () => {
  it('passes every step, one after the other, and ends with a policy file that the console can read', async () => {
    const the = setUp()
    const run = await the.check()
    expect(run.steps.map(({ name, state, finding }) => [name, state, finding])).toEqual([
      ['discovery', 'passed', 'tenant-found'], ['sign-in', 'passed', 'signed-in'], ['scopes', 'passed', 'scopes-granted'], ['role', 'passed', 'role-there'],
      ['devices', 'passed', 'devices-counted'], ['permissions', 'passed', 'permissions-all'], ['auth-time', 'passed', 'auth-time-there'],
    ])
    expect(stepOf(run, 'devices').details[0]).toMatch(/^[1-9]\d*$/)
    expect(the.runs.filter(({ steps }) => steps.filter(({ state }) => state === 'running').length > 1)).toEqual([])
    const file = join(folder, 'policy.json')
    await writeFile(file, run.policy ?? '')
    expect(readPolicyFile(file)).toMatchObject({ status: 'ok', policy: { tenantId: tenant.address.tenantId, tenantName: 'Contoso', actionClientId: null, cloud: 'public' } })
  })
  it('passes with two clients too, of which the reading one cannot act', async () => {
    const run = await setUp().check(twoClients())
    expect(run.steps.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => 'passed'))
    expect(JSON.parse(run.policy ?? '')).toMatchObject(twoClients())
  })
  it('is tried without anything that changes something, and sends nothing but reads to Graph', async () => {
    await tenant.clearJournal()
    await setUp().check()
    const graph = (await tenant.journal()).filter(({ part }) => part === 'graph')
    expect(graph.length).toBeGreaterThan(1)
    expect(graph.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})

type Case = readonly [what: string, how: Parameters<typeof setUp>[0], request: () => Partial<SetupRequest>, control: Readonly<Record<string, unknown>>, step: SetupStepName, finding: SetupFinding, ends: 'failed' | 'warned']
const same = () => ({})
const withheld = (...withheldScopes: string[]) => ({ entra: { withheldScopes } })
const token = (graphCode: string) => ({ faults: [{ match: { path: '/token' }, kind: 'status', status: 401, graphCode }] })
const managed = 'DeviceManagementManagedDevices'

const cases: readonly Case[] = [
  ['nobody answers there', { login: 'http://127.0.0.1:9' }, same, {}, 'discovery', 'error-code', 'failed'],
  ['no such tenant', {}, () => ({ tenant: 'nowhere.example' }), {}, 'discovery', 'tenant-not-found', 'failed'],
  ['something else than a sign-in service', {}, same, { faults: [{ match: { path: 'openid-configuration' }, kind: 'wrong-json' }] }, 'discovery', 'not-a-sign-in-service', 'failed'],
  ['a page of the network', {}, same, { faults: [{ match: { path: 'openid-configuration' }, kind: 'html', status: 200 }] }, 'discovery', 'error-code', 'failed'],
  ['an application that is not in the tenant, so that its page never answers', {}, () => ({ clientId: foreign }), {}, 'sign-in', 'nobody-came', 'failed'],
  ['a sign-in page that is given up', { comes: false }, same, {}, 'sign-in', 'nobody-came', 'failed'],
  ['a sign-in that is declined on the page', { decline: true }, same, {}, 'sign-in', 'declined', 'failed'],
  ['a registration that is no public client', {}, same, token('AADSTS7000218'), 'sign-in', 'not-public', 'failed'],
  ['a redirect for single-page applications', {}, same, token('AADSTS9002327'), 'sign-in', 'wrong-platform', 'failed'],
  ['no consent at all', {}, same, token('AADSTS65001'), 'sign-in', 'not-consented', 'failed'],
  ['a refusal of which the console knows only the number', {}, same, token('AADSTS90072'), 'sign-in', 'sign-in-refused', 'failed'],
  ['a token that is not the tenant’s', {}, same, { entra: { badSignature: true } }, 'sign-in', 'error-code', 'failed'],
  ['no consent to read devices', {}, same, withheld(`${managed}.Read.All`), 'scopes', 'scopes-missing', 'failed'],
  ['no consent to act', {}, same, withheld(`${managed}.PrivilegedOperations.All`), 'scopes', 'scopes-missing', 'failed'],
  ['no consent to what only some things need', {}, same, withheld(`${managed}.ReadWrite.All`), 'scopes', 'some-scopes-missing', 'warned'],
  ['a person without a role', { upn: tom }, same, {}, 'role', 'role-missing', 'warned'],
  ['Graph that is down', {}, same, { faults: [{ match: { path: 'managedDeviceOverview', times: 'always' }, kind: 'status', status: 500 }] }, 'devices', 'error-code', 'failed'],
  ['a person without an Intune role', { upn: tom }, same, {}, 'permissions', 'permissions-none', 'warned'],
  ['a person whose Intune role covers some', { upn: ada }, same, {}, 'permissions', 'permissions-some', 'warned'],
  ['no auth_time', {}, same, { entra: { authTime: 'never' } }, 'auth-time', 'auth-time-missing', 'failed'],
  ['an acting client that may not act', {}, () => ({ ...twoClients(), actionClientId: tenant.address.readingClientId, clientId: tenant.address.clientId }), {}, 'acting', 'acting-scopes-missing', 'failed'],
  ['a reading client that may act', {}, () => ({ ...twoClients(), clientId: tenant.address.clientId }), {}, 'reading-only', 'reading-can-act', 'failed'],
]

describe('what is missing is found', () => {
  it.each(cases)('%s', async (_what, how, request, control, name, finding, ends) => {
    await tenant.control(control)
    const run = await setUp(how).check(request())
    expect(stepOf(run, name)).toMatchObject({ state: ends, finding })
    expect(run.isOver).toBe(true)
    expect(run.policy === null).toBe(run.steps.some(({ state }) => state === 'failed'))
    expect(run.steps.filter(({ state }) => state === 'waiting' || state === 'running')).toEqual([])
  })
  it('by name, and the other steps are tried all the same', async () => {
    await tenant.control({ entra: { withheldScopes: ['DeviceManagementRBAC.Read.All'], authTime: 'never' } })
    const run = await setUp().check()
    expect(stepOf(run, 'scopes').details).toEqual(['DeviceManagementRBAC.Read.All'])
    expect(run.steps.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual(['scopes', 'permissions', 'auth-time'])
  })
})

describe('the finished policy file', () => {
  it('is saved where the administrator says', async () => {
    const the = setUp()
    const run = await the.check()
    expect(await the.setup.savePolicy()).toEqual({ status: 'ok', isSaved: true })
    expect(await readFile(join(folder, 'saved.json'), 'utf8')).toBe(run.policy)
    the.chosen.file = null
    expect(await the.setup.savePolicy()).toEqual({ status: 'ok', isSaved: false })
  })
  it('is never saved to the place that counts, under no name of it', async () => {
    const the = setUp()
    await the.check()
    await mkdir(join(folder, 'place'))
    await symlink(join(folder, 'place'), join(folder, 'another-name'))
    for (const file of [join(folder, 'place', 'policy.json'), join(folder, 'another-name', 'policy.json')]) {
      the.chosen.file = file
      expect(await the.setup.savePolicy()).toMatchObject({ code: 'export-failed' })
    }
    expect(the.setup.lookAgain()).toEqual({ found: 'nothing' })
  })
  it('is none before a run has passed', async () => {
    expect(await setUp().setup.savePolicy()).toMatchObject({ code: 'not-allowed' })
  })
  it('is seen when it has been put there, with its mistake if it has one', async () => {
    const the = setUp()
    const { policy } = await the.check()
    await mkdir(join(folder, 'place'))
    await writeFile(join(folder, 'place', 'policy.json'), '{\n"tenantId": "x"\n"clientId": "y"}')
    const look = the.setup.lookAgain()
    expect(look.found === 'mistake' && look.detail).toContain('line 3')
    await writeFile(join(folder, 'place', 'policy.json'), policy ?? '')
    expect(the.setup.lookAgain()).toEqual({ found: 'policy', tenantName: 'Contoso' })
  })
})

it('nothing is tried by a console that is set up', async () => {
  const the = setUp({ open: false })
  expect(await the.setup.check(the.request)).toMatchObject({ code: 'not-allowed' })
  expect(the.runs).toEqual([])
})
