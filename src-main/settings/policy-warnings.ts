import type { Policy } from './policy-schema.ts'

/** What a policy allows and an administrator may not have meant; `key` is where it is said. */
export interface PolicyWarning {
  readonly key: string
  readonly sentence: string
}

/** What is to be thought over in a policy that can be used. */
export function warningsOf(policy: Policy): readonly PolicyWarning[] {
  const { actions: { ticket, brakes }, age, audit: { central }, support } = policy
  const warnings: PolicyWarning[] = []
  const warn = (isSo: boolean, key: string, sentence: string): void => {
    if (isSo) warnings.push({ key, sentence })
  }
  warn(policy.actionClientId === null || policy.actionClientId === policy.clientId, 'actionClientId',
    'reading and acting share one app registration, so the token of the everyday session can act too. With a second one it could only read.')
  warn(policy.kiosk !== null && policy.practice, 'practice', 'practice is allowed on a shared PC.')
  warn(ticket.required && ticket.pattern === null, 'actions.ticket.pattern', 'a ticket is required, but any text passes for one.')
  warn(ticket.pattern !== null && ticket.example === '', 'actions.ticket.example', 'agents are not shown what a ticket looks like.')
  for (const key of ['agentPerHour', 'agentPerDay', 'machinePerHour', 'machinePerDay'] as const) {
    warn(brakes[key] === null, `actions.brakes.${key}`, 'there is no end to how many devices can be wiped, removed or unlocked.')
  }
  for (const [hour, day] of [['agentPerHour', 'agentPerDay'], ['machinePerHour', 'machinePerDay']] as const) {
    warn((brakes[day] ?? Infinity) < (brakes[hour] ?? 0), `actions.brakes.${day}`, `is less than ${hour}, which is never reached.`)
  }
  warn(policy.updates.mode !== 'off' && policy.updates.url === null, 'updates.url', 'updates are wanted, but there is no address to have them from.')
  warn(age.warnWeeks > age.supervisorWeeks || age.supervisorWeeks > age.readOnlyWeeks, 'age', 'the weeks do not follow each other: warning, supervisor, read-only.')
  for (const login of ['login', 'supervisorLogin'] as const) {
    warn(central?.[login]?.kind === 'password', `audit.central.${login}`, 'the password of the central log stands in a file that everybody on this PC can read.')
  }
  warn(support.name === '' && support.phone === '' && support.email === '' && support.website === '', 'support', 'agents are not told whom to call.')
  return warnings
}
