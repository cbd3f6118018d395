import { describe, expect, it } from 'vitest'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import type { EligibilityProfile } from '../../../src-shared/device-actions.ts'
import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceDetails, DeviceKind } from '../../../src-shared/device.ts'
import { availabilityOf, resetPasscodePermission } from '../../../src-main/policy/availability.ts'
import type { AvailabilityFacts } from '../../../src-main/policy/availability.ts'

function aDevice(overrides: Partial<DeviceDetails> = {}): DeviceDetails {
  return {
    id: '5d1f2a0e-0000-4000-8000-000000000001', deviceName: 'Anna’s iPhone', kind: 'ios-personal', operatingSystem: 'iOS', osVersion: '18.1',
    manufacturer: 'Apple', model: 'iPhone 15', serialNumber: 'F2LXK1ABCD', imei: '', userDisplayName: 'Anna Berg',
    userPrincipalName: 'anna@practice.example', ownership: 'personal', compliance: 'compliant', lastSyncAt: '2026-11-20T08:00:00.000Z',
    managedDeviceName: 'anna_iPhone', userId: 'u1', emailAddress: '', phoneNumber: '', entraDeviceId: '', meid: '', wiFiMacAddress: '',
    deviceCategory: '', enrollmentType: 'userEnrollment', managementAgent: 'mdm', managementState: 'managed', isSupervised: false,
    isEncrypted: true, jailBroken: 'False', androidSecurityPatchLevel: '', totalStorageBytes: null, freeStorageBytes: null,
    enrolledAt: '2025-01-10T08:00:00.000Z', readAt: '2026-11-20T09:00:00.000Z', readFrom: 'beta', ...overrides,
  }
}

function facts(device: Partial<DeviceDetails> = {}, overrides: Partial<AvailabilityFacts> = {}): AvailabilityFacts {
  return {
    device: aDevice(device), profile: 'graph-admin', permissions: [resetPasscodePermission], inFlight: [],
    isPolicyValid: true, isAuditWritable: true, ...overrides,
  }
}

/** "available: effect + preconditions" or "reason → next step", for a kind at an OS version. */
function said(profile: EligibilityProfile, kind: DeviceKind, osVersion: string): string {
  const answer = availabilityOf(facts({ kind, osVersion }, { profile }))['reset-passcode']
  return answer.status === 'available'
    ? `available: ${[answer.effect, ...answer.preconditions].join(' + ')}`
    : `${answer.reason} → ${answer.nextStep}`
}

const device = 'available: temporary-device-passcode + android-passcode-policy'
const workProfile = 'available: temporary-work-profile-passcode + android-passcode-policy + work-profile-reset-token'
const ios = 'available: passcode-removed + ios-touch-id-again'

