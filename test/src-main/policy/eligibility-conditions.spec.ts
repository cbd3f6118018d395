import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../src-main/policy/availability.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import type { DeviceActionName, WipeOption } from '../../../src-shared/device-actions.ts'
import { deviceKinds } from '../../../src-shared/device.ts'
import type { DeviceDetails, DeviceKind } from '../../../src-shared/device.ts'
import { aDeviceOfKind } from '../../factories/device-of-kind.ts'
import { facts, said } from './availability-facts.ts'

type Told = readonly [DeviceActionName, DeviceKind, Partial<DeviceDetails>, string]
const title = '%s of %s with %o: %s'
const check = ([action, kind, overrides, expected]: Told): void => expect(said(action, aDeviceOfKind(kind, overrides))).toBe(expected)
const checkStrict = ([action, kind, overrides, expected]: Told): void =>
  expect(said(action, aDeviceOfKind(kind, overrides), 'company-portal')).toBe(expected)

describe('by operating system version', () => {
  const workProfile = 'temporary-work-profile-passcode + android-passcode-policy + work-profile-reset-token'
  const device = 'temporary-device-passcode + android-passcode-policy'
  const removed = 'passcode-removed + documents-disagree'
  it.each<Told>([
    ['reset-passcode', 'android-work-profile', { osVersion: '14' }, workProfile],
    ['reset-passcode', 'android-work-profile', { osVersion: '8.0' }, workProfile],
    ['reset-passcode', 'android-work-profile', { osVersion: '8' }, workProfile],
    ['reset-passcode', 'android-work-profile', { osVersion: '7.1.2' }, 'no:work-profile-old-android → factory-reset'],
    ['reset-passcode', 'android-device-administrator', { osVersion: '6.0.1' }, 'no:device-administrator → factory-reset'],
    ['reset-passcode', 'visionos', { osVersion: '1.1' }, removed],
    ['reset-passcode', 'visionos', { osVersion: '1.0.3' }, 'no:platform-cannot-reset-passcode → intune-admin-center'],
    ['remote-lock', 'visionos', { osVersion: '2.0' }, 'locked + no-passcode-screen-off'],
    ['remote-lock', 'visionos', { osVersion: '1.3' }, 'no:needs-newer-os → none'],
    ['restart', 'tvos', { osVersion: '10.2' }, 'restarts'],
    ['restart', 'tvos', { osVersion: '10.1.1' }, 'no:needs-newer-os → on-the-device'],
  ])(title, (...told) => check(told))

  it.each<Told>([
    ['reset-passcode', 'android-work-profile', { osVersion: '8.0' }, 'no:work-profile-self-service → factory-reset'],
    ['reset-passcode', 'android-work-profile', { osVersion: '7.1.2' }, 'no:work-profile-old-android → factory-reset'],
    ['reset-passcode', 'android-dedicated', { osVersion: '8.0.0' }, 'no:dedicated-self-service → factory-reset'],
    ['reset-passcode', 'android-dedicated', { osVersion: '7.1' }, device],
  ])(`in Company Portal, ${title}`, (...told) => checkStrict(told))

  it.each(['', 'unknown', '0.0.0.0', 'v', '-1', 'Android', '99999.1', '７.1', 'NaN'])('refuses where it matters and "%s" is none', (osVersion) => {
    check(['reset-passcode', 'android-work-profile', { osVersion }, 'no:kind-unknown → refresh'])
    check(['reset-passcode', 'visionos', { osVersion }, 'no:kind-unknown → refresh'])
    check(['remote-lock', 'visionos', { osVersion }, 'no:kind-unknown → refresh'])
    check(['restart', 'tvos', { osVersion }, 'no:kind-unknown → refresh'])
    checkStrict(['reset-passcode', 'android-dedicated', { osVersion }, 'no:kind-unknown → refresh'])
    check(['reset-passcode', 'ios-personal', { osVersion }, 'passcode-removed + ios-touch-id-again'])
  })
})

