import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionPolicies } from '../../src-main/policy/action-policies.ts'
import { createSession } from '../../src-main/sign-in/session.ts'
import type { Session } from '../../src-main/sign-in/session.ts'
import { scenarioDeviceIds } from '../../simulated-tenant/devices/scenario-devices.ts'
import { startTenant } from '../../simulated-tenant/start-tenant.ts'
import type { RunningTenant } from '../../simulated-tenant/start-tenant.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import { deviceActionNames, eligibilityProfiles } from '../../src-shared/device-actions.ts'
import { deviceKinds } from '../../src-shared/device.ts'
import type { DeviceKind } from '../../src-shared/device.ts'
import { confirmationFor } from '../../src-shared/typed-confirmation.ts'
import { createConsoleCore } from '../factories/console-core.ts'
import type { ConsoleCore } from '../factories/console-core.ts'
import { expectedAvailability } from '../factories/expected-availability.ts'
import { createMovableClock } from '../factories/movable-clock.ts'
import { signInThroughPage } from '../factories/practice-sign-in.ts'
import { someParameters } from '../factories/parameters.ts'
import { tenantRemote } from '../factories/practice-tenant.ts'
import { everyAttempt } from '../../src-shared/audit-query.ts'

/** What Graph says of a well-formed device of each kind: the columns by which the console tells kinds apart. */
const graphOfKind: Readonly<Record<DeviceKind, Readonly<Record<string, unknown>>>> = (() => {
  const apple = { manufacturer: 'Apple', model: 'Apple device', managementAgent: 'mdm' }
  const google = { operatingSystem: 'Android', osVersion: '15', manufacturer: 'Google', model: 'Pixel 9', managementAgent: 'googleCloudDevicePolicyController', isSupervised: false }
  const company = { managedDeviceOwnerType: 'company' }
  const personal = { managedDeviceOwnerType: 'personal', isSupervised: false }
  const aosp = { ...google, ...company, manufacturer: 'RealWear', model: 'T21G', osVersion: '12', deviceType: 'androidnGMS', managementAgent: 'intuneAosp' }
  const enterprise = { ...google, ...company, deviceType: 'androidEnterprise' }
  return {
    'ios-personal': { ...apple, ...personal, operatingSystem: 'iOS', osVersion: '26.1', deviceType: 'iPhone', deviceEnrollmentType: 'userEnrollment' },
    'ios-automated': { ...apple, ...company, isSupervised: true, operatingSystem: 'iOS', osVersion: '26.1', deviceType: 'iPhone', deviceEnrollmentType: 'appleBulkWithUser' },
    'ios-user-enrollment': { ...apple, ...personal, operatingSystem: 'iOS', osVersion: '26.1', deviceType: 'iPhone', deviceEnrollmentType: 'appleAccountDrivenUserEnrollment' },
    'android-device-administrator': { ...google, ...personal, osVersion: '9', deviceType: 'android', deviceEnrollmentType: 'userEnrollment', managementAgent: 'mdm' },
    'android-work-profile': { ...google, ...personal, deviceType: 'androidForWork', deviceEnrollmentType: 'userEnrollment' },
    'android-dedicated': { ...enterprise, deviceEnrollmentType: 'androidEnterpriseDedicatedDevice' },
    'android-fully-managed': { ...enterprise, deviceEnrollmentType: 'androidEnterpriseFullyManaged' },
    'android-corporate-work-profile': { ...enterprise, deviceEnrollmentType: 'androidEnterpriseCorporateWorkProfile' },
    'android-aosp-user': { ...aosp, deviceEnrollmentType: 'androidAOSPUserOwnedDeviceEnrollment' },
    'android-aosp-userless': { ...aosp, deviceEnrollmentType: 'androidAOSPUserlessDeviceEnrollment' },
    macos: { ...apple, ...company, isSupervised: true, operatingSystem: 'macOS', osVersion: '26.1', deviceType: 'macMDM', deviceEnrollmentType: 'appleBulkWithUser' },
    windows: { ...company, isSupervised: false, operatingSystem: 'Windows', osVersion: '10.0.26200.7171', manufacturer: 'LENOVO', model: 'ThinkPad', deviceType: 'windows10x', deviceEnrollmentType: 'windowsAzureADJoin', managementAgent: 'mdm', joinType: 'azureADJoined' },
    chromeos: { ...company, isSupervised: false, operatingSystem: 'ChromeOS', osVersion: '130.0', manufacturer: 'HP', model: 'Chromebook', deviceType: 'chromeOS', deviceEnrollmentType: 'unknown', managementAgent: 'google' },
    linux: { ...company, isSupervised: false, operatingSystem: 'Linux', osVersion: '24.04', manufacturer: 'Dell Inc.', model: 'XPS 13', deviceType: 'linux', deviceEnrollmentType: 'unknown', managementAgent: 'mdm' },
    visionos: { ...apple, ...company, isSupervised: true, operatingSystem: 'visionOS', osVersion: '26.1', deviceType: 'visionOS', deviceEnrollmentType: 'appleBulkWithUser' },
    tvos: { ...apple, ...company, isSupervised: true, operatingSystem: 'tvOS', osVersion: '26.1', deviceType: 'tvOS', deviceEnrollmentType: 'appleBulkWithoutUser' },
    unknown: { isSupervised: false, managedDeviceOwnerType: 'unknown', operatingSystem: 'Unknown', osVersion: '', manufacturer: '', model: '', deviceType: 'unknown', deviceEnrollmentType: 'unknown', managementAgent: 'unknown' },
  }
})()

