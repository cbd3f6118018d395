import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scenarioDeviceIds } from '../../../simulated-tenant/devices/scenario-devices.ts'
import { startTenant } from '../../../simulated-tenant/start-tenant.ts'
import type { RunningTenant } from '../../../simulated-tenant/start-tenant.ts'
import { createPracticeApplication, signIn } from '../../factories/practice-client.ts'
import type { MovableClock } from '../../factories/movable-clock.ts'
import { tenantRemote } from '../../factories/practice-tenant.ts'
import { steps } from './walk-commands.ts'
import type { Belief, Real } from './walk-commands.ts'
import { playedIdentity } from './played-identity.ts'
import type { Person, WalkIdentity } from './played-identity.ts'
import { realIdentity } from './walk-identity.ts'
import { brokenPromises, createWorld } from './walk-world.ts'

/** Always the same walks, so that a red run can be run again; WALK_SEED and WALKS take others, for a night of their own. */
const seed = Number(process.env['WALK_SEED'] ?? 20_261_124)
const walks = Number(process.env['WALKS'] ?? 1000)

/** The sign-ins of these go through the real thing, which takes its time. */
const realWalks = Number(process.env['REAL_WALKS'] ?? 150)

let tenant: RunningTenant
let folder = ''
let people: readonly Person[] = []

beforeAll(async () => {
  // Memory where there is some: the walks are about order, not about the disk.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'walks-'))
  tenant = await startTenant({ port: 0, devices: 24, seed: 7 })
  const { address } = tenant
  const wanted = ['Priya Raman', 'Ada Okafor', 'Sofia Marchetti']
  people = await Promise.all(wanted.map(async (name): Promise<Person> => {
    const person = address.people.find(({ displayName }) => displayName === name)
    if (person === undefined) throw new Error(`no ${name}`)
    const scopes = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All', 'DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementRBAC.Read.All']
    const { result } = await signIn(await createPracticeApplication(address), person.upn, { scopes })
    const roles = person.roles.filter((role): role is Person['roles'][number] => role === 'Helpdesk.Agent' || role === 'Helpdesk.Supervisor')
    return { oid: person.oid, tid: address.tenantId, upn: person.upn, displayName: name, roles, token: result.accessToken }
  }))
})
afterAll(async () => {
  await tenant.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Walks so many times; answers what the tenant received in all of them. */
async function walkAround(runs: number, identify: (clock: MovableClock) => WalkIdentity, resetFirst: boolean) {
  const { control, journal, clearJournal } = tenantRemote(tenant.address)
  const devices = [scenarioDeviceIds.iPhone, scenarioDeviceIds.androidDedicated, scenarioDeviceIds.windowsPc]
  const reached = { writes: 0, kinds: new Set<string>() }
  await fc.assert(
    fc.asyncProperty(fc.commands(steps(people, devices), { size: 'medium', maxCommands: 40 }), async (commands) => {
      await control({ reset: true, settings: { accessTokenSeconds: 86_400 } })
      const world = createWorld(folder, tenant.address.graphBaseUrl, identify)
      const [agent] = people
      if (agent === undefined) throw new Error('nobody to walk')
      if (resetFirst) await world.identity.signIn(agent, 'fresh')
      await clearJournal()
      const real: Real = { world, control, attemptId: null, waiting: null }
      const belief: Belief = { account: world.identity.session.account()?.oid ?? null, attempt: null }
      try {
        await fc.asyncModelRun(() => ({ model: belief, real }), commands)
        const entries = await journal()
        expect(brokenPromises(world.core, entries)).toEqual([])
        const writes = entries.filter(({ part, method }) => part === 'graph' && method !== 'GET')
        reached.writes += writes.length
        for (const { action } of writes) if (action !== null) reached.kinds.add(action)
      } finally {
        world.stop()
      }
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  return reached
}

it(`never sends without an intent and a valid permit, and never twice, in ${walks} random walks`, { timeout: 30 * 60_000 }, async () => {
  const reached = await walkAround(walks, (clock) => playedIdentity(clock, people[0] ?? null), false)
  // A walk that never gets anywhere would prove nothing.
  if (walks >= 100) expect(reached.writes).toBeGreaterThan(walks)
  if (walks >= 1000) expect([...reached.kinds].sort()).toEqual([
    'delete', 'locateDevice', 'rebootNow', 'remoteLock', 'resetPasscode', 'retire', 'setDeviceName', 'syncDevice', 'updateManagedDevice', 'wipe',
  ])
})

it(`does not with real sign-ins either, in ${realWalks} random walks through MSAL and the sign-in page`, { timeout: 30 * 60_000 }, async () => {
  const reached = await walkAround(realWalks, (clock) => realIdentity(clock, tenant.address), true)
  expect(reached.writes).toBeGreaterThan(realWalks / 2)
  expect([...reached.kinds]).toEqual(expect.arrayContaining(['resetPasscode', 'wipe']))
})
