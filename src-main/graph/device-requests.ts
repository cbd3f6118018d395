import type { ActionParameters, WipeChoices, WipeOption } from '../../src-shared/device-actions.ts'
import { isDeviceId } from './device-id.ts'

/** One write, as Graph gets it; `body` null: none. */
export interface DeviceRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body: Readonly<Record<string, unknown>> | null
}

const device = (version: 'v1.0' | 'beta', deviceId: string): string => `/${version}/deviceManagement/managedDevices/${deviceId}`

/**
 * A wipe on v1.0, which knows four parameters, unless a choice was made that only beta has. What the platform does not have is left out.
 * keepUserData keeps the enrolment too: that is what the admin center's one tick box asks for.
 */
function wipeRequest(deviceId: string, wipe: WipeChoices, options: readonly WipeOption[], recoveryPin: string | null): DeviceRequest {
  const needsBeta = wipe.useProtectedWipe || wipe.obliterationBehavior !== 'default'
  const body: Record<string, unknown> = { keepEnrollmentData: wipe.keepEnrollmentData, keepUserData: wipe.keepUserData }
  if (options.includes('esim-plan')) body['persistEsimDataPlan'] = wipe.persistEsimDataPlan
  if (wipe.withRecoveryPin && recoveryPin !== null) body['macOsUnlockCode'] = recoveryPin
  if (wipe.useProtectedWipe) body['useProtectedWipe'] = true
  if (wipe.obliterationBehavior !== 'default') body['obliterationBehavior'] = wipe.obliterationBehavior
  return { method: 'POST', path: `${device(needsBeta ? 'beta' : 'v1.0', deviceId)}/wipe`, body }
}

/** The one request of an action on one device. Throws for an id that is none: nothing else ever reaches a path. */
export function deviceRequestOf(
  deviceId: string,
  parameters: ActionParameters,
  more: { readonly wipeOptions: readonly WipeOption[]; readonly recoveryPin: string | null },
): DeviceRequest {
  if (!isDeviceId(deviceId)) throw new TypeError('not a device id')
  const post = (action: string, version: 'v1.0' | 'beta' = 'v1.0', body: DeviceRequest['body'] = null): DeviceRequest =>
    ({ method: 'POST', path: `${device(version, deviceId)}/${action}`, body })
  switch (parameters.action) {
    case 'rename':
      return post('setDeviceName', 'beta', { deviceName: parameters.deviceName })
    case 'set-management-name':
      return { method: 'PATCH', path: device('v1.0', deviceId), body: { managedDeviceName: parameters.managedDeviceName } }
    case 'remove':
      return post('retire')
    case 'reset-device':
      return wipeRequest(deviceId, parameters.wipe, more.wipeOptions, more.recoveryPin)
    case 'reset-passcode':
      return post('resetPasscode')
    case 'remote-lock':
      return post('remoteLock')
    case 'sync':
      return post('syncDevice')
    case 'restart':
      return post('rebootNow')
    case 'locate':
      return post('locateDevice')
    case 'delete-record':
      return { method: 'DELETE', path: device('v1.0', deviceId), body: null }
  }
}
