import type { DeviceDetails } from '../../src-shared/device.ts'
import type { AvailableVerdict, Condition, Decision, EligibilityRow, Verdict } from './eligibility.ts'
import { cannot } from './eligibility.ts'
import { isAtLeast } from './os-version.ts'

/** Graph's joinType in lower case, as far as it says something. */
const joinTypes: readonly string[] = ['azureadjoined', 'azureadregistered', 'hybridazureadjoined']

/** Whether a condition holds for a device; null when Graph does not say. */
export function holds(condition: Condition, device: DeviceDetails): boolean | null {
  switch (condition.of) {
    case 'os-version':
      return isAtLeast(device.osVersion, condition.atLeast)
    case 'supervision':
      return device.isSupervised
    case 'ownership':
      return device.ownership === 'unknown' ? null : device.ownership === condition.is
    case 'join-type': {
      const joinType = device.joinType.toLowerCase()
      return joinTypes.includes(joinType) ? joinType === condition.is : null
    }
    case 'manufacturer':
      return device.manufacturer.trim() === '' ? null : device.manufacturer.toLowerCase().includes(condition.contains)
    case 'enrollment-type':
      return device.enrollmentType === '' ? null : device.enrollmentType.toLowerCase() === condition.is
  }
}

/** What a row of the table says of one device. */
export function decide(decision: Decision, device: DeviceDetails): Verdict {
  if (decision.verdict !== 'depends') return decision
  const answer = holds(decision.on, device)
  return decide(answer === null ? decision.unsaid : answer ? decision.yes : decision.no, device)
}

/** The same decision with something else wherever it said yes: a stricter profile can only take away. */
export function whereAvailable(decision: Decision, instead: (verdict: AvailableVerdict) => Decision): Decision {
  if (decision.verdict === 'available') return instead(decision)
  if (decision.verdict === 'unavailable') return decision
  const { yes, no, unsaid } = decision
  return { ...decision, yes: whereAvailable(yes, instead), no: whereAvailable(no, instead), unsaid: whereAvailable(unsaid, instead) }
}

/** Microsoft's pages for users make no promise for it. */
export const notPromised = cannot('not-in-company-portal', 'intune-admin-center')

/** The administrators' rows of an action that Company Portal does not have: their noes stay, their yeses go. */
export function withoutCompanyPortal<K extends string>(rows: Readonly<Record<K, EligibilityRow>>): Readonly<Record<K, EligibilityRow>> {
  const stricter = Object.entries<EligibilityRow>(rows).map(([kind, { document, decision }]) => {
    const instead = whereAvailable(decision, () => notPromised)
    // The page that is silent is the one to point at; where the administrators' page already says no, it is that one.
    return [kind, { document: instead === decision ? document : 'company-portal-app', decision: instead }] as const
  })
  return Object.fromEntries(stricter) as Record<K, EligibilityRow>
}
