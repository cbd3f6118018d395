import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, GraphReference } from '../../src-shared/error-codes.ts'
import type { DeviceDetails } from '../../src-shared/device.ts'
import type { DeviceLocation } from '../../src-shared/action-records.ts'
import type { SecretKind } from '../../src-shared/device-actions.ts'
import { findLocation, findTemporaryPasscode, findUnlockPin, parseActionResults } from './action-results.ts'
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
  readonly deviceName: string
  readonly managedDeviceName: string
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
  return {
    status: 'ok',
    managementState: textOf(answer.device['managementState']),
    lastSyncAt: parseGraphDate(answer.device['lastSyncDateTime']),
    deviceName: textOf(answer.device['deviceName']),
    managedDeviceName: textOf(answer.device['managedDeviceName']),
    actionResults: parseActionResults(answer.device['deviceActionResults']),
  }
}

/** The only function that returns a passcode or a PIN: that of the newest reset or lock, read now. */
export async function readSecret(
  client: GraphClient,
  deviceId: string,
  kind: SecretKind,
  options?: ReadOptions,
): Promise<Answer<{ secret: string }>> {
  const answer = await readOne(client, deviceId, actionResultsPaths, options)
  if (answer.status !== 'ok') return answer
  const find = kind === 'unlock-pin' ? findUnlockPin : findTemporaryPasscode
  const secret = find(answer.device['deviceActionResults'])
  return secret === null ? refuse(kind === 'unlock-pin' ? 'no-pin-yet' : 'no-passcode-yet', answer.reference) : { status: 'ok', secret }
}

/** Where the device said it was; 'no-location-yet' when Intune has no place (any more). */
export async function readLocation(
  client: GraphClient,
  deviceId: string,
  options?: ReadOptions,
): Promise<Answer<{ location: DeviceLocation }>> {
  const answer = await readOne(client, deviceId, actionResultsPaths, options)
  if (answer.status !== 'ok') return answer
  const location = findLocation(answer.device['deviceActionResults'])
  return location === null ? refuse('no-location-yet', answer.reference) : { status: 'ok', location }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
