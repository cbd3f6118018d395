import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { fetchWithLimits } from '../http/limited-fetch.ts'
import type { FetchLimits } from '../http/limited-fetch.ts'

/** What the identity provider gets: 20 s, and no more than a megabyte back. */
export const signInLimits: FetchLimits = { headersMs: 15_000, totalMs: 20_000, maxBytes: 1024 * 1024 }

/** MSAL's requests on the console's own fetch, so that they take the system's proxy and trust store like all others. Throws what MSAL expects: an Error. */
export function createNetworkClient(fetch: typeof globalThis.fetch): INetworkModule {
  async function send<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const answer = await fetchWithLimits({
      fetch,
      url,
      method,
      headers: options?.headers ?? {},
      ...(method === 'POST' && options?.body !== undefined ? { body: options.body } : {}),
      limits: signInLimits,
    })
    if (answer.status === 'failed') throw new Error(`the identity provider did not answer: ${answer.why}`)
    const body = JSON.parse(new TextDecoder().decode(answer.body)) as T
    return { status: answer.httpStatus, headers: Object.fromEntries(answer.headers), body }
  }
  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('GET', url, options),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('POST', url, options),
  }
}
