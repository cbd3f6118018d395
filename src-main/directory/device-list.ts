import type { DeviceRow } from '../../src-shared/device.ts'
import { createChangedRows, rowsBefore } from './changed-rows.ts'
import type { ChangedRows } from './changed-rows.ts'
import { createBaseOrder, gone } from './base-order.ts'
import type { BaseOrder } from './base-order.ts'
import { createFacetIndex } from './facet-index.ts'
import type { FacetIndex } from './facet-index.ts'
import { createPackedRows } from './packed-rows.ts'
import { createSharedTexts } from './row-record.ts'
import { createRowStore } from './row-store.ts'
import type { RowStore } from './row-store.ts'
import { createSeenIds } from './seen-ids.ts'
import type { SeenIds } from './seen-ids.ts'
import { createTextIndexBuilder } from './text-index-builder.ts'
import { createTextIndex } from './text-index.ts'
import type { TextIndex } from './text-index.ts'

/** Rows in order by name, the indexes over them, and where each id stands. */
interface Base {
  readonly rows: RowStore
  readonly index: TextIndex
  readonly facets: FacetIndex
  readonly order: BaseOrder
}

/** Every device once: most of them in the base, the others among the changed rows (and hidden in the base). */
export interface DeviceList {
  readonly count: number
  readonly indexBytes: number
  readonly base: Base | null
  readonly changed: ChangedRows
  get(id: string): DeviceRow | undefined
  /** How the list has this device: not at all, just so, or otherwise. */
  compare(row: DeviceRow): 'new' | 'same' | 'other'
  put(row: DeviceRow): void
  /** From here on it is remembered which ids are seen. */
  beginSeeing(): void
  see(id: string): void
  /** Forgets what was seen; `dropOthers`: and every device that was not. */
  endSeeing(dropOthers: boolean): void
  /** A slice of work on a new base, or on answers that are kept; "moved" when a new base took the place of the old. */
  prepare(isGrowing: boolean): 'worked' | 'moved' | 'done'
}

const rowsPerFacetStep = 8192
/** Rows put in their places in one step. */
const rowsPerStep = 1024

/** More changed rows than `mostChanged` are taken into a new base. */
export function createDeviceList(mostChanged: number): DeviceList {
  const texts = createSharedTexts()
  let packed = createPackedRows(texts)
  let base: Base | null = null
  let changed = createChangedRows(packed)
  let hidden = 0
  let building: Generator<undefined, undefined> | null = null
  /** Ids that changed since the building began. */
  let touched = new Set<string>()
  let seen: SeenIds | null = null

  const count = (): number => (base?.rows.length ?? 0) - hidden + changed.size
  const placeOf = (id: string): number | undefined => {
    const place = base?.rows.idPlace(id)
    return place === undefined || base?.index.isHidden(place) === true ? undefined : place
  }
  const hide = (id: string): void => {
    const place = placeOf(id)
    if (place === undefined) return
    base?.index.hide(place)
    hidden += 1
  }
  const remove = (id: string): void => {
    if (building !== null) touched.add(id)
    changed.remove(id)
    hide(id)
  }
  /** Most of what is packed is of no use any more. */
  const isWasteful = (): boolean => packed.count > 2 * (count() + mostChanged)

  /** Puts the changed rows between those of the base that are not hidden, in slices; all of them as they are when it begins. */
  function* mergedRows() {
    const target = isWasteful() ? createPackedRows(texts) : packed
    const take = (address: number): number => (target === packed ? address : target.copy(packed, address))
    const old = base
    const oldSize = old?.rows.length ?? 0
    const movedTo = new Uint32Array(oldSize).fill(gone)
    const news = changed
    const inOrder = news.sorted()
    const addresses = new Uint32Array(oldSize + inOrder.length)
    const added: number[] = []
    let size = 0
    let from = 0
    for (let i = 0; i <= inOrder.length; i += 1) {
      const one = inOrder[i]
      for (const to = one === undefined || old === null ? oldSize : rowsBefore(old.rows, news.nameOf(one), from); from < to; from += 1) {
        if (old === null || old.index.isHidden(from)) continue
        movedTo[from] = size
        addresses[size++] = take(old.rows.address(from))
        if (size % rowsPerStep === 0) yield
      }
      if (one === undefined) break
      added.push(size)
      addresses[size++] = take(one.address)
      if (size % rowsPerStep === 0) yield
    }
    const rows = yield* createRowStore(target, addresses.slice(0, size))
    return { target, rows, movedTo, earlier: old === null ? null : { orders: old.order.known, movedTo, added } }
  }
  /** Makes a new base and puts it in the place of the old. */
  function* nextBase(): Generator<undefined, undefined> {
    const { target, rows, movedTo, earlier } = yield* mergedRows()
    const builder = createTextIndexBuilder(rows)
    let indexed = builder.step()
    for (; indexed === null; indexed = builder.step()) yield
    const index = createTextIndex(indexed)
    const facets = createFacetIndex(rows)
    for (let place = 0; place < rows.length; place += 1) {
      facets.add(rows.view(place), place)
      if (place % rowsPerFacetStep === rowsPerFacetStep - 1) yield
    }
    const before = changed
    base = { rows, index, facets, order: createBaseOrder(rows, earlier) }
    packed = target
    changed = createChangedRows(packed)
    hidden = 0
    seen?.move(rows, movedTo)
    for (const id of touched) {
      hide(id)
      const one = before.get(id)
      if (one !== undefined) changed.put(before.rowOf(one))
    }
  }

  return {
    get count() {
      return count()
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
      const one = changed.get(id)
      if (one !== undefined) return changed.rowOf(one)
      const place = placeOf(id)
      return place === undefined ? undefined : base?.rows.at(place)
    },
    compare: (row) => {
      const one = changed.get(row.id)
      if (one !== undefined) return packed.isSame(one.address, row) ? 'same' : 'other'
      const place = placeOf(row.id)
      if (place === undefined) return 'new'
      return base?.rows.isSame(place, row) === true ? 'same' : 'other'
    },
    put: (row) => {
      if (building !== null) touched.add(row.id)
      hide(row.id)
      changed.put(row)
    },
    beginSeeing: () => {
      seen = createSeenIds(base?.rows ?? null)
    },
    see: (id) => seen?.see(id),
    endSeeing: (dropOthers) => {
      const walked = seen
      seen = null
      if (!dropOthers || walked === null) return
      if (base !== null) {
        const { rows, index } = base
        for (let place = 0; place < rows.length; place += 1) if (!walked.hasPlace(place) && !index.isHidden(place)) remove(rows.field(place, 'id'))
      }
      for (const one of changed.sorted()) {
        const { id } = changed.nameOf(one)
        if (!walked.has(id)) remove(id)
      }
    },
    prepare: (isGrowing) => {
      // Little by little: all at once it would be a long sort.
      changed.tidy()
      if (building !== null) {
        if (building.next().done !== true) return 'worked'
        building = null
        return 'moved'
      }
      // While the list grows the base is made again only when it gets a quarter as large again, or that would be all that is done.
      if (isWasteful() || changed.size + hidden > (isGrowing ? Math.max(mostChanged, (base?.rows.length ?? 0) / 4) : base === null ? 0 : mostChanged)) {
        touched = new Set()
        building = nextBase()
        building.next()
        return 'worked'
      }
      return base?.index.prepare() === true ? 'worked' : 'done'
    },
  }
}
