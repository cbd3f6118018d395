import type { Availability, Caution, NextStep, RuleSource, UnavailableReason } from '../../src-shared/availability.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import { actionPolicies } from './action-policies.ts'
import { decide } from './eligibility-decision.ts'
import { findRule } from './eligibility-table.ts'
import type { AvailableVerdict, UnavailableVerdict } from './eligibility.ts'
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
  /** Why the policy file holds every action back; null: it does not. */
  readonly policyTrouble: Extract<UnavailableReason, `policy-${string}`> | null
  /** Why nothing can be written into the audit log; null: it can. */
  readonly auditTrouble: Extract<UnavailableReason, `audit-${string}`> | null
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
  if (verdict.verdict === 'unavailable') {
    const [reason, nextStep] = readFromOldGraph(action, verdict, device) ?? [verdict.reason, verdict.nextStep]
    return unavailable(reason, nextStep, source)
  }
  const refusal = refusalOf(action, facts)
  if (refusal !== null) return unavailable(refusal[0], refusal[1], null)
  const cautions = cautionsOf(action, verdict, facts)
  return { status: 'available', effect: verdict.effect, cautions, wipeOptions: offeredWipeOptions(verdict.wipeOptions, device), source }
}

type Refusal = readonly [UnavailableReason, NextStep]

const isBetaMissing = (action: DeviceActionName, device: DeviceDetails): boolean => actionPolicies[action].isBetaOnly && device.readFrom === 'v1.0'
const betaMissing = (action: DeviceActionName): Refusal => ['needs-beta', action === 'rename' ? 'set-management-name' : 'intune-admin-center']

/** Where the tenant refuses beta, a device tells less, and reading it again would not tell more. */
function readFromOldGraph(action: DeviceActionName, verdict: UnavailableVerdict, device: DeviceDetails): Refusal | null {
  if (device.readFrom !== 'v1.0') return null
  if (device.kind === 'unknown') return ['kind-unknown', 'intune-admin-center']
  // joinType is beta's.
  return verdict.reason === 'join-unknown' && isBetaMissing(action, device) ? betaMissing(action) : null
}

/** What stands in the way of an action that the device itself can take, in the order of the reasons. */
function refusalOf(action: DeviceActionName, facts: AvailabilityFacts): Refusal | null {
  const { isRemoval, permission } = actionPolicies[action]
  const removals = removalsUnderWay(facts)
  if (isBetaMissing(action, facts.device)) return betaMissing(action)
  if (removals.some((removal) => removal !== action)) return ['removal-in-flight', 'wait']
  if (!facts.isAgent) return ['reviews-only', 'ask-agent']
  if (facts.permissions === 'unknown') return ['permission-unknown', 'refresh']
  if (!facts.permissions.includes(permission)) return ['missing-permission', 'ask-administrator']
  if (facts.policyTrouble !== null) return [facts.policyTrouble, facts.policyTrouble === 'policy-checking' ? 'refresh' : 'ask-supervisor']
  if (facts.auditTrouble !== null) return [facts.auditTrouble, 'ask-supervisor']
  if (isRemoval && facts.isAwaitingApproval) return ['approval-in-flight', 'wait']
  return facts.pending.includes(action) || removals.includes(action) ? ['action-in-flight', 'wait'] : null
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
  // Intune shows a Mac's PIN until another action is sent to it. The management name is not sent to the device.
  if (hasWaitingPin && verdict.effect !== 'management-name-changed') now.push(verdict.effect === 'locked-with-pin' ? 'mac-pin-waiting' : 'mac-pin-goes')
  return [...now, ...verdict.cautions]
}

function unavailable(reason: UnavailableReason, nextStep: NextStep, source: RuleSource | null): Availability {
  return { status: 'unavailable', reason, nextStep, source }
}
