import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, GraphReference } from '../../src-shared/error-codes.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import { findTemporaryPasscode, parseActionResults } from './action-results.ts'
import type { DeviceActionResult } from './action-results.ts'
import { actionResultsPaths, deviceDetailsPaths, readVersioned } from './beta-endpoints.ts'
import type { GraphVersion, VersionedPath } from './beta-endpoints.ts'
import { isDeviceId } from './device-id.ts'
import type { GraphClient, ReadOptions } from './http-client.ts'
import { parseDeviceDetails, parseGraphDate } from './managed-device.ts'

export interface ActionResultsRead {
  /** Graph's, verbatim; "" when the tenant does not send it. A wipe shows here even where deviceActionResults never names it. */
  readonly managementState: string
  readonly lastSyncAt: string | null
  readonly actionResults: readonly DeviceActionResult[]
}

type DeviceBody = Readonly<Record<string, unknown>>

/** The body of the device that was asked for; another id, or no object at all, is an answer that cannot be trusted. */
async function readOne(
  client: GraphClient,
  deviceId: string,
  paths: (id: string) => readonly VersionedPath[],
  options: ReadOptions | undefined,
): Promise<Answer<{ device: DeviceBody; reference: GraphReference; version: GraphVersion }>> {
  if (!isDeviceId(deviceId)) return refuse('invalid-request')
  const answer = await readVersioned(client, paths(deviceId), (path) => client.getJson(path, options))
  if (answer.status !== 'ok') return answer
  const { json, reference, version } = answer
  const device = (typeof json === 'object' && json !== null ? json : {}) as DeviceBody
  const id = device['id']
  if (typeof id !== 'string' || id.toLowerCase() !== deviceId.toLowerCase()) return refuse('graph-bad-response', reference)
  return { status: 'ok', device, reference, version }
}

/** Reads one device by its id, on beta where the tenant allows it, with how its actions stand. */
export async function readDevice(
  client: GraphClient,
  deviceId: string,
  options?: ReadOptions,
): Promise<Answer<{ device: DeviceDetails; actionResults: readonly DeviceActionResult[] }>> {
  const answer = await readOne(client, deviceId, deviceDetailsPaths, options)
  if (answer.status !== 'ok') return answer
  const device = parseDeviceDetails(answer.device, new Date(client.clock.wallMs()).toISOString(), answer.version)
  if (device === null) return refuse('graph-bad-response', answer.reference)
  return { status: 'ok', device, actionResults: parseActionResults(answer.device['deviceActionResults']) }
}

/** Reads only what tells how an action on this device stands. */
export async function readActionResults(client: GraphClient, deviceId: string, options?: ReadOptions): Promise<Answer<ActionResultsRead>> {
  const answer = await readOne(client, deviceId, actionResultsPaths, options)
  if (answer.status !== 'ok') return answer
  const state = answer.device['managementState']
  return {
    status: 'ok',
    managementState: typeof state === 'string' ? state : '',
    lastSyncAt: parseGraphDate(answer.device['lastSyncDateTime']),
    actionResults: parseActionResults(answer.device['deviceActionResults']),
  }
}

/** The only function that returns a passcode: the temporary one of the newest reset, read now. 'no-passcode-yet' when there is none. */
export async function readTemporaryPasscode(
  client: GraphClient,
  deviceId: string,
  options?: ReadOptions,
): Promise<Answer<{ passcode: string; startDateTime: string | null }>> {
  const answer = await readOne(client, deviceId, actionResultsPaths, options)
  if (answer.status !== 'ok') return answer
  const found = findTemporaryPasscode(answer.device['deviceActionResults'])
  return found === null ? refuse('no-passcode-yet', answer.reference) : { status: 'ok', ...found }
}
