import { isDeepStrictEqual } from 'node:util'
import type { BeginAttemptRequest } from '../../src-shared/attempts.ts'
import type { Account } from '../../src-shared/session.ts'
import type { Approved } from './attempt.ts'
import type { Tracker } from './tracker.ts'

/**
 * The approved request that an agent wants to send: their own, approved, not sent yet, for the same device and exactly the same parameters.
 * Intune accepts its code from the same account and for the same request only.
 */
export function findApprovedIn(tracker: Pick<Tracker, 'find'>): (request: BeginAttemptRequest, account: Account) => Approved | null {
  return (request, account) => {
    const found = request.completes === null ? null : tracker.find(request.completes)
    const code = found?.watched.approvalCode ?? null
    if (found === null || code === null) return null
    const { record } = found
    const isTheSame = record.deviceId === request.deviceId && isDeepStrictEqual(record.parameters, request.parameters)
    const isReady = record.state === 'approved' && !record.isFinal && record.agentOid === account.oid
    return isTheSame && isReady ? { attemptId: record.attemptId, approvalCode: code } : null
  }
}
