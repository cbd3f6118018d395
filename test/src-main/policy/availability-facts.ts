import { actionPolicies } from '../../../src-main/policy/action-policies.ts'
import { availabilityOf } from '../../../src-main/policy/availability.ts'
import type { AvailabilityFacts } from '../../../src-main/policy/availability.ts'
import { deviceActionNames } from '../../../src-shared/device-actions.ts'
import type { DeviceActionName, EligibilityProfile } from '../../../src-shared/device-actions.ts'
import type { DeviceDetails } from '../../../src-shared/device.ts'

export const allPermissions = deviceActionNames.map((action) => actionPolicies[action].permission)

/** An agent who may do everything, a console in order, nothing under way. */
export function facts(device: DeviceDetails, overrides: Partial<AvailabilityFacts> = {}): AvailabilityFacts {
  return {
    device, profile: 'graph-admin', permissions: allPermissions, isAgent: true, pending: [], isAwaitingApproval: false, hasWaitingPin: false,
    policyTrouble: null, auditTrouble: null, ...overrides,
  }
}

/** "effect + cautions" or "no:reason → next step". */
export function said(action: DeviceActionName, device: DeviceDetails, profile: EligibilityProfile = 'graph-admin'): string {
  const answer = availabilityOf(facts(device, { profile }))[action]
  return answer.status === 'available' ? [answer.effect, ...answer.cautions].join(' + ') : `no:${answer.reason} → ${answer.nextStep}`
}
