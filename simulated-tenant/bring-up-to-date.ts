import { settle } from './devices/life-cycle.ts'
import type { TenantState } from './state.ts'

/** Lets the time that has passed do its work on every device that something was done to; records whose time has come go. */
export function bringUpToDate(state: TenantState): void {
  const now = state.clock.now()
  for (const device of state.devices.touched()) {
    settle(device, now, state.settings, state.seed)
    const { goneAt } = device.fate
    if (goneAt !== null && goneAt <= now) state.devices.remove(device.properties.id)
  }
}
