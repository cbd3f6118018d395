import { describe, expect, it } from 'vitest'
import { actionPolicies } from '../../../src-main/policy/action-policies.ts'
import { availabilityOf } from '../../../src-main/policy/availability.ts'
import type { AvailabilityFacts } from '../../../src-main/policy/availability.ts'
import type { Caution } from '../../../src-shared/availability.ts'
import { deviceActionNames, eligibilityProfiles } from '../../../src-shared/device-actions.ts'
import type { DeviceActionName, EligibilityProfile } from '../../../src-shared/device-actions.ts'
import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceKind } from '../../../src-shared/device.ts'
import { aDeviceOfKind } from '../../factories/device-of-kind.ts'
import { expectedAvailability } from '../../factories/expected-availability.ts'
import { allPermissions, facts } from './availability-facts.ts'

const inEveryProfile = eligibilityProfiles.flatMap((profile) => deviceActionNames.map((action) => [profile, action] as const))
const removals = ['remove', 'reset-device', 'delete-record'] as const

describe('what the documents say for each kind of device', () => {
  it.each(inEveryProfile)('in %s, of %s', (profile, action) => {
    const said = deviceKinds.map((kind) => {
      const answer = availabilityOf(facts(aDeviceOfKind(kind), { profile }))[action]
      return [kind, answer.status === 'available' ? answer.effect : `no:${answer.reason}`]
    })
    expect(Object.fromEntries(said)).toEqual(expectedAvailability[profile][action])
  })

  it.each(inEveryProfile)('in %s, of %s, with the rule and its page, for a yes as well as a no', (profile, action) => {
    for (const kind of deviceKinds) {
      const answer = availabilityOf(facts(aDeviceOfKind(kind), { profile }))[action]
      expect(answer.source, kind).toMatchObject({ ruleId: `${action}/${profile}/${kind}`, profile })
    }
  })
})

describe('default is deny', () => {
  it.each(['watchos', '', '__proto__', 'constructor', 'toString', 'ios-personal/', 'IOS-PERSONAL'])('refuses every action for the kind "%s", which is in no table', (kind) => {
    const all = availabilityOf(facts(aDeviceOfKind('ios-automated', { kind: kind as DeviceKind })))
    for (const action of deviceActionNames) {
      expect(all[action]).toEqual({ status: 'unavailable', reason: 'kind-unknown', nextStep: 'refresh', source: null })
    }
  })

  it.each(['lenient', '', '__proto__', 'constructor', 'graph-admin/ios-personal'])('refuses every action in the profile "%s", which is in no table', (profile) => {
    const all = availabilityOf(facts(aDeviceOfKind('ios-automated'), { profile: profile as EligibilityProfile }))
    for (const action of deviceActionNames) expect(all[action]).toMatchObject({ status: 'unavailable', reason: 'kind-unknown', source: null })
  })

  it('answers for every action, and for nothing else', () => {
    expect(Object.keys(availabilityOf(facts(aDeviceOfKind('windows')))).sort()).toEqual([...deviceActionNames].sort())
  })

  it('sends the agent to the admin centre where the tenant’s v1.0 cannot tell kinds apart, because reading again would not help', () => {
    const all = availabilityOf(facts(aDeviceOfKind('unknown', { readFrom: 'v1.0' })))
    for (const action of deviceActionNames) expect(all[action]).toMatchObject({ reason: 'kind-unknown', nextStep: 'intune-admin-center' })
  })
})

