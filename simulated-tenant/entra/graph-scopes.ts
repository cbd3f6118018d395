import type { TenantState } from '../state.ts'

/** The Graph permissions that the practice app registration has; an administrator has consented to all of them. */
export const graphScopes: readonly string[] = [
  'User.Read', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementRBAC.Read.All', 'DeviceManagementConfiguration.Read.All',
  'DeviceManagementApps.Read.All',
]

const actingScopes: readonly string[] = ['DeviceManagementManagedDevices.PrivilegedOperations.All', 'DeviceManagementManagedDevices.ReadWrite.All']

/** What an administrator has consented to for an app registration: all of it, only to read, only to act. */
export function scopesOfClient({ readingClientId, actingClientId }: Pick<TenantState, 'readingClientId' | 'actingClientId'>, clientId: string): readonly string[] {
  if (clientId === actingClientId) return ['User.Read', ...actingScopes]
  return clientId === readingClientId ? graphScopes.filter((scope) => !actingScopes.includes(scope)) : graphScopes
}

/** The Graph permissions among the scopes in `text`, in its order, each once. */
export function graphScopesIn(text: string): readonly string[] {
  return [...new Set(text.split(' '))].filter((scope) => graphScopes.includes(scope))
}
