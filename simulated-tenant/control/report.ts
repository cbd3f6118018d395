import { bringUpToDate } from '../bring-up-to-date.ts'
import type { TenantDevice } from '../devices/device.ts'
import type { TenantState } from '../state.ts'

/** What nobody but the trainer may see of a device, Graph least of all. */
function deviceReport({ properties, model, actions, fate }: TenantDevice): object {
  return {
    id: properties.id, deviceName: properties.deviceName, managementState: properties.managementState, model,
    erased: fate.erased,
    deleted: fate.deleted === null ? null : { at: new Date(fate.deleted.at).toISOString(), triggered: fate.deleted.triggered },
    actions: [...actions.values()].map(({ actionName, state }) => ({ actionName, state })),
  }
}

/** The tenant's state as the control endpoint tells it. */
export function report(state: TenantState): object {
  bringUpToDate(state)
  const now = state.clock.now()
  return {
    now: new Date(now).toISOString(),
    offsetMs: state.clock.offsetMs(),
    seed: state.seed,
    devices: state.devices.count(),
    entra: state.entra,
    settings: state.settings,
    usedToday: state.limits.usedToday(now),
    faults: state.faults.active().map(({ fault, seen, struck }) => ({ ...fault, seen, struck })),
    people: state.people.map(({ upn, oid, roles, permissions, scopeTagIds }) => ({ upn, oid, roles, permissions, scopeTagIds })),
    approvals: state.approvals.list(now).map(({ code, action, deviceId, displayName, status }) => ({ code, action, deviceId, requestor: displayName, status })),
    touchedDevices: [...state.devices.touched()].map(deviceReport),
  }
}
