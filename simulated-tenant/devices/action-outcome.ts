import { createRandom } from '../random.ts'
import type { TenantDevice } from './device.ts'
import { isoSeconds } from './iso-seconds.ts'
import { kindOfDevice } from './kind-of-device.ts'
import type { ActionEnd, DeviceLocation, QueuedAction } from './queued-action.ts'

/** 0x87D1FDE8, "Remediation failed": what Intune shows when a device could not do what it was told. */
export const remediationFailed = -2016281112

function endOfReset({ model, properties }: TenantDevice): ActionEnd {
  if (properties.operatingSystem !== 'Android') return model.unlockTokenRight ? 'done' : 'failed'
  // The reset token of a work profile is activated after its user has set a passcode.
  if (properties.deviceType === 'androidForWork' && !(model.resetTokenActive && model.hasPasscode)) return 'notSupported'
  return model.passcodePolicy ? 'done' : 'failed'
}

function endOfLock(device: TenantDevice): ActionEnd {
  const { model, properties } = device
  if (kindOfDevice(properties) === 'android-aosp' && !model.passcodePolicy) return 'failed'
  return model.lockedWithPin ? 'failed' : 'done'
}

/** How the device answers an action that it has fetched. */
export function endOf(device: TenantDevice, action: QueuedAction): ActionEnd {
  if (action.wantedEnd !== null) return action.wantedEnd
  switch (action.actionName) {
    case 'resetPasscode': return endOfReset(device)
    case 'remoteLock': return endOfLock(device)
    case 'locateDevice': return device.model.locationEnabled || device.model.lostMode ? 'done' : 'failed'
    default: return 'done'
  }
}

/** A temporary passcode of letters and numbers, as Android gets one; without the signs that are easily mistaken for others. */
export function temporaryPasscode(seed: number, device: TenantDevice, count: number): string {
  const random = createRandom(seed, `passcode/${device.properties.id}/${count}`)
  const letters = random.text(6, 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ')
  const digits = random.text(4, '23456789')
  return `${letters.slice(0, 3)}${digits.slice(0, 2)}${letters.slice(3)}${digits.slice(2)}`
}

/** The six digits that unlock a Mac. */
export function unlockPin(seed: number, device: TenantDevice, count: number): string {
  return createRandom(seed, `pin/${device.properties.id}/${count}`).text(6, '0123456789')
}

/** A place in the North Sea, where nobody is. */
export function locationOf(seed: number, device: TenantDevice, at: number): DeviceLocation {
  const random = createRandom(seed, `location/${device.properties.id}`)
  return {
    latitude: 56 + random.int(0, 9999) / 10_000, longitude: 3 + random.int(0, 9999) / 10_000, altitude: random.int(0, 40),
    horizontalAccuracy: random.int(5, 65), verticalAccuracy: random.int(5, 30), heading: random.int(0, 359), speed: 0,
    lastCollectedDateTime: isoSeconds(at),
  }
}
