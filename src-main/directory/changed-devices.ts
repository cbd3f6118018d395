import type { DeviceRow } from '../../src-shared/device.ts'
import type { ErrorCode } from '../../src-shared/error-codes.ts'
import { parseDeviceRow } from '../graph/managed-device.ts'
import { isInRange } from './check-in-ranges.ts'
import type { DirectoryEngine } from './directory-engine.ts'
import type { PageAsk } from './directory-walk.ts'
import { createPageChain } from './page-chain.ts'

export interface ChangedDevices {
  begin(): void
  /** null: another page was asked for. `code` null: all that has changed is in the list. */
  page(request: number, body: Uint8Array): { readonly code: ErrorCode | null } | null
}

/**
 * Asks for the devices that have checked in since `since` (ISO 8601 to the second) and puts them into the list; none is taken out. A row from before
 * says that the filter was ignored, which Graph tells in no other way: 'graph-rejected', and nothing of that page is taken.
 */
export function createChangedDevices(
  engine: Pick<DirectoryEngine, 'merge'>, since: string, ask: (page: PageAsk) => void, saw: (rows: readonly DeviceRow[]) => void,
): ChangedDevices {
  const chain = createPageChain()
  const range = { from: since, to: null }
  let request = 1
  return {
    begin: () => ask({ request, url: null, range }),
    page: (answered, body) => {
      if (answered !== request) return null
      const page = chain.page(body)
      if (page === null) return { code: 'graph-bad-response' }
      const rows = page.rows.map(parseDeviceRow).filter((row): row is DeviceRow => row !== null)
      if (!rows.every((row) => isInRange(row, range))) return { code: 'graph-rejected' }
      engine.merge(rows)
      saw(rows)
      if (page.next === null) return { code: null }
      request += 1
      ask({ request, url: page.next, range })
      return null
    },
  }
}