const readPermission = 'Microsoft.Intune_ManagedDevices_Read'
const allPermissions = [readPermission, ...new Set(Object.values(actionPolicies).map(({ permission }) => permission))]
const journalLine: Readonly<Record<DeviceActionName, { readonly method: string; readonly path: (id: string) => string; readonly body: unknown }>> = (() => {
  const device = (version: string, id: string): string => `/${version}/deviceManagement/managedDevices/${id}`
  const post = (call: string, version = 'v1.0', body: unknown = null) => ({ method: 'POST', path: (id: string) => `${device(version, id)}/${call}`, body })
  return {
    rename: post('setDeviceName', 'beta', { deviceName: 'NEW-NAME' }),
    remove: post('retire'),
    'reset-device': post('wipe', 'v1.0', { keepEnrollmentData: false, keepUserData: false }),
    'reset-passcode': post('resetPasscode'),
    'remote-lock': post('remoteLock'),
    sync: post('syncDevice'),
    restart: post('rebootNow'),
    locate: post('locateDevice'),
    'delete-record': { method: 'DELETE', path: (id) => device('v1.0', id), body: null },
    'set-management-name': { method: 'PATCH', path: (id) => device('v1.0', id), body: { managedDeviceName: 'Front desk' } },
  }
})()

const upn = 'priya.raman@practice.example'
let tenant: RunningTenant
let folder = ''
let session: Session
let core: ConsoleCore
let profile: EligibilityProfile = 'graph-admin'
const fresh: string[] = []
const clock = createMovableClock(Date.now())

/** A device that nothing has been done to, made into one of this kind. */
async function aFresh(kind: DeviceKind): Promise<string> {
  const id = fresh.pop()
  if (id === undefined) throw new Error('the tenant has too few devices')
  const patch = {
    deviceName: 'Some device', managedDeviceName: 'some_device', serialNumber: `SER${id.slice(-8)}`, imei: '', managementState: 'managed', joinType: 'unknown',
    userPrincipalName: 'nora.halvorsen@practice.example', ...graphOfKind[kind],
  }
  await tenantRemote(tenant.address).control({ device: { id, patch } })
  return id
}

async function setPermissions(permissions: readonly string[]): Promise<void> {
  await tenantRemote(tenant.address).control({ person: { upn, permissions: [...permissions] } })
  core.permissions.forget()
}

const writes = async () => (await tenantRemote(tenant.address).journal()).filter(({ part, method }) => part === 'graph' && method !== 'GET')

async function beginOn(deviceId: string, action: DeviceActionName) {
  return core.attempts.begin({ deviceId, parameters: someParameters(action), ticket: 'INC7', reason: 'the table', recoveryPin: null, completes: null })
}

/** The rows of the newest attempt on a device. */
function storyOn(deviceId: string) {
  const [attempt] = core.audit.attempts({ filter: { ...everyAttempt, text: deviceId }, window: { offset: 0, limit: 1 } }).attempts
  return attempt === undefined ? [] : core.audit.story(attempt.attemptId)
}

