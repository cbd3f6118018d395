import type { DeviceFilter, FacetCounts } from './device-filter.ts'
import type { ErrorCode } from './error-codes.ts'

/** How a device is enrolled, as far as the rules of device actions tell kinds apart. Told from Graph's fields in `src-main/graph/device-kind.ts`. */
export const deviceKinds = [
  'ios-personal', // iPhone or iPad, enrolled by its user in Company Portal
  'ios-automated', // automated device enrolment (ADE, "DEP"), corporate
  'ios-user-enrollment', // Apple User Enrollment: a managed account on a personal device
  'android-device-administrator',
  'android-work-profile', // personally owned with a work profile
  'android-dedicated', // COSU
  'android-fully-managed', // COBO
  'android-corporate-work-profile', // COPE
  'android-aosp-user',
  'android-aosp-userless',
  'macos',
  'windows',
  'chromeos',
  'linux',
  'visionos',
  'tvos',
  'unknown', // Graph did not say enough to be certain; no action is offered
] as const
export type DeviceKind = (typeof deviceKinds)[number]

/** The family that decides the words: guidance, wording of the consequence. */
export type Platform = 'ios' | 'android' | 'macos' | 'windows' | 'other'

/** The platform family of a device kind. */
export function platformOf(kind: DeviceKind): Platform {
  if (kind.startsWith('ios-')) return 'ios'
  if (kind.startsWith('android-')) return 'android'
  if (kind === 'macos' || kind === 'windows') return kind
  return 'other'
}

export type Ownership = 'company' | 'personal' | 'unknown'
/** Graph's complianceState, verbatim. */
export type ComplianceState =
  | 'unknown' | 'compliant' | 'noncompliant' | 'conflict' | 'error' | 'inGracePeriod' | 'configManager'

/** One row of the device grid. Empty strings are what Graph gives for "not reported"; times are ISO 8601 UTC, null for Graph's year 1 and 9999. */
export interface DeviceRow {
  readonly id: string
  readonly deviceName: string
  /** Intune's "management name", an administrator's label. */
  readonly managedDeviceName: string
  readonly kind: DeviceKind
  /** Graph's operatingSystem, verbatim ("iOS", "Android", …). */
  readonly operatingSystem: string
  readonly osVersion: string
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  readonly imei: string
  readonly userDisplayName: string
  readonly userPrincipalName: string
  readonly phoneNumber: string
  readonly ownership: Ownership
  readonly compliance: ComplianceState
  /** null: not reported. */
  readonly isEncrypted: boolean | null
  readonly lastSyncAt: string | null
}

/** What the drawer shows: one device, read again by its id. */
export interface DeviceDetails extends DeviceRow {
  readonly userId: string
  readonly emailAddress: string
  readonly entraDeviceId: string
  readonly meid: string
  readonly wiFiMacAddress: string
  readonly deviceCategory: string
  readonly enrollmentType: string
  readonly managementAgent: string
  /** Graph's managementState, verbatim ("managed", "wipePending", …); "" when the tenant does not send it. */
  readonly managementState: string
  readonly isSupervised: boolean | null
  /** How a PC is joined, Graph's joinType (beta only), verbatim; "" when the tenant does not send it. */
  readonly joinType: string
  readonly jailBroken: string
  readonly androidSecurityPatchLevel: string
  readonly totalStorageBytes: number | null
  readonly freeStorageBytes: number | null
  readonly enrolledAt: string | null
  /** When main read it. */
  readonly readAt: string
  /** Which Graph version answered; "v1.0" means that the tenant refuses beta and some kinds cannot be told apart. */
  readonly readFrom: 'beta' | 'v1.0'
}

/** What a search looks in. */
export const searchedFields = [
  'deviceName', 'managedDeviceName', 'serialNumber', 'imei', 'userDisplayName', 'userPrincipalName', 'model', 'phoneNumber',
] as const satisfies readonly (keyof DeviceRow)[]

export const sortKeys = [
  'deviceName', 'userDisplayName', 'userPrincipalName', 'serialNumber', 'imei', 'model', 'kind', 'operatingSystem',
  'ownership', 'compliance', 'isEncrypted', 'managedDeviceName', 'phoneNumber', 'lastSyncAt',
] as const
export type SortKey = (typeof sortKeys)[number]

/** A question to the directory: which rows of the sorted list of matches. */
export interface DirectoryQuery {
  /** What was typed; several words must all match, each as a substring, case- and accent-insensitive. */
  readonly text: string
  readonly sort: { readonly key: SortKey; readonly direction: 'ascending' | 'descending' }
  /** Which rows: at most 200 at a time. */
  readonly window: { readonly offset: number; readonly limit: number }
  /** Absent: every device. */
  readonly filter?: DeviceFilter
  /** Whether the answer is to say how many devices each value of the filter would leave. */
  readonly counts?: boolean
}

/** A serial number, an IMEI or a user principal name of the list that stands in a text. */
export interface FoundIdentifier {
  readonly kind: 'serialNumber' | 'imei' | 'userPrincipalName'
  /** As the list has it. */
  readonly value: string
  /** How many devices have it. */
  readonly devices: number
}
/** Characters of a text that identifiers are looked for in. */
export const ticketTextMaxLength = 20_000

export interface DirectoryPage {
  /** How many devices match in all. */
  readonly total: number
  readonly rows: readonly DeviceRow[]
  /** Grows whenever the list behind the answer has changed. */
  readonly revision: number
  /** There when they were asked for. */
  readonly counts?: FacetCounts
}

/** `snapshot-dropped`: the copy of the last session could not be opened, and was deleted. */
export type DirectoryNotice = 'snapshot-dropped'

export interface DirectoryStatus {
  readonly phase: 'empty' | 'loading' | 'ready' | 'failed'
  /** Devices held now. */
  readonly count: number
  /** Rows that Graph sent and that could not be read; they are left out and counted. */
  readonly badRows: number
  /** When the last full walk ended, ISO 8601. Of a snapshot: when the walk ended that it was made of. */
  readonly syncedAt: string | null
  /** When devices that changed were last asked for, ISO 8601; null: not since the last full walk. */
  readonly changedAt: string | null
  /** Where what is held comes from; `snapshot`: from the last session's sealed copy on this PC, with the pages of Intune that have come, until all of it has been read. */
  readonly source: 'intune' | 'snapshot'
  /** How many devices Intune says there are; null: it did not say. */
  readonly expected: number | null
  /** While a walk runs: devices read a second; null otherwise. */
  readonly perSecond: number | null
  /** Intune has refused the page that is asked for, and it is being asked again: busy, unavailable or not reached. */
  readonly isPutOff: boolean
  /** Something that happened to the list and is worth a sentence: 'snapshot-dropped', or null. */
  readonly notice: DirectoryNotice | null
  readonly code: ErrorCode | null
  readonly revision: number
}
