import type { TenantState } from '../state.ts'
import { clockDeeds } from './deeds.ts'
import { buttonsOf, timeOf } from './parts.ts'

function difference(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  if (minutes === 0) return 'as on this PC'
  const parts = [[Math.floor(minutes / 1440), 'd'], [Math.floor(minutes / 60) % 24, 'h'], [minutes % 60, 'min']] as const
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ')
  return `${text} ${ms > 0 ? 'ahead of' : 'behind'} this PC`
}

/** The tenant's time, and the buttons that move it. `hidden` says where to go back to. */
export function clockSection(state: TenantState, hidden: Readonly<Record<string, string>>): string {
  return `<section aria-labelledby="time"><h2 id="time">Time in the tenant</h2>
<p>${timeOf(state.clock.now())}, ${difference(state.clock.offsetMs())}.</p>${buttonsOf(clockDeeds, hidden)}</section>`
}
