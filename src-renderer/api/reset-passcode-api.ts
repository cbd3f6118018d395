import type { AttemptState, BeginAttemptRequest } from '../../src-shared/attempts.ts'
import { bridge, settle } from './bridge.ts'

export const beginReset = ({ deviceId, ticket, reason }: BeginResetRequest) =>
  settle(() => bridge().resetPasscode.begin({ deviceId, ticket, reason }))
export const signOutForReset = (attemptId: string) => settle(() => bridge().resetPasscode.signOut({ attemptId }))
export const sendReset = (attemptId: string) => settle(() => bridge().resetPasscode.send({ attemptId }))
export const cancelReset = (attemptId: string) => settle(() => bridge().resetPasscode.cancel({ attemptId }))
export const onAttemptChanged = (listener: (attempt: AttemptState) => void) => bridge().resetPasscode.onAttemptChanged(listener)
