import { sortKeys } from '../../src-shared/device.ts'
import type { DeviceRow, SortKey } from '../../src-shared/device.ts'
import { naturalKey } from './compare-names.ts'
import { createKept } from './kept.ts'
import type { RowStore } from './row-store.ts'
import { compareRows, compareValues, sortValue } from './row-order.ts'
import type { Direction } from './row-order.ts'
import { sortInSlices } from './sort-in-slices.ts'

/** The places of a base in ascending order by one key, those without a value last. */
export interface Ascending {
  readonly places: Uint32Array
  /** 1 where another value begins than the place before has. */
  readonly begins: Uint8Array
  readonly withValue: number
}

/** The rows of a base, which are in order by name, in every other order. */
export interface BaseOrder {
  isReady(key: SortKey): boolean
  /** Places in order; made now when it is not ready. */
  get(key: SortKey, direction: Direction): Uint32Array
  /** A slice of work on the orders; true while more is left. */
  prepare(): boolean
  /** What is ready, for the base that comes after. */
  readonly known: ReadonlyMap<SortKey, Ascending>
}

/** An older base, whose orders are taken over: where its rows stand now (`gone`: nowhere), and the places that are new. */
export interface Earlier {
  readonly orders: ReadonlyMap<SortKey, Ascending>
  readonly movedTo: Uint32Array
  readonly added: readonly number[]
}
export const gone = 0xffffffff

const rowsPerSlice = 4096
const mostAdded = 4096

/** Sorts what the rows have by this key, each value once. */
function* sorted(rows: RowStore, key: SortKey): Generator<undefined, Ascending> {
  const size = rows.length
  const codes = new Uint32Array(size)
  const codeOf = new Map<string | number, number>()
  const values: (string | number)[] = []
  const keys: (string | null)[] = []
  for (let place = 0; place < size; place += 1) {
    const value = sortValue(rows.view(place), key)
    if (value !== null) {
      let code = codeOf.get(value)
      if (code === undefined) {
        values.push(value)
        keys.push(typeof value === 'string' ? naturalKey(value) : null)
        code = values.length
        codeOf.set(value, code)
      }
      codes[place] = code
    }
    if (place % rowsPerSlice === 0) yield
  }
  codeOf.clear()
  const inOrder = yield* sortInSlices(values.length, (a, b) => {
    const [keyA, keyB] = [keys[a], keys[b]]
    if (typeof keyA === 'string' && typeof keyB === 'string') return keyA < keyB ? -1 : keyA > keyB ? 1 : 0
    return compareValues(values[a] ?? '', values[b] ?? '')
  })
  // Places by rank, those of one rank in order by name as they come.
  const rankOf = new Uint32Array(values.length + 1).fill(values.length)
  inOrder.forEach((code, rank) => (rankOf[code + 1] = rank))
  const next = new Uint32Array(values.length + 2)
  for (const code of codes) next[(rankOf[code] ?? 0) + 1] = (next[(rankOf[code] ?? 0) + 1] ?? 0) + 1
  for (let rank = 1; rank < next.length; rank += 1) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0)
  yield
  const begins = new Uint8Array(size)
  const withValue = next[values.length] ?? 0
  for (let rank = 0; rank < values.length; rank += 1) begins[next[rank] ?? 0] = 1
  const places = new Uint32Array(size)
  for (let place = 0; place < size; place += 1) {
    const rank = rankOf[codes[place] ?? 0] ?? 0
    const at = next[rank] ?? 0
    places[at] = place
    next[rank] = at + 1
  }
  return { places, begins, withValue }
}