/** The drawer says no for this reason; main, asked all the same, refuses, writes it down, and sends nothing. */
async function expectRefusal(deviceId: string, action: DeviceActionName, expected: string): Promise<void> {
  await tenantRemote(tenant.address).clearJournal()
  const opened = await core.reader.open(deviceId)
  if (opened.status === 'refused') throw new Error(opened.code)
  const verdict = opened.opened.availability[action]
  expect(verdict.status === 'available' ? verdict.effect : `no:${verdict.reason}`).toBe(expected)
  expect(await beginOn(deviceId, action)).toMatchObject({ status: 'refused', code: 'action-unavailable' })
  expect(storyOn(deviceId)).toMatchObject([{ kind: 'attempt', action }, { kind: 'refusal', stage: 'availability', code: 'action-unavailable' }])
  expect(await writes()).toEqual([])
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'every-action-'))
  tenant = await startTenant({ port: 0, devices: 460, seed: 11 })
  const { address } = tenant
  session = createSession({
    tenant: async () => ({
      status: 'ok',
      tenant: {
        authority: address.authority, tenantId: address.tenantId, clientId: address.clientId, graphBaseUrl: address.graphBaseUrl, name: 'Practice', isPractice: true,
      },
    }),
    fetch: globalThis.fetch, clock, onChanged: () => undefined, onProblem: () => undefined,
    openInBrowser: async (url) => void signInThroughPage(url, upn),
  })
  await session.signIn()
  core = createConsoleCore({
    folder, clock, graphBaseUrl: address.graphBaseUrl, session, profile: () => profile, readToken: () => session.accessToken('read'),
  })
  await tenantRemote(address).control({ settings: { throttle: { writes: 100_000, any: 1_000_000 } } })
  const token = await session.accessToken('read')
  if (token.status === 'refused') throw new Error(token.code)
  const list = await fetch(`${address.graphBaseUrl}/v1.0/deviceManagement/managedDevices?$select=id`, { headers: { authorization: `Bearer ${token.token}` } })
  const { value } = await list.json() as { value: readonly { id: string }[] }
  const scripted = new Set<string>(Object.values(scenarioDeviceIds))
  fresh.push(...value.map(({ id }) => id).filter((id) => !scripted.has(id)))
}, 60_000)
afterAll(async () => {
  core.audit.close()
  await tenant.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(eligibilityProfiles)('in the profile %s', (name) => {
  describe.each(deviceActionNames)('%s', (action) => {
    it.each(deviceKinds)('on %s: done with one request where it can be, refused and written down where it cannot or the agent may not', async (kind) => {
      profile = name
      const expected = expectedAvailability[name][action][kind]
      const deviceId = await aFresh(kind)

      // Without the permission in their Intune role: “you may not”, unless the device cannot anyway.
      await setPermissions(allPermissions.filter((permission) => permission !== actionPolicies[action].permission))
      await expectRefusal(deviceId, action, expected.startsWith('no:') ? expected : 'no:missing-permission')

      await setPermissions(allPermissions)
      if (expected.startsWith('no:')) {
        await expectRefusal(deviceId, action, expected)
        return
      }
      const opened = await core.reader.open(deviceId)
      if (opened.status === 'refused') throw new Error(opened.code)
      expect(opened.opened.device.kind).toBe(kind)
      const verdict = opened.opened.availability[action]
      expect(verdict.status === 'available' ? verdict.effect : `no:${verdict.reason}`).toBe(expected)
      await tenantRemote(tenant.address).clearJournal()
      const begun = await beginOn(deviceId, action)
      if (begun.status === 'refused') throw new Error(begun.code)
      const { attemptId, needsFreshSignIn, device, confirmation } = begun.attempt
      if (needsFreshSignIn) expect(await core.attempts.signOut(attemptId)).toMatchObject({ status: 'ok' })
      const typed = confirmation === null ? null : device[confirmationFor(device).of].slice(-4)
      expect(await core.attempts.send(attemptId, typed)).toMatchObject({ status: 'ok', action: { state: 'requested', action, deviceId } })
      const sent = await writes()
      const line = journalLine[action]
      const esim = action === 'reset-device' && kind.startsWith('ios-') && name === 'graph-admin' ? { persistEsimDataPlan: true } : {}
      expect(sent).toMatchObject([{ method: line.method, path: line.path(deviceId), effect: { accepted: true }, oid: session.account()?.oid }])
      expect(sent[0]?.body).toEqual(line.body === null ? null : { ...line.body as object, ...esim })
      const proof = { method: needsFreshSignIn ? 'fresh-sign-in' : 'session' }
      const kinds = storyOn(deviceId).map((row) => row.kind)
      expect(kinds).toEqual(needsFreshSignIn ? ['attempt', 'fresh-sign-in', 'intent', 'answer'] : ['attempt', 'intent', 'answer'])
      expect(storyOn(deviceId).find((row) => row.kind === 'intent')).toMatchObject({ proof, effect: expected, clientRequestId: sent[0]?.clientRequestId })
    })
  })
})
