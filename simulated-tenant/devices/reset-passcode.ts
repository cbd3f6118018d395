import { createRandom } from '../random.ts'
import type { TenantDevice } from './device.ts'

export type ActionState = 'pending' | 'active' | 'done' | 'failed' | 'notSupported' | 'canceled'

/** An action that Graph has accepted, and how far it has come. Times are tenant time in milliseconds. */
export interface QueuedAction {
  readonly actionName: 'resetPasscode'
  readonly startedAt: number
  /** Which reset of this device it is; the passcode is made from it. */
  readonly count: number
  state: ActionState
  updatedAt: number
  passcode: string | null
  errorCode: number
}

/** How long an online device takes to fetch an action, and to carry it out. */
export interface Pace {
  readonly pendingMs: number
  readonly activeMs: number
}

const passcodeShownForMs = 7 * 24 * 60 * 60 * 1000
/** 0x87D1FDE8, "Remediation failed": what Intune shows when a device could not do what it was told. */
const remediationFailed = -2016281112

/**
 * Whether Graph takes the action at all. Where it does not, it answers a bare 400 (the device's kind, or its Android version).
 */
export function canResetPasscode(device: TenantDevice): boolean {
  const { operatingSystem, deviceEnrollmentType, deviceType, osVersion } = device.properties
  switch (operatingSystem) {
    case 'iOS':
    case 'iPadOS':
      return !/^apple(AccountDriven)?UserEnrollment/.test(deviceEnrollmentType)
    case 'visionOS':
      return true
    case 'Android':
      if (deviceType === 'android') return false
      return deviceType !== 'androidForWork' || Number.parseInt(osVersion, 10) >= 8
    default:
      return false
  }
}

/** Queues a reset; it takes the place of an earlier one. */
export function queueResetPasscode(device: TenantDevice, now: number): void {
  const earlier = device.actions.get('resetPasscode')
  device.actions.set('resetPasscode', {
    actionName: 'resetPasscode', startedAt: now, count: (earlier?.count ?? 0) + 1, state: 'pending', updatedAt: now,
    passcode: null, errorCode: 0,
  })
}

/** A temporary passcode of letters and numbers, as Android gets one; without the signs that are easily mistaken for others. */
function temporaryPasscode(seed: number, device: TenantDevice, count: number): string {
  const random = createRandom(seed, `passcode/${device.properties.id}/${count}`)
  const letters = random.text(6, 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ')
  const digits = random.text(4, '23456789')
  return `${letters.slice(0, 3)}${digits.slice(0, 2)}${letters.slice(3)}${digits.slice(2)}`
}

function outcome(device: TenantDevice): 'done' | 'failed' | 'notSupported' {
  const { model, properties } = device
  if (properties.operatingSystem !== 'Android') return model.unlockTokenRight ? 'done' : 'failed'
  if (properties.deviceType === 'androidForWork' && !model.resetTokenActive) return 'notSupported'
  return model.passcodePolicy ? 'done' : 'failed'
}

/** When the device fetches what is queued since `startedAt`; null while it stays away. */
function fetchedAt(device: TenantDevice, startedAt: number, pace: Pace): number | null {
  const { online, onlineSince, nextCheckInAt } = device.model
  if (online) return Math.max(startedAt, onlineSince) + pace.pendingMs
  return nextCheckInAt === null ? null : Math.max(startedAt + pace.pendingMs, nextCheckInAt)
}

/** Brings a device's actions up to `now`. To be called before they are read and before its model changes. */
export function settle(device: TenantDevice, now: number, pace: Pace, seed: number): void {
  for (const action of device.actions.values()) {
    if (action.state === 'pending') {
      const at = fetchedAt(device, action.startedAt, pace)
      if (at !== null && at <= now) {
        // A wipe, retire or delete takes precedence over everything else that is queued.
        const superseded = /^(wipe|retire|delete)/.test(device.properties.managementState)
        action.state = superseded ? 'canceled' : 'active'
        action.updatedAt = at
      }
    }
    if (action.state === 'active' && action.updatedAt + pace.activeMs <= now) {
      action.state = outcome(device)
      action.updatedAt += pace.activeMs
      if (action.state === 'failed') action.errorCode = remediationFailed
      if (action.state === 'done' && device.properties.operatingSystem === 'Android') {
        action.passcode = temporaryPasscode(seed, device, action.count)
      }
    }
    if (action.passcode !== null && action.updatedAt + passcodeShownForMs <= now) action.passcode = null
  }
}