describe('by supervision', () => {
  const supervised = (action: DeviceActionName, kind: DeviceKind, yes: string, no: string, unsaid: string): readonly Told[] => [
    [action, kind, { isSupervised: true }, yes], [action, kind, { isSupervised: false }, no], [action, kind, { isSupervised: null }, unsaid],
  ]
  const ios = ['ios-personal', 'ios-automated'] as const
  it.each<Told>([
    ...supervised('rename', 'ios-personal', 'device-renamed + at-next-check-in', 'no:needs-supervision → set-management-name', 'no:kind-unknown → set-management-name'),
    ...supervised('rename', 'ios-automated', 'device-renamed + at-next-check-in + ios-name-template', 'no:needs-supervision → set-management-name', 'no:kind-unknown → set-management-name'),
    ...ios.flatMap((kind) => supervised('restart', kind, 'restarts + unsaved-work + wifi-after-restart', 'no:needs-supervision → on-the-device', 'no:kind-unknown → refresh')),
    ...ios.flatMap((kind) => supervised('locate', kind, 'located + lost-mode-needed', 'no:needs-supervision → none', 'no:kind-unknown → refresh')),
    ...supervised('restart', 'tvos', 'restarts', 'no:needs-supervision → on-the-device', 'no:kind-unknown → refresh'),
    // A supervised Mac or a "supervised" Android is not asked.
    ...supervised('restart', 'macos', 'restarts + unsaved-work', 'restarts + unsaved-work', 'restarts + unsaved-work'),
  ])(title, (...told) => check(told))

  it('lets nobody reset a supervised iPhone as in Company Portal', () => {
    for (const isSupervised of [true, null]) {
      checkStrict(['reset-device', 'ios-personal', { isSupervised }, 'no:not-in-company-portal → intune-admin-center'])
    }
    checkStrict(['reset-device', 'ios-personal', { isSupervised: false }, 'factory-reset + activation-lock + wipe-may-never-report'])
  })
})

describe('by ownership and by how a PC is joined', () => {
  const pc = 'device-renamed + at-next-check-in + restart-to-finish'
  const unjoined = 'pc-unjoined + at-next-check-in + local-admin-first + recovery-key-first + app-tokens-stay'
  const left = 'pc-unenrolled + at-next-check-in + app-tokens-stay'
  it.each<Told>([
    ['rename', 'macos', { ownership: 'personal' }, 'no:needs-corporate → set-management-name'],
    ['rename', 'macos', { ownership: 'unknown' }, 'no:needs-corporate → set-management-name'],
    ['rename', 'windows', { ownership: 'personal', joinType: 'azureADRegistered' }, 'no:needs-corporate → set-management-name'],
    ['rename', 'windows', { joinType: 'azureADJoined' }, pc],
    ['rename', 'windows', { joinType: 'azureADRegistered' }, pc],
    ['rename', 'windows', { joinType: 'hybridAzureADJoined' }, 'no:hybrid-joined → set-management-name'],
    ['rename', 'windows', { joinType: 'unknown' }, 'no:join-unknown → set-management-name'],
    ['rename', 'windows', { joinType: '' }, 'no:join-unknown → set-management-name'],
    ['rename', 'windows', { joinType: 'somethingNew' }, 'no:join-unknown → set-management-name'],
    ['remove', 'windows', { joinType: 'AZUREADJOINED' }, unjoined],
    ['remove', 'windows', { joinType: 'azureADRegistered' }, left],
    ['remove', 'windows', { joinType: 'hybridAzureADJoined' }, left],
    ['remove', 'windows', { joinType: '' }, 'pc-unjoined + at-next-check-in + join-not-said + local-admin-first + recovery-key-first + app-tokens-stay'],
    ['delete-record', 'windows', { joinType: 'azureADJoined' }, 'retired-and-deleted + delete-is-retire + local-admin-first + recovery-key-first + app-tokens-stay'],
    ['delete-record', 'windows', { joinType: 'azureADRegistered' }, 'retired-and-deleted + delete-is-retire + app-tokens-stay'],
  ])(title, (...told) => check(told))

  it.each<Told>([
    ['remove', 'windows', { joinType: 'azureADJoined', ownership: 'personal' }, 'no:joined-self-service → intune-admin-center'],
    ['remove', 'windows', { joinType: 'azureADRegistered', ownership: 'company' }, 'no:corporate-self-service → intune-admin-center'],
    ['remove', 'windows', { joinType: 'azureADRegistered', ownership: 'personal' }, left],
    ['remove', 'windows', { joinType: '', ownership: 'personal' }, 'no:join-unknown → intune-admin-center'],
  ])(`in Company Portal, ${title}`, (...told) => checkStrict(told))
})

