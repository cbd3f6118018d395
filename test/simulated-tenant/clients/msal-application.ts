import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { PublicClientApplication } from '@azure/msal-node'
import type { PracticeTenantAddress } from '../../../src-shared/practice-tenant.ts'

/** Where MSAL believes that it signs in: it takes no authority but https. */
const outside = 'https://login.practice.example'

/** What an application built on MSAL needs to be shown the practice tenant. */
export interface MsalUnderTest {
  readonly application: PublicClientApplication
  /** An address of MSAL's, as a browser on this PC can open it. */
  toOpen(url: string): string
  /** The addresses that MSAL asked, without host and query. */
  readonly asked: string[]
}

/** MSAL as it comes: it does its own discovery, and asks the tenant through a network client that knows where it really is. */
export function createMsalApplication({ authority, clientId, tenantId }: PracticeTenantAddress): MsalUnderTest {
  const inside = new URL(authority).origin
  const asked: string[] = []
  const send = async <T>(method: 'GET' | 'POST', url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> => {
    asked.push(new URL(url).pathname.replace(`/${tenantId}`, ''))
    const response = await fetch(url.replace(outside, inside), {
      method, headers: options.headers ?? {}, ...(options.body === undefined ? {} : { body: options.body }),
    })
    const text = await response.text()
    return {
      status: response.status, headers: Object.fromEntries(response.headers),
      body: (text === '' ? {} : JSON.parse(text.replaceAll(inside, outside))) as T,
    }
  }
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
  const application = new PublicClientApplication({
    auth: { clientId, authority: `${outside}/${tenantId}`, knownAuthorities: [new URL(outside).hostname] },
    system: { networkClient },
  })
  return { application, asked, toOpen: (url) => url.replace(outside, inside) }
}