describe('what stands in the way besides the tables', () => {
  const trouble: Partial<AvailabilityFacts> = {
    isAgent: false, permissions: [], policyTrouble: 'policy-invalid', auditTrouble: 'audit-unavailable', isAwaitingApproval: true, pending: ['remote-lock', 'rename', 'reset-passcode', 'sync', 'restart', 'locate', 'set-management-name'],
  }
  const lenient = { ...trouble, isAgent: true }

  it.each(deviceActionNames)('names, for %s, what changes least', (action) => {
    // A supervised iPhone can take every action.
    const reasons = (overrides: Partial<AvailabilityFacts>, state = 'managed'): string => {
      const answer = availabilityOf(facts(aDeviceOfKind('ios-automated', { managementState: state }), overrides))[action]
      return answer.status === 'unavailable' ? `${answer.reason} → ${answer.nextStep}` : 'available'
    }
    const ownRemoval = action === 'reset-device' ? 'retirePending' : 'wipePending'
    const permissions = [actionPolicies[action].permission]
    const isRemoval = removals.some((removal) => removal === action)
    const pending = [action]
    expect(reasons(trouble, ownRemoval)).toBe('removal-in-flight → wait')
    expect(reasons(trouble)).toBe('reviews-only → ask-agent')
    expect(reasons({ ...lenient, permissions: 'unknown' })).toBe('permission-unknown → refresh')
    expect(reasons(lenient)).toBe('missing-permission → ask-administrator')
    expect(reasons({ ...lenient, permissions })).toBe('policy-invalid → ask-supervisor')
    expect(reasons({ ...lenient, permissions, policyTrouble: 'policy-writable' })).toBe('policy-writable → ask-supervisor')
    expect(reasons({ ...lenient, permissions, policyTrouble: 'policy-checking' })).toBe('policy-checking → refresh')
    expect(reasons({ ...lenient, permissions, policyTrouble: null })).toBe('audit-unavailable → ask-supervisor')
    expect(reasons({ ...lenient, permissions, policyTrouble: null, auditTrouble: 'audit-unacknowledged' })).toBe('audit-unacknowledged → ask-supervisor')
    expect(reasons({ permissions, pending, isAwaitingApproval: true })).toBe(isRemoval ? 'approval-in-flight → wait' : 'action-in-flight → wait')
    expect(reasons({ permissions, pending })).toBe('action-in-flight → wait')
    expect(reasons({ permissions })).toBe('available')
  })

  it('names what the device cannot before anything else', () => {
    const windows = availabilityOf(facts(aDeviceOfKind('windows', { managementState: 'wipePending', readFrom: 'v1.0' }), trouble))
    expect(windows['remote-lock']).toMatchObject({ reason: 'platform-cannot' })
    expect(windows['reset-passcode']).toMatchObject({ reason: 'platform-cannot-reset-passcode', nextStep: 'windows-account' })
  })

  it('asks each action’s own permission: none helps another, and a star is no permission', () => {
    for (const action of deviceActionNames) {
      const others = allPermissions.filter((permission) => permission !== actionPolicies[action].permission)
      const answer = availabilityOf(facts(aDeviceOfKind('ios-automated'), { permissions: [...others, '*', `${actionPolicies[action].permission}X`] }))[action]
      expect(answer, action).toMatchObject({ reason: 'missing-permission', source: null })
    }
  })

  it('tells "you may not" apart from "this device cannot", for each kind', () => {
    for (const kind of deviceKinds) {
      const all = availabilityOf(facts(aDeviceOfKind(kind), { permissions: [] }))
      for (const action of deviceActionNames) {
        const expected = expectedAvailability['graph-admin'][action][kind]
        expect(all[action], `${action} ${kind}`).toMatchObject({ reason: expected.startsWith('no:') ? expected.slice(3) : 'missing-permission' })
      }
    }
  })
})

