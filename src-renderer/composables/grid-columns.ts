import type { SortKey } from '../../src-shared/device.ts'

export interface GridColumn {
  readonly key: SortKey
  /** Least width in CSS pixels. */
  readonly width: number
  /** How much of the spare width it takes. */
  readonly grow: number
  /** Columns with a higher number leave first when there is no room. */
  readonly rank: number
}

/** The ticks stand before all others, CSS pixels. */
export const tickColumnWidth = 40

/** In the order on the screen. */
export const gridColumns: readonly GridColumn[] = [
  { key: 'deviceName', width: 200, grow: 3, rank: 0 },
  { key: 'userDisplayName', width: 150, grow: 2, rank: 1 },
  { key: 'userPrincipalName', width: 230, grow: 2, rank: 8 },
  { key: 'serialNumber', width: 135, grow: 1, rank: 2 },
  { key: 'imei', width: 145, grow: 1, rank: 10 },
  { key: 'model', width: 150, grow: 1, rank: 5 },
  { key: 'kind', width: 180, grow: 1, rank: 6 },
  { key: 'operatingSystem', width: 125, grow: 1, rank: 7 },
  { key: 'ownership', width: 100, grow: 0, rank: 9 },
  { key: 'compliance', width: 135, grow: 1, rank: 4 },
  { key: 'lastSyncAt', width: 125, grow: 1, rank: 3 },
]

/** The columns that fit, in order; the one that the list is sorted by always stays. */
export function columnsThatFit(available: number, sortedBy: SortKey): readonly GridColumn[] {
  const byRank = [...gridColumns].sort((a, b) => rankOf(a, sortedBy) - rankOf(b, sortedBy))
  const chosen = new Set<SortKey>()
  let used = 0
  for (const column of byRank) {
    if (available > 0 && chosen.size >= 2 && used + column.width > available) break
    used += column.width
    chosen.add(column.key)
  }
  return gridColumns.filter((column) => chosen.has(column.key))
}

function rankOf(column: GridColumn, sortedBy: SortKey): number {
  return column.key === sortedBy && column.rank > 1 ? 1.5 : column.rank
}
