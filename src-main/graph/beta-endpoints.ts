import { refuse } from '../../src-shared/error-codes.ts'
import type { Answer, Refusal } from '../../src-shared/error-codes.ts'
import type { GraphClient } from './http-client.ts'

/**
 * Every path of Graph that the console reads, each with its v1.0 form beside the beta one. Beta is asked first only for devices: it alone
 * says `deviceType` and the Android enrolment types, without which most Android kinds cannot be told apart.
 */
export type GraphVersion = 'beta' | 'v1.0'
export interface VersionedPath {
  readonly version: GraphVersion
  readonly path: string
}

const listFields = [
  'id', 'deviceName', 'operatingSystem', 'osVersion', 'manufacturer', 'model', 'serialNumber', 'imei', 'userDisplayName', 'userPrincipalName',
  'managedDeviceOwnerType', 'complianceState', 'lastSyncDateTime', 'deviceEnrollmentType', 'managementAgent', 'managedDeviceName', 'phoneNumber', 'isEncrypted',
]
const detailFields = [
  ...listFields, 'userId', 'emailAddress', 'azureADDeviceId', 'meid', 'wiFiMacAddress',
  'deviceCategoryDisplayName', 'isSupervised', 'jailBroken', 'androidSecurityPatchLevel', 'totalStorageSpaceInBytes',
  'freeStorageSpaceInBytes', 'enrolledDateTime', 'deviceActionResults',
]
const resultFields = ['id', 'deviceName', 'managedDeviceName', 'lastSyncDateTime', 'deviceActionResults']

/** The largest page that Graph gives. */
export const listPageSize = 1000

const devicePath = (version: GraphVersion, deviceId: string, fields: readonly string[]): VersionedPath => ({
  version,
  path: `/${version}/deviceManagement/managedDevices/${encodeURIComponent(deviceId)}?$select=${fields.join(',')}`,
})

// managementState came to v1.0 only lately: a cloud that does not know it answers 400, and is asked again without it.
const deviceCandidates = (deviceId: string, fields: readonly string[], betaFields: readonly string[]): readonly VersionedPath[] => [
  devicePath('beta', deviceId, [...fields, ...betaFields, 'managementState']),
  devicePath('v1.0', deviceId, [...fields, 'managementState']),
  devicePath('v1.0', deviceId, fields),
]

/** One device with all that the drawer shows, deviceActionResults too (a list never has them). */
export const deviceDetailsPaths = (deviceId: string): readonly VersionedPath[] => deviceCandidates(deviceId, detailFields, ['deviceType', 'joinType'])
/** One device with only what tells how an action stands. */
export const actionResultsPaths = (deviceId: string): readonly VersionedPath[] => deviceCandidates(deviceId, resultFields, [])

/** The list of all devices, or of those that the filter names. */
export function deviceListPaths(filter: string | null): readonly VersionedPath[] {
  const path = (version: GraphVersion, fields: readonly string[]): VersionedPath => ({
    version,
    path: `/${version}/deviceManagement/managedDevices?$select=${fields.join(',')}&$top=${listPageSize}${filter === null ? '' : `&$filter=${encodeURIComponent(filter)}`}`,
  })
  return [path('beta', [...listFields, 'deviceType']), path('v1.0', listFields)]
}

/** Counts of all devices; v1.0 has them, so beta is not needed. */
export const deviceOverviewPath = '/v1.0/deviceManagement/managedDeviceOverview'

/** v1.0 has this function, so beta is not needed for it. */
export const effectivePermissionsPath = (scope: string): string =>
  `/v1.0/deviceManagement/getEffectivePermissions(scope='${encodeURIComponent(scope.replaceAll("'", "''"))}')`

/** Requests that wait for a second administrator: beta only. The code is a GUID; nothing else gets here. */
export const approvalRequestPath = (approvalCode: string): string =>
  `/beta/deviceManagement/operationApprovalRequests?$filter=${encodeURIComponent(`requestId eq '${approvalCode}'`)}`

/** Beta is asked again after so long: a refusal may have been one bad quarter of an hour. */
const betaRefusedForMs = 15 * 60_000
const betaRefusedAt = new WeakMap<GraphClient, number>()

function isBetaRefused(client: GraphClient): boolean {
  const at = betaRefusedAt.get(client)
  return at !== undefined && client.clock.monotonicMs() - at < betaRefusedForMs
}

/** Refusals that another version could answer better; throttling, an outage or a bad token would only be asked for twice. */
const mayBeTheVersion = (refusal: Refusal): boolean =>
  ['graph-rejected', 'device-not-found', 'graph-missing-scope', 'graph-missing-role'].includes(refusal.code) || refusal.reference?.httpStatus === 501

/**
 * Asks the candidates in order until one answers. When v1.0 answers what beta refused, the tenant refuses beta, and that is remembered for
 * this client. When none answers, the refusal is v1.0's. A second v1.0 candidate is tried only after a 400, which is about its fields.
 */
export async function readVersioned<T>(
  client: GraphClient,
  candidates: readonly VersionedPath[],
  read: (path: string) => Promise<Answer<T>>,
): Promise<Answer<T & { version: GraphVersion }>> {
  const asked = isBetaRefused(client) ? candidates.filter(({ version }) => version !== 'beta') : candidates
  let refusal: Refusal | null = null
  let previous: GraphVersion | null = null
  for (const { version, path } of asked) {
    if (refusal !== null && previous === version && refusal.code !== 'graph-rejected') break
    const answer = await read(path)
    if (answer.status === 'ok') {
      if (version === 'v1.0' && asked[0]?.version === 'beta') betaRefusedAt.set(client, client.clock.monotonicMs())
      return { ...answer, version }
    }
    if (!mayBeTheVersion(answer)) return answer
    refusal = answer
    previous = version
  }
  return refusal ?? { status: 'refused', code: 'unexpected' }
}

/**
 * Asks only the version that the tenant is read in. For a question that may be refused for its own sake: that another version takes it must not
 * turn everything else to that version.
 */
export function readInVersionInUse<T>(client: GraphClient, candidates: readonly VersionedPath[], read: (path: string) => Promise<Answer<T>>): Promise<Answer<T>> {
  const inUse = candidates.find(({ version }) => version === (isBetaRefused(client) ? 'v1.0' : 'beta'))
  return inUse === undefined ? Promise.resolve(refuse('unexpected')) : read(inUse.path)
}
