import { columnWidths, type ColumnChoice } from '../../src-shared/app-info.ts'
import type { SortKey } from '../../src-shared/device.ts'

export interface GridColumn {
  readonly key: SortKey
  /** Usual least width in CSS pixels. */
  readonly width: number
  /** How much of the spare width it takes. */
  readonly grow: number
  /** Columns with a higher number leave first when there is no room; null: shown only when it is chosen. */
  readonly rank: number | null
}

/** A column as wide as it is on the screen. */
export interface LaidOutColumn {
  readonly key: SortKey
  readonly width: number
}

/** The ticks stand before all others, CSS pixels. */
export const tickColumnWidth = 40

/** In the usual order. */
export const gridColumns: readonly GridColumn[] = [
  { key: 'deviceName', width: 200, grow: 3, rank: 0 },
  { key: 'managedDeviceName', width: 200, grow: 2, rank: null },
  { key: 'userDisplayName', width: 150, grow: 2, rank: 1 },
  { key: 'userPrincipalName', width: 230, grow: 2, rank: 8 },
  { key: 'phoneNumber', width: 150, grow: 1, rank: null },
  { key: 'serialNumber', width: 135, grow: 1, rank: 2 },
  { key: 'imei', width: 145, grow: 1, rank: 10 },
  { key: 'model', width: 150, grow: 1, rank: 5 },
  { key: 'kind', width: 180, grow: 1, rank: 6 },
  { key: 'operatingSystem', width: 125, grow: 1, rank: 7 },
  { key: 'ownership', width: 100, grow: 0, rank: 9 },
  { key: 'compliance', width: 135, grow: 1, rank: 4 },
  { key: 'isEncrypted', width: 125, grow: 1, rank: null },
  { key: 'lastSyncAt', width: 125, grow: 1, rank: 3 },
]

/** All columns in the order chosen by hand; what was never moved keeps its place behind its usual neighbour. */
export function orderedColumns({ order }: ColumnChoice): readonly GridColumn[] {
  if (order.length === 0) return gridColumns
  const keys: SortKey[] = [...order]
  gridColumns.forEach(({ key }, place) => {
    if (keys.includes(key)) return
    const before = gridColumns[place - 1]
    keys.splice(before === undefined ? 0 : keys.indexOf(before.key) + 1, 0, key)
  })
  return keys.flatMap((key) => gridColumns.find((column) => column.key === key) ?? [])
}

/** The columns that were chosen, or else those that fit, in order. The name and the one that the list is sorted by always stay. */
export function columnsToShow(available: number, sortedBy: SortKey, choice: ColumnChoice): readonly GridColumn[] {
  const shown = choice.shown === null ? keysThatFit(available, sortedBy, choice) : new Set<SortKey>([...choice.shown, 'deviceName', sortedBy])
  return orderedColumns(choice).filter(({ key }) => shown.has(key))
}

function keysThatFit(available: number, sortedBy: SortKey, choice: ColumnChoice): ReadonlySet<SortKey> {
  const ranked = gridColumns.flatMap((column) => {
    const rank = column.key === sortedBy && (column.rank ?? 2) > 1 ? 1.5 : column.rank
    return rank === null ? [] : [{ key: column.key, width: widthOf(column, choice), rank }]
  }).sort((a, b) => a.rank - b.rank)
  const fitting = new Set<SortKey>()
  let used = 0
  for (const { key, width, rank } of ranked) {
    if (available > 0 && fitting.size >= 2 && rank !== 1.5 && used + width > available) break
    used += width
    fitting.add(key)
  }
  return fitting
}

function widthOf({ key, width }: GridColumn, { widths }: ColumnChoice): number {
  return widths[key] ?? width
}

/** The columns with their widths: what is left over goes to those that nobody resized. Wider than `available` when more was chosen than fits. */
export function layOutColumns(available: number, sortedBy: SortKey, choice: ColumnChoice): readonly LaidOutColumn[] {
  const columns = columnsToShow(available, sortedBy, choice)
  const spare = Math.max(0, available - columns.reduce((sum, column) => sum + widthOf(column, choice), 0))
  const growOf = (column: GridColumn): number => (choice.widths[column.key] === undefined ? column.grow : 0)
  const shares = columns.reduce((sum, column) => sum + growOf(column), 0)
  return columns.map((column) => ({ key: column.key, width: Math.floor(widthOf(column, choice) + (shares === 0 ? 0 : (spare * growOf(column)) / shares)) }))
}

/** As wide as asked for, as far as it can still be read. */
export function boundedWidth(pixels: number): number {
  return Math.round(Math.min(columnWidths.most, Math.max(columnWidths.least, pixels)))
}

/** The order after a column has gone to where another one stands: in front of it when it comes from behind, behind it when it comes from in front. */
export function movedTo(choice: ColumnChoice, key: SortKey, target: SortKey): readonly SortKey[] {
  const keys = orderedColumns(choice).map((column) => column.key)
  const to = keys.indexOf(target)
  keys.splice(keys.indexOf(key), 1)
  keys.splice(to, 0, key)
  return keys
}
