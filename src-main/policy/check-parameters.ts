import type { BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { Availability } from '../../src-shared/availability.ts'
import type { WipeChoices, WipeOption } from '../../src-shared/device-actions.ts'
import { plainWipe } from '../../src-shared/device-actions.ts'
import { checkDeviceName, checkManagementName, nameRulesFor } from '../../src-shared/device-name-rules.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { actionPolicies } from './action-policies.ts'

const sixDigits = /^\d{6}$/

/** Which option each choice belongs to; a choice other than the plain one needs its option. */
const optionOfChoice: Readonly<Record<keyof WipeChoices, WipeOption>> = {
  keepEnrollmentData: 'keep-enrollment',
  keepUserData: 'keep-user-data',
  persistEsimDataPlan: 'esim-plan',
  useProtectedWipe: 'protected-wipe',
  obliterationBehavior: 'obliteration',
  withRecoveryPin: 'mac-pin',
}

/** Whether a wipe asks only for what the platform has, and for nothing that contradicts itself. */
function isWipeSound(wipe: WipeChoices, options: readonly WipeOption[]): boolean {
  const names = Object.keys(optionOfChoice) as (keyof WipeChoices)[]
  const areKnown = names.every((name) => wipe[name] === plainWipe[name] || options.includes(optionOfChoice[name]))
  return areKnown && !(wipe.useProtectedWipe && (wipe.keepUserData || wipe.keepEnrollmentData))
}

/** What is wrong with what an agent asks for, whatever the window has checked before; null when nothing is. */
export function problemWith(
  request: BeginAttemptRequest,
  device: DeviceDetails,
  verdict: Extract<Availability, { status: 'available' }>,
): ErrorCode | null {
  const { parameters, recoveryPin } = request
  if (actionPolicies[parameters.action].needsReason && request.reason === '') return 'reason-missing'
  const wantsPin = parameters.action === 'reset-device' && parameters.wipe.withRecoveryPin
  if (wantsPin !== (recoveryPin !== null) || (recoveryPin !== null && !sixDigits.test(recoveryPin))) return 'invalid-request'
  switch (parameters.action) {
    case 'rename': {
      const rules = nameRulesFor(device.kind)
      return rules === null || checkDeviceName(rules, parameters.deviceName, device.deviceName) !== null ? 'name-not-allowed' : null
    }
    case 'set-management-name':
      return checkManagementName(parameters.managedDeviceName, device.managedDeviceName) === null ? null : 'name-not-allowed'
    case 'reset-device':
      return isWipeSound(parameters.wipe, verdict.wipeOptions) ? null : 'invalid-request'
    default:
      return null
  }
}
