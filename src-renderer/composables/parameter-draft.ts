import type { ActionParameters, DeviceActionName } from '../../src-shared/device-actions.ts'

/** What has been chosen in the first dialog so far. `parameters` is null as long as something is missing; `problem` then says what. */
export interface ParameterDraft {
  readonly parameters: ActionParameters | null
  /** Six digits, for a Mac only. Goes to main with the request and is kept nowhere here. */
  readonly recoveryPin: string | null
  readonly problem: string
}

/** For an action that asks for nothing more; those that do start with what is missing. */
export function emptyDraft(action: DeviceActionName): ParameterDraft {
  if (action === 'rename' || action === 'set-management-name' || action === 'reset-device') return { parameters: null, recoveryPin: null, problem: '' }
  return { parameters: { action }, recoveryPin: null, problem: '' }
}