describe('what the documents say for each kind of device', () => {
  // Written out from Microsoft's pages, not from the table: [kind, OS version, graph-admin, company-portal].
  it.each<[DeviceKind, string, string, string]>([
    ['ios-personal', '18.1', ios, ios],
    ['ios-automated', '17.0', ios, ios],
    ['ios-user-enrollment', '18.1', 'user-enrollment → factory-reset', 'user-enrollment → factory-reset'],
    ['android-device-administrator', '6.0.1', 'device-administrator → factory-reset', 'device-administrator → factory-reset'],
    ['android-device-administrator', '7.0', 'device-administrator → factory-reset', 'device-administrator → factory-reset'],
    ['android-device-administrator', '13', 'device-administrator → factory-reset', 'device-administrator → factory-reset'],
    ['android-work-profile', '14', workProfile, 'work-profile-self-service → factory-reset'],
    ['android-work-profile', '8.0', workProfile, 'work-profile-self-service → factory-reset'],
    ['android-work-profile', '8', workProfile, 'work-profile-self-service → factory-reset'],
    ['android-work-profile', '7.1.2', 'work-profile-old-android → factory-reset', 'work-profile-old-android → factory-reset'],
    ['android-dedicated', '13', device, 'dedicated-self-service → factory-reset'],
    ['android-dedicated', '8.0.0', device, 'dedicated-self-service → factory-reset'],
    ['android-dedicated', '7.1', device, device],
    ['android-fully-managed', '14', `${device} + documents-disagree`, 'not-in-company-portal → intune-admin-center'],
    ['android-corporate-work-profile', '14', workProfile, 'not-in-company-portal → intune-admin-center'],
    ['android-aosp-user', '12', device, 'not-in-company-portal → intune-admin-center'],
    ['android-aosp-userless', '12', device, 'not-in-company-portal → intune-admin-center'],
    ['macos', '15.1', 'platform-cannot-reset-passcode → mac-account', 'platform-cannot-reset-passcode → mac-account'],
    ['windows', '10.0.26100.1', 'platform-cannot-reset-passcode → windows-account', 'platform-cannot-reset-passcode → windows-account'],
    ['chromeos', '130.0', 'platform-cannot-reset-passcode → ask-supervisor', 'platform-cannot-reset-passcode → ask-supervisor'],
    ['linux', '24.04', 'platform-cannot-reset-passcode → ask-supervisor', 'platform-cannot-reset-passcode → ask-supervisor'],
    ['tvos', '18.0', 'platform-cannot-reset-passcode → ask-supervisor', 'platform-cannot-reset-passcode → ask-supervisor'],
    ['visionos', '1.1', 'available: passcode-removed + documents-disagree', 'not-in-company-portal → intune-admin-center'],
    ['visionos', '2.0', 'available: passcode-removed + documents-disagree', 'not-in-company-portal → intune-admin-center'],
    ['visionos', '1.0.3', 'platform-cannot-reset-passcode → intune-admin-center', 'not-in-company-portal → intune-admin-center'],
    ['unknown', '14', 'kind-unknown → refresh', 'kind-unknown → refresh'],
  ])('%s %s: as an administrator "%s", as in Company Portal "%s"', (kind, osVersion, graphAdmin, companyPortal) => {
    expect(said('graph-admin', kind, osVersion)).toBe(graphAdmin)
    expect(said('company-portal', kind, osVersion)).toBe(companyPortal)
  })

  it.each(['', 'unknown', '0.0.0.0', 'v', '-1', 'Android', '99999.1', '７.1', 'NaN'])(
    'refuses where the rule depends on the OS version and "%s" is none', (osVersion) => {
      expect(said('graph-admin', 'android-work-profile', osVersion)).toBe('kind-unknown → refresh')
      expect(said('company-portal', 'android-dedicated', osVersion)).toBe('kind-unknown → refresh')
      expect(said('graph-admin', 'visionos', osVersion)).toBe('kind-unknown → refresh')
      expect(said('graph-admin', 'ios-personal', osVersion)).toBe(ios)
    })

  it('never allows in the stricter profile what the administrators’ profile refuses', () => {
    for (const kind of deviceKinds) {
      for (const osVersion of ['', '1.0', '1.1', '6.0', '7.1.2', '8.0', '14', '26.1']) {
        const strict = said('company-portal', kind, osVersion)
        if (strict.startsWith('available')) expect(said('graph-admin', kind, osVersion), `${kind} ${osVersion}`).toBe(strict)
      }
    }
  })

  it('names the rule and its page with every answer of the table, a yes as well as a no', () => {
    for (const profile of ['graph-admin', 'company-portal'] as const) {
      for (const kind of deviceKinds) {
        const answer = availabilityOf(facts({ kind }, { profile }))['reset-passcode']
        expect(answer.source).toMatchObject({ ruleId: `reset-passcode/${profile}/${kind}`, profile })
      }
    }
  })
})

