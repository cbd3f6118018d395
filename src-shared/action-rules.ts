import type { DeviceActionName } from './device-actions.ts'

/** What this PC's policy demands of actions, for the page to ask for. Main enforces it. */
export interface ShownActionRules {
  /** Actions that demand a fresh sign-in besides those that always do. */
  readonly stepUp: readonly DeviceActionName[]
  readonly isTicketRequired: boolean
  /** A ticket number as it should be; '' where the policy gives none. */
  readonly ticketExample: string
}

export const noActionRules: ShownActionRules = { stepUp: [], isTicketRequired: false, ticketExample: '' }
