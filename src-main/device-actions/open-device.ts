import type { OpenedDevice } from '../../src-shared/availability.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { DeviceActionResult } from '../graph/action-results.ts'
import { availabilityOf } from '../policy/availability.ts'

export interface OpenDeviceOptions {
  readonly account: () => Account | null
  readonly readDevice: (
    deviceId: string,
  ) => Promise<Answer<{ device: DeviceDetails; actionResults: readonly DeviceActionResult[] }>>
  readonly readPermissions: () => Promise<Answer<{ permissions: readonly string[] }>>
  readonly audit: Pick<AuditLog, 'checkWritable'>
  readonly profile: () => EligibilityProfile
  readonly isPolicyValid: () => boolean
  /** Actions that the tracker still waits for on this device. */
  readonly inFlight: (deviceId: string) => readonly DeviceActionName[]
  readonly countNamed: (deviceName: string) => Promise<number>
}

/** A device as just read, with what may be done to it and what Intune still has under way. */
export interface DeviceReading {
  readonly opened: OpenedDevice
  readonly actionResults: readonly DeviceActionResult[]
}

const openStates = ['pending', 'active']

/** Reads devices by id, judges what may be done to them, and remembers what the agent was shown. */
export function createDeviceReader(options: OpenDeviceOptions) {
  /** What each agent was shown last; compared again before anything is sent. */
  const shown = new Map<string, DeviceDetails>()

  async function read(deviceId: string): Promise<Answer<{ reading: DeviceReading }>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    const [found, permitted] = await Promise.all([options.readDevice(deviceId), options.readPermissions()])
    if (found.status === 'refused') return found
    const { device, actionResults } = found
    const isOpenAtIntune = actionResults.some((result) => result.isResetPasscode && openStates.includes(result.actionState))
    const availability = availabilityOf({
      device,
      profile: options.profile(),
      // A supervisor reviews and does not act: Intune may allow it, the console's role does not.
      permissions: !account.roles.includes('Helpdesk.Agent')
        ? []
        : permitted.status === 'ok'
          ? permitted.permissions
          : 'unknown',
      inFlight: [...options.inFlight(deviceId), ...(isOpenAtIntune ? (['reset-passcode'] as const) : [])],
      isPolicyValid: options.isPolicyValid(),
      isAuditWritable: options.audit.checkWritable().status === 'ok',
    })
    const named = await options.countNamed(device.deviceName)
    // Read with the rights of the person who asked: nobody else gets it.
    if (options.account()?.oid !== account.oid) return refuse('not-signed-in')
    const opened: OpenedDevice = { device, availability, namesakes: Math.max(0, named - 1) }
    return { status: 'ok', reading: { opened, actionResults } }
  }

  return {
    read,
    /** Reads a device for the drawer; what is shown now is what an action will be compared with. */
    open: async (deviceId: string): Promise<Answer<{ opened: OpenedDevice }>> => {
      const answer = await read(deviceId)
      if (answer.status === 'refused') return answer
      shown.set(deviceId, answer.reading.opened.device)
      return { status: 'ok', opened: answer.reading.opened }
    },
    lastShown: (deviceId: string): DeviceDetails | null => shown.get(deviceId) ?? null,
    forget: () => shown.clear(),
  }
}

export type DeviceReader = ReturnType<typeof createDeviceReader>
