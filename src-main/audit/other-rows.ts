/** Rows that belong to no attempt, from the newest of the present log to the oldest of the first. */
import { otherKinds } from '../../src-shared/other-rows.ts'
import type { OtherEntry, OtherRowsPage, OtherRowsQuery, RowPlace } from '../../src-shared/other-rows.ts'
import type { StoredRow } from './chain.ts'
import type { ReadableLog } from './log-reader.ts'

interface PlacedRow {
  readonly place: RowPlace
  readonly row: StoredRow
}

const mostRows = 200
/** All but the seals, of which there is one for every 64 rows. */
const withoutSeals = otherKinds.filter((kind) => kind !== 'checkpoint')

/**
 * `logs`: newest first. Nothing is found before a row of a log that is gone: only the oldest is ever removed. Throws what SQLite throws for
 * the present log; of an earlier one with damaged pages nothing more is read.
 */
export function otherRows(logs: readonly ReadableLog[], { kinds, before, limit }: OtherRowsQuery): OtherRowsPage {
  const wanted = Math.min(mostRows, Math.max(1, Math.floor(limit)))
  const from = before === null ? 0 : logs.findIndex(({ installId }) => installId === before.installId)
  const found: PlacedRow[] = []
  for (const [index, log] of (from < 0 ? [] : logs.slice(from)).entries()) {
    const missing = wanted + 1 - found.length // one more says that there are older ones
    if (missing <= 0) break
    const end = index === 0 && before !== null ? before.seq : Number.MAX_SAFE_INTEGER
    found.push(...believedBefore(log, kinds.length === 0 ? withoutSeals : kinds, end, missing))
  }
  const page = found.slice(0, wanted)
  return {
    entries: page.map(({ row }) => ({ ...(JSON.parse(row.body) as object), hash: row.hash }) as OtherEntry),
    older: found.length > wanted ? (page.at(-1)?.place ?? null) : null,
  }
}

/** Rows that are not believed take no room on a page. */
function believedBefore({ installId, newestOfKinds, isBelieved }: ReadableLog, kinds: OtherRowsQuery['kinds'], end: number, limit: number): readonly PlacedRow[] {
  const found: StoredRow[] = []
  for (let before: number | undefined = end; before !== undefined && found.length < limit;) {
    const rows: readonly StoredRow[] = newestOfKinds(kinds, before, limit)
    found.push(...rows.filter(isBelieved))
    before = rows.length < limit ? undefined : rows.at(-1)?.seq
  }
  return found.slice(0, limit).map((row) => ({ place: { installId, seq: row.seq }, row }))
}
