import { platformOf } from '../../src-shared/device.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { checkInAgeOf, checkInAges, complianceStates, encryptionOf, encryptions, ownerships, platforms } from '../../src-shared/device-filter.ts'
import type { DeviceFilter, FacetCounts } from '../../src-shared/device-filter.ts'

/** The lists of a filter. */
export type FacetName = Exclude<keyof DeviceFilter, 'inFlight'>

interface Facet {
  readonly name: FacetName
  readonly values: readonly string[]
  /** `nowMs`: wall clock; only the age of a check-in depends on it. */
  readonly of: (row: DeviceRow, nowMs: number) => string
}

export const facets: readonly Facet[] = [
  { name: 'platforms', values: platforms, of: (row) => platformOf(row.kind) },
  { name: 'ownerships', values: ownerships, of: (row) => row.ownership },
  { name: 'compliance', values: complianceStates, of: (row) => row.compliance },
  { name: 'encryption', values: encryptions, of: (row) => encryptionOf(row.isEncrypted) },
  { name: 'checkIn', values: checkInAges, of: (row, nowMs) => checkInAgeOf(row.lastSyncAt, nowMs) },
]

/** Counts while they are summed. */
export type Counting = { -readonly [F in keyof FacetCounts]: FacetCounts[F] extends number ? number : Record<string, number> }

export const noCounts = (): Counting => {
  const zeros = (values: readonly string[]): Record<string, number> => Object.fromEntries(values.map((value) => [value, 0]))
  return {
    platforms: zeros(platforms), ownerships: zeros(ownerships), compliance: zeros(complianceStates), checkIn: zeros(checkInAges), encryption: zeros(encryptions), inFlight: 0,
  }
}

/** What narrows a search beside its words. */
export interface Narrowing {
  readonly filter: DeviceFilter
  readonly inFlight: ReadonlySet<string>
  /** Wall clock. */
  readonly nowMs: number
}

/** Adds a row to the counts, and says whether the filter lets it through; the row has every word. */
export function countRow(counts: Counting | null, row: DeviceRow, { filter, inFlight, nowMs }: Narrowing): boolean {
  const values = facets.map((facet) => facet.of(row, nowMs))
  const isInFlight = inFlight.has(row.id)
  const stops = facets.filter(({ name }, i) => filter[name].length > 0 && !(filter[name] as readonly string[]).includes(values[i] ?? '')).map(({ name }) => name as keyof DeviceFilter)
  if (filter.inFlight && !isInFlight) stops.push('inFlight')
  // In a list that alone stops it, the row counts for its own value.
  if (counts !== null && stops.length <= 1) {
    facets.forEach(({ name }, i) => {
      if (stops.length === 0 || stops[0] === name) counts[name][values[i] ?? ''] = (counts[name][values[i] ?? ''] ?? 0) + 1
    })
    if (isInFlight && stops.every((name) => name === 'inFlight')) counts.inFlight += 1
  }
  return stops.length === 0
}
