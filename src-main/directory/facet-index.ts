import { checkInAgeOf } from '../../src-shared/device-filter.ts'
import type { DeviceRow } from '../../src-shared/device.ts'
import { facets } from './facets.ts'
import type { Counting, FacetName, Narrowing } from './facets.ts'
import type { RowStore } from './row-store.ts'
import { createIndexMemory } from './index-memory.ts'

/** For each value of a filter a bit for each row of the base. */
export interface FacetIndex {
  readonly bytes: number
  /** Each row once, before anything is asked. */
  add(row: DeviceRow, place: number): void
  /** Of the rows found (bits) those that the filter lets through; what the values of the filter would leave is added to `counts`. */
  narrow(found: Uint32Array, inFlight: readonly number[], narrowing: Narrowing, counts: Counting | null): { readonly bits: Uint32Array; readonly total: number }
}

const secondsPerDay = 86_400
/** Seconds since 1970 from here to there are exact; what lies beyond, and what is none, is looked at in its row. 0: never. */
const leastSeconds = 1
const mostSeconds = 0x7fffffff
const ageNames = ['day', 'week', 'month', 'older'] as const

export function createFacetIndex(rows: Pick<RowStore, 'length' | 'field'>): FacetIndex {
  const memory = createIndexMemory()
  const { kernel } = memory
  const blocks = Math.ceil(rows.length / 32)
  const bytes = Math.ceil(blocks / 4) * 16
  const seconds = new Int32Array(blocks * 32)
  const addresses = new Map(facets.map(({ name, values }) => [name, new Map(values.map((value) => [value, memory.reserve(bytes)]))]))
  const chosen = new Map(facets.map(({ name }) => [name, memory.reserve(bytes)]))
  const [matches, others, flying, all] = [memory.reserve(bytes), memory.reserve(bytes), memory.reserve(bytes), memory.reserve(bytes)]
  // No view of the memory ends: nothing is reserved from here on.
  const view = memory.bytes()
  const wordsAt = (address: number): Uint32Array => memory.words(address, blocks)
  const bitsOf = new Map(facets.map(({ name }) => [name, new Map([...(addresses.get(name) ?? [])].map(([value, address]) => [value, wordsAt(address)]))]))
  const copy = (from: number, to: number): void => void view.copyWithin(to, from, from + bytes)
  let agesOfMs: number | null = null

  const set = (bits: Uint32Array | undefined, place: number): void => {
    if (bits !== undefined) bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
  }

  /** Which rows were last in touch how long ago; a row on the second of a limit is asked itself. */
  const findAges = (nowMs: number): void => {
    if (agesOfMs === nowMs) return
    agesOfMs = nowMs
    const limit = (days: number): number => Math.min(mostSeconds, Math.max(0, Math.floor(nowMs / 1000 - days * secondsPerDay)))
    const [day, week, month] = [limit(1), limit(7), limit(30)]
    const ages = bitsOf.get('checkIn')
    const [ofDay, ofWeek, ofMonth, older] = ageNames.map((name) => ages?.get(name) ?? new Uint32Array(blocks)) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
    const unsure: number[] = []
    for (let block = 0; block < blocks; block += 1) {
      let [inDay, inWeek, inMonth, inAny] = [0, 0, 0, 0]
      for (let bit = 0; bit < 32; bit += 1) {
        const at = seconds[block * 32 + bit] ?? 0
        // The sign of the difference: without a branch, which would be guessed wrongly every third time.
        inDay |= ((day - at) >>> 31) << bit
        inWeek |= ((week - at) >>> 31) << bit
        inMonth |= ((month - at) >>> 31) << bit
        inAny |= (-at >>> 31) << bit
        if (at === day || at === week || at === month || at === leastSeconds || at === mostSeconds) unsure.push(block * 32 + bit)
      }
      ofDay[block] = inDay
      ofWeek[block] = inWeek & ~inDay
      ofMonth[block] = inMonth & ~inWeek
      older[block] = inAny & ~inMonth
    }
    for (const place of unsure) {
      const lastSyncAt = place < rows.length ? rows.field(place, 'lastSyncAt') : null
      // Bits behind the last row stay empty, and who never was in touch has a bit of their own.
      if (lastSyncAt === null) continue
      for (const bits of [ofDay, ofWeek, ofMonth, older]) bits[place >>> 5] = (bits[place >>> 5] ?? 0) & ~(1 << (place & 31))
      set(ages?.get(checkInAgeOf(lastSyncAt, nowMs)), place)
    }
  }

  return {
    bytes: memory.used + seconds.byteLength,
    add: (row, place) => {
      for (const { name, of } of facets) if (name !== 'checkIn') set(bitsOf.get(name)?.get(of(row, 0)), place)
      const { lastSyncAt } = row
      if (lastSyncAt === null) {
        set(bitsOf.get('checkIn')?.get('never'), place)
        return
      }
      const at = Math.floor(Date.parse(lastSyncAt) / 1000)
      seconds[place] = at > leastSeconds && at < mostSeconds ? at : leastSeconds
    },
    narrow: (found, inFlight, { filter, nowMs }, counts) => {
      wordsAt(all).set(found)
      if (counts !== null || filter.checkIn.length > 0) findAges(nowMs)
      wordsAt(flying).fill(0)
      for (const place of inFlight) set(wordsAt(flying), place)
      /** Where the chosen values of each list that has some are. */
      const narrowed: [name: FacetName | 'inFlight', address: number][] = []
      for (const { name } of facets) {
        const address = chosen.get(name) ?? 0
        if (filter[name].length === 0) continue
        wordsAt(address).fill(0)
        for (const value of filter[name]) kernel.unite(address, addresses.get(name)?.get(value) ?? address, bytes)
        narrowed.push([name, address])
      }
      if (filter.inFlight) narrowed.push(['inFlight', flying])
      const intersectAll = (to: number, except: string | null): void => {
        copy(all, to)
        for (const [name, address] of narrowed) if (name !== except) kernel.intersect(to, address, bytes)
      }
      intersectAll(matches, null)
      if (counts !== null) {
        for (const { name, values } of facets) {
          const isNarrowed = filter[name].length > 0
          if (isNarrowed) intersectAll(others, name)
          for (const value of values)
            counts[name][value] = (counts[name][value] ?? 0) + kernel.countBoth(isNarrowed ? others : matches, addresses.get(name)?.get(value) ?? 0, bytes)
        }
        intersectAll(others, 'inFlight')
        counts.inFlight += kernel.countBoth(others, flying, bytes)
      }
      return { bits: wordsAt(matches).slice(), total: kernel.countBoth(matches, matches, bytes) }
    },
  }
}
