import type { TenantDevice } from './device.ts'
import type { DeviceKind } from './kind-of-device.ts'
import { kindOfDevice } from './kind-of-device.ts'
import type { ActionName } from './queued-action.ts'

interface KindRules {
  /** The actions that Graph takes; for any other it answers a bare 400. */
  readonly actions: readonly ActionName[]
  /** What deleting the record sets off on the device. Where Microsoft says nothing, nothing. */
  readonly deleteTriggers: 'wipe' | 'retire' | null
}

/** Microsoft's pages on the remote actions, as one table. */
const rules: Readonly<Record<DeviceKind, KindRules>> = {
  'android-device-administrator': { actions: ['retire', 'syncDevice'], deleteTriggers: 'retire' },
  'android-work-profile': { actions: ['resetPasscode', 'retire', 'syncDevice'], deleteTriggers: 'retire' },
  'android-work-profile-7': { actions: ['retire', 'syncDevice'], deleteTriggers: 'retire' },
  'android-corporate-work-profile': {
    actions: ['resetPasscode', 'remoteLock', 'wipe', 'syncDevice', 'locateDevice', 'setDeviceName'], deleteTriggers: 'wipe',
  },
  'android-fully-managed': {
    actions: ['resetPasscode', 'remoteLock', 'wipe', 'syncDevice', 'rebootNow', 'locateDevice', 'setDeviceName'],
    deleteTriggers: 'wipe',
  },
  'android-dedicated': {
    actions: ['resetPasscode', 'remoteLock', 'wipe', 'syncDevice', 'rebootNow', 'locateDevice', 'setDeviceName'],
    deleteTriggers: 'wipe',
  },
  'android-aosp': { actions: ['resetPasscode', 'remoteLock', 'wipe', 'syncDevice', 'rebootNow'], deleteTriggers: 'wipe' },
  'ios': { actions: ['resetPasscode', 'remoteLock', 'wipe', 'retire', 'syncDevice'], deleteTriggers: 'retire' },
  'ios-supervised': {
    actions: ['resetPasscode', 'remoteLock', 'wipe', 'retire', 'syncDevice', 'rebootNow', 'locateDevice', 'setDeviceName'],
    deleteTriggers: 'retire',
  },
  'ios-user-enrollment': { actions: ['remoteLock', 'retire', 'syncDevice'], deleteTriggers: 'retire' },
  'macos-corporate': {
    actions: ['remoteLock', 'wipe', 'retire', 'syncDevice', 'rebootNow', 'setDeviceName'], deleteTriggers: 'retire',
  },
  'macos-personal': { actions: ['remoteLock', 'wipe', 'retire', 'syncDevice', 'rebootNow'], deleteTriggers: 'retire' },
  'visionos': { actions: ['resetPasscode', 'remoteLock', 'retire'], deleteTriggers: null },
  'visionos-1': { actions: ['resetPasscode', 'retire'], deleteTriggers: null },
  'tvos': { actions: ['retire'], deleteTriggers: null },
  'tvos-supervised': { actions: ['retire', 'rebootNow'], deleteTriggers: null },
  'windows-corporate': {
    actions: ['wipe', 'retire', 'syncDevice', 'rebootNow', 'locateDevice', 'setDeviceName'], deleteTriggers: 'retire',
  },
  'windows-hybrid': { actions: ['wipe', 'retire', 'syncDevice', 'rebootNow', 'locateDevice'], deleteTriggers: 'retire' },
  'windows-personal': { actions: ['wipe', 'retire', 'syncDevice', 'rebootNow', 'locateDevice'], deleteTriggers: 'retire' },
  'chromeos': { actions: ['wipe', 'rebootNow'], deleteTriggers: null },
  'linux': { actions: [], deleteTriggers: null },
  'unknown': { actions: [], deleteTriggers: null },
}

/** Whether Graph takes the action for this device at all. */
export function isApplicable(device: TenantDevice, action: ActionName): boolean {
  return rules[kindOfDevice(device.properties)].actions.includes(action)
}

/** What deleting this device's record sets off. */
export function deleteTriggers(device: TenantDevice): 'wipe' | 'retire' | null {
  return rules[kindOfDevice(device.properties)].deleteTriggers
}
