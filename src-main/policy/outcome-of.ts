import type { ActionState } from '../../src-shared/action-records.ts'
import type { ActionParameters } from '../../src-shared/device-actions.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { actionPolicies } from './action-policies.ts'

/** What Intune reports for one action on a device; `startDateTime` and the states are Graph's, verbatim, the name in lower case. */
export interface ReportedResult {
  readonly actionName: string
  readonly actionState: string
  readonly startDateTime: string | null
  readonly errorCode: number | null
}

/** What was read of a device to tell how an action on it stands. */
export interface DeviceReport {
  readonly results: readonly ReportedResult[]
  /** Graph's, verbatim; "" when the tenant does not send it. */
  readonly managementState: string
  readonly lastSyncAt: string | null
  readonly deviceName: string
  readonly managedDeviceName: string
}

/** What was known when the request was sent. */
export interface SentAction {
  readonly parameters: ActionParameters
  /** startDateTime of the device's previous result of this action, if any: a later one is ours. */
  readonly previousResultAt: string | null
  /** The device's last check-in just before. */
  readonly previousSyncAt: string | null
  /** Its management state was seen to be that of this action after the request. */
  readonly wasUnderWay: boolean
}

export interface ReportedOutcome {
  readonly state: Extract<ActionState, 'pending' | 'done' | 'failed' | 'not-supported'>
  readonly isFinal: boolean
  readonly code: ErrorCode | null
}

const pending: ReportedOutcome = { state: 'pending', isFinal: false, code: null }
const done: ReportedOutcome = { state: 'done', isFinal: true, code: null }

/** The newest result of an action; whether Graph keeps more than one is not documented, nor is their order. */
function newestOf<R extends ReportedResult>(results: readonly R[], resultName: string | null): R | null {
  const named = results.filter((result) => result.actionName === resultName)
  return named.reduce<R | null>((newest, result) => (newest === null || startOf(result) > startOf(newest) ? result : newest), null)
}

const startOf = ({ startDateTime }: ReportedResult): string => startDateTime ?? ''

/**
 * Picks the result that belongs to our request: the newest wins, so one that started later than the one seen just before sending is ours.
 * An earlier one comes from a server that lags behind. Both times are Intune's; no clock of this PC is compared.
 */
export function ourResult<R extends ReportedResult>(results: readonly R[], resultName: string | null, previousResultAt: string | null): R | null {
  const found = newestOf(results, resultName)
  return found !== null && startOf(found) > (previousResultAt ?? '') ? found : null
}

/** startDateTime of the newest result that is there now for an action; null when there is none. */
export function resultTimeOf(results: readonly ReportedResult[], resultName: string | null): string | null {
  return newestOf(results, resultName)?.startDateTime ?? null
}

/**
 * Translates Graph's actionState (none, pending, canceled, active, done, failed, notSupported) into the console's
 * words. A state that Graph may add later counts as pending: nothing is claimed that is not known.
 */
export function outcomeOf(result: Pick<ReportedResult, 'actionState'>): ReportedOutcome {
  switch (result.actionState) {
    case 'done':
      return done
    case 'failed':
      return { state: 'failed', isFinal: true, code: 'device-reported-failure' }
    case 'notSupported':
      return { state: 'not-supported', isFinal: true, code: 'device-reported-not-supported' }
    case 'canceled':
      return { state: 'failed', isFinal: true, code: 'action-canceled' }
    default:
      return pending
  }
}

/**
 * How an action stands after a look at its device; null: Intune shows no trace of it yet. The device's own result counts first. A wipe has
 * been seen to appear in managementState only, so that is read as well; names and the check-in are read back where Intune keeps no result.
 */
export function outcomeFrom(sent: SentAction, report: DeviceReport): ReportedOutcome | null {
  const policy = actionPolicies[sent.parameters.action]
  const result = ourResult(report.results, policy.resultName, sent.previousResultAt)
  const reported = result === null ? null : outcomeOf(result)
  if (reported?.isFinal === true) return reported
  const state = report.managementState.toLowerCase()
  // An earlier failure may still stand there: it is ours only once the device was seen on its way.
  if (sent.wasUnderWay && policy.failedStates.includes(state)) {
    return { state: 'failed', isFinal: true, code: state.endsWith('canceled') ? 'action-canceled' : 'device-reported-failure' }
  }
  if (isUnderWay(sent.parameters.action, report)) return pending
  // A wipe that keeps the enrolment ends where it began. Whatever else is managed again has not left.
  if (sent.wasUnderWay && state === 'managed' && staysEnrolled(sent.parameters)) return done
  return readBack(sent, report) ?? reported
}

/** Whether the device's management state is that of this action. */
export function isUnderWay(action: ActionParameters['action'], report: Pick<DeviceReport, 'managementState'>): boolean {
  return actionPolicies[action].pendingStates.includes(report.managementState.toLowerCase())
}

function staysEnrolled(parameters: ActionParameters): boolean {
  return parameters.action === 'reset-device' && (parameters.wipe.keepEnrollmentData || parameters.wipe.keepUserData)
}

function readBack({ parameters, previousSyncAt }: SentAction, report: DeviceReport): ReportedOutcome | null {
  switch (parameters.action) {
    case 'rename':
      return report.deviceName === parameters.deviceName ? done : null
    case 'set-management-name':
      return report.managedDeviceName === parameters.managedDeviceName ? done : null
    case 'sync':
      return report.lastSyncAt !== null && report.lastSyncAt > (previousSyncAt ?? '') ? done : null
    default:
      return null
  }
}
