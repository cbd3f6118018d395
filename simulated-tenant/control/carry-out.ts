import { bringUpToDate } from '../bring-up-to-date.ts'
import type { GrantStore } from '../entra/grant-store.ts'
import type { TenantSettings, TenantState } from '../state.ts'
import { resetState } from '../state.ts'
import { actAsUser, changeDevice, deviceFault } from './change-device.ts'
import { given } from './given.ts'
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
  // Whatever is changed below must not change what has happened before.
  bringUpToDate(state)
  if (order.advanceMs !== undefined) state.clock.advance(order.advanceMs)
  bringUpToDate(state)
  if (order.faults !== undefined) state.faults.set(order.faults)
  if (order.addFaults !== undefined) state.faults.add(order.addFaults)
  if (order.entra !== undefined) state.entra = { ...state.entra, ...given(order.entra) }
  if (order.settings !== undefined) state.settings = changedSettings(state.settings, order.settings)
  if (order.expireSkipTokens === true) state.skipTokens.expireAll()
  if (order.device !== undefined) changeDevice(state, order.device)
  if (order.removeDevice !== undefined) state.devices.remove(order.removeDevice)
  if (order.person !== undefined) changePerson(state, grants, order.person)
  if (order.approvals !== undefined) state.approvals.decide(order.approvals.decision, order.approvals.code ?? null, state.clock.now())
  if (order.selfService !== undefined) actAsUser(state, order.selfService)
  return null
}

function changedSettings(settings: TenantSettings, order: NonNullable<ControlOrder['settings']>): TenantSettings {
  const { throttle = {}, dailyLimits = {}, ...rest } = order
  return {
    ...settings, ...given(rest), throttle: { ...settings.throttle, ...given(throttle) },
    dailyLimits: { ...settings.dailyLimits, ...given(dailyLimits) },
  }
}

function unknownName(state: TenantState, order: ControlOrder): string | null {
  const { person, entra, approvals } = order
  const fault = deviceFault(state, order)
  if (fault !== null) return fault
  for (const upn of [person?.upn, entra?.signInAs]) {
    if (typeof upn === 'string' && !state.people.some((known) => known.upn === upn)) return `There is no person "${upn}".`
  }
  const waits = state.approvals.list(state.clock.now()).some(
    ({ status, code }) => status === 'needsApproval' && (approvals?.code === undefined || approvals.code === code)
  )
  if (approvals !== undefined && !waits) return 'There is no request that waits for approval.'
  return null
}

function changePerson(state: TenantState, grants: GrantStore, order: NonNullable<ControlOrder['person']>): void {
  const person = state.people.find(({ upn }) => upn === order.upn)
  if (person === undefined) return
  if (order.roles !== undefined) person.roles = order.roles
  if (order.permissions !== undefined) person.permissions = order.permissions
  if (order.scopeTagIds !== undefined) person.scopeTagIds = order.scopeTagIds
  if (order.revokeSessions === true) grants.revokeSessionsOf(person.oid)
  if (order.revokeAccessTokens === true) person.refuseTokensBefore = state.clock.now()
}
