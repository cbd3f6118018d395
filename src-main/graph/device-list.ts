import type { Answer } from '../../src-shared/error-codes.ts'
import { deviceListPaths, readVersioned } from './beta-endpoints.ts'
import type { GraphClient } from './http-client.ts'

export type FetchPage = (url: string | null, signal: AbortSignal) => Promise<Answer<{ body: Uint8Array<ArrayBuffer> }>>

/**
 * Pages of the list of all devices, as bytes: `null` asks for the first, anything else is a nextLink, followed whole and only on Graph's own
 * origin ('graph-foreign-link'). A missing list is no missing device: 404 becomes 'graph-rejected'.
 */
export function createFetchPage(client: GraphClient): FetchPage {
  return async (url, signal) => {
    const answer = url === null
      ? await readVersioned(client, deviceListPaths, (path) => client.get(path, { signal }))
      : url.startsWith('/')
        ? ({ status: 'refused', code: 'graph-foreign-link' } as const)
        : await client.get(url, { signal })
    if (answer.status === 'ok') return { status: 'ok', body: answer.body }
    return answer.code === 'device-not-found' ? { ...answer, code: 'graph-rejected' } : answer
  }
}
