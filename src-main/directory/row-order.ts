import { deviceKinds } from '../../src-shared/device.ts'
import type { DeviceRow, DirectoryQuery, SortKey } from '../../src-shared/device.ts'
import { compareByName } from './changed-rows.ts'
import { compareNames, compareNaturally } from './compare-names.ts'

export type Direction = DirectoryQuery['sort']['direction']
/** Every key but the name, which the base is in order by. */
export type OtherKey = Exclude<SortKey, 'deviceName'>

const kindRanks = new Map<string, number>(deviceKinds.map((kind, rank) => [kind, rank]))

/** What a row is sorted by; null for none, which comes last in both directions. The system goes with its version, as it is shown. */
export function sortValue(row: DeviceRow, key: SortKey): string | number | null {
  switch (key) {
    case 'kind': return kindRanks.get(row.kind) ?? null
    case 'isEncrypted': return row.isEncrypted === null ? null : Number(row.isEncrypted)
    case 'lastSyncAt': return row.lastSyncAt === null ? null : Math.max(0, Math.floor(Date.parse(row.lastSyncAt) / 1000))
    case 'operatingSystem': return `${row.operatingSystem} ${row.osVersion}`.trim() || null
    default: return row[key] === '' ? null : row[key]
  }
}

export const compareValues = (a: string | number, b: string | number): number =>
  (typeof a === 'number' && typeof b === 'number' ? a - b : compareNaturally(String(a), String(b)))

/** The order of rows by a key: no value last, ties by name and id in both directions. */
export function compareRows(key: SortKey, direction: Direction): (a: DeviceRow, b: DeviceRow) => number {
  const compare = key === 'deviceName' ? (a: string | number, b: string | number) => compareNames(String(a), String(b)) : compareValues
  const sign = direction === 'ascending' ? 1 : -1
  return (a, b) => {
    const [valueA, valueB] = [sortValue(a, key), sortValue(b, key)]
    if (valueA === null || valueB === null) return valueA === valueB ? compareByName(a, b) : valueA === null ? 1 : -1
    return sign * compare(valueA, valueB) || compareByName(a, b)
  }
}
