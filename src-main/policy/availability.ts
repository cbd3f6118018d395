import type { Availability, Caution, NextStep, RuleSource, UnavailableReason } from '../../src-shared/availability.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import { actionPolicies } from './action-policies.ts'
import { decide } from './eligibility-decision.ts'
import { findRule } from './eligibility-table.ts'
import type { AvailableVerdict, Verdict } from './eligibility.ts'
import { sourceOf } from './rule-source.ts'
import { offeredWipeOptions } from './wipe-options.ts'

/** Everything that decides which actions an agent can use on a device, read beforehand by the caller. */
export interface AvailabilityFacts {
  readonly device: DeviceDetails
  readonly profile: EligibilityProfile
  /** The agent's Intune permissions, as getEffectivePermissions lists them; 'unknown' when they could not be read. */
  readonly permissions: readonly string[] | 'unknown'
  /** Whether the signed-in person has the console's role of an agent; a supervisor reviews and does not act. */
  readonly isAgent: boolean
  /** Everything that this device has not finished yet, whoever asked for it. */
  readonly pending: readonly DeviceActionName[]
  /** A wipe, retire or delete of this device waits for a second administrator. */
  readonly isAwaitingApproval: boolean
  /** macOS: the unlock PIN of an earlier remote lock can still be shown. */
  readonly hasWaitingPin: boolean
  readonly isPolicyValid: boolean
  readonly isAuditWritable: boolean
}

/**
 * For each action, whether it can be used on this device by this agent now, and if not, why and what to do instead. Default is deny.
 * One reason is given, the one that changes least: first what this device cannot (waiting or a role would not help), then what this
 * tenant does not offer, then that the device is leaving, then what the agent may not, then what ails the console, and last what only
 * has to be waited for.
 */
export function availabilityOf(facts: AvailabilityFacts): Record<DeviceActionName, Availability> {
  return Object.fromEntries(deviceActionNames.map((action) => [action, availabilityOfOne(action, facts)])) as Record<DeviceActionName, Availability>
}

function availabilityOfOne(action: DeviceActionName, facts: AvailabilityFacts): Availability {
  const { device, profile } = facts
  const rule = findRule(`${action}/${profile}/${device.kind}`)
  if (rule === null) return unavailable('kind-unknown', 'refresh', null)
  const source = sourceOf(rule)
  const verdict = decide(rule.decision, device)
  const instead = refusal(action, verdict, facts)
  if (instead !== null) return unavailable(instead[0], instead[1], instead[0] === 'needs-beta' || verdict.verdict === 'unavailable' ? source : null)
  if (verdict.verdict === 'unavailable') return unavailable(verdict.reason, verdict.nextStep, source)
  return {
    status: 'available',
    effect: verdict.effect,
    cautions: cautionsOf(action, verdict, facts),
    wipeOptions: offeredWipeOptions(verdict.wipeOptions, device),
    source,
  }
}

type Refusal = readonly [UnavailableReason, NextStep]

/** The order of the reasons, for an action. */
function refusal(action: DeviceActionName, verdict: Verdict, facts: AvailabilityFacts): Refusal | null {
  const policy = actionPolicies[action]
  return byDevice(action, verdict, facts.device) ??
    (removalsUnderWay(facts).some((removal) => removal !== action) ? ['removal-in-flight', 'wait'] : null) ??
    byRole(policy.permission, facts) ??
    byConsole(facts) ??
    (policy.isRemoval && facts.isAwaitingApproval ? ['approval-in-flight', 'wait'] : null) ??
    (facts.pending.includes(action) || removalsUnderWay(facts).includes(action) ? ['action-in-flight', 'wait'] : null)
}

function byDevice(action: DeviceActionName, verdict: Verdict, device: DeviceDetails): Refusal | null {
  const isOldGraph = device.readFrom === 'v1.0'
  const cannotCall = actionPolicies[action].isBetaOnly && isOldGraph
  // joinType is beta's too: where the tenant refuses beta, that is what to say, and not that the device tells too little.
  const betaMissing: Refusal = ['needs-beta', action === 'rename' ? 'set-management-name' : 'intune-admin-center']
  if (verdict.verdict === 'available') return cannotCall ? betaMissing : null
  if (verdict.reason === 'join-unknown' && cannotCall) return betaMissing
  // Read from v1.0, because the tenant refuses beta: reading again would tell no more.
  if (device.kind === 'unknown' && isOldGraph) return ['kind-unknown', 'intune-admin-center']
  return [verdict.reason, verdict.nextStep]
}

function byRole(permission: string, { isAgent, permissions }: AvailabilityFacts): Refusal | null {
  if (!isAgent) return ['reviews-only', 'ask-agent']
  if (permissions === 'unknown') return ['permission-unknown', 'refresh']
  return permissions.includes(permission) ? null : ['missing-permission', 'ask-administrator']
}

function byConsole({ isPolicyValid, isAuditWritable }: AvailabilityFacts): Refusal | null {
  if (!isPolicyValid) return ['policy-invalid', 'ask-supervisor']
  return isAuditWritable ? null : ['audit-unavailable', 'ask-supervisor']
}

/** The wipe, retire or delete that the device is leaving by: what is known to be pending, and what Graph's managementState says. */
function removalsUnderWay({ device, pending }: AvailabilityFacts): readonly DeviceActionName[] {
  const state = device.managementState.toLowerCase()
  return deviceActionNames.filter((action) =>
    actionPolicies[action].isRemoval && (pending.includes(action) || actionPolicies[action].pendingStates.includes(state)))
}

function cautionsOf(action: DeviceActionName, verdict: AvailableVerdict, { pending, hasWaitingPin }: AvailabilityFacts): readonly Caution[] {
  const now: Caution[] = []
  if (actionPolicies[action].isRemoval && pending.some((other) => other !== action)) now.push('cancels-pending')
  if (verdict.effect === 'locked-with-pin' && hasWaitingPin) now.push('mac-pin-waiting')
  return [...now, ...verdict.cautions]
}

function unavailable(reason: UnavailableReason, nextStep: NextStep, source: RuleSource | null): Availability {
  return { status: 'unavailable', reason, nextStep, source }
}
