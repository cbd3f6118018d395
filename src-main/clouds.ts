import type { Cloud } from '../src-shared/clouds.ts'

export interface CloudHosts {
  /** Where one signs in; no trailing slash. */
  readonly login: string
  readonly graph: string
  /** Intune's admin center; null where its address could not be verified. */
  readonly intune: string | null
}

/**
 * Each cloud's own addresses (https://learn.microsoft.com/en-us/graph/deployments). For China, sign-in goes where tokens say that they come
 * from: an issuer must be the authority's own. None but the public one has been tried.
 */
export const cloudHosts: Readonly<Record<Cloud, CloudHosts>> = {
  public: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com', intune: 'https://intune.microsoft.com' },
  'us-government': { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us', intune: 'https://intune.microsoft.us' },
  'us-government-dod': { login: 'https://login.microsoftonline.us', graph: 'https://dod-graph.microsoft.us', intune: 'https://intune.microsoft.us' },
  china: { login: 'https://login.partner.microsoftonline.cn', graph: 'https://microsoftgraph.chinacloudapi.cn', intune: null },
}
