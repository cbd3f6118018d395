/** The actions that a device can be asked for, under Graph's names. */
export const actionNames = [
  'resetPasscode', 'remoteLock', 'wipe', 'retire', 'syncDevice', 'rebootNow', 'locateDevice', 'setDeviceName',
] as const
export type ActionName = (typeof actionNames)[number]

export type ActionState = 'pending' | 'active' | 'done' | 'failed' | 'notSupported' | 'canceled'
/** How a device can answer. */
export type ActionEnd = 'done' | 'failed' | 'notSupported'

/** What an action was asked for with. */
export interface ActionParameters {
  readonly deviceName?: string
  readonly keepEnrollmentData?: boolean
  readonly keepUserData?: boolean
}

/** Graph's deviceGeoLocation. */
export interface DeviceLocation {
  readonly latitude: number
  readonly longitude: number
  readonly altitude: number
  readonly horizontalAccuracy: number
  readonly verticalAccuracy: number
  readonly heading: number
  readonly speed: number
  readonly lastCollectedDateTime: string
}

/** An action that Graph has accepted, and how far it has come. Times are tenant time in milliseconds. */
export interface QueuedAction {
  readonly actionName: ActionName
  readonly parameters: ActionParameters
  readonly startedAt: number
  /** Which one of this name it is on this device; passcodes and PINs are made from it. */
  readonly count: number
  state: ActionState
  updatedAt: number
  errorCode: number
  /** The device has it and will never answer: only the trainer ends it. */
  isStuck: boolean
  /** How the trainer wants it to end. */
  wantedEnd: ActionEnd | null
  passcode: string | null
  unlockPin: string | null
  location: DeviceLocation | null
}

/** How long an online device takes to fetch an action, and to carry it out. */
export interface Pace {
  readonly pendingMs: number
  readonly activeMs: number
}

/** The settings that life cycles run by. */
export interface LifeCycleRules {
  readonly pace: Pace
  /** From the end of a wipe or retirement to the record's disappearance. */
  readonly goneMs: number
  /** From the request to the new name of an Android, which only Intune's list has. */
  readonly androidRenameMs: number
}
