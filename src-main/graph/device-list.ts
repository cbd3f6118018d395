import type { Answer } from '../../src-shared/error-codes.ts'
import { deviceListPaths, readInVersionInUse, readVersioned } from './beta-endpoints.ts'
import type { GraphClient } from './http-client.ts'

/** Devices by when they last checked in, both bounds included, ISO 8601 UTC to the second; null: no bound. Devices that never did are before all. */
export interface CheckInRange {
  readonly from: string | null
  readonly to: string | null
}

/** `range` counts only for a first page: a nextLink has it in itself. `onPutOff` is called when Graph will be asked once more. */
export type FetchPage = (url: string | null, signal: AbortSignal, range?: CheckInRange | null, onPutOff?: () => void) => Promise<Answer<{ body: Uint8Array<ArrayBuffer> }>>

/**
 * Pages of the list of all devices, as bytes: `null` asks for the first, anything else is a nextLink, followed whole and only on Graph's own
 * origin ('graph-foreign-link'). A missing list is no missing device: 404 becomes 'graph-rejected'.
 */
export function createFetchPage(client: GraphClient): FetchPage {
  return async (url, signal, range = null, onPutOff) => {
    const get = (path: string): ReturnType<GraphClient['get']> => client.get(path, { signal, onPutOff })
    const answer = url === null
      ? range === null
        ? await readVersioned(client, deviceListPaths(null), get)
        : await readInVersionInUse(client, deviceListPaths(filterOf(range)), get)
      : url.startsWith('/')
        ? ({ status: 'refused', code: 'graph-foreign-link' } as const)
        : await get(url)
    if (answer.status === 'ok') return { status: 'ok', body: answer.body }
    return answer.code === 'device-not-found' ? { ...answer, code: 'graph-rejected' } : answer
  }
}

function filterOf({ from, to }: CheckInRange): string | null {
  const clauses = [...(from === null ? [] : [`lastSyncDateTime ge ${from}`]), ...(to === null ? [] : [`lastSyncDateTime le ${to}`])]
  return clauses.length === 0 ? null : clauses.join(' and ')
}
