import type { OpenedDevice, OtherDevices } from '../../src-shared/availability.ts'
import type { DeviceActionName, EligibilityProfile } from '../../src-shared/device-actions.ts'
import { deviceActionNames } from '../../src-shared/device-actions.ts'
import type { Answer } from '../../src-shared/error-codes.ts'
import { refuse } from '../../src-shared/error-codes.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { Account } from '../../src-shared/session.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { DeviceActionResult } from '../graph/action-results.ts'
import { actionPolicies } from '../policy/action-policies.ts'
import { availabilityOf } from '../policy/availability.ts'
import type { AvailabilityFacts } from '../policy/availability.ts'

export interface OpenDeviceOptions {
  readonly account: () => Account | null
  readonly readDevice: (
    deviceId: string,
  ) => Promise<Answer<{ device: DeviceDetails; actionResults: readonly DeviceActionResult[] }>>
  readonly readPermissions: () => Promise<Answer<{ permissions: readonly string[] }>>
  readonly audit: Pick<AuditLog, 'checkWritable'>
  readonly profile: () => EligibilityProfile
  readonly policyTrouble: () => AvailabilityFacts['policyTrouble']
  /** Actions that the tracker still waits for on this device. */
  readonly inFlight: (deviceId: string) => readonly DeviceActionName[]
  /** Whether a request for this device waits for a second administrator; `except`: the attempt that sends the approved one. */
  readonly isAwaitingApproval: (deviceId: string, except: string | null) => boolean
  /** Told of every device that was read. */
  readonly onRead: (device: DeviceDetails) => void
  readonly countOthers: (device: DeviceDetails) => Promise<OtherDevices>
}

/** A device as just read, with what may be done to it and what Intune still has under way. */
export interface DeviceReading {
  readonly opened: OpenedDevice
  readonly actionResults: readonly DeviceActionResult[]
}

const openStates = ['pending', 'active']

/** What is under way on a device: by Intune's word, by its management state, and by ours. */
function pendingOn(device: DeviceDetails, results: readonly DeviceActionResult[], ours: readonly DeviceActionName[]): readonly DeviceActionName[] {
  const state = device.managementState.toLowerCase()
  return deviceActionNames.filter((name) => {
    const { resultName, pendingStates } = actionPolicies[name]
    const isOpen = results.some((result) => result.actionName === resultName && openStates.includes(result.actionState))
    return isOpen || pendingStates.includes(state) || ours.includes(name)
  })
}

function auditTroubleOf(writable: Answer): AvailabilityFacts['auditTrouble'] {
  if (writable.status === 'ok') return null
  return writable.code === 'audit-unacknowledged' || writable.code === 'audit-broken' ? writable.code : 'audit-unavailable'
}

/** Reads devices by id, judges what may be done to them, and remembers what the agent was shown. */
export function createDeviceReader(options: OpenDeviceOptions) {
  /** What each agent was shown last; compared again before anything is sent. */
  const shown = new Map<string, DeviceDetails>()

  /** `completing`: the attempt whose approved request is about to be sent, which is not in its own way. */
  async function read(deviceId: string, completing: string | null = null): Promise<Answer<{ reading: DeviceReading }>> {
    const account = options.account()
    if (account === null) return refuse('not-signed-in')
    const [found, permitted] = await Promise.all([options.readDevice(deviceId), options.readPermissions()])
    if (found.status === 'refused') return found
    const { device, actionResults } = found
    const pending = pendingOn(device, actionResults, options.inFlight(deviceId))
    const availability = availabilityOf({
      device,
      profile: options.profile(),
      permissions: permitted.status === 'ok' ? permitted.permissions : 'unknown',
      // A supervisor reviews and does not act: Intune may allow it, the console's role does not.
      isAgent: account.roles.includes('Helpdesk.Agent'),
      pending,
      isAwaitingApproval: options.isAwaitingApproval(deviceId, completing),
      hasWaitingPin: actionResults.some((result) => result.hasUnlockPin),
      policyTrouble: options.policyTrouble(),
      auditTrouble: auditTroubleOf(options.audit.checkWritable()),
    })
    const others = await options.countOthers(device)
    // Read with the rights of the person who asked: nobody else gets it.
    if (options.account()?.oid !== account.oid) return refuse('not-signed-in')
    options.onRead(device)
    return { status: 'ok', reading: { opened: { device, availability, others, pending }, actionResults } }
  }

  /** Reads a device that the agent has not opened, one of a run: what the drawer shows stays what an action is compared with. */
  async function look(deviceId: string): Promise<Answer<{ opened: OpenedDevice }>> {
    const answer = await read(deviceId)
    return answer.status === 'refused' ? answer : { status: 'ok', opened: answer.reading.opened }
  }

  return {
    read,
    look,
    /** Reads a device for the drawer; what is shown now is what an action will be compared with. */
    open: async (deviceId: string): Promise<Answer<{ opened: OpenedDevice }>> => {
      const answer = await look(deviceId)
      if (answer.status === 'ok') shown.set(deviceId, answer.opened.device)
      return answer
    },
    lastShown: (deviceId: string): DeviceDetails | null => shown.get(deviceId) ?? null,
    forget: () => shown.clear(),
  }
}

export type DeviceReader = ReturnType<typeof createDeviceReader>
