import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createPolicyAccess } from '../../../src-main/settings/policy-access.ts'
import type { PolicyAccess } from '../../../src-main/settings/policy-access.ts'
import { openPracticeActions, readPolicyFile } from '../../../src-main/settings/policy-file.ts'
import type { PolicyFile } from '../../../src-main/settings/policy-file.ts'
import { actionsInForce, profileInForce, shownRules } from '../../../src-main/settings/policy-in-force.ts'

// electron-store is conf with Electron's folder for it, which specs give themselves.
vi.mock('electron-store', async () => {
  const { default: Conf } = await import('conf')
  return {
    default: class extends Conf {
      constructor({ name, ...rest }: { name: string; cwd: string }) {
        super({ configName: name, ...rest })
      }
    },
  }
})
const { openPreferencesStore } = await import('../../../src-main/settings/preferences-store.ts')

const example = JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/policy.example.json'), 'utf8')) as object
function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'policy-in-force-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
function aPolicy(change: object = {}): PolicyFile {
  const file = join(aFolder(), 'policy.json')
  writeFileSync(file, JSON.stringify({ ...example, ...change }))
  return readPolicyFile(file)
}

describe('what a person prefers', () => {
  /** Everything of a policy, written into the file of preferences by hand. */
  async function preferencesOf(change: object) {
    const folder = aFolder()
    const store = openPreferencesStore(folder, () => undefined)
    expect(await store.save({ ...store.read(), practiceProfile: 'company-portal', ...change })).not.toBeNull()
    return openPreferencesStore(folder, () => undefined).read()
  }
  it('never overrides the policy', async () => {
    const actions = { stepUp: ['sync'], ticket: { required: true, pattern: 'INC\\d+', example: 'INC1' }, brakes: { agentPerHour: 1 } }
    const preferences = await preferencesOf({ ...example, eligibilityProfile: 'company-portal', actions: { stepUp: [], ticket: { required: false }, brakes: { agentPerHour: null } } })
    const policy = aPolicy({ actions })
    expect(profileInForce(policy, preferences)).toBe('graph-admin')
    expect(actionsInForce(policy, { stepUp: [], ticket: { required: false, pattern: null, example: '' }, brakes: { agentPerHour: null, agentPerDay: null, machinePerHour: null, machinePerDay: null } })).toMatchObject({
      stepUp: ['sync'], isTicketRequired: true, brakes: { agentPerHour: 1, agentPerDay: 60 }, shown: { stepUp: ['sync'], isTicketRequired: true, ticketExample: 'INC1' },
    })
    for (const key of ['actions', 'eligibilityProfile', 'tenantId', 'kiosk', 'audit']) expect(preferences).not.toHaveProperty(key)
  })
  it('decides in practice alone', async () => {
    const preferences = await preferencesOf({})
    expect(profileInForce({ status: 'absent' }, preferences)).toBe('company-portal')
    expect(profileInForce({ status: 'invalid', file: 'f', detail: 'd' }, preferences)).toBe('graph-admin')
    expect(shownRules(actionsInForce({ status: 'absent' }, null))).toEqual({ stepUp: [], isTicketRequired: false, ticketExample: '' })
  })
})

describe('what actions demand in practice', () => {
  function given(text: string, isPackaged: boolean) {
    const file = join(aFolder(), 'actions.json')
    writeFileSync(file, text)
    vi.stubEnv('HELPDESK_PRACTICE_ACTIONS', file)
    onTestFinished(() => void vi.unstubAllEnvs())
    return openPracticeActions(isPackaged)
  }
  it('is nothing, or comes from a file that the environment names, but never in a packaged console', () => {
    expect(openPracticeActions(false)).toBeNull()
    expect(given('{"ticket":{"required":true}}', false)).toMatchObject({ ticket: { required: true }, brakes: { agentPerHour: 20 } })
    expect(given('{"ticket":{"required":true}}', true)).toBeNull()
    expect(() => given('{"tickets":{}}', false)).toThrow(/tickets/)
  })
})

describe('who can write the policy file', () => {
  const ask = (policy: PolicyFile, whoElse: () => Promise<string | null>) => {
    const known: PolicyAccess[] = []
    return { access: createPolicyAccess({ policy, asked: { file: 'f', isOwn: false }, whoElse, onKnown: (one) => known.push(one) }), known }
  }
  it('holds actions until it is known, and says once when it is', async () => {
    const answer = Promise.withResolvers<string | null>()
    const { access, known } = ask(aPolicy(), () => answer.promise)
    expect([access.trouble(), known]).toEqual(['policy-checking', []])
    answer.resolve(null)
    await vi.waitFor(() => expect(known).toEqual([{ status: 'administrators' }]))
    expect(access.trouble()).toBeNull()
  })
  it('holds them on where others can, or where it cannot be found out', async () => {
    const others = ask(aPolicy(), async () => 'everybody can write f (mode 666)')
    await vi.waitFor(() => expect(others.known).toEqual([{ status: 'others', permission: 'everybody can write f (mode 666)' }]))
    expect(others.access.trouble()).toBe('policy-writable')
    const unknown = ask(aPolicy(), async () => { throw new Error('no PowerShell') })
    await vi.waitFor(() => expect(unknown.known).toHaveLength(1))
    expect(unknown.access.current()).toEqual({ status: 'others', permission: 'the permissions of f cannot be read (no PowerShell)' })
    expect(unknown.access.trouble()).toBe('policy-writable')
  })
  it('is not asked of a file that is not there or cannot be used', () => {
    const never = () => { throw new Error('asked') }
    expect(ask({ status: 'absent' }, never).access.trouble()).toBeNull()
    expect(ask({ status: 'invalid', file: 'f', detail: 'd' }, never).access.trouble()).toBe('policy-invalid')
  })
})
