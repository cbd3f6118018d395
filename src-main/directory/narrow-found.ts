import type { FacetCounts } from '../../src-shared/device-filter.ts'
import type { DeviceList } from './device-list.ts'
import { countRow, noCounts } from './facets.ts'
import type { Narrowing } from './facets.ts'
import type { Found } from './matching-rows.ts'

export interface Narrowed {
  readonly found: Found
  /** How many devices each value of the filter would leave; null when that was not asked. */
  readonly counts: FacetCounts | null
}

/** What the filter lets through of the devices that have every word. */
export function narrow(list: DeviceList, found: Found, narrowing: Narrowing, wantsCounts: boolean): Narrowed {
  const counts = wantsCounts ? noCounts() : null
  const changed = found.changed.filter((one) => countRow(counts, list.changed.view(one), narrowing))
  const { base } = list
  if (base === null) return { found: { total: changed.length, bits: new Uint32Array(0), changed }, counts: counts as FacetCounts | null }
  const inFlight: number[] = []
  for (const id of narrowing.inFlight) {
    const place = base.rows.idPlace(id)
    if (place !== undefined) inFlight.push(place)
  }
  const { bits, total } = base.facets.narrow(found.bits ?? base.index.shown(), inFlight, narrowing, counts)
  return { found: { total: total + changed.length, bits, changed }, counts: counts as FacetCounts | null }
}