/** The order of an earlier base, with what has gone left out and what is new put in its place. */
function takenOver(rows: RowStore, key: SortKey, old: Ascending, { movedTo, added }: Earlier): Ascending {
  const compare = compareRows(key, 'ascending')
  const kept = new Uint32Array(old.places.length)
  const keptBegins = new Uint8Array(old.places.length)
  let size = 0
  let begins = 0
  let keptWithValue = 0
  old.places.forEach((place, i) => {
    // Of a value whose first row has gone the next one is the first; who has none begins nothing.
    begins |= old.begins[i] ?? 0
    const to = movedTo[place] ?? gone
    if (to === gone) return
    kept[size] = to
    const isWithValue = i < old.withValue
    keptBegins[size] = isWithValue ? begins : 0
    if (isWithValue) {
      keptWithValue += 1
      begins = 0
    }
    size += 1
  })
  const rowAt = (place: number): DeviceRow => rows.at(place) as DeviceRow
  const news = [...added].sort((a, b) => compare(rowAt(a), rowAt(b)))
  const places = new Uint32Array(rows.length)
  const newBegins = new Uint8Array(rows.length)
  const isOther = (at: number): number => Number(at === 0 || sortValue(rowAt(places[at] ?? 0), key) !== sortValue(rowAt(places[at - 1] ?? 0), key))
  let from = 0
  let to = 0
  let newWithValue = 0
  for (const place of [...news, null]) {
    let high = size
    if (place !== null)
      for (let low = from; ;) {
        if (low >= high) break
        const middle = (low + high) >>> 1
        if (compare(rowAt(kept[middle] ?? 0), rowAt(place)) < 0) low = middle + 1
        else high = middle
      }
    places.set(kept.subarray(from, high), to)
    newBegins.set(keptBegins.subarray(from, high), to)
    // Behind a new row.
    if (from < high && to > 0 && from < keptWithValue) newBegins[to] = isOther(to)
    to += high - from
    from = high
    if (place === null) break
    places[to] = place
    if (sortValue(rowAt(place), key) !== null) {
      newWithValue += 1
      newBegins[to] = isOther(to)
    }
    to += 1
  }
  return { places, begins: newBegins, withValue: keptWithValue + newWithValue }
}

function turned({ places, begins, withValue }: Ascending): Uint32Array {
  const order = new Uint32Array(places.length)
  let to = 0
  for (let end = withValue; end > 0;) {
    let from = end - 1
    while (from > 0 && begins[from] !== 1) from -= 1
    order.set(places.subarray(from, end), to)
    to += end - from
    end = from
  }
  order.set(places.subarray(withValue), to)
  return order
}

/** By name: the base as it is. */
function byName(rows: RowStore): Ascending {
  const places = new Uint32Array(rows.length)
  const begins = new Uint8Array(rows.length)
  let withValue = 0
  let before: string | null = null
  for (let place = 0; place < rows.length; place += 1) {
    const name = rows.field(place, 'deviceName')
    places[place] = place
    if (name !== before) begins[place] = 1
    if (name !== '') withValue = place + 1
    before = name
  }
  return { places, begins, withValue }
}

/** `before`: the base that this one takes the place of. */
export function createBaseOrder(rows: RowStore, before: Earlier | null): BaseOrder {
  // So many new rows are sorted faster with all the others.
  let earlier = before !== null && before.added.length <= Math.max(mostAdded, rows.length / 16) ? before : null
  const known = new Map<SortKey, Ascending>()
  const running = new Map<SortKey, Generator<undefined, Ascending>>()
  const turnedOnes = createKept<Uint32Array>(2)

  const goOn = (key: SortKey): void => {
    const old = earlier?.orders.get(key)
    if (key === 'deviceName') known.set(key, byName(rows))
    else if (old !== undefined && earlier !== null) known.set(key, takenOver(rows, key, old, earlier))
    else {
      const work = running.get(key) ?? sorted(rows, key)
      running.set(key, work)
      const step = work.next()
      if (step.done !== true) return
      running.delete(key)
      known.set(key, step.value)
    }
  }

  return {
    known,
    isReady: (key) => known.has(key),
    get: (key, direction) => {
      let order = known.get(key)
      while (order === undefined) {
        goOn(key)
        order = known.get(key)
      }
      const ascending = order
      return direction === 'ascending' ? ascending.places : turnedOnes.get(key, () => turned(ascending))
    },
    prepare: () => {
      const key = sortKeys.find((one) => !known.has(one))
      if (key === undefined) {
        earlier = null
        return false
      }
      goOn(key)
      return true
    },
  }
}
