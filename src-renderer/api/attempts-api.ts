import type { ActionParameters } from '../../src-shared/device-actions.ts'
import type { AttemptState, BeginAttemptRequest } from '../../src-shared/attempts.ts'
import { bridge, settle } from './bridge.ts'

/** Copied member by member: a reactive object cannot cross the bridge. */
export const beginAttempt = ({ deviceId, parameters, ticket, reason, recoveryPin, completes }: BeginAttemptRequest) =>
  settle(() => bridge().attempts.begin({ deviceId, parameters: plain(parameters), ticket, reason, recoveryPin, completes }))
export const signOutForAttempt = (attemptId: string) => settle(() => bridge().attempts.signOut({ attemptId }))
export const sendAttempt = (attemptId: string, typed: string | null) => settle(() => bridge().attempts.send({ attemptId, typed }))
export const cancelAttempt = (attemptId: string) => settle(() => bridge().attempts.cancel({ attemptId }))
export const onAttemptChanged = (listener: (attempt: AttemptState) => void) => bridge().attempts.onChanged(listener)

function plain(parameters: ActionParameters): ActionParameters {
  return parameters.action === 'reset-device' ? { action: parameters.action, wipe: { ...parameters.wipe } } : { ...parameters }
}
