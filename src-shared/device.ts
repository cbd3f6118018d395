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
  readonly ownership: Ownership
  readonly compliance: ComplianceState
  readonly lastSyncAt: string | null
}

/** What the drawer shows: one device, read again by its id. */
export interface DeviceDetails extends DeviceRow {
  /** Intune's "management name", an administrator's label. */
  readonly managedDeviceName: string
  readonly userId: string
  readonly emailAddress: string
  readonly phoneNumber: string
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
  readonly isEncrypted: boolean | null
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

export const sortKeys = [
  'deviceName', 'userDisplayName', 'userPrincipalName', 'serialNumber', 'imei', 'model', 'kind', 'operatingSystem',
  'ownership', 'compliance', 'lastSyncAt',
] as const
export type SortKey = (typeof sortKeys)[number]

/** A question to the directory: which rows of the sorted list of matches. */
export interface DirectoryQuery {
  /** What was typed; several words must all match, each as a substring, case- and accent-insensitive. */
  readonly text: string
  readonly sort: { readonly key: SortKey; readonly direction: 'ascending' | 'descending' }
  /** Which rows: at most 200 at a time. */
  readonly window: { readonly offset: number; readonly limit: number }
}

export interface DirectoryPage {
  /** How many devices match in all. */
  readonly total: number
  readonly rows: readonly DeviceRow[]
  /** Grows whenever the list behind the answer has changed. */
  readonly revision: number
}

export interface DirectoryStatus {
  readonly phase: 'empty' | 'loading' | 'ready' | 'failed'
  /** Devices held now. */
  readonly count: number
  /** Rows that Graph sent and that could not be read; they are left out and counted. */
  readonly badRows: number
  /** When the last full walk ended, ISO 8601. */
  readonly syncedAt: string | null
  readonly code: ErrorCode | null
  readonly revision: number
}
