import type { ActionDemands } from '../../src-shared/action-demands.ts'
import type { BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { Availability } from '../../src-shared/availability.ts'
import { checkDeviceName, checkManagementName, nameRulesFor } from '../../src-shared/device-name-rules.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { areWipeChoicesSound } from './wipe-options.ts'

const sixDigits = /^\d{6}$/

/** What is wrong with what an agent asks for, whatever the window has checked before; null when nothing is. */
export function problemWith(
  request: BeginAttemptRequest,
  device: DeviceDetails,
  verdict: Extract<Availability, { status: 'available' }>,
  demands: Pick<ActionDemands, 'reason'>,
): ErrorCode | null {
  const { parameters, recoveryPin } = request
  if (demands.reason && request.reason === '') return 'reason-missing'
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
      return areWipeChoicesSound(parameters.wipe, verdict.wipeOptions) ? null : 'invalid-request'
    default:
      return null
  }
}
