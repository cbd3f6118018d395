import type { DeviceRow } from '../../src-shared/device.ts'
import { createChangedRows, rowsBefore } from './changed-rows.ts'
import type { ChangedRows } from './changed-rows.ts'
import { createBaseOrder, gone } from './base-order.ts'
import type { BaseOrder, Earlier } from './base-order.ts'
import { createFacetIndex } from './facet-index.ts'
import type { FacetIndex } from './facet-index.ts'
import { createTextIndexBuilder } from './text-index-builder.ts'
import { createTextIndex, placesOf } from './text-index.ts'
import type { TextIndex } from './text-index.ts'

/** Rows in order by name, the indexes over them, and where each id stands. */
interface Base {
  readonly rows: readonly DeviceRow[]
  readonly index: TextIndex
  readonly facets: FacetIndex
  readonly order: BaseOrder
  readonly places: ReadonlyMap<string, number>
}

/** Every device once: most of them in the base, the others among the changed rows (and hidden in the base). */
export interface DeviceList {
  readonly count: number
  readonly indexBytes: number
  readonly base: Base | null
  readonly changed: ChangedRows
  get(id: string): DeviceRow | undefined
  put(row: DeviceRow): void
  /** Drops every device whose id is not among these. */
  keepOnly(ids: ReadonlySet<string>): void
  liveRows(): readonly DeviceRow[]
  /** A slice of work on a new base, or on answers that are kept; "moved" when a new base took the place of the old. */
  prepare(isGrowing: boolean): 'worked' | 'moved' | 'done'
}

const idsPerStep = 8192
/** Changed rows put in their places in one step. */
const rowsPerStep = 512

/** More changed rows than `mostChanged` are taken into a new base. */
export function createDeviceList(mostChanged: number): DeviceList {
  let base: Base | null = null
  let changed = createChangedRows()
  let hidden = 0
  let building: Generator<undefined, undefined> | null = null
  /** Ids that changed since the building began. */
  let touched = new Set<string>()

  const hide = (id: string): void => {
    const place = base?.places.get(id)
    if (base === null || place === undefined || base.index.isHidden(place)) return
    base.index.hide(place)
    hidden += 1
  }
  const remove = (id: string): void => {
    if (building !== null) touched.add(id)
    changed.remove(id)
    hide(id)
  }
  const liveBase = (): DeviceRow[] => {
    if (base === null) return []
    const { rows, index } = base
    return hidden === 0 ? [...rows] : rows.filter((_, place) => !index.isHidden(place))
  }

  /** Puts the changed rows between those of the base that are not hidden, in slices; all of them as they are when it begins. */
  function* mergedRows(): Generator<undefined, { readonly rows: readonly DeviceRow[]; readonly earlier: Earlier | null }> {
    const old = liveBase()
    const oldPlaces = base === null ? new Uint32Array(0) : Uint32Array.from(placesOf(base.index.shown()))
    const news = changed.sorted()
    const movedTo = new Uint32Array(base?.rows.length ?? 0).fill(gone)
    const orders = base?.order.known
    const rows: DeviceRow[] = []
    const added: number[] = []
    let from = 0
    const takeUpTo = (to: number): void => {
      for (; from < to; from += 1) {
        const row = old[from]
        if (row === undefined) continue
        movedTo[oldPlaces[from] ?? 0] = rows.length
        rows.push(row)
      }
    }
    for (const [i, { row }] of news.entries()) {
      takeUpTo(rowsBefore(old, row, from))
      added.push(rows.length)
      rows.push(row)
      if (i % rowsPerStep === rowsPerStep - 1) yield
    }
    takeUpTo(old.length)
    return { rows, earlier: orders === undefined ? null : { orders, movedTo, added } }
  }
  /** Makes a new base and puts it in the place of the old. */
  function* nextBase(): Generator<undefined, undefined> {
    const { rows, earlier } = yield* mergedRows()
    yield
    const builder = createTextIndexBuilder(rows)
    let indexed = builder.step()
    for (; indexed === null; indexed = builder.step()) yield
    const index = createTextIndex(indexed)
    const facets = createFacetIndex(rows)
    const places = new Map<string, number>()
    for (const [place, row] of rows.entries()) {
      places.set(row.id, place)
      facets.add(row, place)
      if (place % idsPerStep === idsPerStep - 1) yield
    }
    const before = changed
    base = { rows, index, facets, order: createBaseOrder(rows, earlier), places }
    changed = createChangedRows()
    hidden = 0
    for (const id of touched) {
      hide(id)
      const row = before.get(id)
      if (row !== undefined) changed.put(row)
    }
  }

  return {
    get count() {
      return (base?.rows.length ?? 0) - hidden + changed.size
    },
    get indexBytes() {
      return base === null ? 0 : base.index.bytes + base.facets.bytes
    },
    get base() {
      return base
    },
    get changed() {
      return changed
    },
    get: (id) => {
      const row = changed.get(id)
      if (row !== undefined || base === null) return row
      const place = base.places.get(id)
      return place === undefined || base.index.isHidden(place) ? undefined : base.rows[place]
    },
    put: (row) => {
      if (building !== null) touched.add(row.id)
      hide(row.id)
      changed.put(row)
    },
    keepOnly: (ids) => {
      for (const row of base?.rows ?? []) if (!ids.has(row.id)) remove(row.id)
      for (const { row } of changed.sorted()) if (!ids.has(row.id)) remove(row.id)
    },
    liveRows: () => liveBase().concat(changed.sorted().map(({ row }) => row)),
    prepare: (isGrowing) => {
      // Little by little: all at once it would be a long sort.
      changed.tidy()
      if (building !== null) {
        if (building.next().done !== true) return 'worked'
        building = null
        return 'moved'
      }
      // While the list grows the base is made again only when it gets a quarter as large again, or that would be all that is done.
      if (changed.size + hidden > (isGrowing ? Math.max(mostChanged, (base?.rows.length ?? 0) / 4) : base === null ? 0 : mostChanged)) {
        touched = new Set()
        building = nextBase()
        building.next()
        return 'worked'
      }
      return base?.index.prepare() === true ? 'worked' : 'done'
    },
  }
}
