import type { AuthenticationResult, InteractiveRequest } from '@azure/msal-node'
import { PublicClientApplication } from '@azure/msal-node'
import type { PracticeTenantAddress } from '../../src-shared/practice-tenant.ts'
import type { PageSignIn, PageSignInOptions } from './practice-sign-in.ts'
import { signInThroughPage } from './practice-sign-in.ts'

/** All that the console asks for. */
export const consoleScopes: readonly string[] = [
  'User.Read', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementRBAC.Read.All',
]

/**
 * A real MSAL application for the practice tenant. MSAL takes no http authority, so it is told one by name, and the endpoints
 * from discovery.
 */
export async function createPracticeApplication(address: PracticeTenantAddress): Promise<PublicClientApplication> {
  const discovery = await (await fetch(`${address.authority}/v2.0/.well-known/openid-configuration`)).text()
  const authority = `https://practice.example/${address.tenantId}`
  return new PublicClientApplication({
    auth: { clientId: address.clientId, authority, knownAuthorities: ['practice.example'], authorityMetadata: discovery },
  })
}

export interface PracticeSignIn extends PageSignIn {
  readonly result: AuthenticationResult
}

/** Signs somebody in with real MSAL, through the real page. */
export async function signIn(
  application: PublicClientApplication,
  upn: string | null,
  request: Partial<InteractiveRequest> = {},
  options: PageSignInOptions = {},
): Promise<PracticeSignIn> {
  let page: Promise<PageSignIn> | undefined
  const result = await application.acquireTokenInteractive({
    scopes: [...consoleScopes],
    ...request,
    openBrowser: async (url) => {
      page = signInThroughPage(url, upn, options)
      // A failure has to end the wait for the answer; MSAL itself would wait for ever.
      await page
    },
  })
  if (page === undefined) throw new Error('MSAL never opened the browser.')
  return { ...await page, result }
}
