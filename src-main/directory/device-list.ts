import type { DeviceRow } from '../../src-shared/device.ts'
import { createChangedRows, rowsBefore } from './changed-rows.ts'
import type { ChangedRows } from './changed-rows.ts'
import { createFacetIndex } from './facet-index.ts'
import type { FacetIndex } from './facet-index.ts'
import { createTextIndexBuilder } from './text-index-builder.ts'
import type { TextIndexBuilder } from './text-index-builder.ts'
import { createTextIndex } from './text-index.ts'
import type { TextIndex } from './text-index.ts'

/** Rows in order by name, the indexes over them, and where each id stands. */
interface Base {
  readonly rows: readonly DeviceRow[]
  readonly index: TextIndex
  readonly facets: FacetIndex
  readonly places: ReadonlyMap<string, number>
}

/** Every device once: most of them in the base, the others among the changed rows (and hidden in the base). */
export interface DeviceList {
  readonly count: number
  /** True when no row is outside the base. */
  readonly isIndexed: boolean
  readonly indexBytes: number
  readonly base: Base | null
  readonly changed: ChangedRows
  get(id: string): DeviceRow | undefined
  put(row: DeviceRow): void
  /** Drops every device whose id is not among these. */
  keepOnly(ids: ReadonlySet<string>): void
  /** The rows of the base, those that are hidden included, and then the changed rows in order by name. */
  everyPlace(): readonly DeviceRow[]
  liveRows(): readonly DeviceRow[]
  /** A slice of work on a new base, or on answers that are kept; "moved" when a new base took the place of the old. */
  prepare(isGrowing: boolean): 'worked' | 'moved' | 'done'
}

const idsPerStep = 8192

/** More changed rows than `mostChanged` are taken into a new base. */
export function createDeviceList(mostChanged: number): DeviceList {
  let base: Base | null = null
  let changed = createChangedRows()
  let hidden = 0
  let building: { readonly rows: readonly DeviceRow[]; readonly builder: TextIndexBuilder; readonly facets: FacetIndex; readonly places: Map<string, number>; index: TextIndex | null } | null = null
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

  const begin = (): void => {
    const old = liveBase()
    const parts: DeviceRow[][] = []
    let from = 0
    for (const { row } of changed.sorted()) {
      const to = rowsBefore(old, row, from)
      parts.push(old.slice(from, to), [row])
      from = to
    }
    const rows = parts.concat([old.slice(from)]).flat()
    touched = new Set()
    building = { rows, builder: createTextIndexBuilder(rows), facets: createFacetIndex(rows), places: new Map(), index: null }
  }
  const goOn = (running: NonNullable<typeof building>): 'worked' | 'moved' => {
    const { rows, builder, facets, places } = running
    if (running.index === null) {
      const indexed = builder.step()
      if (indexed !== null) running.index = createTextIndex(indexed)
      return 'worked'
    }
    if (places.size < rows.length) {
      const from = places.size
      for (const [i, row] of rows.slice(from, from + idsPerStep).entries()) {
        places.set(row.id, from + i)
        facets.add(row, from + i)
      }
      return 'worked'
    }
    const before = changed
    base = { rows, index: running.index, facets, places }
    building = null
    changed = createChangedRows()
    hidden = 0
    for (const id of touched) {
      hide(id)
      const row = before.get(id)
      if (row !== undefined) changed.put(row)
    }
    return 'moved'
  }

  return {
    get count() {
      return (base?.rows.length ?? 0) - hidden + changed.size
    },
    get isIndexed() {
      return hidden === 0 && changed.size === 0
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
    everyPlace: () => (base === null ? [] : base.rows).concat(changed.sorted().map(({ row }) => row)),
    liveRows: () => liveBase().concat(changed.sorted().map(({ row }) => row)),
    prepare: (isGrowing) => {
      // Little by little: all at once it would be a long sort.
      changed.tidy()
      if (building !== null) return goOn(building)
      // While the list grows the base is made again only when it gets a quarter as large again, or that would be all that is done.
      if (changed.size + hidden > (isGrowing ? Math.max(mostChanged, (base?.rows.length ?? 0) / 4) : base === null ? 0 : mostChanged)) {
        begin()
        return 'worked'
      }
      return base?.index.prepare() === true ? 'worked' : 'done'
    },
  }
}