describe('what is under way on the device', () => {
  const openTo = (overrides: Partial<AvailabilityFacts>, managementState = 'managed'): readonly DeviceActionName[] => {
    const all = availabilityOf(facts(aDeviceOfKind('ios-automated', { managementState }), overrides))
    return deviceActionNames.filter((action) => all[action].status === 'available')
  }

  it.each(['retirePending', 'retireIssued', 'wipePending', 'wipeIssued', 'deletePending', 'WIPEPENDING'])('leaves no action while managementState is %s', (state) => {
    expect(openTo({}, state)).toEqual([])
  })

  it.each(['managed', '', 'retireFailed', 'wipeFailed', 'wipeCanceled', 'retireCanceled', 'unhealthy', 'discovered', 'unknownFutureValue'])(
    'leaves every action while managementState is "%s"', (state) => {
      expect(openTo({}, state)).toEqual([...deviceActionNames])
    })

  it.each(removals)('leaves no action while %s is pending: the others wait for it, and itself is sent already', (removal) => {
    expect(openTo({ pending: [removal] })).toEqual([])
    const all = availabilityOf(facts(aDeviceOfKind('ios-automated'), { pending: [removal] }))
    for (const action of deviceActionNames) {
      expect(all[action], action).toMatchObject({ reason: action === removal ? 'action-in-flight' : 'removal-in-flight', nextStep: 'wait', source: null })
    }
  })

  it('takes the wipe that managementState tells of for the wipe itself', () => {
    const all = availabilityOf(facts(aDeviceOfKind('windows', { managementState: 'wipeIssued' })))
    expect(all['reset-device']).toMatchObject({ reason: 'action-in-flight' })
    expect(all.remove).toMatchObject({ reason: 'removal-in-flight' })
  })

  it.each(deviceActionNames.filter((action) => !actionPolicies[action].isRemoval))('takes only %s away while it is pending', (action) => {
    expect(openTo({ pending: [action] })).toEqual(deviceActionNames.filter((other) => other !== action))
  })

  it('takes only removals away while one waits for a second administrator', () => {
    expect(openTo({ isAwaitingApproval: true })).toEqual(deviceActionNames.filter((action) => !actionPolicies[action].isRemoval))
  })

  it('warns before a removal that drops what else is pending, and before nothing else', () => {
    const all = availabilityOf(facts(aDeviceOfKind('ios-automated'), { pending: ['sync'] }))
    for (const action of deviceActionNames) {
      const answer = all[action]
      if (answer.status === 'unavailable') continue
      expect(answer.cautions.includes('cancels-pending'), action).toBe(actionPolicies[action].isRemoval)
    }
    const idle = availabilityOf(facts(aDeviceOfKind('ios-automated')))['reset-device']
    expect(idle).toMatchObject({ status: 'available', cautions: expect.not.arrayContaining(['cancels-pending']) as unknown })
  })

  it('warns before a Mac is locked again while its PIN can still be shown, and before any other action that makes Intune forget it', () => {
    const waiting = availabilityOf(facts(aDeviceOfKind('macos'), { hasWaitingPin: true }))
    const cautioned = (caution: Caution) => deviceActionNames.filter((action) => {
      const answer = waiting[action]
      return answer.status === 'available' && answer.cautions.includes(caution)
    })
    expect(cautioned('mac-pin-waiting')).toEqual(['remote-lock'])
    expect(cautioned('mac-pin-goes')).toEqual(['rename', 'remove', 'reset-device', 'sync', 'restart', 'delete-record'])
    expect(availabilityOf(facts(aDeviceOfKind('macos')))['remote-lock']).toMatchObject({ cautions: ['mac-pin-once'] })
  })
})

describe('a tenant that refuses Graph beta', () => {
  it('has every action but Rename, which is in beta only', () => {
    for (const kind of deviceKinds.filter((known) => known !== 'unknown')) {
      const beta = availabilityOf(facts(aDeviceOfKind(kind)))
      const old = availabilityOf(facts(aDeviceOfKind(kind, { readFrom: 'v1.0' })))
      for (const action of deviceActionNames) {
        if (action === 'rename' && beta.rename.status === 'available') {
          expect(old.rename, kind).toEqual({ status: 'unavailable', reason: 'needs-beta', nextStep: 'set-management-name', source: null })
        } else expect(old[action].status, `${action} ${kind}`).toBe(beta[action].status)
      }
    }
  })

  it('says so of a PC too, of which it cannot say how it is joined', () => {
    const old = availabilityOf(facts(aDeviceOfKind('windows', { readFrom: 'v1.0', joinType: '' })))
    expect(old.rename).toMatchObject({ reason: 'needs-beta', nextStep: 'set-management-name' })
    expect(old.remove).toMatchObject({ status: 'available', effect: 'pc-unjoined', cautions: expect.arrayContaining(['join-not-said']) as unknown })
  })

  it('does not offer the options of a wipe that only beta has', () => {
    const options = (kind: DeviceKind) => {
      const answer = availabilityOf(facts(aDeviceOfKind(kind, { readFrom: 'v1.0' })))['reset-device']
      return answer.status === 'available' ? answer.wipeOptions : null
    }
    expect(options('macos')).toEqual(['mac-pin'])
    expect(options('windows')).toEqual(['keep-enrollment', 'keep-user-data'])
    expect(options('ios-personal')).toEqual(['esim-plan'])
  })
})
