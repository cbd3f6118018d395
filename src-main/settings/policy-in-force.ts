import type { ShownActionRules } from '../../src-shared/action-rules.ts'
import { noActionRules } from '../../src-shared/action-rules.ts'
import type { Preferences } from '../../src-shared/app-info.ts'
import type { EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { PolicyFile } from './policy-file.ts'
import type { ActionsPolicy } from './policy-schema.ts'
import { matchTicket } from './ticket-pattern.ts'

/** Which rules decide what can be done to a device: the policy's. A person chooses only where there is none, in practice. */
export function profileInForce(policy: PolicyFile, preferences: Pick<Preferences, 'practiceProfile'>): EligibilityProfile {
  if (policy.status === 'ok') return policy.policy.eligibilityProfile
  // With a file that cannot be used nobody signs in; what is shown is the usual.
  return policy.status === 'absent' ? preferences.practiceProfile : 'graph-admin'
}

/** What is demanded of actions: the policy's demands, or none. `practice`: those that a console which is not packaged was given to rehearse with. */
export function actionsInForce(policy: PolicyFile, practice: ActionsPolicy | null) {
  const actions = policy.status === 'ok' ? policy.policy.actions : policy.status === 'absent' ? practice : null
  if (actions === null) return null
  const { brakes, stepUp, ticket } = actions
  const { pattern } = ticket
  return {
    stepUp, brakes,
    isTicketRequired: ticket.required,
    judgeTicket: (text: string) => (pattern === null ? 'matches' : matchTicket(pattern, text)),
    shown: { stepUp, isTicketRequired: ticket.required, ticketExample: ticket.example } satisfies ShownActionRules,
  }
}

/** What the page is told of them. */
export const shownRules = (actions: ReturnType<typeof actionsInForce>): ShownActionRules => actions?.shown ?? noActionRules
