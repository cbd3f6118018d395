import type { Cloud } from './clouds.ts'
import type { DeviceActionName } from './device-actions.ts'
import type { ErrorCode } from './error-codes.ts'

/** A console that nobody has set up yet: no policy file, and no choice to practise. */
export interface SetupInfo {
  /** Where the policy file has to be. */
  readonly policyPath: string
  readonly platform: SetupPlatform
}
export type SetupPlatform = 'windows' | 'macos' | 'linux'

/** What an administrator types: nothing of it is believed before it has been tried. */
export interface SetupRequest {
  /** The tenant's id, or one of its domains. */
  readonly tenant: string
  readonly clientId: string
  /** The second app registration, the one that may act; null: there is one for both. */
  readonly actionClientId: string | null
  readonly cloud: Cloud
  /** As agents read it on the sign-in page. */
  readonly tenantName: string
}

/** In this order; 'acting' and 'reading-only' only where there are two app registrations. */
export const setupSteps = ['discovery', 'sign-in', 'scopes', 'role', 'devices', 'permissions', 'acting', 'auth-time', 'reading-only'] as const
export type SetupStepName = (typeof setupSteps)[number]
/** `warned`: works, and something would be missing. `skipped`: a step before it failed. */
export type SetupStepState = 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped'

/** What a step has found; the renderer owns the words. */
export const setupFindings = [
  'tenant-found', 'tenant-not-found', 'other-cloud', 'not-a-sign-in-service',
  'signed-in', 'nobody-came', 'declined', 'reply-address', 'unknown-application', 'not-public', 'wrong-platform', 'not-consented', 'not-assigned',
  'blocked-by-access-policy', 'sign-in-refused', 'error-code',
  'scopes-granted', 'scopes-missing', 'some-scopes-missing',
  'role-there', 'role-missing',
  'devices-counted', 'no-devices', 'devices-not-allowed',
  'permissions-all', 'permissions-some', 'permissions-none',
  'auth-time-there', 'auth-time-missing',
  'acting-works', 'acting-scopes-missing', 'acting-scopes-some-missing', 'other-person',
  'reading-only', 'reading-can-act',
] as const
export type SetupFinding = (typeof setupFindings)[number]

export interface SetupStep {
  readonly name: SetupStepName
  readonly state: SetupStepState
  /** null while it has found nothing. */
  readonly finding: SetupFinding | null
  /** What the finding names: scopes, a host, a number, a person; from the tenant, never as markup. */
  readonly details: readonly string[]
  /** Actions that the account's Intune role does not cover, for 'permissions-some'. */
  readonly actions: readonly DeviceActionName[]
  /** Why, for 'error-code'. */
  readonly code: ErrorCode | null
}

export interface SetupRun {
  readonly steps: readonly SetupStep[]
  readonly isOver: boolean
  /** The text of the policy file; null until every step that has to pass has passed. */
  readonly policy: string | null
}

/** What looking for the policy file again has found. A good one counts from the next start on. */
export type SetupLook =
  | { readonly found: 'nothing' }
  | { readonly found: 'policy'; readonly tenantName: string }
  | { readonly found: 'mistake'; readonly detail: string }
