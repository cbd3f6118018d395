import type { TenantDevice } from './device.ts'
import type { ActionEnd, ActionName, LifeCycleRules, QueuedAction } from './queued-action.ts'

type Removal = 'wipe' | 'retire'

/** Whether the action ends the management of a device. */
export function isRemoval(name: ActionName): name is Removal {
  return name === 'wipe' || name === 'retire'
}

/** Whether a wipe or retirement is on its way, which makes everything else that is queued void. */
export function isBeingRemoved({ properties }: TenantDevice): boolean {
  return /^(wipe|retire|delete)(Pending|Issued)$/.test(properties.managementState)
}

/** A removal was accepted: it takes precedence over everything that still waits, earlier removals included. */
export function removalAccepted(device: TenantDevice, removal: QueuedAction & { readonly actionName: Removal }): void {
  for (const action of device.actions.values()) {
    if (action === removal || action.state !== 'pending' || action.isStuck) continue
    action.state = 'canceled'
    action.updatedAt = removal.startedAt
  }
  device.properties.managementState = `${removal.actionName}Pending`
}

/** The device fetched its removal. Some devices are never heard of again. */
export function removalFetched(device: TenantDevice, removal: QueuedAction & { readonly actionName: Removal }): void {
  const { model, properties } = device
  // What the trainer wants goes before what the device would do.
  const isItsOwn = removal.actionName === 'wipe' && removal.wantedEnd === null
  const isCutOff = isItsOwn && model.factoryResetBlocked
  const isSilent = isItsOwn && !model.reportsWipe
  if (isCutOff || isSilent) {
    removal.isStuck = true
    model.online = false
    model.nextCheckInAt = null
  }
  // It resets before it reports: Intune never learns that it has begun.
  if (isSilent && !isCutOff) removal.state = 'pending'
  else properties.managementState = `${removal.actionName}Issued`
}

function keepsEnrolment({ properties }: TenantDevice, { actionName, parameters }: QueuedAction): boolean {
  // Both are for Windows; other systems know nothing of them, and are wiped whole.
  return actionName === 'wipe' && properties.operatingSystem === 'Windows' &&
    (parameters.keepEnrollmentData === true || parameters.keepUserData === true)
}

function isZebra({ properties }: TenantDevice): boolean {
  return properties.operatingSystem === 'Android' && properties.manufacturer.startsWith('Zebra')
}

/** What the end of a removal at `at` leaves behind. */
export function removalEnded(
  device: TenantDevice, removal: QueuedAction & { readonly actionName: Removal }, end: ActionEnd, at: number, rules: LifeCycleRules
): void {
  const { properties, fate, model } = device
  if (end === 'failed') properties.managementState = `${removal.actionName}Failed`
  else if (end === 'notSupported' || keepsEnrolment(device, removal)) properties.managementState = 'managed'
  else {
    // The wipe of a Zebra takes corporate data only; its record goes all the same.
    fate.erased = removal.actionName === 'retire' || isZebra(device) ? 'corporate-data' : 'everything'
    fate.goneAt = at + rules.goneMs
    model.online = false
    model.nextCheckInAt = null
  }
}
