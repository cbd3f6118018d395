import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import type { DeviceProperties, TenantDevice } from './device.ts'
import { newDevice } from './device.ts'
import { ordinaryModel } from './device-model.ts'
import { deviceName, enrolmentStamp } from './device-names.ts'
import type { DeviceUser } from './device-users.ts'
import { createDeviceUsers } from './device-users.ts'
import * as identifiers from './identifiers.ts'
import { isoSeconds } from './iso-seconds.ts'
import type { KindRecipe } from './kinds.ts'
import { kindRecipes } from './kinds.ts'
import { awkwardDeviceNames } from './names.ts'
import { createScenarioDevices } from './scenario-devices.ts'

export const noDate = '0001-01-01T00:00:00Z'
export const endOfTime = '9999-12-31T23:59:59Z'

const hour = 3_600_000
const day = 24 * hour
const gigabyte = 1_000_000_000
const categories = ['Unknown', 'Unknown', 'Unknown', 'Sales', 'Warehouse', 'Front desk', 'Executives']

/** How long ago a device checked in: mostly today, some weeks or months ago, a few never. */
function sinceLastSync(random: Random): number | null {
  const age = random.weighted([['today', 70], ['days', 15], ['weeks', 9], ['months', 5], ['never', 1]] as const)
  switch (age) {
    case 'today': return random.int(1, 23 * 60) * 60_000
    case 'days': return random.int(24, 7 * 24) * hour
    case 'weeks': return random.int(8, 60) * day
    case 'months': return random.int(61, 420) * day
    case 'never': return null
  }
}

function complianceOf(random: Random): string {
  return random.weighted([
    ['compliant', 80], ['noncompliant', 9], ['inGracePeriod', 4], ['unknown', 4], ['error', 1], ['conflict', 1],
      ['configManager', 1],
  ])
}

interface Draw {
  readonly random: Random
  readonly users: readonly DeviceUser[]
  /** Tenant time at start, on the hour. */
  readonly now: number
}

function generate({ random, users, now }: Draw, index: number, recipe: KindRecipe, awkwardName: string | null): TenantDevice {
  const hardware = random.pick(recipe.models)
  const user = random.chance(recipe.userless) ? null : random.pick(users)
  const serial = identifiers.serialNumber(random, hardware.serial)
  const imei = hardware.cellular ? identifiers.imei(random) : ''
  const mac = identifiers.wiFiMac(random)
  const osVersion = random.pick(hardware.versions)
  const syncedAgo = sinceLastSync(random)
  const enrolledMs = now - (syncedAgo ?? 0) - random.int(1, 900) * day - random.int(0, 23 * 60) * 60_000
  const compliance = complianceOf(random)
  const android = recipe.operatingSystem === 'Android'
  const storage = random.pick(hardware.storage) * gigabyte
  // Android 12 and later tell a work profile on a personal phone none of the phone's numbers.
  const numbersHidden = recipe.kind === 'android-work-profile' && Number.parseInt(osVersion, 10) >= 12
  const joined = recipe.kind === 'windows' ? random.pick(['azureADJoined', 'azureADJoined',
    'hybridAzureADJoined']) : 'azureADRegistered'

  const properties: DeviceProperties & Record<string, unknown> = {
    id: random.guid(),
    deviceName: awkwardName ?? deviceName(random, recipe, hardware, user, serial, enrolledMs),
    managedDeviceName: `${user?.userPrincipalName.split('@')[0] ?? random.guid()}_${recipe.operatingSystem}_${enrolmentStamp(enrolledMs)}`,
    userId: user?.id ?? '',
    userDisplayName: user?.displayName ?? '',
    userPrincipalName: user?.userPrincipalName ?? '',
    emailAddress: user?.userPrincipalName ?? '',
    phoneNumber: hardware.cellular && recipe.kind !== 'android-corporate-work-profile' ? user?.phoneNumber ?? '' : '',
    operatingSystem: recipe.operatingSystem,
    osVersion,
    manufacturer: hardware.manufacturer,
    model: hardware.model,
    serialNumber: numbersHidden ? '' : serial,
    imei: numbersHidden ? '' : imei,
    meid: numbersHidden || imei === '' ? '' : identifiers.meidOf(imei),
    wiFiMacAddress: numbersHidden ? '' : mac,
    deviceType: recipe.operatingSystem === 'iOS' ? hardware.deviceType ?? recipe.deviceType : recipe.deviceType,
    deviceEnrollmentType: random.pick(recipe.enrollmentTypes),
    managementAgent: random.pick(recipe.managementAgents),
    managedDeviceOwnerType: recipe.owner,
    joinType: joined,
    azureADRegistered: random.chance(0.05) ? null : true,
    azureADDeviceId: random.guid(),
    deviceCategoryDisplayName: random.pick(categories),
    enrollmentProfileName: user === null && recipe.owner === 'company' ? `${recipe.operatingSystem} shared` : '',
    complianceState: compliance,
    managementState: random.weighted([['managed', 970], ['retirePending', 6], ['wipePending', 5], ['retireFailed', 2],
      ['wipeFailed', 2], ['unhealthy', 3], ['discovered', 2]]),
    jailBroken: random.weighted([['False', 90], ['Unknown', 9], ['True', 1]]),
    isSupervised: recipe.supervised,
    isEncrypted: random.chance(0.9),
    androidSecurityPatchLevel: android ? `${isoSeconds(now - random.int(10, 400) * day).slice(0, 7)}-0${random.pick([1, 5])}` : '',
    subscriberCarrier: hardware.cellular ? random.pick(['Practice Mobile', 'Example Telecom', '']) : '',
    totalStorageSpaceInBytes: storage,
    freeStorageSpaceInBytes: Math.round(storage * random.next()),
    enrolledDateTime: random.chance(0.003) ? noDate : isoSeconds(enrolledMs),
    lastSyncDateTime: syncedAgo === null ? noDate : isoSeconds(now - syncedAgo),
    complianceGracePeriodExpirationDateTime: compliance === 'inGracePeriod' ? isoSeconds(now + random.int(1,
      10) * day) : endOfTime,
  }
  return newDevice(index, properties, ordinaryModel({
    online: syncedAgo !== null && syncedAgo < 8 * hour,
    resetTokenActive: random.chance(0.85),
    passcodePolicy: random.chance(0.95),
    unlockTokenRight: random.chance(0.97),
  }))
}

/**
 * Makes the devices of a seed: first the fixed ones for rehearsals, then one of each kind, then by share. Dates are
 * offsets from `now` (ms), so two tenants of one seed started at different hours differ by just that.
 */
export function generateDevices(seed: number, count: number, now: number): TenantDevice[] {
  const random = createRandom(seed, 'devices')
  const start = Math.floor(now / hour) * hour
  const users = createDeviceUsers(createRandom(seed, 'device-users'), Math.max(1, Math.round(count * 0.6)),
    identifiers.phoneNumber)
  const shares = kindRecipes.map((recipe) => [recipe, recipe.weight] as const)
  const devices = createScenarioDevices(start).slice(0, count)
  const fixed = devices.length
  for (let index = fixed; index < count; index += 1) {
    const place = index - fixed
    const recipe = kindRecipes[place] ?? random.weighted(shares)
    const awkward = awkwardDeviceNames[place - kindRecipes.length] ?? (
      random.chance(0.01) ? random.pick(awkwardDeviceNames) : null
    )
    devices.push(generate({ random, users, now: start }, index, recipe, awkward))
  }
  return devices
}
