/** The Graph permissions that the practice app registration has; an administrator has consented to all of them. */
export const graphScopes: readonly string[] = [
  'User.Read', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementRBAC.Read.All', 'DeviceManagementConfiguration.Read.All',
  'DeviceManagementApps.Read.All',
]

/** The Graph permissions among the scopes in `text`, in its order, each once. */
export function graphScopesIn(text: string): readonly string[] {
  return [...new Set(text.split(' '))].filter((scope) => graphScopes.includes(scope))
}