describe('default is deny', () => {
  it('refuses a kind or a profile that has no row', () => {
    const newKind = facts({ kind: 'watchos' as DeviceKind })
    const newProfile = facts({}, { profile: 'lenient' as EligibilityProfile })
    for (const odd of [newKind, newProfile]) {
      expect(availabilityOf(odd)['reset-passcode']).toEqual({ status: 'unavailable', reason: 'kind-unknown', nextStep: 'refresh', source: null })
    }
  })

  it('sends the agent to the admin centre where the tenant’s v1.0 cannot tell kinds apart, because reading again would not help', () => {
    const answer = availabilityOf(facts({ kind: 'unknown', readFrom: 'v1.0' }))['reset-passcode']
    expect(answer).toMatchObject({ reason: 'kind-unknown', nextStep: 'intune-admin-center' })
  })

  it('says of the other four actions that they are not in this version, whatever the device', () => {
    for (const kind of deviceKinds) {
      const all = availabilityOf(facts({ kind }))
      expect(Object.keys(all).sort()).toEqual([...deviceActionNames].sort())
      for (const name of ['rename', 'remove', 'reset-device', 'remote-lock'] as const) {
        expect(all[name]).toEqual({ status: 'unavailable', reason: 'not-in-this-version', nextStep: 'intune-admin-center', source: null })
      }
    }
  })
})

describe('what stands in the way besides the table', () => {
  const trouble: Partial<AvailabilityFacts> = {
    permissions: [], isPolicyValid: false, isAuditWritable: false, inFlight: ['reset-passcode'],
  }

  it.each<[string, AvailabilityFacts, string, string]>([
    ['the device, when the agent may not either', facts({ kind: 'windows', managementState: 'wipePending' }, trouble), 'platform-cannot-reset-passcode', 'windows-account'],
    ['the removal under way', facts({ managementState: 'wipePending' }, trouble), 'removal-in-flight', 'wait'],
    ['that the permissions are not known', facts({}, { ...trouble, permissions: 'unknown' }), 'permission-unknown', 'refresh'],
    ['that the agent may not', facts({}, trouble), 'missing-permission', 'ask-administrator'],
    ['the broken policy file', facts({}, { ...trouble, permissions: [resetPasscodePermission] }), 'policy-invalid', 'ask-supervisor'],
    ['the audit log', facts({}, { isAuditWritable: false, inFlight: ['reset-passcode'] }), 'audit-unavailable', 'ask-supervisor'],
    ['the request still under way', facts({}, { inFlight: ['reset-passcode'] }), 'action-in-flight', 'wait'],
  ])('names %s before what would change sooner', (_what, given, reason, nextStep) => {
    expect(availabilityOf(given)['reset-passcode']).toMatchObject({ status: 'unavailable', reason, nextStep })
  })

  it.each(['retirePending', 'retireIssued', 'wipePending', 'wipeIssued', 'deletePending', 'WIPEPENDING'])(
    'holds back while managementState is %s', (managementState) => {
      expect(availabilityOf(facts({ managementState }))['reset-passcode']).toMatchObject({ reason: 'removal-in-flight' })
    })

  it.each(['managed', '', 'retireFailed', 'wipeFailed', 'wipeCanceled', 'retireCanceled', 'unhealthy', 'discovered', 'unknownFutureValue'])(
    'is not held back by managementState "%s"', (managementState) => {
      expect(availabilityOf(facts({ managementState }))['reset-passcode']).toMatchObject({ status: 'available' })
    })

  it('is not held back by another action under way, and not helped by another permission', () => {
    expect(availabilityOf(facts({}, { inFlight: ['remote-lock', 'rename'] }))['reset-passcode'].status).toBe('available')
    const others = ['Microsoft.Intune_RemoteTasks_RemoteLock', 'Microsoft.Intune_RemoteTasks_ResetPasscodeX', '*']
    expect(availabilityOf(facts({}, { permissions: others }))['reset-passcode']).toMatchObject({ reason: 'missing-permission' })
  })
})
