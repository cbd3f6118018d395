import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'

const timeoutMs = 20_000

/** MSAL's requests on the console's own fetch, so that they take the system's proxy and trust store like all others. */
export function createNetworkClient(fetch: typeof globalThis.fetch): INetworkModule {
  async function send<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(options?.headers === undefined ? {} : { headers: options.headers }),
      ...(method === 'POST' && options?.body !== undefined ? { body: options.body } : {}),
    })
    const text = await response.text()
    const body = JSON.parse(text) as T
    return { status: response.status, headers: Object.fromEntries(response.headers), body }
  }
  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('GET', url, options),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>('POST', url, options),
  }
}
