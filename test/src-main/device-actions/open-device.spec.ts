import { describe, expect, it } from 'vitest'
import { createDeviceReader } from '../../../src-main/device-actions/open-device.ts'
import { createPermissions } from '../../../src-main/device-actions/permissions.ts'
import type { DeviceActionResult } from '../../../src-main/graph/action-results.ts'
import { resetPasscodePermission } from '../../../src-main/policy/availability.ts'
import type { Account } from '../../../src-shared/session.ts'
import { aDevice } from '../../factories/device.ts'
import { createMovableClock } from '../../factories/movable-clock.ts'

const ada: Account = { oid: 'ada', tid: 't', displayName: 'Ada', upn: 'ada@practice.example', roles: ['Helpdesk.Agent'] }
const result = (actionState: string, isResetPasscode = true): DeviceActionResult => ({
  actionName: 'x', isResetPasscode, actionState, startDateTime: '2026-11-20T00:00:00Z', lastUpdatedDateTime: null, errorCode: null, hasPasscode: false,
})

async function resetOf({ roles = ada.roles, results = [] as readonly DeviceActionResult[] }: { roles?: Account['roles']; results?: readonly DeviceActionResult[] }) {
  const reader = createDeviceReader({
    account: () => ({ ...ada, roles }),
    readDevice: async () => ({ status: 'ok', device: aDevice(), actionResults: results }),
    readPermissions: async () => ({ status: 'ok', permissions: [resetPasscodePermission] }),
    audit: { checkWritable: () => ({ status: 'ok' }) },
    profile: () => 'graph-admin',
    isPolicyValid: () => true,
    inFlight: () => [],
    countNamed: async () => 1,
  })
  const answer = await reader.open(aDevice().id)
  return answer.status === 'ok' ? answer.opened.availability['reset-passcode'] : answer
}

describe('a device that is opened', () => {
  it('can be reset by an agent', async () => {
    expect(await resetOf({})).toMatchObject({ status: 'available' })
  })
  it('cannot be reset by a supervisor, whatever Intune allows them', async () => {
    expect(await resetOf({ roles: ['Helpdesk.Supervisor'] })).toMatchObject({ status: 'unavailable', reason: 'missing-permission' })
  })
  it.each(['pending', 'active'])('waits for a reset that Intune says is %s, whoever sent it', async (state) => {
    expect(await resetOf({ results: [result(state)] })).toMatchObject({ status: 'unavailable', reason: 'action-in-flight' })
  })
  it.each([result('done'), result('pending', false)])('does not wait for what has ended, nor for another action', async (found) => {
    expect(await resetOf({ results: [found] })).toMatchObject({ status: 'available' })
  })
})

describe('what Intune allows', () => {
  it('is asked once a minute, and anew for the next person', async () => {
    const clock = createMovableClock()
    let account = ada
    let reads = 0
    const permissions = createPermissions({ clock, account: () => account, read: async () => (reads += 1, { status: 'ok', permissions: [account.oid] }) })
    await permissions.read()
    expect(await permissions.read()).toMatchObject({ permissions: ['ada'] })
    expect(reads).toBe(1)
    account = { ...ada, oid: 'bob' }
    expect(await permissions.read()).toMatchObject({ permissions: ['bob'] })
    clock.advance(60_001)
    await permissions.read()
    expect(reads).toBe(3)
  })
})
