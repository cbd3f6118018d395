import { endOf, locationOf, remediationFailed, temporaryPasscode, unlockPin } from './action-outcome.ts'
import type { TenantDevice } from './device.ts'
import { isoSeconds } from './iso-seconds.ts'
import type { ActionEnd, ActionName, ActionParameters, LifeCycleRules, QueuedAction } from './queued-action.ts'
import { afterRename, isDoneByIntune, revertName } from './rename.ts'
import { isBeingRemoved, isRemoval, removalAccepted, removalEnded, removalFetched } from './wipe-and-retire.ts'

const day = 24 * 60 * 60 * 1000
const passcodeShownForMs = 7 * day
const pinShownForMs = 30 * day
const locationShownForMs = day

type Removal = QueuedAction & { readonly actionName: 'wipe' | 'retire' }
const isRemovalAction = (action: QueuedAction): action is Removal => isRemoval(action.actionName)

/** Gives up an action that has not ended. */
export function cancelAction(action: QueuedAction, at: number): void {
  if (action.state !== 'pending' && action.state !== 'active') return
  action.state = 'canceled'
  action.updatedAt = at
  action.isStuck = false
}

/** Queues an action; it takes the place of an earlier one of its name. The device has to be settled first. */
export function queueAction(device: TenantDevice, actionName: ActionName, parameters: ActionParameters, now: number): QueuedAction {
  const earlier = device.actions.get(actionName)
  if (earlier !== undefined) cancelAction(earlier, now)
  // The PIN of a locked Mac is shown until the next action.
  for (const other of device.actions.values()) other.unlockPin = null
  const action: QueuedAction = {
    actionName, parameters, startedAt: now, count: (earlier?.count ?? 0) + 1, state: 'pending', updatedAt: now, errorCode: 0,
    isStuck: false, wantedEnd: null, passcode: null, unlockPin: null, location: null,
  }
  device.actions.set(actionName, action)
  if (isRemovalAction(action)) removalAccepted(device, action)
  return action
}

function fetchAction(device: TenantDevice, action: QueuedAction, at: number): void {
  const { model } = device
  action.updatedAt = at
  if (isBeingRemoved(device) && !isRemovalAction(action)) {
    action.state = 'canceled'
    return
  }
  action.state = 'active'
  action.wantedEnd = model.nextAction === 'fail' ? 'failed' : model.nextAction
  model.nextAction = null
  if (!isDoneByIntune(device, action)) revertName(device)
  if (isRemovalAction(action)) removalFetched(device, action)
  if (action.actionName === 'syncDevice') device.properties.lastSyncDateTime = isoSeconds(at)
}

/** Ends an action at `at` (tenant time, ms), with all that follows from it. */
export function endAction(
  device: TenantDevice, action: QueuedAction, end: ActionEnd, at: number, rules: LifeCycleRules, seed: number
): void {
  const { model, properties } = device
  action.state = end
  action.updatedAt = at
  action.isStuck = false
  if (end === 'failed') action.errorCode = remediationFailed
  if (isRemovalAction(action)) removalEnded(device, action, end, at, rules)
  if (end !== 'done') return
  switch (action.actionName) {
    case 'resetPasscode':
      model.hasPasscode = properties.operatingSystem === 'Android'
      if (model.hasPasscode) action.passcode = temporaryPasscode(seed, device, action.count)
      return
    case 'remoteLock':
      if (properties.operatingSystem !== 'macOS') return
      model.lockedWithPin = true
      action.unlockPin = unlockPin(seed, device, action.count)
      return
    case 'locateDevice':
      action.location = locationOf(seed, device, at)
      return
    case 'setDeviceName':
      afterRename(device, action, at, rules)
      return
    default:
  }
}

/** When the device fetches what is queued since `startedAt`; null while it stays away. */
function fetchedAt(device: TenantDevice, action: QueuedAction, { pace }: LifeCycleRules): number | null {
  const { online, onlineSince, nextCheckInAt } = device.model
  if (isDoneByIntune(device, action)) return action.startedAt + pace.pendingMs
  if (online) return Math.max(action.startedAt, onlineSince) + pace.pendingMs
  return nextCheckInAt === null ? null : Math.max(action.startedAt + pace.pendingMs, nextCheckInAt)
}

/** Something that time does to a device. */
interface Step {
  /** Tenant time, ms. */
  readonly at: number
  carryOut(): void
}

function stepsOf(device: TenantDevice, rules: LifeCycleRules, seed: number): Step[] {
  const steps: Step[] = []
  for (const action of device.actions.values()) {
    if (action.state === 'pending' && !action.isStuck) {
      const at = fetchedAt(device, action, rules)
      if (at !== null) steps.push({ at, carryOut: () => fetchAction(device, action, at) })
    }
    if (action.state === 'active' && !action.isStuck) {
      const at = action.updatedAt + rules.pace.activeMs
      steps.push({ at, carryOut: () => endAction(device, action, endOf(device, action), at, rules, seed) })
    }
    if (action.passcode !== null) steps.push({ at: action.updatedAt + passcodeShownForMs, carryOut: () => { action.passcode = null } })
    if (action.unlockPin !== null) steps.push({ at: action.updatedAt + pinShownForMs, carryOut: () => { action.unlockPin = null } })
    if (action.location !== null) steps.push({ at: action.updatedAt + locationShownForMs, carryOut: () => { action.location = null } })
  }
  const { newName } = device.fate
  if (newName !== null) steps.push({ at: newName.at, carryOut: () => {
    device.properties.deviceName = newName.name
    device.fate.newName = null
  } })
  return steps
}

/** Brings a device up to `now`. To be called before it is read and before its model changes. */
export function settle(device: TenantDevice, now: number, rules: LifeCycleRules, seed: number): void {
  for (;;) {
    const due = stepsOf(device, rules, seed).filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)[0]
    if (due === undefined) return
    due.carryOut()
  }
}

/** The device checks in at `now`, whether it is online or not: it fetches all that waits for it. */
export function checkIn(device: TenantDevice, now: number): void {
  revertName(device)
  device.properties.lastSyncDateTime = isoSeconds(now)
  for (const action of device.actions.values()) if (action.state === 'pending' && !action.isStuck) fetchAction(device, action, now)
}
