import type { Availability, NextStep, RuleSource, UnavailableReason } from '../../src-shared/availability.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import { resetPasscodeTable } from './eligibility-table.ts'
import type { EligibilityRule, Verdict } from './eligibility-table.ts'
import { isAtLeast } from './os-version.ts'
import { sourceOf } from './rule-source.ts'

/** Everything that decides which actions an agent can use on a device, read beforehand by the caller. */
export interface AvailabilityFacts {
  readonly device: DeviceDetails
  readonly profile: EligibilityProfile
  /** The agent's Intune permissions, as getEffectivePermissions lists them; 'unknown' when they could not be read. */
  readonly permissions: readonly string[] | 'unknown'
  /** Actions that this device has not finished yet. */
  readonly inFlight: readonly DeviceActionName[]
  readonly isPolicyValid: boolean
  readonly isAuditWritable: boolean
}

/** Intune's name of the permission "Remote tasks/Reset passcode". */
export const resetPasscodePermission = 'Microsoft.Intune_RemoteTasks_ResetPasscode'

/** Graph's managementState while a wipe, retire or delete is under way; Intune cancels what else is pending then. */
const removalStates: ReadonlySet<string> = new Set(['retirepending', 'retireissued', 'wipepending', 'wipeissued', 'deletepending'])

/**
 * For each of the five actions, whether it can be used on this device by this agent now, and if not, why and what to do instead.
 * Default is deny. One reason is given, the one that changes least: first what this device cannot (waiting or a role would not help),
 * then that it is leaving, then what the agent may not, then what ails the console, and last what only has to be waited for.
 */
export function availabilityOf(facts: AvailabilityFacts): Record<DeviceActionName, Availability> {
  const later: Availability = unavailable('not-in-this-version', 'intune-admin-center', null)
  return {
    rename: later,
    remove: later,
    'reset-device': later,
    'reset-passcode': resetPasscode(facts),
    'remote-lock': later,
  }
}

function resetPasscode(facts: AvailabilityFacts): Availability {
  const { device, profile } = facts
  // The types promise both, but the profile can come from a policy file and the kind from a newer Graph: no row, no action.
  const rule = (resetPasscodeTable as Readonly<Record<string, Readonly<Record<string, EligibilityRule>>>>)[profile]?.[device.kind]
  if (rule === undefined) return unavailable('kind-unknown', 'refresh', null)
  const source = sourceOf(rule, profile)
  const verdict = verdictFor(rule, device)
  if (verdict.verdict === 'unavailable') return unavailable(verdict.reason, verdict.nextStep, source)

  if (removalStates.has(device.managementState.toLowerCase())) return unavailable('removal-in-flight', 'wait', null)
  if (facts.permissions === 'unknown') return unavailable('permission-unknown', 'refresh', null)
  if (!facts.permissions.includes(resetPasscodePermission)) return unavailable('missing-permission', 'ask-administrator', null)
  if (!facts.isPolicyValid) return unavailable('policy-invalid', 'ask-supervisor', null)
  if (!facts.isAuditWritable) return unavailable('audit-unavailable', 'ask-supervisor', null)
  if (facts.inFlight.includes('reset-passcode')) return unavailable('action-in-flight', 'wait', null)
  return { status: 'available', effect: verdict.effect, preconditions: verdict.preconditions, source }
}

function verdictFor(rule: EligibilityRule, device: DeviceDetails): Verdict {
  if (rule.decision.verdict !== 'by-os-version') {
    // Read from v1.0, because the tenant refuses beta: reading again would tell no more.
    const isHopeless = device.kind === 'unknown' && device.readFrom === 'v1.0'
    return isHopeless ? { verdict: 'unavailable', reason: 'kind-unknown', nextStep: 'intune-admin-center' } : rule.decision
  }
  const isNewEnough = isAtLeast(device.osVersion, rule.decision.boundary)
  if (isNewEnough === null) return { verdict: 'unavailable', reason: 'kind-unknown', nextStep: 'refresh' }
  return isNewEnough ? rule.decision.from : rule.decision.before
}

function unavailable(reason: UnavailableReason, nextStep: NextStep, source: RuleSource | null): Availability {
  return { status: 'unavailable', reason, nextStep, source }
}
