import type { DeviceModel } from '../devices/device.ts'
import { settle } from '../devices/reset-passcode.ts'
import type { GrantStore } from '../entra/grant-store.ts'
import { betaDefaults } from '../graph/properties.ts'
import type { TenantState } from '../state.ts'
import { resetState } from '../state.ts'
import type { ControlOrder } from './schema.ts'

/**
 * null when everything was carried out; otherwise a sentence about what was wrong. Nothing is done when a name in the order is
 * unknown.
 */
export function carryOut(state: TenantState, grants: GrantStore, order: ControlOrder): string | null {
  const wrong = unknownName(state, order)
  if (wrong !== null) return wrong
  if (order.reset === true) {
    resetState(state)
    grants.clear()
  }
  if (order.advanceMs !== undefined) state.clock.advance(order.advanceMs)
  if (order.faults !== undefined) state.faults.set(order.faults)
  if (order.addFaults !== undefined) state.faults.add(order.addFaults)
  if (order.entra !== undefined) state.entra = { ...state.entra, ...given(order.entra) }
  if (order.settings !== undefined) state.settings = { ...state.settings, ...given(order.settings) }
  if (order.expireSkipTokens === true) state.skipTokens.expireAll()
  if (order.device !== undefined) changeDevice(state, order.device)
  if (order.removeDevice !== undefined) state.devices.remove(order.removeDevice)
  if (order.person !== undefined) changePerson(state, grants, order.person)
  return null
}

/** Without the members that were not given. */
function given<T extends object>(partial: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(partial).filter(([, value]) => value !== undefined)
  ) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

function unknownName(state: TenantState, { device, removeDevice, person, entra }: ControlOrder): string | null {
  for (const id of [device?.id, removeDevice]) {
    if (id !== undefined && state.devices.get(id) === undefined) return `There is no device "${id}".`
  }
  const property = Object.keys(device?.patch ?? {}).find(
    (name) => name === 'id' || name === 'deviceActionResults' || !Object.hasOwn(betaDefaults, name)
  )
  if (property !== undefined) return `"${property}" is not a property of a device that can be set.`
  for (const upn of [person?.upn, entra?.signInAs]) {
    if (typeof upn === 'string' && !state.people.some((known) => known.upn === upn)) return `There is no person "${upn}".`
  }
  return null
}

function changeDevice(state: TenantState, { id, patch, model }: NonNullable<ControlOrder['device']>): void {
  const device = state.devices.get(id)
  if (device === undefined) return
  const now = state.clock.now()
  settle(device, now, state.settings.pace, state.seed)
  Object.assign(device.properties, patch)
  if (model === undefined) return
  const { nextCheckInInMs, ...rest } = given(model)
  const change: Partial<DeviceModel> = rest
  if (rest.online === true && !device.model.online) change.onlineSince = now
  if (nextCheckInInMs !== undefined) change.nextCheckInAt = nextCheckInInMs === null ? null : now + nextCheckInInMs
  Object.assign(device.model, change)
}

function changePerson(state: TenantState, grants: GrantStore, order: NonNullable<ControlOrder['person']>): void {
  const person = state.people.find(({ upn }) => upn === order.upn)
  if (person === undefined) return
  if (order.roles !== undefined) person.roles = order.roles
  if (order.permissions !== undefined) person.permissions = order.permissions
  if (order.revokeSessions === true) grants.revokeSessionsOf(person.oid)
  if (order.revokeAccessTokens === true) person.refuseTokensBefore = state.clock.now()
}
