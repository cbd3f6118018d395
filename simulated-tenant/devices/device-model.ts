/** What Graph never says of a device, and what decides how an action ends on it. */
export interface DeviceModel {
  /** Whether it fetches what is queued for it. */
  online: boolean
  /** Tenant time (ms) since when `online` holds; set by whoever changes it. */
  onlineSince: number
  /** When an offline device comes back by itself (tenant time, ms); null: never. */
  nextCheckInAt: number | null
  /** Work profile: the user accepted the prompt that activates the reset token. */
  resetTokenActive: boolean
  /** Android: a configuration policy demands a passcode; without one a reset fails, and on AOSP a lock. */
  passcodePolicy: boolean
  /** iOS: Intune holds the right unlock token. */
  unlockTokenRight: boolean
  /** Without one, a lock only turns the screen off, and the reset token of a work profile cannot be active. */
  hasPasscode: boolean
  /** false: it resets before it reports a wipe, which stays pending for ever. */
  reportsWipe: boolean
  /** Samsung, fully managed: a wipe that it fetches cuts it off, and nothing is erased. */
  factoryResetBlocked: boolean
  locationEnabled: boolean
  /** Apple: found even where location is switched off. */
  lostMode: boolean
  /** iOS: the name of its enrolment profile, which the next check-in puts back; `{{serialnumber}}` is filled in. */
  nameTemplate: string | null
  /** A Mac that was locked waits for its PIN; until somebody types it, another lock fails. */
  lockedWithPin: boolean
  /** How the next action that it fetches ends, whatever the rest says; used up by it. */
  nextAction: 'fail' | 'notSupported' | null
}

/** A device on which everything works. */
export function ordinaryModel(changes: Partial<DeviceModel> = {}): DeviceModel {
  return {
    online: true, onlineSince: 0, nextCheckInAt: null, resetTokenActive: true, passcodePolicy: true, unlockTokenRight: true,
    hasPasscode: true, reportsWipe: true, factoryResetBlocked: false, locationEnabled: true, lostMode: false,
    nameTemplate: null, lockedWithPin: false, nextAction: null, ...changes,
  }
}