describe('by manufacturer', () => {
  const wipe = 'factory-reset + wipe-may-never-report'
  const zebra = 'company-data-wiped + zebra-company-data-only'
  it.each<Told>([
    ...(['android-dedicated', 'android-fully-managed', 'android-corporate-work-profile', 'android-aosp-user', 'android-aosp-userless'] as const).flatMap(
      (kind): readonly Told[] => [
        ['reset-device', kind, { manufacturer: 'Zebra Technologies' }, zebra],
        ['reset-device', kind, { manufacturer: 'Google' }, wipe],
        ['reset-device', kind, { manufacturer: '' }, wipe],
        ['delete-record', kind, { manufacturer: 'ZEBRA' }, 'wiped-and-deleted + delete-is-wipe + zebra-company-data-only'],
        ['delete-record', kind, { manufacturer: '' }, 'wiped-and-deleted + delete-is-wipe'],
      ]),
    ['reset-device', 'android-fully-managed', { manufacturer: 'samsung' }, 'factory-reset + samsung-reset-blocked + wipe-may-never-report'],
    ['delete-record', 'android-fully-managed', { manufacturer: 'Samsung' }, 'wiped-and-deleted + delete-is-wipe + samsung-reset-blocked'],
    ['reset-device', 'android-dedicated', { manufacturer: 'samsung' }, wipe],
  ])(title, (...told) => check(told))
})

describe('the options of a wipe', () => {
  it.each<[DeviceKind, Partial<DeviceDetails>, readonly WipeOption[]]>([
    ['windows', {}, ['keep-enrollment', 'keep-user-data', 'protected-wipe']],
    // It can leave a PC that never starts again.
    ['windows', { ownership: 'personal' }, ['keep-enrollment', 'keep-user-data']],
    ['windows', { ownership: 'unknown' }, ['keep-enrollment', 'keep-user-data']],
    ['macos', {}, ['mac-pin', 'obliteration']],
    ['ios-personal', {}, ['esim-plan']],
    ['ios-automated', {}, ['esim-plan']],
    ['android-fully-managed', {}, []],
    ['chromeos', {}, []],
  ])('of %s with %o are %o', (kind, overrides, options) => {
    expect(availabilityOf(facts(aDeviceOfKind(kind, overrides)))['reset-device']).toMatchObject({ wipeOptions: options })
  })

  it('belong to no other action, and to no reset as in Company Portal', () => {
    for (const kind of deviceKinds) {
      const all = availabilityOf(facts(aDeviceOfKind(kind)))
      for (const action of deviceActionNames) {
        const answer = all[action]
        if (action !== 'reset-device' && answer.status === 'available') expect(answer.wipeOptions).toEqual([])
      }
      const strict = availabilityOf(facts(aDeviceOfKind(kind), { profile: 'company-portal' }))['reset-device']
      if (strict.status === 'available') expect(strict.wipeOptions).toEqual([])
    }
  })
})

describe('Company Portal’s rules', () => {
  it('leave an enrolment manager’s device nothing but its management name', () => {
    for (const kind of deviceKinds) {
      const all = availabilityOf(facts(aDeviceOfKind(kind, { enrollmentType: 'deviceEnrollmentManager' }), { profile: 'company-portal' }))
      const left = deviceActionNames.filter((action) => all[action].status === 'available')
      expect(left, kind).toEqual(kind === 'unknown' ? [] : ['set-management-name'])
    }
    checkStrict(['sync', 'windows', { enrollmentType: 'deviceEnrollmentManager' }, 'no:enrollment-manager-self-service → intune-admin-center'])
    check(['sync', 'windows', { enrollmentType: 'deviceEnrollmentManager' }, 'checks-in'])
  })

  it('never allow what the administrators’ refuse, whatever the device', () => {
    const device = fc.record({
      kind: fc.constantFrom(...deviceKinds),
      osVersion: fc.constantFrom('', '0.0.0.0', '1.0', '1.1', '2.0', '6.0', '7.1.2', '8.0', '10.1', '10.2', '14', '26.1'),
      isSupervised: fc.constantFrom(true, false, null),
      ownership: fc.constantFrom('company' as const, 'personal' as const, 'unknown' as const),
      joinType: fc.constantFrom('', 'unknown', 'azureADJoined', 'azureADRegistered', 'hybridAzureADJoined', 'new'),
      manufacturer: fc.constantFrom('', 'Zebra Technologies', 'samsung', 'Apple', 'Google'),
      enrollmentType: fc.constantFrom('', 'userEnrollment', 'deviceEnrollmentManager', 'appleBulkWithUser'),
      readFrom: fc.constantFrom('beta' as const, 'v1.0' as const),
    })
    fc.assert(fc.property(device, ({ kind, ...overrides }) => {
      const shown = aDeviceOfKind(kind, overrides)
      const strict = availabilityOf(facts(shown, { profile: 'company-portal' }))
      const wide = availabilityOf(facts(shown))
      for (const action of deviceActionNames) {
        const [allowed, allowedToo] = [strict[action], wide[action]]
        if (allowed.status !== 'available') continue
        expect(allowedToo, action).toMatchObject({ status: 'available', effect: allowed.effect, cautions: allowed.cautions })
      }
    }), { numRuns: 2000 })
  })
})
