/** The tenant that the console works with: a real one from the policy file, or the practice tenant. */
export interface Tenant {
  /** Such as "https://login.microsoftonline.com/<tenantId>", no trailing slash. */
  readonly authority: string
  readonly tenantId: string
  readonly clientId: string
  /** The app registration whose tokens may act, where that is another one; then `clientId` may only read. */
  readonly actionClientId?: string | undefined
  /** Such as "https://graph.microsoft.com", no trailing slash. */
  readonly graphBaseUrl: string
  readonly name: string
  /** Only then may addresses be plain http, and only on loopback. */
  readonly isPractice: boolean
}

/** What an everyday session asks for: it can read and cannot act. */
export const readScopes = [
  'openid', 'profile', 'offline_access', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementRBAC.Read.All',
] as const

/** What the token of a device action asks for on top: remote actions, or changing and deleting the record. */
export const actionScopes = {
  privileged: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'read-write': 'DeviceManagementManagedDevices.ReadWrite.All',
} as const
/** What the token for Intune's own audit log asks for on top: of supervisors only, and only when they compare the two logs. */
export const auditDataScope = 'DeviceManagementApps.Read.All'
export type ActionScope = keyof typeof actionScopes
