import type { DeviceActionName } from './device-actions.ts'

/** What an action demands of an agent before its request. Main enforces it; the page asks for it. */
export interface ActionDemands {
  /** Step 1 of 2: sign out and back in within five minutes. */
  readonly freshSignIn: boolean
  /** The last four characters of the serial number are typed. */
  readonly typedConfirmation: boolean
  /** It cannot be undone, and a second administrator may have to approve it: there must be a reason. */
  readonly reason: boolean
}

const nothing: ActionDemands = { freshSignIn: false, typedConfirmation: false, reason: false }
const everything: ActionDemands = { freshSignIn: true, typedConfirmation: true, reason: true }

/** Why some demand more than others: docs/adr/0011. */
const usualDemands: Readonly<Record<DeviceActionName, ActionDemands>> = {
  rename: nothing,
  remove: { ...everything, freshSignIn: false },
  'reset-device': everything,
  'reset-passcode': { ...nothing, freshSignIn: true },
  'remote-lock': nothing,
  sync: nothing,
  restart: nothing,
  locate: nothing,
  'delete-record': everything,
  'set-management-name': nothing,
}

/** What an action demands where the policy adds fresh sign-ins (`stepUp`). A policy cannot take one away. */
export function demandsOf(action: DeviceActionName, stepUp: readonly DeviceActionName[]): ActionDemands {
  const usual = usualDemands[action]
  return stepUp.includes(action) ? { ...usual, freshSignIn: true } : usual
}
