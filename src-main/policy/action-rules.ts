import { demandsOf } from '../../src-shared/action-demands.ts'
import type { DeviceActionName } from '../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import type { BrakeLimits } from './brakes.ts'

/** What the organisation's policy demands of actions on this PC, beyond what the console always demands. */
export interface ActionRules {
  readonly stepUp: readonly DeviceActionName[]
  readonly isTicketRequired: boolean
  /** Whether all of a ticket is as the policy wants it; it is never kept waiting for the answer. */
  readonly judgeTicket: (ticket: string) => 'matches' | 'differs' | 'too-slow'
  readonly brakes: BrakeLimits
}

/** Where there is no policy: practice. */
export const noRules: ActionRules = {
  stepUp: [], isTicketRequired: false, judgeTicket: () => 'matches', brakes: { agentPerHour: null, agentPerDay: null, machinePerHour: null, machinePerDay: null },
}

/** What is wrong with a ticket under these rules, whatever the window has checked before; null when nothing is. */
export function ticketProblem(rules: Pick<ActionRules, 'isTicketRequired' | 'judgeTicket'>, ticket: string): ErrorCode | null {
  if (ticket === '') return rules.isTicketRequired ? 'ticket-missing' : null
  switch (rules.judgeTicket(ticket)) {
    case 'matches':
      return null
    case 'differs':
      return 'ticket-wrong'
    case 'too-slow':
      return 'ticket-not-checked'
  }
}

/** Whether an action counts for the brakes: what wipes, removes or unlocks a device, and what the policy takes as seriously. */
export function isBraked(action: DeviceActionName, stepUp: readonly DeviceActionName[]): boolean {
  const { freshSignIn, reason } = demandsOf(action, stepUp)
  return freshSignIn || reason
}
