import { platformOf } from './device.ts'
import type { ComplianceState, DeviceRow, Ownership, Platform } from './device.ts'

export const platforms = ['ios', 'android', 'macos', 'windows', 'other'] as const satisfies readonly Platform[]
export const ownerships = ['company', 'personal', 'unknown'] as const satisfies readonly Ownership[]
export const complianceStates = ['compliant', 'noncompliant', 'inGracePeriod', 'conflict', 'error', 'configManager', 'unknown'] as const satisfies readonly ComplianceState[]
/** How long ago a device was last in touch with Intune; each begins where the one before it ends. `never`: Intune says no time. */
export const checkInAges = ['day', 'week', 'month', 'older', 'never'] as const
export type CheckInAge = (typeof checkInAges)[number]
export const encryptions = ['encrypted', 'not-encrypted', 'unknown'] as const
export type Encryption = (typeof encryptions)[number]

/** What devices are narrowed by, beside words. Within one list any of the values will do; an empty list lets every device through. */
export interface DeviceFilter {
  readonly platforms: readonly Platform[]
  readonly ownerships: readonly Ownership[]
  readonly compliance: readonly ComplianceState[]
  readonly checkIn: readonly CheckInAge[]
  readonly encryption: readonly Encryption[]
  /** Only devices with a request of this PC whose end is not known yet. */
  readonly inFlight: boolean
}

export const everyDevice: DeviceFilter = { platforms: [], ownerships: [], compliance: [], checkIn: [], encryption: [], inFlight: false }

/** How many devices would match with this value alone in its list, all other lists and the words as they are. */
export interface FacetCounts {
  readonly platforms: Readonly<Record<Platform, number>>
  readonly ownerships: Readonly<Record<Ownership, number>>
  readonly compliance: Readonly<Record<ComplianceState, number>>
  readonly checkIn: Readonly<Record<CheckInAge, number>>
  readonly encryption: Readonly<Record<Encryption, number>>
  readonly inFlight: number
}

const dayMs = 86_400_000

/** `nowMs`: wall clock. A time in the future counts as today's. */
export function checkInAgeOf(lastSyncAt: string | null, nowMs: number): CheckInAge {
  if (lastSyncAt === null) return 'never'
  const days = (nowMs - Date.parse(lastSyncAt)) / dayMs
  return days < 1 ? 'day' : days < 7 ? 'week' : days < 30 ? 'month' : 'older'
}

export const encryptionOf = (isEncrypted: boolean | null): Encryption => (isEncrypted === null ? 'unknown' : isEncrypted ? 'encrypted' : 'not-encrypted')

/** `inFlightIds`: devices with a request of this PC whose end is not known. `nowMs`: wall clock. */
export function isLetThrough(row: DeviceRow, filter: DeviceFilter, inFlightIds: ReadonlySet<string>, nowMs: number): boolean {
  return (filter.platforms.length === 0 || filter.platforms.includes(platformOf(row.kind)))
    && (filter.ownerships.length === 0 || filter.ownerships.includes(row.ownership))
    && (filter.compliance.length === 0 || filter.compliance.includes(row.compliance))
    && (filter.checkIn.length === 0 || filter.checkIn.includes(checkInAgeOf(row.lastSyncAt, nowMs)))
    && (filter.encryption.length === 0 || filter.encryption.includes(encryptionOf(row.isEncrypted)))
    && (!filter.inFlight || inFlightIds.has(row.id))
}

export const isEveryDevice = ({ platforms: p, ownerships: o, compliance, checkIn, encryption, inFlight }: DeviceFilter): boolean =>
  !inFlight && [p, o, compliance, checkIn, encryption].every(({ length }) => length === 0)
